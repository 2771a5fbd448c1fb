#include "api/endpoints/endpoint.hpp"
#include "api/failed_log_ins.hpp"
#include "api/limits.hpp"
#include "api/live_changes.hpp"
#include "api/metrics.hpp"
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

http::Response locked_out(const Call& call, Instant until) {
    return too_many(call, "locked_out", std::chrono::ceil<std::chrono::seconds>(until - call.app.clock->now()));
}

/// Whoever acts is told only once it is on record (event-log.md §1, P8).
void write_down(const Call& call, const PersonId& person, Stream stream, Event event) {
    std::vector<std::pair<Stream, Event>> events;
    events.emplace_back(std::move(stream), std::move(event));
    value_of(call.app.engine->record(call.organ, person, std::move(events), call.request->remote_address));
}

/// Who last reset the owner's password and when, for as long as he is told so; null where nobody did (R-ACC-09).
json::value told_of_reset(const World& world) {
    const Account& account = world.account;
    if (!is_told_of_reset(account, world.now)) return nullptr;
    const auto by =
        account.password_reset_by ? world.organ->people.find(*account.password_reset_by) : world.organ->people.end();
    return json::object{{"at", rfc3339(*account.password_reset_at)},
                        {"by", by == world.organ->people.end() ? json::value() : reference_to(by->second)}};
}

/// `world` is as the owner sees it, with his account.
http::Response opened(const Call& call, const World& world, const Person& person,
                      const storage::CheckedPassword& password) {
    const bool one_time = password == storage::PasswordCheck::right_one_time;
    const storage::SessionTimes& times = call.app.protection.sessions;
    const std::chrono::seconds lifetime = one_time ? std::chrono::seconds(one_time_lifetime) : times.longest;
    const std::string token = value_of(
        call.app.accounts->open_session(call.organ, person.id, world.now, lifetime, times.idle, password.hash));
    json::object body{{"token", token},
                      {"person", reference_to(person)},
                      {"roles", roles_of(*world.organ, person.id, world.today)},
                      {"expires_at", rfc3339(world.now + lifetime)},
                      {"csrf_token", csrf_token_of(token)},
                      {"password_reset", told_of_reset(world)}};
    if (one_time) body.emplace("must_change_password", true);
    http::Response response = json_answer(201, body).with("Set-Cookie", set_session_cookie(call.app, token, lifetime));
    response.noted.person = person.id.value;
    return response;
}

/// Whether the password is the login's. Whoever is not known is checked too: the time must not tell him from one who
/// is.
storage::CheckedPassword checked(const Call& call, const Person* person, std::string_view password) {
    const PersonId id = person != nullptr ? person->id : PersonId{"nobody"};
    call.app.metrics->password_checked();
    const App& app = call.app;
    const auto check = value_of(app.accounts->check(call.organ, id, password, app.protection.ages, app.clock->now()));
    return person != nullptr ? check : storage::CheckedPassword{storage::PasswordCheck::wrong, {}};
}

/// One more that failed from this address. A log-in that nobody has is not put on record: it may be a password that was
/// typed in the wrong field, and the record is for ever.
void count_failed(const Call& call, const Person* person) {
    const std::string& address = call.request->remote_address;
    call.app.log_ins->take(address, call.app.clock->now());
    call.app.failed_log_ins->add(person != nullptr ? person->login : std::string(unknown_log_in), address);
}

/// `crowded`: how long it lasts until log-ins from this address are few again, where so many have failed.
http::Response opened_or_not(const Call& call, std::optional<std::chrono::seconds> crowded) {
    App& app = call.app;
    const Instant now = app.clock->now();
    const std::string& address = call.request->remote_address;
    const auto body = body_of(call, "create_session");
    if (!body) return body.error();
    const std::string login = text_of(*body, "login");
    const auto snapshot = value_of(app.engine->read(call.subject(), {}));
    const Person* person = snapshot.world.organ ? person_of(*snapshot.world.organ, login) : nullptr;
    if (const auto locked = value_of(app.lockout->begin(call.organ, login, address, now))) {
        count_failed(call, person);
        return locked_out(call, *locked);
    }
    const auto check = checked(call, person, text_of(*body, "password"));
    if (check == storage::PasswordCheck::wrong) {
        count_failed(call, person);
        app.metrics->log_in_failed();
        return crowded ? too_many(call, "too_many_log_ins", *crowded) : problem(call, "unauthorized", 401);
    }
    value_of(app.lockout->succeeded(call.organ, login, address, now));
    write_down(call, person->id, access_of(call.organ, snapshot.world.today), AccessEvent{LoggedIn{person->id}});
    const auto own = value_of(app.engine->read(call.subject(), person->id));
    return opened(call, own.world, *person, check);
}

/// Where too many have failed from an address, passwords are looked at one at a time there: guessing then keeps one
/// processor busy at most, and whoever knows his password still gets in.
void log_in(const Call& call, const http::Reply& reply) {
    const std::string& address = call.request->remote_address;
    const auto crowded = call.app.log_ins->wait(address, call.app.clock->now());
    auto turn = crowded ? call.app.crowded_log_ins.enter(address) : std::nullopt;
    if (crowded && !turn) return reply(too_many(call, "too_many_log_ins", std::chrono::seconds(limits::retry_after_s)));
    http::Response answer = opened_or_not(call, crowded);
    turn.reset();  // before the answer: whoever has it may come again at once
    reply(std::move(answer));
}

/// First the event: a session that then stays open is on record as left, and can be left again. A browser forgets what
/// it kept of the answers.
void log_out(const Call& call, const http::Reply& reply) {
    write_down(call, call.person, access_of(call.organ, date_of(call.app.clock->now())),
               AccessEvent{LoggedOut{call.person}});
    value_of(call.app.accounts->end_session(token_of(call.app, *call.request)));
    call.app.live->sessions_changed();
    reply(http::empty_response(204)
              .with("Set-Cookie", set_session_cookie(call.app, "", std::chrono::seconds(0)))
              .with("Clear-Site-Data", R"("cache", "cookies", "storage")"));
}

http::Response faulty_member(const Call& call, std::string pointer, SchemaExpected expected,
                             std::string parameter = {}) {
    return faulty(call, std::vector<BodyFault>{{std::move(pointer), "value", expected, std::move(parameter)}});
}

void change_password(const Call& call, const http::Reply& reply) {
    const auto body = body_of(call, "change_password");
    if (!body) return reply(body.error());
    App& app = call.app;
    const std::string current = text_of(*body, "current");
    const std::string fresh = text_of(*body, "new");
    const std::string guessed = "password:" + call.person.value;
    const std::string& address = call.request->remote_address;
    const Instant now = app.clock->now();
    const auto locked = value_of(app.lockout->begin(call.organ, guessed, address, now));
    if (locked) return reply(locked_out(call, *locked));
    const auto check = value_of(app.accounts->check(call.organ, call.person, current));
    if (check == storage::PasswordCheck::wrong) {
        return reply(faulty_member(call, "/current", "current_password"));
    }
    value_of(app.lockout->succeeded(call.organ, guessed, address, now));
    const auto snapshot = value_of(app.engine->read(call.subject(), call.person));
    const auto owner = snapshot.world.organ->people.find(call.person);
    const std::string login = owner == snapshot.world.organ->people.end() ? std::string() : owner->second.login;
    if (const auto fault = fault_of_password(fresh, current, login, app.protection.passwords)) {
        return reply(faulty_member(call, "/new", fault->expected, fault->parameter));
    }
    // First the event: a change that then fails is on record as tried, one without a trail there is not.
    write_down(call, call.person, stream_of(call.person), PersonEvent{PasswordChanged{.by_owner = true}});
    value_of(app.accounts->set_password(call.organ, call.person, fresh, false, now, check.hash));
    value_of(app.accounts->end_sessions_of(call.organ, call.person));
    app.live->sessions_changed();
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
    add(router, app, http::Method::remove, "/api/v1/sessions/current", "delete_session", log_out);
    get(router, app, "/me", "get_me", me);
    post(router, app, "/me/password", "change_password", change_password);
}

}  // namespace shenyi::api
