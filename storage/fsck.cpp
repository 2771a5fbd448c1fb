#include "storage/fsck.hpp"

#include "storage/derived.hpp"
#include "storage/log_rows.hpp"
#include "storage/table_rows.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <algorithm>
#include <set>
#include <utility>

namespace shenyi::storage {

namespace {

using workflow::OrganId;

/// An event is in one of three places. What is in none of them was taken out of one.
constexpr auto select_nowhere = R"(
    SELECT e.stream || ' ' || e.stream_seq || ' (' || e.id || ')'
    FROM event e
    LEFT JOIN event_pending p ON p.organ = e.organ AND p.event_id = e.id
    LEFT JOIN log_entry l ON l.organ = e.organ AND l.event_id = e.id
    LEFT JOIN log_set_aside a ON a.organ = e.organ AND a.event_id = e.id
    WHERE e.organ = :organ AND p.n IS NULL AND l.idx IS NULL AND a.code IS NULL ORDER BY e.stream, e.stream_seq)";
constexpr auto select_queued_without_event = R"(
    SELECT p.event_id FROM event_pending p LEFT JOIN event e ON e.organ = p.organ AND e.id = p.event_id
    WHERE p.organ = :organ AND e.id IS NULL ORDER BY p.n)";
constexpr auto select_queued_and_sealed = R"(
    SELECT p.event_id FROM event_pending p JOIN log_entry l ON l.organ = p.organ AND l.event_id = p.event_id
    WHERE p.organ = :organ ORDER BY p.n)";
constexpr auto select_queued_and_set_aside = R"(
    SELECT p.event_id FROM event_pending p JOIN log_set_aside a ON a.organ = p.organ AND a.event_id = p.event_id
    WHERE p.organ = :organ ORDER BY p.n)";
constexpr auto select_sealed_and_set_aside = R"(
    SELECT a.event_id FROM log_set_aside a JOIN log_entry l ON l.organ = a.organ AND l.event_id = a.event_id
    WHERE a.organ = :organ ORDER BY l.log, l.idx)";
constexpr auto select_set_aside =
    "SELECT code, event_id, at FROM log_set_aside WHERE organ = :organ ORDER BY at, event_id";

class Examination {
  public:
    Examination(Connection& connection, const log::MacKey& key,
                const std::shared_ptr<const workflow::Definitions>& definitions, const LogTrust& trust)
        : connection_(connection), key_(key), definitions_(definitions), trust_(trust) {}

    Examined run() {
        std::set<std::string> organs;
        for (const OrganId& organ : organs_in_record(connection_)) organs.insert(organ.value);
        for (const StepTarget* target : derived_tables()) organs.merge(organs_in(connection_, *target));
        for (const std::string& organ : organs) examine({organ});
        examine_log();
        return std::move(examined_);
    }

  private:
    void examine(const OrganId& organ) {
        ++examined_.organs;
        Replayed replayed = replay(connection_, organ, definitions_, key_, [&](RecordFinding found) {
            if (!found.event.empty()) name_place(organ, found);
            tell(std::move(found));
        });
        examined_.streams += replayed.streams;
        examined_.events += replayed.events;
        missing_ += replayed.missing;
        unreadable_ = std::move(replayed.unreadable);
        examine_queue(organ);
        for (const StepTarget* target : derived_tables()) compare(organ, *target, replayed.rows.table(target->step));
    }

    void tell(RecordFinding finding) { examined_.tell(std::move(finding)); }

    /// An event's index, behind its place in its stream.
    void name_place(const OrganId& organ, RecordFinding& found) {
        damaged_.insert({organ.value, found.event});
        if (const auto place = log_place_of(connection_, organ, found.event)) {
            found.key += fmt::format(", log {} index {}", place->log, place->index);
        }
    }

    void examine_queue(const OrganId& organ) {
        for (const auto& [statement, what] :
             {std::pair(select_nowhere, "neither sealed nor in the queue nor set aside"),
              std::pair(select_queued_without_event, "in the queue without its event"),
              std::pair(select_queued_and_sealed, "sealed, and in the queue all the same"),
              std::pair(select_queued_and_set_aside, "set aside, and in the queue all the same"),
              std::pair(select_sealed_and_set_aside, "sealed, and set aside all the same")}) {
            std::string key;
            soci::statement found =
                (connection_.sql().prepare << statement, soci::use(organ.value, "organ"), soci::into(key));
            found.execute();
            while (found.fetch()) tell({.code = "E_PENDING", .table = "event_pending", .key = key, .what = what});
        }
        examine_set_aside(organ);
    }

    void examine_set_aside(const OrganId& organ) {
        std::string code;
        std::string event;
        std::string at;
        soci::statement found = (connection_.sql().prepare << select_set_aside, soci::use(organ.value, "organ"),
                                 soci::into(code), soci::into(event), soci::into(at));
        found.execute();
        while (found.fetch()) {
            tell({.code = code, .table = "log_set_aside", .key = event, .what = "set aside unsealed, " + at});
        }
    }

    /// An event that was sealed and is gone is told by the log under its index, and by its stream as a gap: once is
    /// enough, unless streams lack more than the log.
    void examine_log() {
        Examined of_log;
        of_log.log =
            check_logs(connection_, trust_, damaged_, [&](RecordFinding found) { of_log.tell(std::move(found)); });
        if (missing_ > 0 && std::cmp_equal(of_log.log.missing, missing_)) examined_.take_back("E_MISSING_EVENT");
        of_log.add(std::exchange(examined_, {}));
        examined_ = std::move(of_log);
    }

    /// Whether the row belongs to a matter or meeting of which the events tell too little.
    bool tells_nothing(const Row& row) const {
        return std::ranges::any_of(row, [this](const Value& value) {
            const auto* text = std::get_if<std::string>(&value);
            return text && unreadable_.contains(*text);
        });
    }

    void compare(const OrganId& organ, const StepTarget& target, DerivedRows::Table& said) {
        for_each_row(connection_, target, organ, [&](const Row& stored) {
            const auto found = said.find({stored.begin(), stored.begin() + static_cast<std::ptrdiff_t>(target.keys)});
            if (tells_nothing(stored)) {
                ++examined_.not_compared;
            } else if (found == said.end()) {
                tell_state(target, stored, "the row follows from no event");
            } else {
                ++examined_.rows;
                if (stored != found->second) tell_state(target, stored, difference(target, stored, found->second));
            }
            if (found != said.end()) said.erase(found);
        });
        for (const auto& [key, row] : said) {
            if (!tells_nothing(row)) tell_state(target, row, "the row is missing");
        }
    }

    void tell_state(const StepTarget& target, const Row& row, std::string what) {
        tell({.code = "E_STATE",
              .table = std::string(target.table),
              .key = told_key(target, row),
              .what = std::move(what)});
    }

    Connection& connection_;
    const log::MacKey& key_;
    const std::shared_ptr<const workflow::Definitions>& definitions_;
    const LogTrust& trust_;
    std::set<std::string> unreadable_;
    std::set<EventKey> damaged_;
    std::int64_t missing_ = 0;  ///< places in streams
    Examined examined_;
};

}  // namespace

void Examined::tell(RecordFinding finding) {
    ++by_code[finding.code];
    if (findings.size() < limits::findings_kept) findings.push_back(std::move(finding));
}

void Examined::take_back(const std::string& code) {
    std::erase_if(findings, [&](const RecordFinding& each) { return each.code == code; });
    by_code.erase(code);
}

void Examined::add(const Examined& other) {
    organs += other.organs;
    streams += other.streams;
    events += other.events;
    documents += other.documents;
    rows += other.rows;
    not_compared += other.not_compared;
    log.add(other.log);
    for (const RecordFinding& each : other.findings) {
        if (findings.size() < limits::findings_kept) findings.push_back(each);
    }
    for (const auto& [code, count] : other.by_code) by_code[code] += count;
}

Examined fsck(Connection& connection, const log::MacKey& key,
              const std::shared_ptr<const workflow::Definitions>& definitions, const LogTrust& trust) {
    return Examination(connection, key, definitions, trust).run();
}

}  // namespace shenyi::storage
