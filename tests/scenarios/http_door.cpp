#include "tests/scenarios/http_door.hpp"

#include "tests/scenarios/http_answers.hpp"
#include "tests/support/bureau.hpp"
#include "tests/support/contract.hpp"
#include "workflow/actions/table.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

namespace {

constexpr const char* reader = "inspector";

/// The operation id of an action in the contract.
std::string operation_of(Target target, const std::string& action) {
    switch (target) {
        case Target::matter:
            return "matter_" + action;
        case Target::meeting:
            return "meeting_" + action;
        case Target::item:
            return "item_" + action;
        case Target::organ:
        case Target::person:
            return "organ_" + action;
    }
    throw std::runtime_error("no such target");
}

void fits_the_contract(std::string_view operation, const HttpAnswer& answer) {
    for (const std::string& fault : Contract::shared().faults_of(operation, answer)) {
        ADD_FAILURE() << operation << ", " << answer.status << ": " << fault << "\n" << answer.body;
    }
}

std::string path_on_people(const std::string& action, const std::string& person, const std::string& post) {
    const std::string at = "/people/" + person;
    if (action == "enter_post") return at + "/posts";
    if (action == "confirm_post") return at + "/posts/" + post + "/confirm";
    if (action == "end_post") return at + "/posts/" + post + "/end";
    if (action == "delegate") return at + "/delegations";
    if (action == "reset_password") return at + "/reset";
    throw std::runtime_error("no path for " + action);
}

}  // namespace

HttpDoor::HttpDoor(storage::Engine engine, Setting setting)
    : engine_(engine), setting_(std::move(setting)), start_(RunningServer::usual_start()) {}

RunningServer& HttpDoor::server() {
    if (!server_) {
        server_ = std::make_unique<RunningServer>(engine_, start_, setting_.applied_to(Bureau::founding_events()));
    }
    return *server_;
}

void HttpDoor::set_clock(Instant now) {
    if (!server_) {
        start_ = now;
        return;
    }
    const auto answer = server_->post(reader, "/demo/clock", json::serialize(json::object{{"now", rfc3339(now)}}));
    fits_the_contract("set_demo_clock", answer);
    if (answer.status != 200) throw std::runtime_error("the clock does not move: " + answer.body);
    // Sessions do not last over days.
    server_->forget_tokens();
}

std::string HttpDoor::path_of(Target target, const std::string& action, const Subject& subject) {
    const std::string organ = "/organs/" + server().app().organ.value;
    switch (target) {
        case Target::matter:
            if (action == "create") return "/matters";
            return "/matters/" + subject.matter->value + "/actions/" + action;
        case Target::meeting:
            if (action == "create") return "/meetings";
            return "/meetings/" + subject.meeting->value + "/actions/" + action;
        case Target::item:
            return "/meetings/" + subject.meeting->value + "/items/" + subject.item->value + "/actions/" + action;
        case Target::organ:
            if (action == "register_person") return "/people";
            if (action == "engage_adviser") return "/advisers";
            if (action == "load_calendar") return organ + "/calendars";
            return organ + "/calendars/" + std::to_string(subject.year.value()) + "/confirm";
        case Target::person:
            const PersonId& person = subject.post ? holder_of(*subject.post) : subject.person.value();
            return path_on_people(action, person.value, subject.post ? subject.post->value : "");
    }
    throw std::runtime_error("no such target");
}

HeaderList HttpDoor::headers_of(Target target, const std::string& action, const Subject& subject) {
    HeaderList headers{{"Idempotency-Key", "scenario-" + std::to_string(++keys_)}};
    if (!find_action(target, action)->tag) return headers;
    const std::string at =
        target == Target::matter ? "/matters/" + subject.matter->value : "/meetings/" + subject.meeting->value;
    headers.emplace_back("If-Match", server().get(reader, at).header("ETag"));
    return headers;
}

StepResult HttpDoor::act(const std::string& login, Target target, const std::string& action, Subject subject,
                         const json::value& body) {
    const auto answer = server().post(login, path_of(target, action, subject), json::serialize(body),
                                      headers_of(target, action, subject));
    fits_the_contract(operation_of(target, action), answer);
    if (answer.status >= 300) return refusal_of(answer);
    const json::value told = json::parse(answer.body);
    StepResult result{.accepted = true};
    result.warnings = told_by(told, "warnings");
    result.created = created_by(login, target, action, told);
    result.event = told.at("events").at(0).at("id").as_string();
    remember(target, action, subject, told);
    return result;
}

StepResult HttpDoor::refusal_of(const HttpAnswer& answer) {
    const json::value problem = json::parse(answer.body);
    const auto is = [&](std::string_view type) {
        return problem.at("type") == json::value("/docs/problems/" + std::string(type)) &&
               problem.at("status") == json::value(answer.status);
    };
    StepResult result;
    if (answer.status == 409 && is("refused")) {
        result.refusals = told_by(problem, "findings");
        result.warnings = told_by(problem, "warnings");
    } else if (answer.status == 422 && is("validation")) {
        for (const json::value& error : problem.at("errors").as_array()) {
            result.faults.emplace_back(error.at("pointer").as_string());
        }
    } else if (answer.status == 403 && is("forbidden")) {
        result.not_your_role = true;
    } else if (answer.status == 404 && is("not_found")) {
        result.unseen = true;
    } else {
        ADD_FAILURE() << answer.status << " " << answer.body;
    }
    return result;
}

Told HttpDoor::told_by(const json::value& finding) {
    Told told{.names = variants_fitting(*server().app().messages, finding.at("rule").as_string(),
                                        finding.at("message").as_string())};
    EXPECT_FALSE(told.names.empty()) << "no text of the catalogue: " << json::serialize(finding);
    told.facts = finding.at("facts").as_object();
    for (const json::value& each : finding.at("missing").as_array()) told.missing.emplace_back(each.as_string());
    for (const json::value& each : finding.at("who_can_clear").as_array()) {
        if (!each.at("persons").as_array().empty()) told.clears.emplace_back(each.at("role").as_string());
    }
    return told;
}

std::vector<Told> HttpDoor::told_by(const json::value& body, std::string_view member) {
    std::vector<Told> all;
    const json::value* findings = body.as_object().if_contains(member);
    if (!findings) return all;
    for (const json::value& finding : findings->as_array()) all.push_back(told_by(finding));
    return all;
}

std::string HttpDoor::created_by(const std::string& login, Target target, const std::string& action,
                                 const json::value& body) {
    const auto id_in = [&](std::string_view member) { return std::string(body.at(member).at("id").as_string()); };
    if (action == "create") return id_in(target == Target::matter ? "matter" : "meeting");
    if (action == "place_on_agenda" || action == "add_item") return id_in("item");
    if (action == "enter_post") return id_in("post");
    if (action == "register_person") return id_in("person");
    if (action == "issue_legality_opinion") return newest_opinion(body.at("matter"), "legality", person(login));
    if (action == "give_adviser_opinion") return newest_opinion(body.at("matter"), "adviser", person(login));
    return {};
}

void HttpDoor::remember(Target target, const std::string& action, const Subject& subject, const json::value& body) {
    if (target == Target::person && action == "enter_post") {
        posts_[PostId{std::string(body.at("post").at("id").as_string())}] = subject.person.value();
    }
    if (action != "reset_password") return;
    const std::string password(body.at("one_time_password").as_string());
    for (const auto& [login, id] : people_) {
        if (id == subject.person.value()) return server().take_one_time_password(login, password);
    }
}

DocumentId HttpDoor::document(const std::string& login, const std::string& text) {
    const auto answer = server().upload(login, text);
    fits_the_contract("upload_document", answer);
    return {std::string(json::parse(answer.body).at("id").as_string())};
}

json::value HttpDoor::read(std::string_view operation, const std::string& path) {
    const auto answer = server().get(reader, path);
    fits_the_contract(operation, answer);
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return json::parse(answer.body);
}

/// Of a post of the founding, which no answer has told: whoever lists it.
PersonId HttpDoor::holder_of(const PostId& post) {
    if (const auto known = posts_.find(post); known != posts_.end()) return known->second;
    const json::value people = read("list_people", "/people?limit=200");
    for (const json::value& each : people.at("items").as_array()) {
        const PersonId person{std::string(each.at("id").as_string())};
        const auto answer = server().get("secadmin", "/people/" + person.value + "/posts");
        fits_the_contract("list_posts", answer);
        const json::value held = json::parse(answer.body);
        for (const json::value& one : held.at("items").as_array()) {
            posts_[PostId{std::string(one.at("id").as_string())}] = person;
        }
    }
    return posts_.at(post);
}

PersonId HttpDoor::person(const std::string& login) {
    if (const auto known = people_.find(login); known != people_.end()) return known->second;
    const json::value found = read("list_people", "/people?q=" + login);
    for (const json::value& each : found.at("items").as_array()) {
        const PersonId id{std::string(each.at("id").as_string())};
        people_[std::string(each.at("login").as_string())] = id;
    }
    return people_.at(login);
}

UnitId HttpDoor::unit(const std::string& name) {
    const std::string path = "/organs/" + server().app().organ.value + "/units";
    const json::value units = read("list_units", path);
    for (const json::value& each : units.at("items").as_array()) {
        if (each.at("name") == json::value(name)) return {std::string(each.at("id").as_string())};
    }
    throw std::runtime_error("no unit is called " + name);
}

MatterView HttpDoor::matter(const MatterId& id) {
    return matter_view_of(read("get_matter", "/matters/" + id.value));
}

MeetingView HttpDoor::meeting(const MeetingId& id) {
    return meeting_view_of(read("get_meeting", "/meetings/" + id.value));
}

std::vector<std::string> HttpDoor::checklist(const MatterId& id) {
    return members_named("item", read("get_matter", "/matters/" + id.value).at("checklist"));
}

std::vector<std::string> HttpDoor::required_materials(const MatterId& id) {
    return members_named("kind", read("get_matter", "/matters/" + id.value).at("required_materials"));
}

}  // namespace shenyi::tests
