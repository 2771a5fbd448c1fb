#include "workflow/rules/amended.hpp"

#include "workflow/code_points.hpp"
#include "workflow/numerals.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

constexpr std::array<std::u32string_view, 4> deletions{U"删去", U"删除", U"删掉", U"取消"};

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

Clause as_clause(const Rewording& rewording) {
    return {.key = rewording.place.clause, .text = rewording.text};
}

/// The words without white space and punctuation.
std::u32string bare(const std::string& text) {
    std::u32string words = code_points_of(text);
    std::erase_if(words, [](char32_t code_point) { return is_white_space(code_point) || is_punctuation(code_point); });
    return words;
}

/// What a text says that is to go, where it says that anything is: 删去本条, 第二款予以删除, 删去.
std::optional<std::u32string> deleted_by(const std::string& text) {
    std::u32string words = bare(text);
    for (const std::u32string_view verb : deletions) {
        if (words.starts_with(verb)) return words.substr(verb.size());
        if (!words.ends_with(verb)) continue;
        words.resize(words.size() - verb.size());
        if (words.ends_with(U"予以")) words.resize(words.size() - 2);
        return words;
    }
    return std::nullopt;
}

/// Whether it says no more than that its place goes.
bool deletes(const Rewording& rewording) {
    const auto what = deleted_by(rewording.text);
    if (!what) return false;
    constexpr std::array<std::u32string_view, 4> pointers{U"本", U"该", U"此", U"全"};
    const char32_t unit = rewording.place.paragraph ? U'款' : U'条';
    const bool pointed = what->size() == 2 && what->back() == unit &&
                         std::ranges::find(pointers, std::u32string_view(*what).substr(0, 1)) != pointers.end();
    if (what->empty() || pointed) return true;
    const auto places = places_of(utf8_of(*what));
    return places.size() == 1 && places.front() == rewording.place;
}

/// 删去 begins no wording: it tells the clerk to take out something that the amendment does not name.
bool instructs(const Rewording& rewording) {
    const std::u32string words = bare(rewording.text);
    const bool begins = std::ranges::any_of(std::span(deletions).first<3>(),
                                            [&](std::u32string_view verb) { return words.starts_with(verb); });
    return begins && !deletes(rewording);
}

/// Whether a line begins a clause of another number, set off from its words: 第三条 ….
bool begins_other_clause(const std::string& line, const std::string& key) {
    const std::vector<Clause> clauses = clauses_of(std::vector{line});
    if (clauses.empty() || clauses.front().key == key) return false;
    const std::u32string text = code_points_of(clauses.front().text);
    const std::size_t number = text.find(U'条');
    const bool article = text.starts_with(U'第') && clauses.front().key != "0" && number != text.npos;
    return article && number + 1 < text.size() && is_white_space(text[number + 1]);
}

bool is_same(const Rewording& one, const Rewording& other) {
    return one.place == other.place && wording_of(as_clause(one)) == wording_of(as_clause(other));
}

/// The first that rewords what one before it has reworded.
const Rewording* second_of_a_place(const std::vector<Rewording>& rewordings) {
    for (auto later = rewordings.begin(); later != rewordings.end(); ++later) {
        const bool again = std::any_of(rewordings.begin(), later, [&](const Rewording& one) {
            return one.place == later->place || !one.place.paragraph || !later->place.paragraph;
        });
        if (again) return &*later;
    }
    return nullptr;
}

/// The clause with paragraphs put in; empty where it does not have one of them.
std::optional<std::u32string> with_paragraphs(const Clause& clause, std::vector<Rewording> rewordings) {
    std::vector<std::u32string> paragraphs = paragraphs_of(clause);
    const std::size_t known = paragraphs.size();
    std::ranges::sort(rewordings, {}, &Rewording::place);
    for (const Rewording& rewording : rewordings) {
        const auto number = static_cast<std::size_t>(*rewording.place.paragraph);
        const bool goes = deletes(rewording);
        if (number == 0 || number > paragraphs.size() + 1 || (goes && number > known)) return std::nullopt;
        if (number > paragraphs.size()) paragraphs.emplace_back();
        paragraphs[number - 1] = goes ? std::u32string() : wording_of(as_clause(rewording));
    }
    std::u32string wording;
    for (const std::u32string& paragraph : paragraphs) wording += paragraph;
    return wording;
}

std::optional<std::string> doubt_about(const Rewording& rewording) {
    if (instructs(rewording)) return "instruction";
    const std::vector<std::string> lines = lines_of(rewording.text);
    const auto other = [&](const std::string& line) { return begins_other_clause(line, rewording.place.clause); };
    return std::ranges::any_of(lines, other) ? std::optional<std::string>("other_clause") : std::nullopt;
}

}  // namespace

Rewordings rewordings_of(std::span<const Amendment> amendments) {
    Rewordings all;
    for (const Amendment& amendment : amendments) {
        if (is_blank(amendment.text)) continue;
        const auto places = places_of(amendment.clause);
        for (const std::optional<Place>& place : places) {
            if (!place) continue;
            std::vector<Rewording>& known = all[place->clause];
            Rewording rewording{
                .place = *place,
                .named = amendment.clause,
                .text = places.size() == 1 ? *amendment.text : part_for(*amendment.text, place->clause)};
            const auto same = [&](const Rewording& one) { return is_same(one, rewording); };
            if (std::ranges::none_of(known, same)) known.push_back(std::move(rewording));
        }
    }
    return all;
}

std::vector<std::u32string> wordings_of(std::span<const Clause> clauses, const std::string& key) {
    std::vector<std::u32string> wordings;
    for (const Clause& clause : clauses) {
        if (clause.key == key) wordings.push_back(wording_of(clause));
    }
    return wordings;
}

std::optional<std::vector<std::u32string>> reworded(std::span<const Clause> before, const std::string& key,
                                                    const std::vector<Rewording>& rewordings) {
    if (second_of_a_place(rewordings)) return std::nullopt;
    std::vector<std::u32string> wordings = wordings_of(before, key);
    if (!rewordings.front().place.paragraph) {
        if (!wordings.empty()) wordings.erase(wordings.begin());
        const Rewording& whole = rewordings.front();
        if (!deletes(whole)) wordings.insert(wordings.begin(), wording_of(as_clause(whole)));
        return wordings;
    }
    const auto own = std::ranges::find(before, key, &Clause::key);
    const auto wording = own == before.end() ? std::nullopt : with_paragraphs(*own, rewordings);
    if (!wording) return std::nullopt;
    wordings.front() = *wording;
    return wordings;
}

std::optional<Doubt> not_to_be_carried_out(const Rewordings& all, const std::optional<std::vector<Clause>>& before) {
    for (const auto& [key, rewordings] : all) {
        if (const Rewording* second = second_of_a_place(rewordings)) return Doubt{"twice", second->named};
        for (const Rewording& rewording : rewordings) {
            if (const auto variant = doubt_about(rewording)) return Doubt{*variant, rewording.named};
            if (!before) continue;
            const auto wordings = reworded(*before, key, {rewording});
            if (wordings && *wordings == wordings_of(*before, key)) return Doubt{"unchanged", rewording.named};
        }
        if (before && !reworded(*before, key, rewordings)) return Doubt{"no_paragraph", rewordings.back().named};
    }
    return std::nullopt;
}

std::optional<Doubt> shortens(const Rewordings& all, std::span<const Clause> before) {
    for (const auto& [key, rewordings] : all) {
        const auto own = std::ranges::find(before, key, &Clause::key);
        const Rewording& whole = rewordings.front();
        if (own == before.end() || whole.place.paragraph || deletes(whole)) continue;
        if (paragraphs_of(as_clause(whole)).size() < paragraphs_of(*own).size()) return Doubt{"whole", whole.named};
    }
    return std::nullopt;
}

}  // namespace shenyi::workflow::rules
