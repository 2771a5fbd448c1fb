#pragma once

#include "workflow/meeting.hpp"

#include <optional>
#include <vector>

/// Who dissents from what a meeting decided, and what its record holds of it (不同意见, R-MEET-14, R-ACC-03).
namespace shenyi::workflow::rules {

/// The ballot that decided the item, if one did: a motion to rework or to defer that failed decided nothing.
const Ballot* deciding_ballot(const Item& item);

/// His vote in the ballot that decided; empty where he cast none there, or it was secret, which names nobody.
std::optional<Vote> open_vote_of(const Item& item, const PersonId& person);

/// What the item has come to, before or after it is closed; empty while it is open for a motion or the head's decision.
std::optional<Outcome> outcome_reached(const Item& item);

/// Whether he was against what was put to the meeting: by an open vote in the ballot that decided, and only where he
/// cast none there, or the ballot was secret, or there was none, by his last statement. A vote counts before the words
/// said: who spoke against and voted for is not against, and who abstained is on no side, whatever he said (R-ACC-03).
/// `no_comment`, `defer`, silence and absence are no dissent either; who is recused says nothing any more (R-MEET-06).
/// Who spoke, and then left the room or was recused, has spoken: nobody's dissent ends by an entry of the recorder, nor
/// by an adjournment that breaks off the round in which he spoke himself.
/// Source: 国务院令第713号第三十条; the order of vote and words: the engine's own control.
bool was_against(const Item& item, const PersonId& person);

/// Whether what the meeting decided goes against him, by vote before words as above: with who was for a draft that was
/// not adopted, or that the head sent back or put off, the decision goes against his word, and with who voted against
/// a motion that was carried against his vote. Before there is an outcome the draft as it stands is what would be
/// decided. Only this relieves (R-ACC-03): a decision that proves a mistake is not his who was against it.
/// Source: 国务院令第713号第三十八条.
bool differs_from_outcome(const Item& item, const PersonId& person);

/// Whether he has a dissent to set down: who was against, whatever came of it, and who differs from what was decided.
bool has_dissented(const Item& item, const PersonId& person);

/// Whose dissent the record waits for (R-MEET-14): all who were against what was adopted, or as long as nothing is
/// decided against the draft, in the order in which they spoke, then voted. Where it was not adopted nobody has been
/// overruled, and a dissent is set down only by who wishes to.
std::vector<PersonId> dissenters(const Item& item);

/// What the record holds or is to hold of dissent: that of everybody it waits for, begun with his own words where he
/// has confirmed none, and every text once confirmed or refused, though its author has come round since.
std::vector<Dissent> dissents_on_record(const Item& item);

/// Whose dissent has neither been confirmed by himself nor his refusal witnessed by two others.
std::vector<PersonId> still_to_confirm(const Item& item);

/// Two persons, different from each other and from the one whose refusal they witness.
bool are_two_witnesses(const std::vector<PersonId>& witnesses, const PersonId& of);

}  // namespace shenyi::workflow::rules
