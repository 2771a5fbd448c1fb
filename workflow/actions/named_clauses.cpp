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
        for (const std::string& key : clause_keys(named)) {
            const auto number = number_of_key(key);
            if (!number || numbers.contains(*number)) continue;
            if (*number != *numbers.rbegin() + 1) return false;
            numbers.insert(*number);
        }
        return true;
    }
};

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
    if (!draft) return;
    std::vector<std::string> named;
    std::ranges::transform(amendments, std::back_inserter(named), &Amendment::clause);
    check_clauses(at, *draft, named, pointer, faults);
}

}  // namespace shenyi::workflow
