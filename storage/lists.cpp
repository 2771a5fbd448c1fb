#include "storage/lists.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage {

namespace {

using workflow::Date;
using workflow::Instant;
using workflow::OrganId;

constexpr std::string_view select_matters =
    "SELECT id, kind, title, stage, undertaking_unit, lead_unit, created_by, created_at, updated_at, seq "
    "FROM matter_view WHERE organ = :organ";
constexpr std::string_view select_meetings =
    "SELECT id, forum, stage, held_at, seq FROM meeting_view WHERE organ = :organ";

/// The names of the lists within their cursors, so that one list does not take another's.
constexpr std::string_view matters_list = "matters";
constexpr std::string_view meetings_list = "meetings";

Instant instant_of(const std::string& text) {
    const auto instant = workflow::parse_instant(text);
    if (!instant) throw std::runtime_error("a list's row holds no instant");
    return *instant;
}

/// A condition and its value are added together.
class QueryWriter {
  public:
    QueryWriter(std::string_view select, const OrganId& organ)
        : query_{std::string(select), {{"organ", organ.value}}} {}

    void where(std::string_view condition, std::string name, std::string value) {
        query_.text += " AND ";
        query_.text += condition;
        query_.values.emplace_back(std::move(name), std::move(value));
    }

    void equal(const std::string& column, const std::optional<std::string>& value) {
        if (value) where(column + " = :" + column, column, *value);
    }

    void days(const std::string& column, const std::optional<Date>& from, const std::optional<Date>& to) {
        if (from) where(column + " >= :first", "first", workflow::rfc3339(workflow::start_of(*from)));
        if (to)
            where(column + " < :behind", "behind", workflow::rfc3339(workflow::start_of(workflow::plus_days(*to, 1))));
    }

    /// Ends the statement: what follows the key, newest first. Never OFFSET, which reads what it skips.
    ListQuery newest_first(const std::string& column, const std::optional<ListKey>& after) {
        if (after) {
            where("(" + column + ", id) < (:after, :after_id)", "after", after->instant);
            query_.values.emplace_back("after_id", after->id);
        }
        query_.text += " ORDER BY " + column + " DESC, id DESC LIMIT " + std::to_string(limits::list_step);
        return std::move(query_);
    }

  private:
    ListQuery query_;
};

/// A pattern of LIKE that is the text itself. `!` and not the backslash, which texts in SQL may treat in their own way.
std::string pattern_of(const std::string& text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

/// Prepares with all parameters; `query` must outlive what is returned.
auto prepared(Connection& connection, const ListQuery& query) {
    auto statement = (connection.sql().prepare << query.text);
    for (const auto& [name, value] : query.values) statement, soci::use(value, name);
    return statement;
}

std::vector<MatterSummary> read_matters(Connection& connection, const ListQuery& query) {
    MatterSummary row;
    std::string lead_unit;
    soci::indicator leads = soci::i_null;
    std::string created_at;
    std::string updated_at;
    long long seq = 0;
    soci::statement statement =
        (prepared(connection, query), soci::into(row.id.value), soci::into(row.kind), soci::into(row.title),
         soci::into(row.stage), soci::into(row.undertaking_unit.value), soci::into(lead_unit, leads),
         soci::into(row.created_by.value), soci::into(created_at), soci::into(updated_at), soci::into(seq));
    std::vector<MatterSummary> rows;
    statement.execute();
    while (statement.fetch()) {
        row.lead_unit.reset();
        if (leads == soci::i_ok) row.lead_unit = workflow::UnitId{lead_unit};
        row.created_at = instant_of(created_at);
        row.updated_at = instant_of(updated_at);
        row.seq = seq;
        rows.push_back(row);
    }
    return rows;
}

std::vector<MeetingSummary> read_meetings(Connection& connection, const ListQuery& query) {
    MeetingSummary row;
    std::string held_at;
    long long seq = 0;
    soci::statement statement = (prepared(connection, query), soci::into(row.id.value), soci::into(row.forum),
                                 soci::into(row.stage), soci::into(held_at), soci::into(seq));
    std::vector<MeetingSummary> rows;
    statement.execute();
    while (statement.fetch()) {
        row.held_at = instant_of(held_at);
        row.seq = seq;
        rows.push_back(row);
    }
    return rows;
}

ListKey key_of(const MatterSummary& row) {
    return {workflow::rfc3339(row.created_at), row.id.value};
}
ListKey key_of(const MeetingSummary& row) {
    return {workflow::rfc3339(row.held_at), row.id.value};
}

/// A page that fills as rows pass by. One visible row more than asked for proves that the list goes on.
template <class Summary>
class Filling {
  public:
    Filling(std::size_t limit, const Visible<Summary>& visible)
        : limit_(std::clamp<std::size_t>(limit, 1, limits::page)), visible_(visible) {}

    /// False once the page is full and is known to go on.
    bool take(std::vector<Summary> rows) {
        for (Summary& row : rows) {
            ++looked_at_;
            const bool seen = !visible_ || visible_(row);
            if (seen && items_.size() == limit_) return false;
            last_ = key_of(row);
            if (seen) items_.push_back(std::move(row));
        }
        return true;
    }

    bool tired() const { return looked_at_ >= limits::list_looked_at; }
    const std::optional<ListKey>& last() const { return last_; }
    std::vector<Summary>& items() { return items_; }

  private:
    std::size_t limit_;
    const Visible<Summary>& visible_;
    std::vector<Summary> items_;
    std::optional<ListKey> last_;
    std::size_t looked_at_ = 0;
};

/// Reads by steps from `after` on until the page is full, the list has ended, or enough was looked at.
template <class Summary, class Step>
Page<Summary> fill(std::size_t limit, std::optional<ListKey> after, const Visible<Summary>& visible,
                   std::string_view list, const OrganId& organ, Step&& step) {
    Filling<Summary> filling(limit, visible);
    for (bool more = true; more;) {
        std::vector<Summary> rows = step(after);
        const bool ended = rows.size() < limits::list_step;
        more = filling.take(std::move(rows));
        if (more && ended) return {.items = std::move(filling.items())};
        after = filling.last();
        if (filling.tired()) more = false;
    }
    return {.items = std::move(filling.items()), .next_cursor = cursor_of(list, organ, *after)};
}

}  // namespace

ListQuery matters_query(const OrganId& organ, const MatterFilter& filter, const std::optional<ListKey>& after) {
    QueryWriter writer(select_matters, organ);
    writer.equal("kind", filter.kind);
    writer.equal("stage", filter.stage);
    if (filter.unit) writer.equal("undertaking_unit", filter.unit->value);
    // SQLite's LIKE ignores the case of Latin letters, PostgreSQL's does not: both are made to.
    if (filter.text) writer.where("lower(title) LIKE lower(:text) ESCAPE '!'", "text", pattern_of(*filter.text));
    writer.days("created_at", filter.from, filter.to);
    return writer.newest_first("created_at", after);
}

ListQuery meetings_query(const OrganId& organ, const MeetingFilter& filter, const std::optional<ListKey>& after) {
    QueryWriter writer(select_meetings, organ);
    writer.equal("forum", filter.forum);
    writer.equal("stage", filter.stage);
    writer.days("held_at", filter.from, filter.to);
    return writer.newest_first("held_at", after);
}

PageOrFault<MatterSummary> list_matters(Connection& connection, const OrganId& organ, const MatterFilter& filter,
                                        std::size_t limit, const std::optional<std::string>& cursor,
                                        const Visible<MatterSummary>& visible) {
    if (filter.text && filter.text->size() > limits::search_bytes) return tl::make_unexpected(ListFault::text);
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(matters_list, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    return fill<MatterSummary>(limit, std::move(after), visible, matters_list, organ,
                               [&](const std::optional<ListKey>& from) {
                                   return read_matters(connection, matters_query(organ, filter, from));
                               });
}

PageOrFault<MeetingSummary> list_meetings(Connection& connection, const OrganId& organ, const MeetingFilter& filter,
                                          std::size_t limit, const std::optional<std::string>& cursor,
                                          const Visible<MeetingSummary>& visible) {
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(meetings_list, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    return fill<MeetingSummary>(limit, std::move(after), visible, meetings_list, organ,
                                [&](const std::optional<ListKey>& from) {
                                    return read_meetings(connection, meetings_query(organ, filter, from));
                                });
}

}  // namespace shenyi::storage
