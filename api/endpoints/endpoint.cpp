#include "api/endpoints/endpoint.hpp"

#include "api/fault_words.hpp"
#include "api/http/conditional.hpp"
#include "api/limits.hpp"
#include "api/metrics.hpp"
#include "api/query_check.hpp"
#include "storage/log/envelope.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/dates.hpp"
#include "workflow/digest.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace shenyi::api {
namespace {

constexpr std::size_t list_default = 50;
constexpr std::string_view api_base = "/api/v1";

bool reads_only(const http::Request& request) {
    return request.method == http::Method::get || request.method == http::Method::head;
}

/// Whoever logged in with a one-time password may only set a new one, or log out.
bool may_go_on(const http::Request& request, const storage::Session& session) {
    if (!session.one_time) return true;
    return request.path == "/api/v1/me/password" || request.path == "/api/v1/sessions/current";
}

/// Of what has a body the query is looked at with it, once it is known which action is meant and that it may be seen.
void serve(Call call, http::Reply reply, const Action& action, Access access, std::string_view operation) {
    try {
        if (access == Access::logged_in) {
            auto answer = turned_away(call);
            reply = reply.asked_by(call.person.value);
            if (answer) return reply(*std::move(answer));
        }
        if (call.request->method != http::Method::post) {
            if (auto answer = faulty_query(call, operation)) return reply(*std::move(answer));
        }
        action(call, reply);
    } catch (const StoreFault& fault) {
        spdlog::error("{}: {}", call.request->request_id, fault.what());
        reply(answer(call, fault.kind));
    } catch (const storage::log::RecordDamaged& fault) {
        spdlog::error("{}: {}", call.request->request_id, fault.what());
        reply(answer(call, storage::StoreError::Kind::damaged));
    } catch (const std::exception& fault) {
        spdlog::error("{}: {}", call.request->request_id, fault.what());
        reply(problem(call, "internal", 500));
    }
}

}  // namespace

http::Response problem(const App& app, const http::Request& request, http::Problem what) {
    return http::problem_response(what, request.place(), app.problem_texts());
}

http::Response not_found(const Call& call) {
    return problem(call, "not_found", 404);
}

namespace {

void add_in_words(const Call& call, const auto& faults, std::vector<http::FieldFault>& told) {
    for (const auto& fault : faults) {
        if (told.size() == limits::body_faults_max) return;
        told.push_back(in_words(fault, *call.app.messages, call.request->language));
    }
}

http::Response with_every_fault(const Call& call, const auto&... lists) {
    http::Problem what{.name = "validation", .status = 422};
    (add_in_words(call, lists, what.errors), ...);
    return problem(call.app, *call.request, std::move(what));
}

/// 400 with a sentence of the catalogue's section `malformed`.
http::Response malformed(const Call& call, std::string_view key, const storage::definitions::Messages::Facts& facts) {
    return problem(call, "malformed", 400,
                   call.app.messages->render(tag(call.request->language), "malformed." + std::string(key), facts));
}

/// 400 with these faults of the query or of header fields.
http::Response bad_parameters(const Call& call, std::vector<http::FieldFault> faults) {
    http::Problem what{.name = "malformed", .status = 400};
    what.detail = call.app.messages->render(tag(call.request->language), "malformed.parameters");
    what.errors = std::move(faults);
    return problem(call.app, *call.request, std::move(what));
}

http::Response bad_parameters(const Call& call, const std::vector<BodyFault>& faults) {
    std::vector<http::FieldFault> told;
    for (const BodyFault& fault : faults) {
        http::FieldFault words = in_words(fault, *call.app.messages, call.request->language);
        words.pointer.clear();
        words.parameter = told_parameter(fault.pointer);
        told.push_back(std::move(words));
    }
    return bad_parameters(call, std::move(told));
}

}  // namespace

http::Response faulty(const Call& call, const std::vector<BodyFault>& faults) {
    return with_every_fault(call, faults);
}

http::Response faulty(const Call& call, const std::vector<workflow::BodyFault>& faults) {
    return with_every_fault(call, faults);
}

http::Response faulty(const Call& call, const std::vector<workflow::codec::Fault>& faults) {
    return with_every_fault(call, faults);
}

http::Response faulty(const Call& call, const std::vector<BodyFault>& faults,
                      const std::vector<workflow::BodyFault>& of_reference) {
    return with_every_fault(call, faults, of_reference);
}

http::Response bad_key(const Call& call) {
    return malformed(call, "idempotency_key", {{"max", std::to_string(idempotency_key_bytes_max)}});
}

http::Response bad_parameter(const Call& call, std::string name, std::string message) {
    std::vector<http::FieldFault> faults{
        {.pointer = {}, .code = "value", .message = std::move(message), .parameter = std::move(name)}};
    return bad_parameters(call, std::move(faults));
}

http::Response bad_parameter(const Call& call, const BodyFault& fault) {
    return bad_parameters(call, std::vector<BodyFault>{fault});
}

http::Response bad_cursor(const Call& call) {
    return bad_parameter(call, {"cursor", "value", "cursor", {}});
}

std::optional<http::Response> faulty_query(const Call& call, std::string_view operation) {
    const auto* parameters = call.app.schemas->query_of(operation);
    if (parameters == nullptr) return std::nullopt;
    const auto faults = check_query(*call.request, *parameters);
    if (faults.empty()) return std::nullopt;
    return bad_parameters(call, faults);
}

http::Response too_many(const Call& call, std::string name, std::chrono::seconds wait) {
    return problem(
        call.app, *call.request,
        {.name = std::move(name), .status = 429, .headers = {{"Retry-After", std::to_string(wait.count())}}});
}

http::Response answer(const Call& call, storage::StoreError::Kind kind) {
    using Kind = storage::StoreError::Kind;
    call.app.metrics->store_failed(kind);
    const auto later = [&](std::string name) {
        return problem(call.app, *call.request,
                       {.name = std::move(name),
                        .status = 503,
                        .headers = {{"Retry-After", std::to_string(limits::retry_after_s)}}});
    };
    switch (kind) {
        case Kind::stale:
            return problem(call, "conflict", 409);
        case Kind::full:
            return later("overloaded");
        case Kind::unavailable:
            return later("unavailable");
        case Kind::no_room:
        case Kind::denied:
            return later("not_writable");
        case Kind::clock_behind:
            return later("clock_behind");
        case Kind::audit_rollback:
            return later("audit_rollback");
        case Kind::audit_backlog:
            return later("audit_backlog");
        case Kind::damaged:
            return later("record_damaged");
        case Kind::key_reused:
            return problem(call, "key_reused", 422);
        case Kind::too_long:
            return problem(call, "too_large", 413);
        case Kind::constraint:
        case Kind::fault:
            break;
    }
    return problem(call, "internal", 500);
}

std::optional<std::string_view> Call::query(std::string_view name) const {
    if (listed == nullptr || std::ranges::find(*listed, name) == listed->end()) {
        throw std::logic_error("the route does not list the query parameter " + std::string(name));
    }
    return request->query_value(name);
}

namespace {

/// The token of `Authorization: Bearer`; nothing where the field is missing or of another scheme.
std::optional<std::string> bearer_of(const http::Request& request) {
    const std::string_view given = request.headers.value("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (!given.starts_with(scheme)) return std::nullopt;
    return std::string(given.substr(scheme.size()));
}

/// A browser sends the cookie by itself, whatever else the request holds and whichever page made it: what changes
/// something shows the token that only our own pages know.
bool may_be_anothers_page(const App& app, const http::Request& request) {
    if (bearer_of(request) || reads_only(request)) return false;
    return request.headers.value("X-CSRF-Token") != csrf_token_of(token_of(app, request));
}

}  // namespace

std::optional<http::Response> turned_away(Call& call) {
    const auto session = session_of(call.app, *call.request);
    if (!session) {
        return problem(call.app, *call.request,
                       {.name = "unauthorized", .status = 401, .headers = {{"WWW-Authenticate", "Bearer"}}});
    }
    call.organ = session->organ;
    call.person = session->person;
    App& app = call.app;
    if (may_be_anothers_page(app, *call.request)) return problem(call, "csrf", 403);
    // What only reads goes on where nothing can be written.
    const auto kept =
        app.accounts->prolong(token_of(app, *call.request), *session, app.protection.sessions, app.clock->now());
    if (!kept) spdlog::warn("{}: a session is not prolonged: {}", call.request->request_id, kept.error().detail);
    if (!may_go_on(*call.request, *session)) return problem(call, "password_to_change", 403);
    if (reads_only(*call.request)) return std::nullopt;
    if (const auto wait = call.app.writes->take(call.person.value, call.app.clock->now())) {
        return too_many(call, "too_many_requests", *wait);
    }
    return std::nullopt;
}

void add(http::Router& router, App& app, http::Method method, std::string_view pattern, std::string name, Action action,
         Query query, Access access) {
    http::Route route;
    route.name = std::move(name);
    route.body_limit = limits::json_body_bytes_max;
    route.handler_sees_faults = true;
    route.query = query;
    route.logged_in = access == Access::logged_in;
    const auto listed = std::make_shared<const Query>(std::move(query));
    route.handler = [&app, action = std::move(action), access, listed, operation = route.name](
                        http::Request request, const http::Reply& reply) {
        const auto shared = std::make_shared<http::Request>(std::move(request));
        const Call call{.app = app, .request = shared, .organ = app.organ, .person = {}, .listed = listed};
        const auto serving = [call, reply, &action, access, &operation] {
            serve(call, reply, action, access, operation);
        };
        if (!app.pool->take(serving)) {
            reply(problem(app, *shared, http::unavailable()));
        }
    };
    router.add(method, pattern, std::move(route));
}

void get(http::Router& router, App& app, std::string_view pattern, std::string name, Endpoint endpoint, Query query,
         Access access) {
    const std::string path = (pattern.starts_with("/~") ? std::string() : std::string(api_base)) +
                             std::string(pattern.starts_with("/~") ? pattern.substr(2) : pattern);
    add(
        router, app, http::Method::get, path, std::move(name),
        [endpoint = std::move(endpoint)](const Call& call, const http::Reply& reply) { reply(endpoint(call)); },
        std::move(query), access);
}

void get_list(http::Router& router, App& app, std::string_view pattern, std::string name, Endpoint endpoint,
              Query narrowed_by) {
    narrowed_by.insert(narrowed_by.end(), {"limit", "cursor"});
    get(router, app, pattern, std::move(name), std::move(endpoint), std::move(narrowed_by));
}

void post(http::Router& router, App& app, std::string_view pattern, std::string name, Action action, Access access) {
    add(router, app, http::Method::post, std::string(api_base) + std::string(pattern), std::move(name),
        std::move(action), {}, access);
}

void post_action(http::Router& router, App& app, std::string_view pattern, std::string name, Action action) {
    add(router, app, http::Method::post, std::string(api_base) + std::string(pattern), std::move(name),
        std::move(action), {"dry_run"});
}

std::vector<workflow::Names> names_of(const Call& call) {
    const storage::Snapshot snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    if (!snapshot.world.organ) return {};
    return workflow::names_of(*snapshot.world.organ, call.person, snapshot.world.today);
}

std::string token_of(const App& app, const http::Request& request) {
    if (auto bearer = bearer_of(request)) return *std::move(bearer);
    return std::string(request.cookie(session_cookie(app)).value_or(std::string_view()));
}

std::string_view session_cookie(const App& app) {
    return app.demo ? "shenyi_session" : "__Host-shenyi_session";
}

std::string set_session_cookie(const App& app, std::string_view token, std::chrono::seconds lifetime) {
    return http::cookie_text(session_cookie(app), token, lifetime.count(), !app.demo);
}

std::string csrf_token_of(std::string_view token) {
    return workflow::sha256_hex("csrf:" + std::string(token));
}

std::optional<storage::Session> session_of(App& app, const http::Request& request) {
    const std::string token = token_of(app, request);
    if (token.empty()) return std::nullopt;
    return value_of(app.accounts->find_session(token, app.clock->now()));
}

namespace {

http::Response bad_json(const Call& call, const workflow::codec::ParseFault& fault) {
    const auto& messages = *call.app.messages;
    const std::string_view language = tag(call.request->language);
    const workflow::Term term{"json_fault", std::string(workflow::codec::name_of_enumerator(fault.what))};
    const std::string word = messages.word(language, term);
    http::Problem what{.name = "malformed", .status = 400};
    what.detail = messages.render(language, "malformed.json", {{"fault", word}, {"at", std::to_string(fault.at)}});
    what.errors.push_back({.pointer = told_pointer(fault.pointer), .code = "value", .message = what.detail});
    return problem(call.app, *call.request, std::move(what));
}

}  // namespace

tl::expected<boost::json::value, http::Response> json_of(const Call& call, std::string_view operation) {
    const http::Request& request = *call.request;
    if (auto answer = faulty_query(call, operation)) return tl::unexpected(*std::move(answer));
    if (request.body_fault) return tl::unexpected(problem(call.app, request, *request.body_fault));
    const auto body = workflow::codec::parse(request.body);
    if (!body) return tl::unexpected(bad_json(call, body.error()));
    return *body;
}

std::vector<BodyFault> faults_of_shape(const Call& call, std::string_view operation, const boost::json::value& body) {
    const SchemaNode* schema = call.app.schemas->body_of(operation);
    return schema == nullptr ? std::vector<BodyFault>() : check(body, *schema);
}

tl::expected<boost::json::value, http::Response> body_of(const Call& call, std::string_view operation) {
    auto body = json_of(call, operation);
    if (!body) return body;
    const auto faults = faults_of_shape(call, operation, *body);
    if (!faults.empty()) return tl::unexpected(faulty(call, faults));
    return body;
}

http::Response json_answer(int status, const boost::json::value& body) {
    return http::json_response(status, boost::json::serialize(body));
}

http::Response tagged_answer(const boost::json::value& body) {
    std::string text = boost::json::serialize(body);
    const std::string tag = http::tag_of_content(text);
    return http::json_response(200, std::move(text)).tagged(tag);
}

std::size_t limit_of(const Call& call) {
    const auto given = call.query("limit");
    std::size_t limit = list_default;
    if (given) std::from_chars(given->data(), given->data() + given->size(), limit);
    return limit;
}

http::Response list_answer(const Call& call, boost::json::array items) {
    const std::size_t limit = limit_of(call);
    std::size_t from = 0;
    if (const auto cursor = call.query("cursor")) {
        const auto [end, error] = std::from_chars(cursor->data(), cursor->data() + cursor->size(), from);
        if (error != std::errc() || end != cursor->data() + cursor->size()) {
            return bad_cursor(call);
        }
    }
    from = std::min(from, items.size());
    const std::size_t to = std::min(items.size(), from + limit);
    boost::json::array page(items.begin() + static_cast<std::ptrdiff_t>(from),
                            items.begin() + static_cast<std::ptrdiff_t>(to));
    boost::json::value next;
    if (to < items.size()) next = std::to_string(to);
    return tagged_answer(boost::json::object{{"items", std::move(page)}, {"next_cursor", std::move(next)}});
}

}  // namespace shenyi::api
