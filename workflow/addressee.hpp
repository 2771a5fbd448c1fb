#pragma once

#include "workflow/matter.hpp"
#include "workflow/organ.hpp"
#include "workflow/terms.hpp"

#include <optional>
#include <vector>

namespace shenyi::workflow {

/// Whom something concerns: the persons named or, where none is named, whoever holds the role, in the unit where one is
/// given. It names no day: who that is, is asked on the day of the question.
struct Addressee {
    Role role;
    std::optional<UnitId> unit;
    std::vector<PersonId> persons;

    bool by_post() const { return persons.empty(); }
    bool operator==(const Addressee&) const = default;
};

/// The role under which a post is asked for: `drafter` and `undertaker` stand for each other, as do the reviewers of
/// the organ and of the government.
Role asked_as(Role role);

/// The persons on a day, in their own name: those named, or the holders of the post. A reviewer or adviser who was
/// named and holds no such post any more is left out.
std::vector<PersonId> persons_of(const Organ& organ, const Addressee& addressee, Date day);

/// A role in the lead unit, before the opening in the unit that proposed the matter.
Addressee in_lead_unit(const Matter& matter, Role role);

/// Who reviews a matter now: the one who accepted the file and those assigned since; before that the reviewing body.
/// A body that no competence names is asked for in every unit.
Addressee reviewers_of(const Organ& organ, const Matter& matter);

/// Whether everybody who reviewed the file of record has lost his post, so that the reviewing body has to put another
/// on it (`assign_reviewer`).
bool is_without_reviewer(const Organ& organ, const Matter& matter, Date day);

/// Whether an adviser who was asked has neither given his opinion since nor declined.
bool owes_opinion(const Matter& matter, const AdviserAsked& asked);

}  // namespace shenyi::workflow
