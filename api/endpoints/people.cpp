#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/submitting.hpp"
#include "api/live_changes.hpp"
#include "api/render/person.hpp"
#include "api/routes.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/organ.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

PersonId id_of(const Call& call) {
    return {std::string(call.parameter("id"))};
}

bool fits(const Call& call, const SeenOrgan& read, const Person& person) {
    const auto unit = call.query("unit");
    const auto role = call.query("role");
    const auto text = call.query("q");
    if (text && person.name.find(*text) == std::string::npos && person.login.find(*text) == std::string::npos) {
        return false;
    }
    if (!unit && !role) return true;
    return std::ranges::any_of(posts_of(*read.organ, person.id, read.today), [&](const Post* post) {
        return (!unit || post->unit.value == *unit) && (!role || codec::name_of_enumerator(post->role) == *role);
    });
}

http::Response list_people(const Call& call) {
    const SeenOrgan read = look_at_organ(call);
    json::array items;
    for (const auto& entry : read.organ->people) {
        if (fits(call, read, entry.second)) items.push_back(render_person(*read.organ, entry.second, read.today));
    }
    return list_answer(call, std::move(items));
}

http::Response show_person(const Call& call) {
    const SeenOrgan read = look_at_organ(call);
    const auto found = read.organ->people.find(id_of(call));
    if (found == read.organ->people.end()) return not_found(call);
    return tagged_answer(render_person(*read.organ, found->second, read.today));
}

/// Who keeps, confirms or oversees appointments sees how each came about: security administrator, director, office,
/// inspector and audit administrator. To others a post is its title, unit and days, as `get_person` tells them.
bool keeps_posts(const Call& call, const SeenOrgan& read) {
    constexpr Role keepers[] = {Role::security_admin, Role::director, Role::office_clerk, Role::inspector,
                                Role::audit_admin};
    return std::ranges::any_of(keepers, [&](Role role) { return holds(*read.organ, call.person, role, read.today); });
}

/// Whoever is not there and whoever may not be asked about answer alike.
http::Response list_posts(const Call& call) {
    const SeenOrgan read = look_at_organ(call);
    const PersonId id = id_of(call);
    if (!read.organ->people.contains(id) || !(id == call.person || keeps_posts(call, read))) return not_found(call);
    json::array items;
    for (const auto& entry : read.organ->posts) {
        if (entry.second.person == id) items.push_back(render_post(entry.second));
    }
    return list_answer(call, std::move(items));
}

/// Of somebody else's substitutions one sees those to oneself.
http::Response list_delegations(const Call& call) {
    const SeenOrgan read = look_at_organ(call);
    const PersonId id = id_of(call);
    if (!read.organ->people.contains(id)) return not_found(call);
    const bool all = id == call.person || keeps_posts(call, read);
    json::array items;
    for (const auto& entry : read.organ->delegations) {
        const bool to_reader = entry.second.to == call.person;
        if (entry.second.by == id && (all || to_reader)) items.push_back(render_delegation(entry.second));
    }
    if (items.empty() && !all) return not_found(call);
    return list_answer(call, std::move(items));
}

/// Shows what an act on the organ's stream left of a post, a delegation or a person.
Asked::Shown show_post(const Call& call, const storage::Outcome& outcome, const PostId& id) {
    Asked::Shown shown{.members = {}, .tag = {}, .location = {}};
    const auto organ = look_back_at_organ(call, outcome).organ;
    if (const auto post = organ->posts.find(id); post != organ->posts.end()) {
        shown.members.emplace("post", render_post(post->second));
    }
    return shown;
}

void on_person(const Call& call, const http::Reply& reply, std::string action,
               std::function<Asked::Shown(const Call&, const storage::Outcome&)> show, bool creates) {
    if (!look_at_organ(call).organ->people.contains(id_of(call))) return reply(not_found(call));
    Subject subject = call.subject();
    subject.person = id_of(call);
    submit(call,
           {.target = Target::person,
            .action = action,
            .operation = "organ_" + action,
            .subject = subject,
            .creates = creates,
            .show = std::move(show)},
           reply);
}

void enter_post(const Call& call, const http::Reply& reply) {
    on_person(
        call, reply, "enter_post",
        [](const Call& asked, const storage::Outcome& outcome) { return show_post(asked, outcome, {outcome.created}); },
        true);
}

void on_post(const Call& call, const http::Reply& reply, const std::string& action) {
    const PostId id{std::string(call.parameter("post"))};
    const auto organ = look_at_organ(call).organ;
    const auto post = organ->posts.find(id);
    if (post == organ->posts.end() || post->second.person != id_of(call)) return reply(not_found(call));
    Subject subject = call.subject();
    subject.person = id_of(call);
    subject.post = id;
    submit(call,
           {.target = Target::person,
            .action = action,
            .operation = "organ_" + action,
            .subject = subject,
            .show = [id](const Call& asked, const storage::Outcome& outcome) { return show_post(asked, outcome, id); }},
           reply);
}

void delegate(const Call& call, const http::Reply& reply) {
    on_person(
        call, reply, "delegate",
        [](const Call& asked, const storage::Outcome& outcome) {
            Asked::Shown shown{.members = {}, .tag = {}, .location = {}};
            const auto organ = look_back_at_organ(asked, outcome).organ;
            const auto found = organ->delegations.find({outcome.created});
            if (found != organ->delegations.end()) {
                shown.members.emplace("delegation", render_delegation(found->second));
            }
            return shown;
        },
        true);
}

/// The password is told once: a replayed request is answered without it being set, or told, again.
void reset_password(const Call& call, const http::Reply& reply) {
    on_person(
        call, reply, "reset_password",
        [](const Call& asked, const storage::Outcome& outcome) {
            Asked::Shown shown{.members = {}, .tag = {}, .location = {}};
            if (outcome.replayed) {
                shown.members.emplace("one_time_password", "");
                return shown;
            }
            const std::string password = storage::Accounts::one_time();
            App& app = asked.app;
            value_of(app.accounts->set_password(asked.organ, id_of(asked), password, true, app.clock->now()));
            value_of(app.accounts->end_sessions_of(asked.organ, id_of(asked)));
            app.live->sessions_changed();
            shown.members.emplace("one_time_password", password);
            return shown;
        },
        false);
}

void register_person(const Call& call, const http::Reply& reply) {
    submit(call,
           {.target = Target::organ,
            .action = "register_person",
            .operation = "organ_register_person",
            .subject = call.subject(),
            .creates = true,
            .show =
                [](const Call& asked, const storage::Outcome& outcome) {
                    Asked::Shown shown{.members = {}, .tag = {}, .location = "/api/v1/people/" + outcome.created};
                    const SeenOrgan read = look_back_at_organ(asked, outcome);
                    const auto found = read.organ->people.find({outcome.created});
                    if (found != read.organ->people.end()) {
                        shown.members.emplace("person", render_person(*read.organ, found->second, read.today));
                    }
                    return shown;
                }},
           reply);
}

json::object adviser_of(const Organ& organ, const PersonId& person) {
    json::array engagements;
    for (const Engagement& engagement : organ.engagements) {
        if (engagement.person != person) continue;
        json::object each{{"from", iso(engagement.from)},
                          {"until", iso(engagement.until)},
                          {"field", engagement.field},
                          {"conflicts", write(engagement.conflicts)},
                          {"reset_marked", engagement.reset_at.has_value()}};
        if (engagement.document) each.emplace("document", engagement.document->value);
        engagements.push_back(std::move(each));
    }
    return {{"id", person.value}, {"name", name_of(organ, person)}, {"engagements", std::move(engagements)}};
}

http::Response list_advisers(const Call& call) {
    const auto organ = look_at_organ(call).organ;
    std::set<PersonId> advisers;
    for (const Engagement& engagement : organ->engagements) advisers.insert(engagement.person);
    json::array items;
    for (const PersonId& adviser : advisers) items.push_back(adviser_of(*organ, adviser));
    return list_answer(call, std::move(items));
}

http::Response show_adviser(const Call& call) {
    const auto organ = look_at_organ(call).organ;
    json::object adviser = adviser_of(*organ, id_of(call));
    if (adviser.at("engagements").as_array().empty()) return not_found(call);
    return tagged_answer(adviser);
}

void engage_adviser(const Call& call, const http::Reply& reply) {
    submit(call,
           {.target = Target::organ,
            .action = "engage_adviser",
            .operation = "organ_engage_adviser",
            .subject = call.subject(),
            .creates = true,
            .show =
                [](const Call& asked, const storage::Outcome& outcome) {
                    const auto body = body_of(asked, "organ_engage_adviser");
                    const PersonId person{std::string(body->at("person").as_string())};
                    Asked::Shown shown{.members = {}, .tag = {}, .location = "/api/v1/advisers/" + person.value};
                    shown.members.emplace("adviser", adviser_of(*look_back_at_organ(asked, outcome).organ, person));
                    return shown;
                }},
           reply);
}

}  // namespace

void add_people(http::Router& router, App& app) {
    get_list(router, app, "/people", "list_people", list_people, {"unit", "role", "q"});
    post_action(router, app, "/people", "organ_register_person", register_person);
    get(router, app, "/people/{id}", "get_person", show_person);
    get_list(router, app, "/people/{id}/posts", "list_posts", list_posts);
    post_action(router, app, "/people/{id}/posts", "organ_enter_post", enter_post);
    post_action(router, app, "/people/{id}/posts/{post}/confirm", "organ_confirm_post",
                [](const Call& call, const http::Reply& reply) { on_post(call, reply, "confirm_post"); });
    post_action(router, app, "/people/{id}/posts/{post}/end", "organ_end_post",
                [](const Call& call, const http::Reply& reply) { on_post(call, reply, "end_post"); });
    get_list(router, app, "/people/{id}/delegations", "list_delegations", list_delegations);
    post_action(router, app, "/people/{id}/delegations", "organ_delegate", delegate);
    post_action(router, app, "/people/{id}/reset", "organ_reset_password", reset_password);
    get_list(router, app, "/advisers", "list_advisers", list_advisers);
    post_action(router, app, "/advisers", "organ_engage_adviser", engage_adviser);
    get(router, app, "/advisers/{id}", "get_adviser", show_adviser);
}

}  // namespace shenyi::api
