#include "tests/scenarios/expectations.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

std::vector<std::string> texts(const json::value& list) {
    std::vector<std::string> all;
    for (const json::value& each : list.as_array()) all.emplace_back(each.as_string());
    return all;
}

const Told* find(const std::vector<Told>& findings, std::string_view rule) {
    const auto found = std::ranges::find_if(findings, [&](const Told& one) { return one.is(rule); });
    return found == findings.end() ? nullptr : &*found;
}

void are_told(const json::object& step, std::string_view member, const std::vector<Told>& had,
              const std::string& about) {
    const json::value* wanted = step.if_contains(member);
    if (!wanted) return;
    for (const std::string& rule : texts(*wanted)) EXPECT_NE(find(had, rule), nullptr) << about << ": no " << rule;
}

/// Exactly these rules, each once, and no others.
void only(const json::value& wanted, const std::vector<Told>& had, const std::string& about) {
    std::vector<Told> left = had;
    for (const std::string& rule : texts(wanted)) {
        const auto found = std::ranges::find_if(left, [&](const Told& one) { return one.is(rule); });
        if (found == left.end()) {
            ADD_FAILURE() << about << ": no " << rule;
        } else {
            left.erase(found);
        }
    }
    EXPECT_TRUE(left.empty()) << about << ": and others";
}

/// Calls `compare` with each rule named under the member and what was told of it, refusals first.
template <class Compare>
void of_each(const json::object& step, std::string_view member, const StepResult& result, const std::string& about,
             Compare compare) {
    const json::value* wanted = step.if_contains(member);
    if (!wanted) return;
    for (const auto& [rule, value] : wanted->as_object()) {
        const Told* told = find(result.refusals, rule);
        if (!told) told = find(result.warnings, rule);
        if (told) {
            compare(*told, value);
        } else {
            ADD_FAILURE() << about << ": no " << rule;
        }
    }
}

void compare_facts(const Told& told, const json::value& wanted, const std::string& about) {
    for (const auto& [name, value] : wanted.as_object()) {
        const json::value* had = told.facts.if_contains(name);
        ASSERT_NE(had, nullptr) << about << ": no fact " << name;
        EXPECT_EQ(json::serialize(*had), json::serialize(value)) << about << ": " << name;
    }
}

void contains_all(const std::vector<std::string>& had, const json::value& wanted, const std::string& about) {
    for (const std::string& each : texts(wanted)) {
        EXPECT_NE(std::ranges::find(had, each), had.end()) << about << ": no " << each;
    }
}

std::string listed(const std::vector<workflow::PersonId>& people) {
    std::string list;
    for (const workflow::PersonId& person : people) list += " " + person.value;
    return list;
}

/// Of people who are named by their log-ins.
void are_people(Door& door, const json::value& wanted, std::vector<workflow::PersonId> had, std::string_view what) {
    std::vector<workflow::PersonId> people;
    for (const std::string& login : texts(wanted)) people.push_back(door.person(login));
    std::ranges::sort(people);
    std::ranges::sort(had);
    EXPECT_EQ(listed(had), listed(people)) << what;
}

template <class Number>
void is_number(const json::value& wanted, Number had, std::string_view what) {
    EXPECT_EQ(static_cast<std::int64_t>(had), wanted.as_int64()) << what;
}

void is_text(const json::value& wanted, const std::string& had, std::string_view what) {
    EXPECT_EQ(had, std::string(wanted.as_string())) << what;
}

bool check_matter(std::string_view what, const json::value& wanted, const Looked& at) {
    constexpr std::string_view known[] = {"stage", "version", "standing", "settled", "overdue", "marked"};
    if (std::ranges::find(known, what) == std::end(known)) return false;
    const MatterView matter = at.door.matter({at.matter});
    if (what == "stage") is_text(wanted, matter.stage, what);
    if (what == "version") is_number(wanted, matter.version, what);
    if (what == "standing") is_number(wanted, matter.standing, what);
    if (what == "marked") is_number(wanted, matter.marked, what);
    if (what == "overdue" && matter.overdue) is_text(wanted, *matter.overdue, what);
    if (what == "settled" && matter.settled) {
        const std::string version = wanted.is_string() ? std::string(wanted.get_string()) : json::serialize(wanted);
        EXPECT_EQ(*matter.settled, version) << what;
    }
    return true;
}

bool check_meeting(std::string_view what, const json::value& wanted, const Looked& at) {
    constexpr std::string_view known[] = {"meeting_stage", "due", "excluded"};
    if (std::ranges::find(known, what) == std::end(known)) return false;
    const MeetingView meeting = at.door.meeting({at.meeting});
    if (what == "meeting_stage") is_text(wanted, meeting.stage, what);
    if (what == "due") is_number(wanted, meeting.due, what);
    if (what == "excluded") are_people(at.door, wanted, meeting.excluded, what);
    return true;
}

void check_item(std::string_view what, const json::value& wanted, const Looked& at) {
    const MeetingView meeting = at.door.meeting({at.meeting});
    const auto found = meeting.items.find({at.item});
    ASSERT_NE(found, meeting.items.end()) << "no item " << at.item;
    const ItemView& item = found->second;
    if (what == "item_state") return is_text(wanted, item.state, what);
    if (what == "outcome") return is_text(wanted, item.outcome, what);
    if (what == "head_reasons") return is_text(wanted, item.head_reasons, what);
    if (what == "dissents") return is_number(wanted, item.dissenters.size(), what);
    if (what == "unconfirmed") return is_number(wanted, item.unconfirmed, what);
    if (what == "witnessed") return is_number(wanted, item.witnessed, what);
    if (what == "named_votes") return is_number(wanted, item.named_votes, what);
    if (what == "dissenters") return are_people(at.door, wanted, item.dissenters, what);
    if (what != "arithmetic") throw std::runtime_error("nothing is called " + std::string(what));
    for (const auto& [name, number] : wanted.as_object()) {
        const auto had = item.arithmetic.find(std::string(name));
        ASSERT_NE(had, item.arithmetic.end()) << name;
        is_number(number, had->second, name);
    }
}

}  // namespace

void check(const json::object& step, const StepResult& result, const std::string& what) {
    const std::string about = what + ": " + result.text();
    const bool fails = step.contains("refused") || step.contains("only") || step.contains("faulty") ||
                       step.contains("forbidden") || step.contains("unseen");
    EXPECT_EQ(result.accepted, !fails) << about;
    const bool unseen = step.contains("unseen");
    EXPECT_TRUE(unseen || result.not_your_role == step.contains("forbidden")) << about;
    EXPECT_TRUE(unseen || !result.unseen) << about;
    are_told(step, "refused", result.refusals, about);
    are_told(step, "warned", result.warnings, about);
    if (const json::value* wanted = step.if_contains("only")) only(*wanted, result.refusals, about);
    if (const json::value* wanted = step.if_contains("faulty")) {
        auto had = result.faults;
        auto pointers = texts(*wanted);
        std::ranges::sort(had);
        std::ranges::sort(pointers);
        EXPECT_EQ(had, pointers) << about;
    }
    of_each(step, "facts", result, about,
            [&](const Told& told, const json::value& wanted) { compare_facts(told, wanted, about); });
    of_each(step, "missing", result, about,
            [&](const Told& told, const json::value& wanted) { contains_all(told.missing, wanted, about); });
    of_each(step, "clears", result, about,
            [&](const Told& told, const json::value& wanted) { contains_all(told.clears, wanted, about); });
}

void check_views(const json::object& wanted, const Looked& at) {
    for (const auto& [name, value] : wanted) {
        if (check_matter(name, value, at) || check_meeting(name, value, at)) continue;
        check_item(name, value, at);
    }
}

}  // namespace shenyi::tests
