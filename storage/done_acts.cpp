#include "storage/done_acts.hpp"

#include "storage/event_rows.hpp"
#include "storage/streams.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <set>
#include <utility>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr std::string_view list_name = "tasks_done";

/// Refused attempts, readings and log-ins lie in streams of their own and are no acts.
constexpr std::string_view acts_from =
    " FROM event e WHERE e.organ = :organ AND e.actor_id = :person AND e.outcome = 'ok' "
    "AND e.stream NOT LIKE 'attempt/%' AND e.stream NOT LIKE 'access/%'";

std::vector<log::EventRow> read_events(Connection& connection, const ListQuery& query, const OrganId& organ) {
    std::vector<log::EventRow> rows;
    log::EventRow row{.organ = organ.value};
    long long seq = 0;
    auto prepared = (connection.sql().prepare << query.text);
    for (const auto& [name, value] : query.values) prepared, soci::use(value, name);
    soci::statement statement = into_event(std::move(prepared), row, seq);
    statement.execute();
    while (statement.fetch()) {
        row.stream_seq = seq;
        rows.push_back(row);
    }
    return rows;
}

/// The act that an event shows; nothing where it followed from another one or is told in another stream.
std::optional<TaskRow> act_of(const log::EventRow& row, const OrganId& organ, const log::MacKey& key) {
    auto opened = log::examine(row, key);
    if (!opened) throw log::RecordDamaged(row.id + ": " + opened.error().what);
    const NewEvent event{.stream = {row.stream}, .event = std::move(opened->event), .meta = std::move(opened->meta)};
    const auto done = done_by(event, organ);
    if (!done) return std::nullopt;
    return TaskRow{.id = row.id,
                   .since = event.meta.at,
                   .action = std::string(done->action),
                   .role = {},
                   .matter = done->matter,
                   .meeting = done->meeting,
                   .item = done->item,
                   .draft = done->draft,
                   .due = {},
                   .year = done->year,
                   .title = {},
                   .forum = {},
                   .held_at = {}};
}

template <class Take>
void read_cards(Connection& connection, std::string_view columns_of, const OrganId& organ,
                const std::set<std::string>& ids, Take&& take) {
    if (ids.empty()) return;
    const std::string wanted = json_names(ids);
    std::string id;
    std::string text;
    std::string held_at;
    soci::statement statement = (connection.sql().prepare << std::string(columns_of) + " WHERE organ = :organ AND id " +
                                                                 in_names(connection.engine(), ":ids"),
                                 soci::use(organ.value, "organ"), soci::use(wanted, "ids"), soci::into(id),
                                 soci::into(text), soci::into(held_at));
    statement.execute();
    while (statement.fetch()) take(id, text, held_at);
}

/// Matters and meetings are called what they are called now.
void add_titles(Connection& connection, const OrganId& organ, std::vector<TaskRow>& rows) {
    std::set<std::string> matters;
    std::set<std::string> meetings;
    for (const TaskRow& row : rows) {
        if (row.matter) matters.insert(row.matter->value);
        if (row.meeting) meetings.insert(row.meeting->value);
    }
    read_cards(connection, "SELECT id, title, '' FROM matter_view", organ, matters,
               [&](const std::string& id, const std::string& title, const std::string&) {
                   for (TaskRow& row : rows) {
                       if (row.matter == MatterId{id}) row.title = title;
                   }
               });
    read_cards(connection, "SELECT id, forum, held_at FROM meeting_view", organ, meetings,
               [&](const std::string& id, const std::string& forum, const std::string& held_at) {
                   for (TaskRow& row : rows) {
                       if (row.meeting != MeetingId{id}) continue;
                       row.forum = forum;
                       row.held_at = parse_instant(held_at);
                   }
               });
}

}  // namespace

ListQuery done_query(const OrganId& organ, const PersonId& person, const std::optional<ListKey>& after,
                     std::size_t rows) {
    ListQuery query{"SELECT " + std::string(event_columns) + std::string(acts_from),
                    {{"organ", organ.value}, {"person", person.value}}};
    if (after) {
        query.text += " AND (e.at, e.id) < (:after, :after_id)";
        query.values.emplace_back("after", after->instant);
        query.values.emplace_back("after_id", after->id);
    }
    query.text += " ORDER BY e.at DESC, e.id DESC LIMIT " + std::to_string(rows);
    return query;
}

PageOrFault<TaskRow> list_done(Connection& connection, const OrganId& organ, const PersonId& person,
                               const log::MacKey& key, std::size_t limit, const std::optional<std::string>& cursor) {
    std::optional<ListKey> after;
    if (cursor && !(after = key_of(list_name, organ, *cursor))) return tl::make_unexpected(ListFault::cursor);
    const std::size_t wanted = std::clamp<std::size_t>(limit, 1, limits::page);
    Page<TaskRow> page;
    while (true) {
        const auto events = read_events(connection, done_query(organ, person, after, wanted + 1), organ);
        for (const log::EventRow& row : events) {
            auto act = act_of(row, organ, key);
            if (act && page.items.size() == wanted) {
                page.next_cursor = cursor_of(list_name, organ, *after);
                add_titles(connection, organ, page.items);
                return page;
            }
            if (act) page.items.push_back(*std::move(act));
            after = ListKey{row.at, row.id};
        }
        if (events.size() <= wanted) break;
    }
    add_titles(connection, organ, page.items);
    return page;
}

}  // namespace shenyi::storage
