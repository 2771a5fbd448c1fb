#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/papers.hpp"
#include "api/endpoints/reading.hpp"
#include "api/endpoints/records.hpp"
#include "api/render/draft.hpp"
#include "api/render/meeting_file.hpp"
#include "api/render/minutes.hpp"
#include "api/visibility.hpp"
#include "workflow/context.hpp"
#include "workflow/minutes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

/// What is on record of a meeting, and what lies before it.
namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

http::Response minutes(const Call& call) {
    const auto seen = look(call, meeting_in_path(call));
    if (!seen || !sees_record(seen->snapshot.world, call.person, *seen->meeting)) return not_found(call);
    const Stream stream = stream_of(seen->meeting->id);
    note_reading(call, seen->snapshot.world, stream, {.what = ReadKind::minutes});
    std::vector<NewEvent> events;
    for (const storage::StoredEvent& event : value_of(call.app.engine->events(call.organ, {stream.name}))) {
        events.push_back({stream, event.event, event.meta});
    }
    const World& world = seen->snapshot.world;
    json::object body = render_minutes(world, *seen->meeting, minutes_of(world, *seen->meeting, events));
    for (json::value& item : body.at("items").as_array()) {
        const auto* listed = seen->meeting->item(ItemId{std::string(item.at("id").as_string())});
        const Matter* matter = listed != nullptr && listed->matter ? find(world, *listed->matter) : nullptr;
        name_papers(call, item.at("materials").as_array(),
                    matter != nullptr ? givers_of(*matter) : givers_of(*seen->meeting));
    }
    return tagged_answer(body);
}

/// Who sees the matter's file reads it wherever it stands. Who sees a version alone (the recorder, an adviser who
/// attends) reads that one, if he sees the meeting.
bool opens_file(const World& world, const PersonId& reader, const Meeting& meeting, const Item& item,
                const View& view) {
    if (view.sight >= Sight::file) return true;
    return item.version && view.versions.contains(*item.version) && sees(world, reader, meeting);
}

http::Response meeting_file(const Call& call) {
    const MeetingId id = meeting_in_path(call);
    Subject subject = call.subject();
    subject.meeting = id;
    subject.item = ItemId{std::string(call.parameter("item"))};
    const auto snapshot = value_of(call.app.engine->read(subject, call.person));
    const World& world = snapshot.world;
    const Meeting* meeting = find(world, id);
    const Item* item = meeting != nullptr ? meeting->item(*subject.item) : nullptr;
    if (item == nullptr) return not_found(call);
    const Matter* matter = item->matter ? find(world, *item->matter) : nullptr;
    const View view = matter != nullptr ? view_of(world, call.person, *matter) : View{};
    const bool open =
        matter != nullptr ? opens_file(world, call.person, *meeting, *item, view) : sees(world, call.person, *meeting);
    if (!open) return not_found(call);
    note_reading(call, world, matter != nullptr ? stream_of(matter->id) : stream_of(id),
                 {.what = ReadKind::file, .version = item->version, .item = item->id});
    const Command command{.target = Target::item, .action = "open", .subject = subject, .actor = call.person};
    json::object body = render_meeting_file(*meeting, *item, matter, view,
                                            FindingPlace{call.app, world, command, call.request->language});
    const auto givers = matter != nullptr ? givers_of(*matter) : givers_of(*meeting);
    name_papers(call, body.at("documents").as_array(), givers);
    if (auto* draft = body.at("draft").if_object()) {
        add_names(call, draft->at("documents").as_array(), givers);
        const auto clauses = clauses_of(call, *matter->draft(*item->version));
        if (clauses) draft->emplace("clauses", render_clauses(*clauses));
    }
    return tagged_answer(body);
}

}  // namespace

void add_meeting_records(http::Router& router, App& app) {
    get(router, app, "/meetings/{id}/minutes", "get_minutes", minutes);
    get(router, app, "/meetings/{id}/items/{item}/file", "get_meeting_file", meeting_file);
}

}  // namespace shenyi::api
