#include "workflow/rules/reworded.hpp"

#include "workflow/rules/amended.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

/// What a meeting decided of a clause of one version.
struct Decided {
    int version;
    std::vector<Rewording> rewordings;
};

/// What the meetings decided in the versions which `from` continues: of a clause that two of them reworded, the later.
std::map<std::string, Decided> decided_of(const Matter& matter, int from) {
    const std::vector<int> versions = matter.continued_by(from);
    std::map<std::string, Decided> decided;
    for (const Placement& placement : matter.placements) {
        const bool amended = placement.outcome == Outcome::adopted_as_amended;
        if (!amended || std::ranges::find(versions, placement.version) == versions.end()) continue;
        for (auto& [key, rewordings] : rewordings_of(placement.amendments)) {
            decided[key] = {.version = placement.version, .rewordings = std::move(rewordings)};
        }
    }
    return decided;
}

/// How the clause has to read; empty where the engine cannot tell.
std::optional<std::vector<std::u32string>> demanded(const Texts& texts, const Matter& matter, const std::string& key,
                                                    const Decided& decided) {
    const Draft* adopted = matter.draft(decided.version);
    const auto before = adopted ? clauses_in(texts, adopted->main) : std::nullopt;
    const bool needs_the_old_text = decided.rewordings.front().place.paragraph.has_value();
    if (!before && needs_the_old_text) return std::nullopt;
    return reworded(before.value_or(std::vector<Clause>{}), key, decided.rewordings);
}

std::string words_of(const std::vector<Rewording>& rewordings) {
    std::string words;
    for (const Rewording& rewording : rewordings) {
        if (!words.empty()) words += "\n";
        words += rewording.text;
    }
    return words;
}

/// All that the text has under this number: a second clause of it is an addition that nobody decided.
std::optional<std::string> filed_under(std::span<const Clause> filed, const std::string& key) {
    std::optional<std::string> all;
    for (const Clause& clause : filed) {
        if (clause.key == key) all = all ? *all + "\n" + clause.text : clause.text;
    }
    return all;
}

}  // namespace

std::optional<std::vector<Clause>> clauses_in(const Texts& texts, const DocumentId& document) {
    const auto text = texts.find(document);
    if (text == texts.end() || !text->second.paragraphs) return std::nullopt;
    return clauses_of(*text->second.paragraphs);
}

std::vector<Misread> clauses_misread(const Texts& texts, const Matter& matter, int from,
                                     std::span<const Clause> filed) {
    std::vector<Misread> all;
    for (const auto& [key, decided] : decided_of(matter, from)) {
        const auto wordings = demanded(texts, matter, key, decided);
        if (!wordings || *wordings == wordings_of(filed, key)) continue;
        all.push_back({.clause = key, .decided = words_of(decided.rewordings), .filed = filed_under(filed, key)});
    }
    return all;
}

std::set<std::string> clauses_decided(const Matter& matter, int from) {
    std::set<std::string> keys;
    for (const auto& [key, decided] : decided_of(matter, from)) keys.insert(key);
    return keys;
}

}  // namespace shenyi::workflow::rules
