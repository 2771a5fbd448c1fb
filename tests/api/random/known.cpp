#include "tests/api/random/known.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

constexpr auto kinds = std::to_array<std::string_view>(
    {"mat", "mtg", "itm", "opn", "evt", "per", "unit", "org", "pst", "del", "clr", "prc", "adv", "tsk"});
/// More of a kind are not kept: the first ones are the demo's, of which there is most to tell.
constexpr std::size_t kept_max = 400;

/// The questions of a review stand as `item` in the list `checklist`; elsewhere an item is one of a meeting.
bool is_question(const json::object& object) {
    return object.size() == 2 && object.contains("item") && object.contains("text");
}

}  // namespace

void Known::learn(const json::value& answer, std::string_view member) {
    if (const auto* text = answer.if_string()) return learn_text(*text, member);
    if (const auto* list = answer.if_array()) {
        for (const json::value& each : *list) learn(each, member);
    }
    if (const auto* object = answer.if_object()) {
        if (is_question(*object) && object->at("item").is_string()) {
            return add("checklist", std::string(object->at("item").as_string()));
        }
        for (const auto& [name, value] : *object) learn(value, name);
    }
    const auto* number = answer.if_int64();
    if (number != nullptr && (member == "version" || member == "draft")) {
        drafts_ = std::max(drafts_, static_cast<int>(*number));
    }
}

void Known::learn_text(std::string_view text, std::string_view member) {
    if (member == "next_cursor") return add("cursor", std::string(text));
    if (member == "procedure") return add("procedure", std::string(text));
    if (text.starts_with("sha256:")) return add("sha256", std::string(text));
    const std::string_view kind = text.substr(0, text.find('_'));
    if (kind.size() < text.size() && std::ranges::find(kinds, kind) != kinds.end()) add(kind, std::string(text));
}

void Known::add(std::string_view kind, std::string value) {
    auto& of_kind = values_[std::string(kind)];
    if (of_kind.size() < kept_max && seen_.insert(std::string(kind) + ' ' + value).second) {
        of_kind.push_back(std::move(value));
    }
}

std::string Known::any(std::string_view kind, Dice& dice) const {
    const auto found = values_.find(kind);
    return found == values_.end() || found->second.empty() ? std::string() : dice.of(found->second);
}

}  // namespace shenyi::tests
