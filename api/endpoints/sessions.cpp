#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/organ.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

/// A working day with its evening; the next morning everybody logs in anew.
constexpr std::chrono::hours session_lifetime{12};
/// Enough to think of a new password.
constexpr std::chrono::minutes one_time_lifetime{15};

const Person* person_of(const Organ& organ, std::string_view login) {
    const auto found =
        std::ranges::find_if(organ.people, [&](const auto& entry) { return entry.second.login == login; });
    return found == organ.people.end() ? nullptr : &found->second;
}

json::object reference_to(const Person& person) {
    return {{"id", person.id.value}, {"login", person.login}, {"name", person.name}};
}

json::array roles_of(const Organ& organ, const PersonId& person, Date today) {
    std::set<Role> roles;
    for (const Post* post : posts_of(organ, person, today)) roles.insert(post->role);
    json::array out;
    for (const Role role : roles) out.push_back(codec::write(role));
    return out;
}

std::string text_of(const json::value& body, std::string_view name) {
    return std::string(body.at(name).as_string());
}

http::Response locked_out(const Call& call) {
    const auto seconds = std::chrono::seconds(storage::limits::locked_out).count();
    return problem(call.app, *call.request,
                   {.name = "locked_out", .status = 429, .headers = {{"Retry-After", std::to_string(seconds)}}});
}

http::Response opened(const Call& call, const World& world, const Person& person, bool one_time) {
    const std::chrono::seconds lifetime = one_time ? std::chrono::seconds(one_time_lifetime) : session_lifetime;
    const std::string token = value_of(call.app.accounts->open_session(call.organ, person.id, world.now, lifetime));
    json::object body{{"token", token},
                      {"person", reference_to(person)},
                      {"roles", roles_of(*world.organ, person.id, world.today)},
                      {"expires_at", rfc3339(world.now + lifetime)},
                      {"csrf_token", csrf_token_of(token)}};
    if (one_time) body.emplace("must_change_password", true);
    return json_answer(201, body).with("Set-Cookie", http::cookie_text(session_cookie, token, lifetime.count(), false));
}

void log_in(const Call& call, const http::Reply& reply) {
    const auto body = body_of(call, "create_session");
    if (!body) return reply(body.error());
    App& app = call.app;
    const std::string login = text_of(*body, "login");
    const std::string password = text_of(*body, "password");
    const Instant now = app.clock->now();
    const std::string& address = call.request->remote_address;
    if (!app.lockout.may_try(login, address, now)) return reply(locked_out(call));

    const auto snapshot = value_of(app.engine->read(call.subject(), {}));
    const Person* person = snapshot.world.organ ? person_of(*snapshot.world.organ, login) : nullptr;
    // Whoever is not known is checked too: the time must not tell him from one who is.
    const PersonId id = person != nullptr ? person->id : PersonId{"nobody"};
    const auto checked = value_of(app.accounts->check(call.organ, id, password));
    if (person == nullptr || checked == storage::PasswordCheck::wrong) {
        app.lockout.failed(login, address, now);
        return reply(problem(call, "unauthorized", 401));
    }
    app.lockout.succeeded(login);
    const bool one_time = checked == storage::PasswordCheck::right_one_time;
    {
        const std::scoped_lock lock(app.one_time_mutex);
        if (one_time) app.one_time.insert(person->id);
    }
    reply(opened(call, snapshot.world, *person, one_time));
}

void log_out(const Call& call, const http::Reply& reply) {
    value_of(call.app.accounts->end_session(token_of(*call.request)));
    reply(http::empty_response(204).with("Set-Cookie", http::cookie_text(session_cookie, "", 0, false)));
}

void change_password(const Call& call, const http::Reply& reply) {
    const auto body = body_of(call, "change_password");
    if (!body) return reply(body.error());
    App& app = call.app;
    const std::string fresh = text_of(*body, "new");
    const std::string lockout_key = "password:" + call.person.value;
    const Instant now = app.clock->now();
    if (!app.lockout.may_try(lockout_key, call.request->remote_address, now)) return reply(locked_out(call));
    const auto checked = value_of(app.accounts->check(call.organ, call.person, text_of(*body, "current")));
    if (checked == storage::PasswordCheck::wrong) {
        app.lockout.failed(lockout_key, call.request->remote_address, now);
        return reply(problem(call.app, *call.request,
                             {.name = "validation", .status = 422, .errors = {{"/current", "value", ""}}}));
    }
    if (fresh.size() > storage::limits::password_bytes) {
        return reply(
            problem(call.app, *call.request, {.name = "validation", .status = 422, .errors = {{"/new", "value", ""}}}));
    }
    value_of(app.accounts->set_password(call.organ, call.person, fresh, false, now));
    value_of(app.accounts->end_sessions_of(call.organ, call.person));
    {
        const std::scoped_lock lock(app.one_time_mutex);
        app.one_time.erase(call.person);
    }
    reply(http::empty_response(204));
}

http::Response me(const Call& call) {
    const auto snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    const Organ& organ = *snapshot.world.organ;
    const auto person = organ.people.find(call.person);
    if (person == organ.people.end()) return not_found(call);
    json::array posts;
    for (const Post* post : posts_of(organ, call.person, snapshot.world.today)) {
        std::optional<Date> to;
        if (post->end && post->end->confirmed_by) to = post->end->to;
        posts.push_back(json::object{{"id", post->id.value},
                                     {"title", post->title},
                                     {"role", codec::write(post->role)},
                                     {"unit", post->unit.value},
                                     {"from", iso(post->from)},
                                     {"to", codec::write(to)}});
    }
    return tagged_answer(json::object{{"person", reference_to(person->second)},
                                      {"organ", call.organ.value},
                                      {"roles", roles_of(organ, call.person, snapshot.world.today)},
                                      {"posts", std::move(posts)}});
}

}  // namespace

void add_sessions(http::Router& router, App& app) {
    post(router, app, "/sessions", "create_session", log_in, Access::open);
    add(router, app, http::Method::remove, "/api/v1/sessions/current", "delete_session", log_out, Access::logged_in);
    get(router, app, "/me", "get_me", me);
    post(router, app, "/me/password", "change_password", change_password);
}

}  // namespace shenyi::api
