#include "api/demo/script.hpp"

#include "storage/definitions/bureau.hpp"
#include "storage/definitions/yaml_file.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace shenyi::api::demo {
namespace {

namespace json = boost::json;

/// Courses in one another; deeper is a course that holds itself.
constexpr int courses_deep_max = 8;

json::value id_of_person(const json::value& login) {
    return json::value(storage::definitions::founding_person(std::string(login.as_string())).value);
}

/// Parameters of a course, its own names among them, in the words of who calls it.
json::object parameters_of(const json::object& call, const json::object& outer) {
    json::object parameters;
    for (const auto& [name, value] : call) {
        const auto* text = value.if_string();
        const bool passed_on = text != nullptr && text->starts_with('$') && outer.contains(text->subview(1));
        parameters[name] = passed_on ? outer.at(text->subview(1)) : value;
    }
    return parameters;
}

void unfold(const json::array& steps, const json::object& courses, const Step& like, int deep, std::vector<Step>& out) {
    if (deep > courses_deep_max) throw ScriptFault(like.where + ": courses too deep in one another");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        Step step = like;
        step.what = steps[i].as_object();
        step.where = like.where + ", step " + std::to_string(i + 1);
        const std::string course = step.text("course");
        if (course.empty()) {
            out.push_back(std::move(step));
            continue;
        }
        const json::value* found = courses.if_contains(course);
        if (found == nullptr) throw ScriptFault(step.where + ": no course " + course);
        step.parameters = parameters_of(step.what, like.parameters);
        step.where += " " + course;
        unfold(found->as_array(), courses, step, deep + 1, out);
    }
}

std::string replaced(std::string text, const json::array& changes, const std::string& where) {
    for (const json::value& change : changes) {
        const std::string from(change.as_array().at(0).as_string());
        const auto at = text.find(from);
        if (at == std::string::npos) throw ScriptFault(where + ": the paper does not say " + from);
        text.replace(at, from.size(), change.as_array().at(1).as_string());
    }
    return text;
}

}  // namespace

std::string Step::text(std::string_view name, std::string_view otherwise) const {
    const json::value* member = what.if_contains(name);
    if (member != nullptr && member->is_string() && member->get_string().starts_with('$')) {
        const json::value* parameter = parameters.if_contains(member->get_string().subview(1));
        if (parameter != nullptr) member = parameter;
    }
    return std::string(member != nullptr && member->is_string() ? std::string_view(member->get_string()) : otherwise);
}

std::vector<std::string> Step::texts(std::string_view name) const {
    std::vector<std::string> all;
    if (const json::value* member = what.if_contains(name)) {
        for (const json::value& each : member->as_array()) all.emplace_back(each.as_string());
    }
    return all;
}

std::vector<Step> unfolded(const json::array& steps, const json::object& courses, const std::string& block,
                           const std::string& where) {
    std::vector<Step> out;
    unfold(steps, courses, Step{.what = {}, .parameters = {}, .block = block, .where = where}, 0, out);
    return out;
}

json::value read_script(const std::filesystem::path& file) {
    auto read = storage::definitions::read_yaml(file);
    if (!read) throw ScriptFault(storage::definitions::text_of(read.error()));
    return std::move(read->tree);
}

const json::value* Names::find(const std::string& name, const Step& step) const {
    if (const json::value* parameter = step.parameters.if_contains(name)) return parameter;
    for (const std::string& full : {step.block + "." + name, name}) {
        if (const auto found = saved_.find(full); found != saved_.end()) return &found->second;
    }
    return nullptr;
}

std::string Names::value_of(const std::string& name, const Step& step) const {
    const json::value* found = find(name, step);
    if (found == nullptr || !found->is_string()) throw ScriptFault(step.where + ": nothing is called " + name);
    const std::string_view text(found->get_string());
    return text.starts_with('$') ? value_of(std::string(text.substr(1)), step) : std::string(text);
}

void Names::save(const Step& step, const std::string& created) {
    const auto starts = [&](std::string_view prefix) { return created.starts_with(prefix); };
    std::string name = step.block;
    if (starts("itm_")) name += ".item";
    if (starts("opn_")) name += step.text("do") == "give_adviser_opinion" ? ".advice" : ".opinion";
    saved_[step.text("save", name)] = json::value(created);
}

std::string Names::meeting_of(const std::string& item) const {
    const auto found = meetings_.find(item);
    if (found == meetings_.end()) throw ScriptFault("no meeting has the item " + item);
    return found->second;
}

json::value Names::resolved(const json::value& value, const Step& step) const {
    if (const auto* text = value.if_string()) {
        if (!text->starts_with('$')) return value;
        const std::string name(text->subview(1));
        const json::value* found = find(name, step);
        if (found == nullptr) throw ScriptFault(step.where + ": nothing is called " + name);
        return resolved(*found, step);
    }
    if (const auto* list = value.if_array()) {
        json::array all;
        for (const json::value& each : *list) all.push_back(resolved(each, step));
        return all;
    }
    if (const auto* object = value.if_object()) return resolved_object(*object, step);
    return value;
}

json::value Names::resolved_object(const json::object& object, const Step& step) const {
    const auto alone = [&](std::string_view name) {
        return object.size() == 1 && object.contains(name) ? &object.at(name) : nullptr;
    };
    if (const auto* login = alone("person"); login != nullptr && login->is_string()) {
        return id_of_person(resolved(*login, step));
    }
    if (const auto* logins = alone("people")) {
        json::array all;
        for (const json::value& login : logins->as_array()) all.push_back(id_of_person(resolved(login, step)));
        return all;
    }
    if (const auto* reasons = alone("answers")) return answers(resolved(*reasons, step).as_object(), step);
    if (object.contains("paper") || object.contains("titled")) {
        return json::value(place_.hand_in(step.text("as"), paper_of(object, step)));
    }
    json::object all;
    for (const auto& [name, each] : object) all[name] = resolved(each, step);
    return all;
}

Paper Names::paper_of(const json::object& object, const Step& step) const {
    const auto text_of = [&](std::string_view name) {
        return std::string(resolved(object.at(name), step).as_string());
    };
    if (!object.contains("paper")) return {.name = text_of("titled") + ".txt", .text = text_of("text")};
    const std::string name = text_of("paper");
    std::ifstream in(documents_ / name, std::ios::binary);
    if (!in) throw ScriptFault(step.where + ": there is no paper " + name);
    Paper paper{.name = name, .text = std::string(std::istreambuf_iterator<char>(in), {})};
    if (const json::value* changes = object.if_contains("change")) {
        paper.text = replaced(std::move(paper.text), changes->as_array(), step.where);
    }
    return paper;
}

json::value Names::answers(const json::object& reasons, const Step& step) const {
    json::array all;
    for (const std::string& item : place_.checklist(value_of(step.text("on", step.block), step))) {
        const json::value* own = reasons.if_contains(item);
        const json::value* otherwise = reasons.if_contains("all");
        const json::value* reason = own != nullptr ? own : otherwise;
        if (reason == nullptr) throw ScriptFault(step.where + ": no answer to " + item);
        const bool not_met = reason->as_string().starts_with("不符合");
        all.push_back(json::object{{"item", item}, {"finding", not_met ? "not_met" : "met"}, {"reason", *reason}});
    }
    return all;
}

}  // namespace shenyi::api::demo
