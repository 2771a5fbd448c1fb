#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"
#include "api/visibility.hpp"
#include "storage/work_lists.hpp"
#include "storage/work_rows.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/waiting.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// Pages that one request looks through for what the reader sees; then it ends short.
constexpr int pages_looked_at = 20;

/// Whether the reader sees a matter or a meeting now, each asked once. An entry that was put on his desk under a post
/// that he has left since is not shown.
class Eyes {
  public:
    explicit Eyes(const Call& call, std::optional<Box> box = {}) : call_(call), box_(box) {}

    bool see(const MatterId& id) {
        return remembered(id.value, [&] {
            Subject subject = call_.subject();
            subject.matter = id;
            const auto snapshot = value_of(call_.app.engine->read(subject, call_.person));
            const Matter* matter = find(snapshot.world, id);
            return matter != nullptr && sight_of(snapshot.world, call_.person, *matter) != Sight::none;
        });
    }
    bool see(const MeetingId& id) {
        return remembered(id.value, [&] {
            Subject subject = call_.subject();
            subject.meeting = id;
            const auto snapshot = value_of(call_.app.engine->read(subject, call_.person));
            const Meeting* meeting = find(snapshot.world, id);
            return meeting != nullptr && sees(snapshot.world, call_.person, *meeting);
        });
    }
    bool see(const storage::TaskRow& row) {
        const bool in_reserve = box_ == Box::todo && row.matter && row.action == "assign_reviewer";
        if (in_reserve && !see_assignment_of(*row.matter)) return false;
        return (!row.matter || see(*row.matter)) && (!row.meeting || row.matter || see(*row.meeting));
    }
    /// As the matter itself shows its deadlines, or keeps them back.
    bool see(const storage::DeadlineRow& row) {
        return remembered("deadlines of " + row.matter.value, [&] {
            Subject subject = call_.subject();
            subject.matter = row.matter;
            const auto snapshot = value_of(call_.app.engine->read(subject, call_.person));
            const Matter* matter = find(snapshot.world, row.matter);
            return matter != nullptr && view_of(snapshot.world, call_.person, *matter).gate;
        });
    }

  private:
    /// Whether the file has nobody left today who reviews it.
    bool see_assignment_of(const MatterId& id) {
        return remembered("reviewer of " + id.value, [&] {
            Subject subject = call_.subject();
            subject.matter = id;
            const auto snapshot = value_of(call_.app.engine->read(subject, call_.person));
            const Matter* matter = find(snapshot.world, id);
            return matter != nullptr && reviewer_awaited(snapshot.world, *matter).has_value();
        });
    }
    template <class Ask>
    bool remembered(const std::string& id, Ask&& ask) {
        const auto found = seen_.find(id);
        if (found != seen_.end()) return found->second;
        return seen_.emplace(id, ask()).first->second;
    }

    const Call& call_;
    const std::optional<Box> box_;  ///< of which the entries are
    std::map<std::string, bool> seen_;
};

/// The matter's title; of a meeting its forum and day, of a calendar its year, otherwise what was done.
std::string title_of(const Call& call, const storage::TaskRow& row) {
    const std::string_view language = tag(call.request->language);
    if (row.title.empty() && row.year) {
        return call.app.messages->render(language, "task.calendar", {{"year", std::to_string(*row.year)}});
    }
    // What is done to the organ or one of its people stands on no matter: the act itself is what can be said.
    if (row.title.empty() && !row.matter && !row.meeting) {
        return call.app.messages->word(language, Term{"organ_action", row.action});
    }
    if (!row.title.empty() || !row.held_at) return row.title;
    return call.app.messages->render(language, "forum." + row.forum) + " " + iso(date_of(*row.held_at));
}

json::object render(const Call& call, Box box, const storage::TaskRow& row) {
    json::value done_at;
    if (box == Box::done) done_at = rfc3339(row.since);
    return {{"id", row.id},
            {"box", write(box)},
            {"action", row.action},
            {"role", write(row.role)},
            {"title", title_of(call, row)},
            {"matter", write(row.matter)},
            {"meeting", write(row.meeting)},
            {"item", write(row.item)},
            {"since", rfc3339(row.since)},
            {"due", write(row.due)},
            {"done_at", std::move(done_at)},
            {"draft", write(row.draft)},
            {"year", write(row.year)}};
}

json::object render(const Organ& organ, Date today, const storage::DeadlineRow& row) {
    json::object out{{"matter", row.matter.value},
                     {"title", row.title},
                     {"stage", row.stage},
                     {"unit", row.unit.value},
                     {"kind", row.kind},
                     {"date", write(row.date)},
                     {"calendar", write(row.calendar)},
                     {"persons", write(persons_of(organ, row.of, today))}};
    if (row.missing_year) out.emplace("missing_year", *row.missing_year);
    return out;
}

std::optional<std::string> asked_for(const Call& call, std::string_view name) {
    const auto given = call.query(name);
    return given ? std::optional<std::string>(*given) : std::nullopt;
}

/// Gathers a page of what the reader sees. `read` gives so many rows from a cursor on, `show` one of them.
template <class Read, class Show>
http::Response page_of(const Call& call, Eyes eyes, Read&& read, Show&& show) {
    const std::size_t limit = limit_of(call);
    json::array items;
    std::optional<std::string> cursor = asked_for(call, "cursor");
    for (int page = 0; page < pages_looked_at; ++page) {
        const auto rows = value_of(read(limit - items.size(), cursor));
        if (!rows) return bad_cursor(call);
        for (const auto& row : rows->items) {
            if (eyes.see(row)) items.push_back(show(row));
        }
        cursor = rows->next_cursor;
        if (!cursor || items.size() >= limit) break;
    }
    return tagged_answer(json::object{{"items", std::move(items)}, {"next_cursor", write(cursor)}});
}

http::Response list_tasks(const Call& call) {
    const Box box = codec::enumerator_of<Box>(asked_for(call, "box").value_or("todo")).value_or(Box::todo);
    const auto snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    const auto desks = storage::desks_of(*snapshot.world.organ, call.person, snapshot.world.today);
    const auto show = [&](const storage::TaskRow& row) { return render(call, box, row); };
    if (box == Box::done) {
        return page_of(
            call, Eyes(call, box),
            [&](std::size_t limit, const std::optional<std::string>& cursor) {
                return call.app.engine->done(call.organ, call.person, limit, cursor);
            },
            show);
    }
    return page_of(
        call, Eyes(call, box),
        [&](std::size_t limit, const std::optional<std::string>& cursor) {
            return call.app.store->readers().read([&](storage::Connection& connection) {
                return storage::list_tasks(connection, call.organ, box, desks, limit, cursor);
            });
        },
        show);
}

storage::DeadlineFilter deadline_filter_of(const Call& call) {
    storage::DeadlineFilter filter;
    if (const auto unit = asked_for(call, "unit")) filter.unit = UnitId{*unit};
    for (const auto& [name, date] : {std::pair{"from", &filter.from}, std::pair{"to", &filter.to}}) {
        const auto given = asked_for(call, name);
        if (given) *date = parse_date(*given);
    }
    return filter;
}

http::Response list_deadlines(const Call& call) {
    const auto filter = deadline_filter_of(call);
    const auto snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    const World& world = snapshot.world;
    return page_of(
        call, Eyes(call),
        [&](std::size_t limit, const std::optional<std::string>& cursor) {
            return call.app.store->readers().read([&](storage::Connection& connection) {
                return storage::list_deadlines(connection, call.organ, filter, limit, cursor);
            });
        },
        [&](const storage::DeadlineRow& row) { return render(*world.organ, world.today, row); });
}

}  // namespace

void add_tasks(http::Router& router, App& app) {
    get_list(router, app, "/tasks", "list_tasks", list_tasks, {"box"});
    get_list(router, app, "/deadlines", "list_deadlines", list_deadlines, {"unit", "from", "to"});
}

}  // namespace shenyi::api
