#include "storage/errors.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace shenyi::storage {

namespace {

using Kind = StoreError::Kind;

/// SQLite's result codes (https://www.sqlite.org/rescode.html); the extended ones carry the primary one in the low
/// byte.
enum SqliteResult : int {
    busy = 5,
    locked = 6,
    no_memory = 7,
    read_only = 8,
    io_error = 10,
    corrupt = 11,
    disk_full = 13,
    cannot_open = 14,
    constraint = 19,
    not_a_database = 26,
    constraint_trigger = 1811,
};
constexpr int primary_mask = 0xff;

std::string_view line_after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const auto begin = at + mark.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// `CHECK constraint failed: decision_quorum` → `decision_quorum`; a trigger's own text is the whole message. SOCI puts
/// sentences of its own before both and the statement after them.
std::string sqlite_constraint(std::string_view message, int result) {
    constexpr std::string_view failed = "constraint failed: ";
    if (message.find(failed) != std::string_view::npos) return std::string(line_after(message, failed));
    if (result != constraint_trigger) return {};
    const auto last_sentence = message.rfind(". ");
    const auto last_colon = message.rfind(": ");
    auto begin = std::string_view::size_type{0};
    if (last_sentence != std::string_view::npos) begin = last_sentence + 2;
    if (last_colon != std::string_view::npos && last_colon + 2 > begin) begin = last_colon + 2;
    return std::string(message.substr(begin));
}

/// For the log: the first line of the message, and the statement, in which a value has only its name. SOCI tells the
/// values too, and so do PostgreSQL's further lines: hashes of passwords, titles, whole opinions.
std::string without_values(const soci::soci_error& thrown) {
    const std::string message = thrown.get_error_message();
    std::string told = message.substr(0, message.find('\n'));
    const std::string_view whole = thrown.what();
    const auto statement = whole.find("while ", std::min(whole.size(), message.empty() ? 0 : message.size() - 1));
    if (statement == std::string_view::npos) return told;
    const auto values = whole.find("\" with :", statement);
    return told + " " + std::string(whole.substr(statement, values == whole.npos ? values : values + 1 - statement));
}

bool is_sequence(std::string_view name) {
    return name == "event_stream_seq" || name == "stream_grows";
}
bool is_idempotency_key(std::string_view name) {
    return name == "idempotency_pkey";
}

Kind kind_of_constraint(std::string_view name) {
    if (is_sequence(name)) return Kind::stale;
    if (is_idempotency_key(name)) return Kind::key_reused;
    return Kind::constraint;
}

Fault fault_of_sqlite(const soci::sqlite3_soci_error& thrown) {
    Fault fault{.detail = without_values(thrown)};
    switch (thrown.result() & primary_mask) {
        case constraint:
            fault.constraint = sqlite_constraint(thrown.get_error_message(), thrown.result());
            fault.kind = kind_of_constraint(fault.constraint);
            return fault;
        case busy:
        case locked:
            fault.kind = Kind::stale;
            fault.retryable = true;
            return fault;
        case disk_full:
            fault.kind = Kind::no_room;
            return fault;
        case read_only:
            fault.kind = Kind::denied;
            return fault;
        case corrupt:
        case not_a_database:
            fault.kind = Kind::damaged;
            return fault;
        case cannot_open:
        case io_error:
        case no_memory:
            fault.kind = Kind::unavailable;
            fault.connection_lost = true;
            return fault;
        default:
            return fault;
    }
}

bool is_connection_state(std::string_view state) {
    return state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" || state == "57P05" ||
           state == "25P03";
}

/// The lines that a verbose message ends with. NOT NULL has no name: told as SQLite tells it, `table.column`.
std::string postgresql_constraint(std::string_view message) {
    const auto name = line_after(message, "CONSTRAINT NAME:  ");
    if (!name.empty()) return std::string(name);
    const auto table = line_after(message, "TABLE NAME:  ");
    const auto column = line_after(message, "COLUMN NAME:  ");
    return column.empty() ? std::string(table) : std::string(table) + "." + std::string(column);
}

Fault fault_of_postgresql(const soci::postgresql_soci_error& thrown) {
    Fault fault{.detail = without_values(thrown)};
    const std::string state = thrown.sqlstate();
    const std::string_view of = state;
    if (of.starts_with("23")) {
        fault.constraint = postgresql_constraint(thrown.get_error_message());
        fault.kind = kind_of_constraint(fault.constraint);
    } else if (of == "40001" || of == "40P01" || of == "55P03") {
        fault.kind = Kind::stale;
        fault.retryable = true;
    } else if (is_connection_state(of)) {
        fault.kind = Kind::unavailable;
        fault.connection_lost = true;
    } else if (of == "53100") {
        fault.kind = Kind::no_room;
    } else if (of == "53200" || of == "54000") {
        fault.kind = Kind::full;
    } else if (of.starts_with("53") || of == "57014") {
        fault.kind = Kind::unavailable;
    } else if (of == "42501" || of == "25006" || of.starts_with("28")) {
        fault.kind = Kind::denied;
    } else if (of == "XX001" || of == "XX002") {
        fault.kind = Kind::damaged;
    }
    return fault;
}

}  // namespace

Fault fault_of(const std::exception& thrown) {
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown)) return fault_of_sqlite(*sqlite);
    if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&thrown)) {
        return fault_of_postgresql(*postgresql);
    }
    if (dynamic_cast<const UnfitDatabase*>(&thrown) != nullptr)
        return {.kind = Kind::unavailable, .detail = thrown.what()};
    // SOCI throws its plain error, without a SQLSTATE, where it cannot connect, and where our own use of it is wrong.
    if (const auto* of_soci = dynamic_cast<const soci::soci_error*>(&thrown)) {
        const std::string text = of_soci->get_error_message();
        const bool connecting = text.find("connect") != std::string::npos;
        return {.kind = connecting ? Kind::unavailable : Kind::fault,
                .connection_lost = connecting,
                .detail = connecting ? text : without_values(*of_soci)};
    }
    return {.detail = thrown.what()};
}

}  // namespace shenyi::storage
