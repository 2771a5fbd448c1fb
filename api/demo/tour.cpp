#include "api/demo/tour.hpp"

#include "workflow/dates.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace shenyi::api::demo {
namespace {

namespace json = boost::json;

/// Who moves the clock and looks at what everybody may see.
const std::string guide = "office";
/// Who looks where whole matters are shown.
const std::string witness = "inspector";

/// Where an action is sent, and what its tag is of.
struct Address {
    std::string path;
    std::string resource;
};

Address address_of(const Step& step, const Names& names) {
    const std::string action = step.text("do");
    const auto dot = action.find('.');
    const std::string target = dot == std::string::npos ? "matter" : action.substr(0, dot);
    const std::string name = dot == std::string::npos ? action : action.substr(dot + 1);
    if (target == "person") return {.path = "/people/per_" + step.text("on") + "/" + name, .resource = {}};
    if (name == "create") return {.path = target == "matter" ? "/matters" : "/meetings", .resource = {}};
    const std::string id = names.value_of(step.text("on", target), step);
    if (target == "item") {
        const std::string meeting = "/meetings/" + names.meeting_of(id);
        return {.path = meeting + "/items/" + id + "/actions/" + name, .resource = meeting};
    }
    const std::string resource = (target == "matter" ? "/matters/" : "/meetings/") + id;
    return {.path = resource + "/actions/" + name, .resource = resource};
}

bool has_rule(const json::object& body, const std::string& rule) {
    const json::value* findings = body.if_contains("findings");
    return findings != nullptr && std::ranges::any_of(findings->as_array(), [&](const json::value& finding) {
               return finding.at("rule") == json::value(rule);
           });
}

/// The item of an answer's meeting; null where there is none.
const json::value* item_in(const json::object& body, const std::string& id) {
    const json::value* meeting = body.if_contains("meeting");
    if (meeting == nullptr || !meeting->is_object()) return nullptr;
    const json::array& items = meeting->at("items").as_array();
    const auto found =
        std::ranges::find_if(items, [&](const json::value& one) { return one.at("id") == json::value(id); });
    return found == items.end() ? nullptr : &*found;
}

int wanted_status(const Step& step) {
    if (step.what.contains("refused")) return 409;
    if (step.what.contains("forbidden")) return 403;
    if (step.what.contains("hidden")) return 404;
    const std::string action = step.text("do");
    return action == "create" || action == "meeting.create" || action == "person.posts" ? 201 : 200;
}

}  // namespace

Tour::Tour(Visitors& visitors, TourPage& page, const std::filesystem::path& documents, std::function<void()> next_part)
    : visitors_(visitors), page_(page), names_(*this, documents), next_part_(std::move(next_part)) {}

std::vector<std::string> Tour::walk(const json::value& script) {
    page_.know_people(visitors_.read(guide, "/people?limit=200"));
    page_.title(script.at("title"));
    const json::value* courses = script.as_object().if_contains("courses");
    const json::object none;
    for (const Step& one : unfolded(script.at("steps").as_array(), courses != nullptr ? courses->as_object() : none,
                                    "matter", "tour.yaml")) {
        step(one);
    }
    page_.end(script.at("end"), faults_);
    return std::move(faults_);
}

void Tour::step(const Step& step) {
    if (const json::value* heading = step.what.if_contains("part")) {
        if (parts_ > 0) next_part_();
        page_.part(++parts_, *heading);
    } else if (const json::value* words = step.what.if_contains("say")) {
        page_.say(*words);
    } else if (step.what.contains("clock")) {
        move_clock(step);
    } else if (step.what.contains("look")) {
        look(step);
    } else {
        act(step);
    }
}

void Tour::act(const Step& step) {
    const json::value* with = step.what.if_contains("with");
    const json::value body = with != nullptr ? with_times(names_.resolved(*with, step)) : json::value(json::object{});
    const Address address = address_of(step, names_);
    const http::ClientAnswer answer = visitors_.post(step.text("as"), address.path, body, address.resource);
    page_.asked(step.text("as"), step.text("do"), "POST /api/v1" + address.path, body, step.what.contains("quiet"));
    const json::object answered = answer.body.empty() ? json::object{} : json::parse(answer.body).as_object();
    check(step, answer, answered);
    tell(step, answer, answered);
    if (answer.status < 300) keep(step, answered);
}

void Tour::check(const Step& step, const http::ClientAnswer& answer, const json::object& body) {
    const int wanted = wanted_status(step);
    const std::string what = step.where + " (" + step.text("as") + " " + step.text("do") + ")";
    if (answer.status != wanted) {
        faults_.push_back(what + ": " + std::to_string(wanted) + " expected, not " + answer.body);
        if (wanted < 300) throw ScriptFault(faults_.back());
    }
    for (const std::string& rule : step.texts("refused")) {
        if (!has_rule(body, rule)) faults_.push_back(what + ": no finding under " + rule);
    }
    for (const std::string& rule : step.texts("warned")) {
        const json::array& warnings = body.at("warnings").as_array();
        const auto same = [&](const json::value& one) { return one.at("rule") == json::value(rule); };
        if (std::ranges::none_of(warnings, same)) faults_.push_back(what + ": no warning under " + rule);
    }
    if (const json::value* stage = step.what.if_contains("stage"); stage != nullptr && body.contains("matter")) {
        if (body.at("matter").at("stage") != *stage) faults_.push_back(what + ": not " + step.text("stage"));
    }
}

void Tour::keep(const Step& step, const json::object& body) {
    const std::string action = step.text("do");
    if (action == "create") names_.save(step, std::string(body.at("matter").at("id").as_string()));
    if (action == "meeting.create") names_.save(step, std::string(body.at("meeting").at("id").as_string()));
    if (const json::value* item = body.if_contains("item"); item != nullptr && action == "place_on_agenda") {
        const std::string id(item->at("id").as_string());
        names_.save(step, id);
        names_.save_meeting_of(
            id, names_.value_of(std::string(step.what.at("with").at("meeting").as_string()).substr(1), step));
    }
    if (action == "give_adviser_opinion") save_opinion(step, "adviser");
    if (action == "issue_legality_opinion") save_opinion(step, "legality");
}

void Tour::save_opinion(const Step& step, std::string_view kind) {
    const json::value matter = visitors_.read(witness, "/matters/" + names_.value_of("matter", step));
    const json::array& opinions = matter.at("opinions").as_array();
    const auto newest = std::find_if(opinions.rbegin(), opinions.rend(),
                                     [&](const json::value& one) { return one.at("kind") == json::value(kind); });
    if (newest != opinions.rend()) names_.save(step, std::string(newest->at("id").as_string()));
}

void Tour::tell(const Step& step, const http::ClientAnswer& answer, const json::object& body) {
    if (answer.status == 409) return page_.refused(body);
    if (answer.status >= 400) return page_.turned_away(answer.status, body);
    const std::string action = step.text("do");
    page_.done(answer.status, body, step.what.contains("quiet"));
    if (step.what.contains("quiet")) return;
    if (action != "item.decide" && action != "item.close_ballot" && action != "item.confirm_dissent") return;
    if (const json::value* item = item_in(body, names_.value_of(step.text("on", "item"), step))) page_.decision(*item);
}

void Tour::look(const Step& step) {
    const std::string page = step.text("look");
    const std::string login = step.text("as", witness);
    const bool meeting = page == "meeting";
    const std::string id = names_.value_of(step.text("of", meeting ? "meeting" : "matter"), step);
    std::string path = (meeting ? "/meetings/" : "/matters/") + id;
    if (!meeting) path += "/" + page;
    if (page == "history") path += "?limit=200";
    if (page == "gate") path += "?meeting=" + names_.value_of(step.text("meeting"), step);
    const http::ClientAnswer answer = visitors_.get(login, path);
    page_.asked(login, "", "GET /api/v1" + path, {}, false);
    if (answer.status != 200) {
        faults_.push_back(step.where + ": GET " + path + ": " + std::to_string(answer.status));
        return;
    }
    page_.show(page, json::parse(answer.body));
}

void Tour::move_clock(const Step& step) {
    const json::value& to = step.what.at("clock");
    json::object body{{"advance_working_days", to}};
    if (to.is_string()) {
        const std::string id = names_.value_of(std::string(to.as_string()), step);
        body = {{"now", visitors_.read(guide, "/meetings/" + id).at("held_at")}};
    }
    const http::ClientAnswer answer = visitors_.post(guide, "/demo/clock", body);
    if (answer.status != 200) throw ScriptFault(step.where + ": the demo clock: " + answer.body);
    page_.clock(std::string(json::parse(answer.body).at("now").as_string()));
}

json::value Tour::with_times(const json::value& value) {
    if (const auto* list = value.if_array()) {
        json::array all;
        for (const json::value& each : *list) all.push_back(with_times(each));
        return all;
    }
    const auto* object = value.if_object();
    if (object == nullptr) return value;
    if (object->contains("day") && object->contains("at")) {
        const auto now = workflow::parse_instant(visitors_.read(guide, "/demo/clock").at("now").as_string());
        std::chrono::sys_days day =
            std::chrono::sys_days(workflow::date_of(now.value())) + std::chrono::days(object->at("day").as_int64());
        while (std::chrono::weekday(day).iso_encoding() > 5) day += std::chrono::days(1);
        return json::value(workflow::iso(workflow::Date(day)) + "T" + std::string(object->at("at").as_string()) +
                           ":00+08:00");
    }
    json::object all;
    for (const auto& [name, each] : *object) all[name] = with_times(each);
    return all;
}

std::string Tour::hand_in(const std::string& login, const Paper& paper) {
    page_.handed_in(login, paper.name);
    return visitors_.upload(login, paper);
}

std::vector<std::string> Tour::checklist(const std::string& matter) {
    std::vector<std::string> items;
    const json::value read = visitors_.read("legal", "/matters/" + matter);
    for (const json::value& item : read.at("checklist").as_array()) items.emplace_back(item.at("item").as_string());
    return items;
}

}  // namespace shenyi::api::demo
