#pragma once

#include "workflow/diff.hpp"
#include "workflow/matter.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>

/// Whether the points of an opinion that the unit adopted were carried out (R-REV-09, R-REV-10). The engine tells
/// whether the clause that a point names was touched; whether it now says what the point asked for, the reviewer tells
/// when he confirms.
namespace shenyi::workflow::rules {

/// A point that the unit adopted, wholly or partly.
bool is_adopted(const OpinionPoint& point);

/// The keys of the clauses that a point names; none where it names the whole text or an annex.
std::set<std::string> clauses_of_point(const OpinionPoint& point);

/// A point that a text does not carry out.
struct PointLeft {
    int number;  ///< counted from 1
    std::string clause;
    bool deleted;  ///< the clause is gone though the point proposes how it should read
};

/// The first adopted point that `filed` does not carry out: each of the clauses it names reads as in the text that was
/// reviewed, white space aside, or one of them is gone though the point proposes a wording and speaks of no deletion.
/// A point that proposes no wording leaves open whether the clause may go. `decided` are the clauses that a meeting has
/// reworded since: they read as it decided.
std::optional<PointLeft> point_left(const LegalityOpinion& opinion, std::span<const Clause> reviewed,
                                    std::span<const Clause> filed, const std::set<std::string>& decided);

/// The number of the first adopted point of which no version between the one that was reviewed and `version` was filed
/// as carrying it out: a corrected comma carries out nothing, nor does a version that leaves the point's clauses alone.
/// Of a version that the engine could not compare the reviewer has looked.
std::optional<int> point_not_carried_out(const Matter& matter, const LegalityOpinion& opinion, int version);

}  // namespace shenyi::workflow::rules
