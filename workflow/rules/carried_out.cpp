#include "workflow/rules/carried_out.hpp"

#include "workflow/rules/amended.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

namespace {

bool speaks_of_deletion(const std::string& text) {
    return text.find("删") != text.npos || text.find("取消") != text.npos || text.find("废") != text.npos;
}

bool wants_the_clause_kept(const OpinionPoint& point) {
    return !is_blank(point.proposed) && !speaks_of_deletion(*point.proposed) && !speaks_of_deletion(point.text);
}

int number_of_point(const LegalityOpinion& opinion, const OpinionPoint& point) {
    return static_cast<int>(&point - opinion.points.data()) + 1;
}

/// Whether one of the versions since the opinion was filed as carrying out what was asked, and touched the clauses.
bool touched_since(const Matter& matter, const LegalityOpinion& opinion, int version,
                   const std::set<std::string>& clauses) {
    return std::ranges::any_of(matter.continued_by(version), [&](int one) {
        const Draft* draft = matter.draft(one);
        if (one <= opinion.version || draft->change != ChangeClass::conforming) return false;
        if (clauses.empty() || !draft->compared) return true;
        return std::ranges::any_of(draft->changed_clauses,
                                   [&](const std::string& clause) { return clauses.contains(clause); });
    });
}

}  // namespace

bool is_adopted(const OpinionPoint& point) {
    return point.response && point.response->disposition != Disposition::not_;
}

std::set<std::string> clauses_of_point(const OpinionPoint& point) {
    std::set<std::string> keys = clause_keys(point.clause);
    std::erase_if(keys, [](const std::string& key) {
        return key.empty() || key == "0" || key.find_first_not_of("0123456789-") != key.npos;
    });
    return keys;
}

std::optional<PointLeft> point_left(const LegalityOpinion& opinion, std::span<const Clause> reviewed,
                                    std::span<const Clause> filed, const std::set<std::string>& decided) {
    for (const OpinionPoint& point : opinion.points) {
        const std::set<std::string> keys = clauses_of_point(point);
        const bool reworded_since = std::ranges::any_of(keys, [&](const auto& key) { return decided.contains(key); });
        if (!is_adopted(point) || keys.empty() || reworded_since) continue;
        const int number = number_of_point(opinion, point);
        const auto gone = std::ranges::find_if(keys, [&](const std::string& key) {
            return !wordings_of(reviewed, key).empty() && wordings_of(filed, key).empty();
        });
        if (gone != keys.end() && wants_the_clause_kept(point)) return PointLeft{number, point.clause, true};
        const bool touched = std::ranges::any_of(
            keys, [&](const std::string& key) { return wordings_of(reviewed, key) != wordings_of(filed, key); });
        if (!touched) return PointLeft{number, point.clause, false};
    }
    return std::nullopt;
}

std::optional<int> point_not_carried_out(const Matter& matter, const LegalityOpinion& opinion, int version) {
    for (const OpinionPoint& point : opinion.points) {
        if (!is_adopted(point) || touched_since(matter, opinion, version, clauses_of_point(point))) continue;
        return number_of_point(opinion, point);
    }
    return std::nullopt;
}

}  // namespace shenyi::workflow::rules
