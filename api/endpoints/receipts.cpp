#include "api/endpoints/attempts.hpp"
#include "api/endpoints/audit.hpp"
#include "api/endpoints/looking.hpp"
#include "api/http/conditional.hpp"
#include "storage/log/checkpoint.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// The receipts of single events, for whoever knows of the event: its author, who reads the trail, and who is told of
/// it in a history.
namespace shenyi::api {
namespace {

/// What stands behind the kind in a stream's name.
std::string resource_named_in(const std::string& stream) {
    return stream.substr(stream.find('/') + 1);
}

std::optional<storage::StoredEvent> stored_event(const Call& call, const std::string& stream, const std::string& id) {
    for (storage::StoredEvent& each : value_of(call.app.engine->events(call.organ, {stream}))) {
        if (each.reference.id == id) return std::move(each);
    }
    return std::nullopt;
}

bool is_among(const std::vector<SeenAttempt>& attempts, const std::string& id) {
    return std::ranges::any_of(attempts, [&](const SeenAttempt& each) { return each.event.reference.id == id; });
}

/// Whether the history of a matter or meeting of this id tells him of an attempt.
bool history_tells(const Call& call, const std::string& resource, const std::string& attempt) {
    if (const auto seen = look(call, workflow::MatterId{resource})) {
        return seen->view.history && is_among(attempts_around(call, *seen), attempt);
    }
    const auto seen = look(call, workflow::MeetingId{resource});
    return seen && sees_record(seen->snapshot.world, call.person, *seen->meeting) &&
           is_among(attempts_around(call, *seen), attempt);
}

/// An attempt is told with what it was tried on and with all on which it bears.
bool is_told_attempt(const Call& call, const std::string& stream, const std::string& id) {
    const auto event = stored_event(call, stream, id);
    const auto* attempt = event ? std::get_if<workflow::AttemptEvent>(&event->event) : nullptr;
    if (attempt == nullptr) return false;
    std::set<std::string> resources{resource_named_in(stream)};
    std::visit(
        [&](const auto& refused) {
            for (const std::string& about : refused.about) resources.insert(resource_named_in(about));
        },
        *attempt);
    return std::ranges::any_of(resources, [&](const std::string& each) { return history_tells(call, each, id); });
}

bool is_told_of(const Call& call, const std::string& stream, const std::string& id) {
    const std::string resource = resource_named_in(stream);
    if (stream.starts_with("matter/")) {
        const auto seen = look(call, workflow::MatterId{resource});
        const auto event = seen && seen->view.history ? stored_event(call, stream, id) : std::nullopt;
        return event && opens(seen->view, event->event);
    }
    if (stream.starts_with("meeting/")) {
        const auto seen = look(call, workflow::MeetingId{resource});
        return seen && sees_record(seen->snapshot.world, call.person, *seen->meeting);
    }
    return stream.starts_with("attempt/") && is_told_attempt(call, stream, id);
}

/// The receipt under the newest checkpoint; empty while none covers the event, nothing where its log has no tree of the
/// hash that is asked for.
std::optional<std::string> receipt_in(const Call& call, storage::Connection& connection,
                                      const std::optional<storage::LogPlace>& place,
                                      const std::map<storage::log::HashAlgorithm, storage::SignedSize>& last) {
    const auto log = place ? storage::log_numbered(connection, place->log) : storage::newest_log(connection);
    if (!log) return std::string();
    const storage::LogTree* tree = tree_asked_for(call, *log);
    if (tree == nullptr) return std::nullopt;
    if (!place) return std::string();
    storage::StoredTree stored(connection, log->number, tree->hash, last);
    auto newest = stored.newest_checkpoint();
    if (!newest || newest->size <= place->index) return std::string();
    return text_of(storage::log::LogProof{.index = place->index,
                                          .inclusion = stored.inclusion(place->index, newest->size),
                                          .checkpoint = std::move(newest->note)});
}

http::Response receipt_of_event(const Call& call) {
    const std::string id(call.parameter("id"));
    const auto event = value_of(call.app.store->readers().read(
        [&](storage::Connection& connection) { return storage::event_in_log(connection, call.organ, id); }));
    if (!event || event->is_set_aside) return not_found(call);
    const bool is_his = event->actor == call.person.value;
    if (!is_his && !reads_trail(call) && !is_told_of(call, event->stream, id)) return not_found(call);
    const auto last = call.app.engine->last_signed();
    auto receipt = value_of(call.app.store->readers().read(
        [&](storage::Connection& connection) { return receipt_in(call, connection, event->place, last); }));
    if (!receipt) return not_found(call);
    if (receipt->empty()) return json_answer(202, boost::json::object{{"sealed", false}});
    const std::string tag = http::tag_of_content(*receipt);
    return http::text_response(200, *std::move(receipt)).tagged(tag);
}

}  // namespace

void add_receipts(http::Router& router, App& app) {
    get(router, app, "/audit/events/{id}/receipt", "get_event_receipt", receipt_of_event, {"hash"});
}

}  // namespace shenyi::api
