#include "workflow/rules/reworded.hpp"

#include "workflow/code_points.hpp"
#include "workflow/numerals.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace shenyi::workflow::rules {

namespace {

/// What is decided of each clause, by its key.
using Decided = std::map<std::string, std::vector<std::string>>;

/// More than a few words are the clause's own, whatever they speak of.
constexpr std::size_t deletion_code_points_max = 10;

bool bears_number(const std::string& key) {
    return !key.empty() && key.find_first_not_of("0123456789-") == std::string::npos;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
    return lines;
}

/// Of a text for several clauses the part that bears the clause's number, the whole where none does.
std::string part_for(const std::string& text, const std::string& key) {
    const std::vector<Clause> parts = clauses_of(lines_of(text));
    const auto own = std::ranges::find(parts, key, &Clause::key);
    return own == parts.end() ? text : own->text;
}

/// What one forum decided of which clause.
Decided decided_by(const Placement& placement) {
    Decided decided;
    for (const Amendment& amendment : placement.amendments) {
        std::set<std::string> keys = clause_keys(amendment.clause);
        std::erase_if(keys, [](const std::string& key) { return !bears_number(key); });
        for (const std::string& key : keys) {
            std::vector<std::string>& texts = decided[key];
            if (is_blank(amendment.text)) continue;
            texts.push_back(keys.size() == 1 ? *amendment.text : part_for(*amendment.text, key));
        }
    }
    return decided;
}

/// What the meetings decided in the versions which `from` continues: of a clause that two of them reworded, the later.
Decided decided_of(const Matter& matter, int from) {
    const std::vector<int> versions = matter.continued_by(from);
    Decided decided;
    for (const Placement& placement : matter.placements) {
        const bool amended = placement.outcome == Outcome::adopted_as_amended;
        if (!amended || std::ranges::find(versions, placement.version) == versions.end()) continue;
        for (auto& [key, texts] : decided_by(placement)) decided[key] = std::move(texts);
    }
    return decided;
}

/// Part of a number itself: 元, % and ‰ measure it and end it.
bool is_figure(char32_t code_point) {
    return is_numeral(code_point) && !is_one_of(U"元%％‰", code_point);
}

/// Whether a number goes on across the border before `border`: 二千 in 十二千, 5 in 1.5.
bool cuts_number(std::u32string_view text, std::size_t border) {
    if (border == 0 || border >= text.size()) return false;
    const char32_t before = text[border - 1];
    const char32_t behind = text[border];
    if (is_figure(before) && is_figure(behind)) return true;
    constexpr std::u32string_view points = U".．/／";
    const bool point_before = is_one_of(points, before) && border > 1 && is_figure(text[border - 2]);
    const bool point_behind = is_one_of(points, behind) && border + 1 < text.size() && is_figure(text[border + 1]);
    return (point_before && is_figure(behind)) || (is_figure(before) && point_behind);
}

bool carries(std::u32string_view clause, std::u32string_view wording) {
    for (auto at = clause.find(wording); at != clause.npos; at = clause.find(wording, at + 1)) {
        const bool turned_round = at > 0 && is_one_of(U"不未无非勿免", clause[at - 1]);
        if (!turned_round && !cuts_number(clause, at) && !cuts_number(clause, at + wording.size())) return true;
    }
    return false;
}

/// Whether an amendment only says that the clause goes: 删去本条.
bool deletes(std::u32string_view wording) {
    return wording.size() <= deletion_code_points_max &&
           (is_one_of(wording, U'删') || wording.find(U"取消") != wording.npos);
}

std::optional<Misread> misread(std::span<const Clause> filed, const std::string& key, const std::string& text) {
    const std::u32string wording = wording_of({.key = key, .text = text});
    if (wording.empty()) return std::nullopt;
    const auto own = std::ranges::find(filed, key, &Clause::key);
    if (own == filed.end()) {
        return deletes(wording) ? std::nullopt : std::optional(Misread{.clause = key, .decided = text, .filed = {}});
    }
    if (carries(wording_of(*own), wording)) return std::nullopt;
    return Misread{.clause = key, .decided = text, .filed = own->text};
}

}  // namespace

std::vector<Misread> clauses_misread(const Matter& matter, int from, std::span<const Clause> filed) {
    std::vector<Misread> all;
    for (const auto& [key, texts] : decided_of(matter, from)) {
        for (const std::string& text : texts) {
            if (auto found = misread(filed, key, text)) all.push_back(*std::move(found));
        }
    }
    return all;
}

}  // namespace shenyi::workflow::rules
