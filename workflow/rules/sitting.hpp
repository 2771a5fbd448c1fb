#pragma once

#include "workflow/context.hpp"
#include "workflow/rules/dissent.hpp"
#include "workflow/terms.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What several rules about meetings ask of a sitting: who leads it and who speaks when. What an item has come to, and
/// who dissents from it, is in `dissent.hpp`.
namespace shenyi::workflow::rules {

bool contains(const std::vector<PersonId>& people, const PersonId& person);

std::vector<std::string> names_of(const Context& at, const std::vector<PersonId>& people);

/// The forums as words, for a finding.
std::vector<Term> terms_of(const std::vector<Forum>& forums);

/// Whether the command is this action on this kind of thing.
bool is_action(const Context& at, Target target, std::string_view action);

/// The day on which a meeting takes place: of its real opening, and before that the day it is called for.
Date day_of(const Meeting& meeting);

/// The day on which the command goes on with a sitting; of one that was entered from paper the day it took place,
/// whenever it is entered.
Date day_of_sitting(const Context& at);

/// Whether the chair is in the room and takes part in the item: who is recused on it is, for this item, as one who has
/// left (R-MEET-06, R-MEET-18).
bool is_chaired(const Meeting& meeting, const Item& item);

/// The item on which somebody who is to preside is recused, null where he may: the command's own, and where the chair
/// changes the one that is before the meeting and has not come to its result.
const Item* recused_from(const Context& at, const PersonId& person);

/// Who leads a forum: the head (行政首长) the office meeting, the secretary (党组书记) the Party group.
Role leader_of(Forum forum);

/// Whether a person leads the forum on that day, or stands in by a delegation of its leader that is in force on it
/// (R-MEET-18).
bool may_lead(const Organ& organ, Forum forum, const PersonId& person, Date day);

/// The leaders of the item's forum who are in the room and not recused on it.
std::vector<PersonId> leaders_present(const Context& at);

/// Those whose statement is still to come before `speaker` may state his position; without a speaker, before anything
/// is put to the vote or decided. Everybody present speaks before the chair, and the leader who does not chair speaks
/// after the chair, in the office meeting and in the Party group on a key matter (末位表态, R-MEET-08). A position of
/// these last ones that others have spoken or arrived after is to be stated again.
std::vector<PersonId> still_to_speak(const Context& at, const PersonId* speaker);

}  // namespace shenyi::workflow::rules
