#include "tests/scenarios/http_answers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

namespace {

/// Whether a text can have come from a template: its fixed pieces stand in it one after the other, the first and the
/// last at the ends. A placeholder that was given nothing shows as ⟨name⟩.
bool fits(std::string_view pattern, std::string_view text) {
    constexpr std::string_view opening = "⟨";
    constexpr std::string_view closing = "⟩";
    bool at_start = true;
    while (true) {
        const auto placeholder = pattern.find(opening);
        const std::string_view piece = pattern.substr(0, placeholder);
        if (placeholder == std::string_view::npos) return at_start ? text == piece : text.ends_with(piece);
        const auto found = text.find(piece);
        if (found == std::string_view::npos || (at_start && found != 0)) return false;
        text.remove_prefix(found + piece.size());
        pattern.remove_prefix(pattern.find(closing, placeholder) + closing.size());
        at_start = false;
    }
}

std::vector<PersonId> people_in(std::string_view name, const json::value& list) {
    std::vector<PersonId> people;
    for (std::string& each : members_named(name, list)) people.push_back({std::move(each)});
    return people;
}

ItemView item_view_of(const json::value& item) {
    ItemView view{.state = std::string(item.at("state").as_string())};
    if (item.at("outcome").is_string()) view.outcome = item.at("outcome").as_string();
    view.arithmetic = arithmetic_of(item.at("arithmetic"));
    if (const json::value& ballot = item.at("ballot"); !ballot.is_null()) {
        if (view.arithmetic.empty()) view.arithmetic = arithmetic_of(ballot.at("arithmetic"));
        view.named_votes = static_cast<int>(ballot.at("votes").as_array().size());
    }
    view.dissenters = people_in("person", item.at("dissent"));
    for (const json::value& dissent : item.at("dissent").as_array()) {
        if (!dissent.at("confirmed").as_bool()) ++view.unconfirmed;
        if (!dissent.at("witnesses").as_array().empty()) ++view.witnessed;
    }
    const json::value& decision = item.at("head_decision");
    if (!decision.is_null() && decision.at("head_reasons").is_string()) {
        view.head_reasons = decision.at("head_reasons").as_string();
    }
    return view;
}

}  // namespace

std::vector<std::string> variants_fitting(const storage::definitions::Messages& messages, std::string_view rule,
                                          std::string_view message) {
    std::vector<std::string> fitting;
    for (const std::string& key : messages.keys()) {
        const bool of_rule = key == rule || key.starts_with(std::string(rule) + ".");
        if (of_rule && fits(messages.render("zh-CN", key), message)) fitting.push_back(key);
    }
    return fitting;
}

std::vector<std::string> members_named(std::string_view name, const json::value& list) {
    std::vector<std::string> all;
    for (const json::value& each : list.as_array()) all.emplace_back(each.at(name).as_string());
    return all;
}

std::string newest_opinion(const json::value& matter, std::string_view kind, const PersonId& author) {
    std::string newest;
    for (const json::value& opinion : matter.at("opinions").as_array()) {
        const bool own = opinion.at("kind") == json::value(kind) && opinion.at("author") == json::value(author.value);
        if (own) newest = opinion.at("id").as_string();
    }
    return newest;
}

MatterView matter_view_of(const json::value& matter) {
    MatterView view{.stage = std::string(matter.at("stage").as_string()),
                    .version = static_cast<int>(matter.at("drafts").as_array().size())};
    const json::value& clearance = matter.at("clearance");
    view.standing = !clearance.is_null() && clearance.at("standing").as_bool();
    for (const json::value& opinion : matter.at("opinions").as_array()) {
        if (opinion.as_object().contains("password_reset_at")) ++view.marked;
    }
    return view;
}

MeetingView meeting_view_of(const json::value& meeting) {
    MeetingView view{.stage = std::string(meeting.at("stage").as_string()),
                     .due = static_cast<int>(meeting.at("due").as_array().size()),
                     .excluded = people_in("person", meeting.at("excluded"))};
    for (const json::value& item : meeting.at("items").as_array()) {
        view.items.emplace(ItemId{std::string(item.at("id").as_string())}, item_view_of(item));
    }
    return view;
}

}  // namespace shenyi::tests
