#include "api/endpoints/papers.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace shenyi::api {

using namespace workflow;
namespace json = boost::json;

namespace {

std::optional<storage::DocumentRow> row_of(const Call& call, const json::value& paper,
                                           const std::vector<PersonId>& givers) {
    const DocumentId id{std::string(paper.at("document").as_string())};
    return value_of(call.app.documents->find(call.organ, id, givers));
}

}  // namespace

std::vector<PersonId> givers_of(const Matter& matter) {
    std::vector<PersonId> givers;
    const auto add = [&](const std::vector<PersonId>& persons) {
        givers.insert(givers.end(), persons.begin(), persons.end());
    };
    for (const Draft& draft : matter.drafts) givers.push_back(draft.submitted_by);
    for (const Draft& draft : matter.drafts) add(draft.uploaders);
    for (const ReviewRequest& request : matter.requests) givers.push_back(request.requested_by);
    add(matter.uploaders);
    givers.push_back(matter.created_by);
    return givers;
}

std::vector<PersonId> givers_of(const Meeting& meeting) {
    return {meeting.called_by, meeting.recorder, meeting.chair};
}

void name_papers(const Call& call, json::array& papers, const std::vector<PersonId>& givers) {
    for (json::value& paper : papers) {
        if (const auto row = row_of(call, paper, givers)) paper.as_object()["name"] = row->name;
    }
}

void add_names(const Call& call, json::array& papers, const std::vector<PersonId>& givers) {
    for (json::value& paper : papers) {
        const auto row = row_of(call, paper, givers);
        if (!row) continue;
        json::object& members = paper.as_object();
        members["name"] = row->name;
        members["media_type"] = row->media_type;
        members["size"] = row->size;
    }
}

std::optional<std::vector<Clause>> clauses_of(const Call& call, const Draft& draft) {
    const auto lines = value_of(call.app.store->readers().read(
        [&](storage::Connection& connection) { return call.app.documents->lines(connection, draft.main); }));
    if (!lines) return std::nullopt;
    return workflow::clauses_of(*lines);
}

}  // namespace shenyi::api
