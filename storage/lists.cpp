#include "storage/lists.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage {

namespace {

using workflow::Date;
using workflow::Instant;
using workflow::OrganId;

constexpr std::string_view matter_columns =
    "v.id, v.kind, v.title, v.stage, v.undertaking_unit, v.lead_unit, v.created_by, v.created_at, v.updated_at, v.seq";
constexpr std::string_view meeting_columns = "v.id, v.forum, v.stage, v.held_at, v.seq, v.place, v.chair, v.recorder";

/// The names of the lists within their cursors, so that one list does not take another's.
constexpr std::string_view matters_list = "matters";
constexpr std::string_view meetings_list = "meetings";

Instant instant_of(const std::string& text) {
    const auto instant = workflow::parse_instant(text);
    if (!instant) throw std::runtime_error("a list's row holds no instant");
    return *instant;
}

/// A condition and its value are added together.
class Conditions {
  public:
    void where(std::string_view condition) {
        text_ += " AND ";
        text_ += condition;
    }
    void where(std::string_view condition, std::string name, std::string value) {
        where(condition);
        values_.emplace_back(std::move(name), std::move(value));
    }

    void also(std::string name, std::string value) { values_.emplace_back(std::move(name), std::move(value)); }

    void equal(const std::string& column, const std::optional<std::string>& value) {
        if (value) where("v." + column + " = :" + column, column, *value);
    }

    void days(const std::string& column, const std::optional<Date>& from, const std::optional<Date>& to) {
        if (from) where("v." + column + " >= :first", "first", workflow::rfc3339(workflow::start_of(*from)));
        if (to) {
            where("v." + column + " < :behind", "behind",
                  workflow::rfc3339(workflow::start_of(workflow::plus_days(*to, 1))));
        }
    }

    const std::string& text() const { return text_; }
    std::vector<std::pair<std::string, std::string>> take_values() { return std::move(values_); }

  private:
    std::string text_;
    std::vector<std::pair<std::string, std::string>> values_;
};

/// `r.reader = :n0`, or a range.
std::string one_of(const workflow::Names& names, std::size_t n,
                   std::vector<std::pair<std::string, std::string>>& values) {
    const std::string first = "n" + std::to_string(n);
    values.emplace_back(first, names.first);
    if (names.first == names.last) return "r.reader = :" + first;
    const std::string last = "m" + std::to_string(n);
    values.emplace_back(last, names.last);
    return "r.reader >= :" + first + " AND r.reader <= :" + last;
}

/// What a list is made of.
struct ListShape {
    std::string_view columns;
    std::string view;
    std::string readers;
    std::string id;     ///< of the view's row, in the table of readers
    std::string order;  ///< columns of the table of readers, newest first
    std::string outer_order;
};

/// For each name its newest rows along the index of readers, of all these the newest. Never OFFSET, which reads what it
/// skips, and never a walk over what the reader does not see: CROSS JOIN, which SQLite takes in the order it is
/// written, or it goes through all rows of the view in the order asked for and looks for each in what is seen.
ListQuery list_query(const ListShape& shape, const OrganId& organ, const std::vector<workflow::Names>& reader,
                     Conditions conditions, std::size_t rows) {
    const std::string limit = " LIMIT " + std::to_string(rows);
    std::string seen;
    std::vector<std::pair<std::string, std::string>> values;
    for (std::size_t n = 0; n < reader.size(); ++n) {
        if (n > 0) seen += " UNION ";
        seen += "SELECT DISTINCT id FROM (SELECT DISTINCT r." + shape.id + " AS id, " +
                shape.order.substr(0, shape.order.find(' ')) + " FROM " + shape.readers + " r JOIN " + shape.view +
                " v ON v.organ = r.organ AND v.id = r." + shape.id + " WHERE r.organ = :organ AND " +
                one_of(reader[n], n, values) + conditions.text() + " ORDER BY " + shape.order + limit + ") s" +
                std::to_string(n);
    }
    ListQuery query{.text = "SELECT " + std::string(shape.columns) + " FROM (" + seen + ") seen CROSS JOIN " +
                            shape.view + " v WHERE v.organ = :organ AND v.id = seen.id ORDER BY " + shape.outer_order +
                            limit,
                    .values = std::move(values)};
    query.values.emplace_back("organ", organ.value);
    for (auto& value : conditions.take_values()) query.values.push_back(std::move(value));
    return query;
}

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
                                 soci::into(row.stage), soci::into(held_at), soci::into(seq), soci::into(row.place),
                                 soci::into(row.chair.value), soci::into(row.recorder.value));
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
    return {{}, row.id.value};
}
ListKey key_of(const MeetingSummary& row) {
    return {workflow::rfc3339(row.held_at), row.id.value};
}

/// The page of rows that were read with one more than asked for, which proves that the list goes on.
template <class Summary>
Page<Summary> page_of(std::vector<Summary> rows, std::size_t limit, std::string_view list, const OrganId& organ) {
    if (rows.size() <= limit) return {.items = std::move(rows)};
    rows.resize(limit);
    std::string cursor = cursor_of(list, organ, key_of(rows.back()));
    return {.items = std::move(rows), .next_cursor = std::move(cursor)};
}

std::size_t within_page(std::size_t limit) {
    return std::clamp<std::size_t>(limit, 1, limits::page);
}

}  // namespace

ListQuery matters_query(const OrganId& organ, const std::vector<workflow::Names>& reader, const MatterFilter& filter,
                        const std::optional<ListKey>& after, std::size_t rows) {
    Conditions conditions;
    conditions.equal("kind", filter.kind);
    conditions.equal("stage", filter.stage);
    if (filter.unit) conditions.equal("undertaking_unit", filter.unit->value);
    // SQLite's LIKE ignores the case of Latin letters, PostgreSQL's does not: both are made to.
    if (filter.text) conditions.where("lower(v.title) LIKE lower(:text) ESCAPE '!'", "text", pattern_of(*filter.text));
    conditions.days("created_at", filter.from, filter.to);
    if (after) conditions.where("r.matter < :after_id", "after_id", after->id);
    const ListShape shape{.columns = matter_columns,
                          .view = "matter_view",
                          .readers = "matter_reader",
                          .id = "matter",
                          .order = "r.matter DESC",
                          .outer_order = "v.id DESC"};
    return list_query(shape, organ, reader, std::move(conditions), rows);
}

ListQuery meetings_query(const OrganId& organ, const std::vector<workflow::Names>& reader, const MeetingFilter& filter,
                         const std::optional<ListKey>& after, std::size_t rows) {
    Conditions conditions;
    conditions.equal("forum", filter.forum);
    conditions.equal("stage", filter.stage);
    conditions.days("held_at", filter.from, filter.to);
    if (after) {
        conditions.where("(r.held_at, r.meeting) < (:after, :after_id)", "after", after->instant);
        conditions.also("after_id", after->id);
    }
    const ListShape shape{.columns = meeting_columns,
                          .view = "meeting_view",
                          .readers = "meeting_reader",
                          .id = "meeting",
                          .order = "r.held_at DESC, r.meeting DESC",
                          .outer_order = "v.held_at DESC, v.id DESC"};
    return list_query(shape, organ, reader, std::move(conditions), rows);
}

PageOrFault<MatterSummary> list_matters(Connection& connection, const OrganId& organ,
                                        const std::vector<workflow::Names>& reader, const MatterFilter& filter,
                                        std::size_t limit, const std::optional<std::string>& cursor) {
    if (filter.text && filter.text->size() > limits::search_bytes) return tl::make_unexpected(ListFault::text);
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(matters_list, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    if (reader.empty()) return Page<MatterSummary>{};
    const std::size_t rows = within_page(limit);
    return page_of(read_matters(connection, matters_query(organ, reader, filter, after, rows + 1)), rows, matters_list,
                   organ);
}

PageOrFault<MeetingSummary> list_meetings(Connection& connection, const OrganId& organ,
                                          const std::vector<workflow::Names>& reader, const MeetingFilter& filter,
                                          std::size_t limit, const std::optional<std::string>& cursor) {
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(meetings_list, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    if (reader.empty()) return Page<MeetingSummary>{};
    const std::size_t rows = within_page(limit);
    return page_of(read_meetings(connection, meetings_query(organ, reader, filter, after, rows + 1)), rows,
                   meetings_list, organ);
}

}  // namespace shenyi::storage
