#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {
namespace {

http::Response healthz(const Call&) {
    return json_answer(200, boost::json::object{{"status", "ok"}});
}

/// The store answers, and the organ's record can be read and verified.
http::Response readyz(const Call& call) {
    const auto snapshot = value_of(call.app.engine->read(call.subject(), {}));
    if (!snapshot.world.organ) return problem(call, "unavailable", 503);
    return healthz(call);
}

http::Response contract(const Call& call) {
    return http::text_response(200, call.app.openapi, "application/yaml");
}

/// What a problem's `type` leads to: its title and sentence, by name.
http::Response problem_page(const Call& call) {
    const auto text = call.app.problem_texts()(call.parameter("name"), call.request->language);
    if (!call.app.messages->has("problem." + std::string(call.parameter("name")) + ".title")) return not_found(call);
    return http::text_response(200, text.title + "\n\n" + text.detail + "\n");
}

}  // namespace

void add_service(http::Router& router, App& app) {
    get(router, app, "/~/healthz", "healthz", healthz, Access::open);
    get(router, app, "/~/readyz", "readyz", readyz, Access::open);
    get(router, app, "/~/openapi.yaml", "openapi", contract, Access::open);
    get(router, app, "/~/docs/problems/{name}", "problem", problem_page, Access::open);
}

}  // namespace shenyi::api
