#include "workflow/actions/named_clauses.hpp"

#include "workflow/diff.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <set>

namespace shenyi::workflow {

namespace {

/// The number of a clause's key, without what 之一 adds; empty where the key is no number.
std::optional<int> number_of_key(const std::string& key) {
    int number = 0;
    const char* end = key.data() + key.size();
    const auto [rest, error] = std::from_chars(key.data(), end, number);
    if (error != std::errc{} || number < 1 || (rest != end && *rest != '-')) return std::nullopt;
    return number;
}

/// The clauses of a text by number.
struct Numbered {
    std::set<int> numbers;

    explicit Numbered(const std::vector<std::string>& paragraphs) {
        for (const Clause& clause : clauses_of(paragraphs)) {
            if (const auto number = number_of_key(clause.key)) numbers.insert(*number);
        }
    }
    /// Whether the text has them, or they go on behind its last one; then it has them too.
    bool take(const std::string& named) {
        const std::set<std::string> named_keys = clause_keys(named);
        return std::ranges::all_of(named_keys, [&](const std::string& key) { return take_key(key); });
    }
    bool take_key(const std::string& key) {
        const auto number = number_of_key(key);
        if (!number || numbers.contains(*number)) return true;
        if (*number != *numbers.rbegin() + 1) return false;
        numbers.insert(*number);
        return true;
    }
};

bool is_chapter(const std::string& key) {
    return !number_of_key(key) && key != "0";
}

/// Whether a paper of the draft beside its main text is called so.
bool names_paper(const Draft& draft, const std::string& named) {
    return std::ranges::any_of(draft.documents, [&](const DraftDocument& paper) {
        return paper.role != DocumentRole::draft && paper.title && clause_key(*paper.title) == clause_key(named);
    });
}

/// Whether an amendment's name says which clauses, paragraphs or chapters of the text it is about, and they are there.
bool take_places(Numbered& clauses, const std::vector<Clause>& text, const std::string& named) {
    const auto places = places_of(named);
    return !places.empty() && std::ranges::all_of(places, [&](const std::optional<Place>& place) {
        if (!place || place->clause == "0") return false;
        const bool known = std::ranges::find(text, place->clause, &Clause::key) != text.end();
        return known || (!is_chapter(place->clause) && clauses.take_key(place->clause));
    });
}

}  // namespace

void check_clauses(const Context& at, const Draft& draft, const std::vector<std::string>& named,
                   const std::string& pointer, BodyFaults& faults) {
    const auto text = at.world.documents.find(draft.main);
    if (text == at.world.documents.end() || !text->second.paragraphs) return;
    Numbered clauses(*text->second.paragraphs);
    if (clauses.numbers.empty()) return;
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (clauses.take(named[i])) continue;
        // A clause may follow one that is named before it.
        faults.push_back({pointer + "/" + std::to_string(i) + "/clause", "clause_of_draft", {pointer}});
    }
}

void check_points(const Context& at, const Draft& draft, const std::vector<IssuedPoint>& points, BodyFaults& faults) {
    std::vector<std::string> named;
    std::ranges::transform(points, std::back_inserter(named), &IssuedPoint::clause);
    check_clauses(at, draft, named, "/points", faults);
}

void check_amendments(const Context& at, const std::vector<Amendment>& amendments, const std::string& pointer,
                      BodyFaults& faults) {
    const Draft* draft = at.draft();
    const auto paper = draft ? at.world.documents.find(draft->main) : at.world.documents.end();
    if (paper == at.world.documents.end() || !paper->second.paragraphs) return;
    const std::vector<Clause> text = clauses_of(*paper->second.paragraphs);
    Numbered clauses(*paper->second.paragraphs);
    if (clauses.numbers.empty()) return;
    for (std::size_t i = 0; i < amendments.size(); ++i) {
        const std::string& named = amendments[i].clause;
        if (names_paper(*draft, named) || take_places(clauses, text, named)) continue;
        faults.push_back({pointer + "/" + std::to_string(i) + "/clause", "clause_of_draft", {pointer}});
    }
}

}  // namespace shenyi::workflow
