#include "storage/work_lists.hpp"

#include "storage/work_rows.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr std::string_view select_tasks =
    "SELECT t.id, t.since, t.action, t.role, t.matter, t.meeting, t.item, t.draft, t.due, t.year, "
    "coalesce(m.title, ''), coalesce(g.forum, ''), g.held_at "
    "FROM task t LEFT JOIN matter_view m ON m.organ = t.organ AND m.id = t.matter "
    "LEFT JOIN meeting_view g ON g.organ = t.organ AND g.id = t.meeting "
    "WHERE t.organ = :organ AND t.box = :box AND t.addressee = :desk";

constexpr std::string_view select_deadlines =
    "SELECT d.matter, m.title, m.stage, d.kind, d.unit, d.day, d.calendar, d.missing_year, d.role, d.role_unit, "
    "d.persons, d.id, d.ordered_by "
    "FROM deadline d JOIN matter_view m ON m.organ = d.organ AND m.id = d.matter WHERE d.organ = :organ";

constexpr std::string_view select_reviews =
    "SELECT matter FROM deadline WHERE organ = :organ AND kind = 'review_ceiling' AND ordered_by < :day";

constexpr auto select_counted = "SELECT DISTINCT matter FROM deadline WHERE organ = :organ AND counted = 1";

constexpr std::string_view deadlines_list = "deadlines";

std::string list_name(Box box) {
    return "tasks_" + std::string(codec::name_of_enumerator(box));
}

/// A column that may be NULL.
struct Field {
    std::string text;
    soci::indicator set = soci::i_null;

    std::optional<std::string> value() const { return set == soci::i_ok ? std::optional(text) : std::nullopt; }
    template <class T>
    std::optional<T> id() const {
        return set == soci::i_ok ? std::optional(T{text}) : std::nullopt;
    }
    std::optional<Date> date() const { return set == soci::i_ok ? parse_date(text) : std::nullopt; }
    std::optional<Instant> instant() const { return set == soci::i_ok ? parse_instant(text) : std::nullopt; }
};

struct NumberField {
    long long number = 0;
    soci::indicator set = soci::i_null;

    std::optional<int> value() const {
        return set == soci::i_ok ? std::optional(static_cast<int>(number)) : std::nullopt;
    }
};

template <class T>
T there(std::optional<T> value) {
    if (!value) throw std::runtime_error("a list's row holds no such value");
    return *std::move(value);
}

/// Prepares with all parameters; `query` must outlive what is returned.
auto prepared(Connection& connection, const ListQuery& query) {
    auto statement = (connection.sql().prepare << query.text);
    for (const auto& [name, value] : query.values) statement, soci::use(value, name);
    return statement;
}

auto into(Field& field) {
    return soci::into(field.text, field.set);
}

ListKey key_of(const TaskRow& row) {
    return {rfc3339(row.since), row.id};
}

std::vector<TaskRow> read_tasks(Connection& connection, const ListQuery& query) {
    TaskRow row;
    std::string since;
    Field role;
    Field matter;
    Field meeting;
    Field item;
    Field due;
    Field held_at;
    NumberField draft;
    NumberField year;
    soci::statement statement =
        (prepared(connection, query), soci::into(row.id), soci::into(since), soci::into(row.action), into(role),
         into(matter), into(meeting), into(item), soci::into(draft.number, draft.set), into(due),
         soci::into(year.number, year.set), soci::into(row.title), soci::into(row.forum), into(held_at));
    std::vector<TaskRow> rows;
    statement.execute();
    while (statement.fetch()) {
        row.since = there(parse_instant(since));
        row.role = role.value();
        row.matter = matter.id<MatterId>();
        row.meeting = meeting.id<MeetingId>();
        row.item = item.id<ItemId>();
        row.draft = draft.value();
        row.due = due.date();
        row.year = year.value();
        row.held_at = held_at.instant();
        rows.push_back(row);
    }
    return rows;
}

std::vector<PersonId> persons_in(const std::string& text) {
    std::vector<PersonId> persons;
    const auto list = codec::parse(text);
    if (!list) throw std::runtime_error("a deadline's persons are no list");
    for (const auto& each : list->as_array()) persons.push_back({std::string(each.as_string())});
    return persons;
}

struct KeyedDeadline {
    DeadlineRow row;
    ListKey key;
};

std::vector<KeyedDeadline> read_deadlines(Connection& connection, const ListQuery& query) {
    DeadlineRow row;
    Field day;
    Field calendar;
    Field unit;
    NumberField year;
    std::string role;
    std::string persons;
    std::string ordered_by;
    soci::statement statement =
        (prepared(connection, query), soci::into(row.matter.value), soci::into(row.title), soci::into(row.stage),
         soci::into(row.kind), soci::into(row.unit.value), into(day), into(calendar), soci::into(year.number, year.set),
         soci::into(role), into(unit), soci::into(persons), soci::into(row.id), soci::into(ordered_by));
    std::vector<KeyedDeadline> rows;
    statement.execute();
    while (statement.fetch()) {
        row.date = day.date();
        row.calendar = calendar.value();
        row.missing_year = year.value();
        row.of = {.role = there(codec::enumerator_of<workflow::Role>(role)),
                  .unit = unit.id<UnitId>(),
                  .persons = persons_in(persons)};
        rows.push_back({row, {ordered_by, row.id}});
    }
    return rows;
}

std::set<MatterId> read_matters(Connection& connection, const ListQuery& query) {
    std::set<MatterId> matters;
    std::string id;
    soci::statement statement = (prepared(connection, query), soci::into(id));
    statement.execute();
    while (statement.fetch()) matters.insert({id});
    return matters;
}

}  // namespace

ListQuery tasks_query(const OrganId& organ, Box box, const std::string& desk, const std::optional<ListKey>& after,
                      std::size_t rows) {
    ListQuery query{std::string(select_tasks),
                    {{"organ", organ.value}, {"box", std::string(codec::name_of_enumerator(box))}, {"desk", desk}}};
    if (after) {
        query.text += " AND (t.since, t.id) < (:after, :after_id)";
        query.values.emplace_back("after", after->instant);
        query.values.emplace_back("after_id", after->id);
    }
    query.text += " ORDER BY t.since DESC, t.id DESC LIMIT " + std::to_string(rows);
    return query;
}

ListQuery deadlines_query(const OrganId& organ, const DeadlineFilter& filter, const std::optional<ListKey>& after,
                          std::size_t rows) {
    ListQuery query{std::string(select_deadlines), {{"organ", organ.value}}};
    const auto where = [&](std::string_view condition, std::string name, std::string value) {
        query.text += condition;
        query.values.emplace_back(std::move(name), std::move(value));
    };
    if (filter.unit) where(" AND d.unit = :unit", "unit", filter.unit->value);
    if (filter.from) where(" AND d.ordered_by >= :first", "first", iso(*filter.from));
    if (filter.to) {
        const std::string last = std::min(iso(*filter.to), std::string("9999-12-30"));
        where(" AND d.ordered_by <= :last", "last", last);
    }
    if (after) {
        where(" AND (d.ordered_by, d.id) > (:after, :after_id)", "after", after->instant);
        query.values.emplace_back("after_id", after->id);
    }
    query.text += " ORDER BY d.ordered_by, d.id LIMIT " + std::to_string(rows);
    return query;
}

ListQuery reviews_query(const OrganId& organ, Date day) {
    return {std::string(select_reviews), {{"organ", organ.value}, {"day", iso(day)}}};
}

PageOrFault<TaskRow> list_tasks(Connection& connection, const OrganId& organ, Box box,
                                const std::vector<std::string>& desks, std::size_t limit,
                                const std::optional<std::string>& cursor) {
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(list_name(box), organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    const std::size_t wanted = std::clamp<std::size_t>(limit, 1, limits::page);

    // Every desk by itself, each along the index: one row more than asked for proves that the list goes on.
    std::vector<TaskRow> rows;
    for (const std::string& desk : desks) {
        std::vector<TaskRow> lying = read_tasks(connection, tasks_query(organ, box, desk, after, wanted + 1));
        rows.insert(rows.end(), std::make_move_iterator(lying.begin()), std::make_move_iterator(lying.end()));
    }
    const auto key = [](const TaskRow& row) { return key_of(row); };
    std::ranges::sort(rows, std::greater{}, key);
    const auto repeated = std::ranges::unique(rows, {}, key);
    rows.erase(repeated.begin(), repeated.end());
    Page<TaskRow> page;
    if (rows.size() > wanted) {
        rows.resize(wanted);
        page.next_cursor = cursor_of(list_name(box), organ, key_of(rows.back()));
    }
    page.items = std::move(rows);
    return page;
}

PageOrFault<DeadlineRow> list_deadlines(Connection& connection, const OrganId& organ, const DeadlineFilter& filter,
                                        std::size_t limit, const std::optional<std::string>& cursor) {
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(deadlines_list, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    const std::size_t wanted = std::clamp<std::size_t>(limit, 1, limits::page);
    std::vector<KeyedDeadline> rows = read_deadlines(connection, deadlines_query(organ, filter, after, wanted + 1));
    Page<DeadlineRow> page;
    if (rows.size() > wanted) {
        rows.resize(wanted);
        page.next_cursor = cursor_of(deadlines_list, organ, rows.back().key);
    }
    for (KeyedDeadline& each : rows) page.items.push_back(std::move(each.row));
    return page;
}

std::set<MatterId> reviews_due_before(Connection& connection, const OrganId& organ, Date day) {
    return read_matters(connection, reviews_query(organ, day));
}

std::set<MatterId> matters_with_counted_days(Connection& connection, const OrganId& organ) {
    return read_matters(connection, {select_counted, {{"organ", organ.value}}});
}

}  // namespace shenyi::storage
