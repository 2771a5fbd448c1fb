#include "api/endpoints/papers.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace shenyi::api {

using namespace workflow;
namespace json = boost::json;

namespace {

std::optional<storage::DocumentRow> row_of(const Call& call, const json::value& paper) {
    const DocumentId id{std::string(paper.at("document").as_string())};
    return value_of(call.app.documents->find(call.organ, id));
}

}  // namespace

void name_papers(const Call& call, json::array& papers) {
    for (json::value& paper : papers) {
        if (const auto row = row_of(call, paper)) paper.as_object()["name"] = row->name;
    }
}

void add_names(const Call& call, json::array& papers) {
    for (json::value& paper : papers) {
        const auto row = row_of(call, paper);
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
