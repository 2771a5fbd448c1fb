#include "tests/scenarios/runner.hpp"

#include "storage/definitions/yaml_file.hpp"
#include "tests/scenarios/expectations.hpp"
#include "tests/support/source_folder.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

json::value tree_of(const std::filesystem::path& file) {
    auto read = storage::definitions::read_yaml(file);
    if (!read) throw std::runtime_error(storage::definitions::text_of(read.error()));
    return std::move(read->tree);
}

namespace {

std::filesystem::path folder() {
    return tests::source_folder() / "tests" / "scenarios";
}

std::string text(const json::object& step, std::string_view name, std::string otherwise = {}) {
    const json::value* member = step.if_contains(name);
    return member && member->is_string() ? std::string(member->get_string()) : otherwise;
}

/// `item.open` is the action `open` on an item; without a prefix it is on a matter.
std::pair<Target, std::string> split(const std::string& action) {
    static const std::map<std::string, Target> targets{
        {"meeting", Target::meeting}, {"item", Target::item}, {"organ", Target::organ}, {"person", Target::person}};
    const auto dot = action.find('.');
    if (dot == std::string::npos) return {Target::matter, action};
    return {targets.at(action.substr(0, dot)), action.substr(dot + 1)};
}

Setting setting_of(const json::object& scenario) {
    Setting setting;
    const json::value* rosters = scenario.if_contains("rosters");
    if (!rosters) return setting;
    for (const auto& [forum, members] : rosters->as_object()) {
        std::vector<std::string>& logins =
            setting.rosters[forum == "party_group" ? Forum::party_group : Forum::office_meeting];
        for (const json::value& login : members.as_array()) logins.emplace_back(login.as_string());
    }
    return setting;
}

class Play {
  public:
    Play(Door& door, const json::object& scenario)
        : door_(door), courses_(tree_of(folder() / "courses.yaml").as_object()) {
        const json::value* own = scenario.if_contains("courses");
        if (!own) return;
        for (const auto& [name, steps] : own->as_object()) courses_[name] = steps;
    }
    Play(Door& door, const json::object& scenario, const std::vector<unsigned>& whims) : Play(door, scenario) {
        whims_ = &whims;
    }
    Play(Door& door, const json::object& scenario, OtherSteps& others) : Play(door, scenario) { others_ = &others; }

    void run(const json::array& steps, const std::string& where) {
        for (std::size_t i = 0; i < steps.size(); ++i)
            step(steps[i].as_object(), where + " step " + std::to_string(i + 1));
    }

  private:
    void step(const json::object& step, const std::string& where) {
        SCOPED_TRACE(where);
        const auto meant = [this](const json::value& value) { return resolve(value, ""); };
        if (others_ && others_->take(step, meant)) return;
        if (step.contains("clock")) {
            const json::value now = resolve(step.at("clock"), "");
            door_.set_clock(parse_instant(now.as_string()).value());
        } else if (const json::value* names = step.if_contains("let")) {
            let(names->as_object());
        } else if (step.contains("course")) {
            course(step, where);
        } else if (step.contains("day")) {
            door_.set_clock(start_of(parse_date(text(step, "day")).value()));
            door_.begin_day();
        } else if (whims_) {
            if (step.contains("do") && used_ < whims_->size()) wander((*whims_)[used_++], step);
        } else if (step.contains("expect")) {
            expect(step.at("expect").as_object(), text(step, "on"));
        } else {
            act(step);
        }
    }

    void let(const json::object& names) {
        for (const auto& [name, value] : names) {
            const json::value meant = resolve(value, "");
            names_[name] = meant;
            const bool is_item = meant.is_string() && meant.get_string().starts_with("itm_");
            if (is_item) names_[std::string(name) + "_meeting"] = names_["meeting"];
        }
    }

    void course(const json::object& step, const std::string& where) {
        for (const auto& [name, value] : step) {
            if (name != "course" && (!whims_ || is_known(value))) names_[std::string(name)] = resolve(value, "drafter");
        }
        const std::string name = text(step, "course");
        const json::value* steps = courses_.if_contains(name);
        if (!steps) throw std::runtime_error("no course " + name);
        run(steps->as_array(), where + " " + name);
    }

    Subject subject_for(Target target, const std::string& action, const std::string& on) {
        const auto named = [&](const std::string& otherwise) {
            const std::string name = on.empty() ? otherwise : on;
            const auto found = names_.find(name);
            return found == names_.end() ? std::string() : std::string(found->second.as_string());
        };
        Subject subject;
        if (target == Target::matter && action != "create") subject.matter = MatterId{named("matter")};
        if (target == Target::meeting && action != "create") subject.meeting = MeetingId{named("meeting")};
        if (target == Target::item) {
            subject.item = ItemId{named("item")};
            subject.meeting = MeetingId{std::string(names_.at(on.empty() ? "meeting" : on + "_meeting").as_string())};
        }
        if (target == Target::person && !on.empty()) {
            if (on.starts_with("post")) {
                subject.post = PostId{named("")};
            } else {
                subject.person = door_.person(on);
            }
        }
        if (target == Target::organ && action == "confirm_calendar") subject.year = std::stoi(on);
        return subject;
    }

    void wander(unsigned whim, const json::object& step) {
        static const std::vector<std::string> others{"drafter", "chief",    "legal",    "adviser",
                                                     "office",  "recorder", "director", "sysadmin"};
        constexpr unsigned kinds = 8;
        const json::value* with = step.if_contains("with");
        if (whim % kinds == 0 || (with && !is_known(*with))) return;
        if (text(step, "do").starts_with("item.") && !names_.contains(text(step, "on", "item") + "_meeting")) return;
        json::object taken = step;
        if (whim % kinds == 1) taken["as"] = others[whim / kinds % others.size()];
        act(taken);
        if (whim % kinds == 2) act(taken);
    }

    /// Whether the newest matter has a draft, and so its procedure, which says what is to be answered and handed in.
    bool has_draft() const {
        const auto found = names_.find("matter");
        return found != names_.end() && door_.matter(MatterId{std::string(found->second.as_string())}).version > 0;
    }

    /// Whether everything that a body speaks of was saved before.
    bool is_known(const json::value& value) const {
        if (const auto* string = value.if_string()) {
            const std::string_view view(*string);
            if (!view.starts_with('$')) return true;
            if (view == "$answers" || view == "$materials") return has_draft();
            return names_.contains(std::string(view.substr(1)));
        }
        if (const auto* list = value.if_array()) {
            return std::ranges::all_of(*list, [this](const json::value& each) { return is_known(each); });
        }
        const auto* object = value.if_object();
        return !object || std::ranges::all_of(*object, [this](const auto& member) { return is_known(member.value()); });
    }

    void act(const json::object& step) {
        const std::string login = text(step, "as");
        const auto [target, action] = split(text(step, "do"));
        const json::value* with = step.if_contains("with");
        const json::value body = with ? resolve(*with, login) : json::value(json::object{});
        const StepResult result = door_.act(login, target, action, subject_for(target, action, text(step, "on")), body);
        if (!whims_) check(step, result, login + " " + text(step, "do"));
        if (!result.event.empty()) names_["event"] = json::value(result.event);
        if (result.created.empty()) return;
        const std::string name = text(step, "save", kind_of(result.created));
        names_[name] = json::value(result.created);
        if (result.created.starts_with("itm_")) names_[name + "_meeting"] = names_["meeting"];
        if (const std::string kind = kind_of(result.created); kind != name) names_[kind] = json::value(result.created);
    }

    static std::string kind_of(const std::string& id) {
        static const std::map<std::string, std::string> kinds{
            {"mat_", "matter"}, {"mtg_", "meeting"}, {"itm_", "item"}, {"opn_", "opinion"}, {"pst_", "post"}};
        const auto found = kinds.find(id.substr(0, 4));
        return found == kinds.end() ? "created" : found->second;
    }

    void expect(const json::object& wanted, const std::string& on) {
        const auto named = [&](const std::string& name) {
            const auto found = names_.find(name);
            return found == names_.end() ? std::string() : std::string(found->second.as_string());
        };
        Looked at{.door = door_, .matter = named("matter"), .meeting = named("meeting"), .item = named("item")};
        if (const std::string id = named(on); id.starts_with("itm_")) {
            at.item = id;
            at.meeting = named(on + "_meeting");
        } else if (id.starts_with("mtg_")) {
            at.meeting = id;
        } else if (!id.empty()) {
            at.matter = id;
        }
        check_views(wanted, at);
    }

    json::value resolve(const json::value& value, const std::string& login) {
        if (const auto* string = value.if_string()) {
            const std::string_view view(*string);
            if (!view.starts_with('$')) return value;
            const std::string name(view.substr(1));
            if (name == "answers") return answers();
            if (name == "materials") return materials(login);
            const auto found = names_.find(name);
            if (found == names_.end()) throw std::runtime_error("nothing was saved as " + name);
            return found->second;
        }
        if (const auto* list = value.if_array()) {
            json::array all;
            for (const json::value& each : *list) all.push_back(resolve(each, login));
            return all;
        }
        if (const auto* object = value.if_object()) {
            if (object->size() == 1 && object->contains("document") && object->at("document").is_string()) {
                const json::value content = resolve(object->at("document"), login);
                return json::value(door_.document(login, std::string(content.as_string())).value);
            }
            if (object->size() == 2 && object->contains("document") && object->contains("by")) {
                const std::string by(object->at("by").as_string());
                return json::value(door_.document(by, std::string(object->at("document").as_string())).value);
            }
            if (object->size() == 1 && object->contains("person")) {
                return json::value(door_.person(std::string(resolve(object->at("person"), login).as_string())).value);
            }
            if (object->size() == 1 && object->contains("unit")) {
                return json::value(door_.unit(std::string(object->at("unit").as_string())).value);
            }
            json::object all;
            for (const auto& [name, each] : *object) all[name] = resolve(each, login);
            return all;
        }
        return value;
    }

    json::value answers() {
        json::array all;
        for (const std::string& item : door_.checklist(MatterId{std::string(names_.at("matter").as_string())})) {
            all.push_back(json::object{{"item", item}, {"finding", "met"}, {"reason", "符合规定"}});
        }
        return all;
    }

    json::value materials(const std::string& login) {
        json::array all;
        for (const std::string& name :
             door_.required_materials(MatterId{std::string(names_.at("matter").as_string())})) {
            all.push_back(
                json::object{{"kind", name},
                             {"document", door_.document(login, "送审材料:" + name + std::to_string(++count_)).value}});
        }
        return all;
    }

    Door& door_;
    const std::vector<unsigned>* whims_ = nullptr;
    OtherSteps* others_ = nullptr;
    std::size_t used_ = 0;
    json::object courses_;
    std::map<std::string, json::value> names_;
    int count_ = 0;
};

}  // namespace

std::vector<std::filesystem::path> scenario_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("S-") && name.ends_with(".yaml")) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string name_of(const std::filesystem::path& file) {
    std::string name = file.stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

namespace {

/// When a scenario begins that names no moment.
constexpr auto first_moment = "2026-03-02T09:00:00+08:00";

void play(const json::object& scenario, const std::string& name, Door& door, Play play) {
    const json::array& steps = scenario.at("steps").as_array();
    const bool has_clock = !steps.empty() && steps.front().as_object().contains("clock");
    if (!has_clock) door.set_clock(*parse_instant(first_moment));
    play.run(steps, name);
}

void play(const json::object& scenario, const std::string& name, Door& door) {
    play(scenario, name, door, Play(door, scenario));
}

}  // namespace

std::unique_ptr<Door> play(const std::filesystem::path& file,
                           const std::function<std::unique_ptr<Door>(const Setting&)>& open) {
    const json::value scenario = tree_of(file);
    auto door = open(setting_of(scenario.as_object()));
    play(scenario.as_object(), file.stem().string(), *door);
    return door;
}

void play(const std::filesystem::path& file, Door& door) {
    play(tree_of(file).as_object(), file.stem().string(), door);
}

void play(const json::object& scenario, const std::string& name, Door& door, OtherSteps& others) {
    play(scenario, name, door, Play(door, scenario, others));
}

void wander(const std::filesystem::path& file, Door& door, const std::vector<unsigned>& whims) {
    const json::value scenario = tree_of(file);
    door.set_clock(*parse_instant(first_moment));
    Play(door, scenario.as_object(), whims).run(scenario.as_object().at("steps").as_array(), file.stem().string());
}

}  // namespace shenyi::tests
