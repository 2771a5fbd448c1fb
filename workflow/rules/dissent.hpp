#pragma once

#include "workflow/meeting.hpp"

#include <optional>
#include <vector>

/// Who dissents from what a meeting decided, and what its record holds of it (不同意见, R-MEET-14, R-ACC-03).
namespace shenyi::workflow::rules {

/// The ballot that decided the item, if one did: a motion to rework or to defer that failed decided nothing.
const Ballot* deciding_ballot(const Item& item);

/// What the item has come to, before or after it is closed; empty while it is open for a motion or the head's decision.
std::optional<Outcome> outcome_reached(const Item& item);

/// Whether an open vote in the ballot that decided went with what was decided; empty where he cast none, abstained, or
/// the ballot was secret, which names nobody.
std::optional<bool> voted_with(const Item& item, const PersonId& person);

/// Whether he voiced, in the discussion, that he is against what the meeting decided: by his last statement or by an
/// open vote. Dissent is from the outcome, not from the draft: R-MEET-14 sets down the dissent from a decision, and
/// R-ACC-03 relieves of a decision that proves a mistake, so that whoever spoke against a draft that was not adopted is
/// with the meeting, and who spoke for it dissents. Which statements an outcome goes against is what R-DEC-02 counts:
/// adopting goes against `against`; not adopting, rework and deferral against `for`. Before there is an outcome the
/// draft as it stands is what would be decided.
/// A vote against a motion that was carried, or for one to adopt that was not, is dissent whatever was said before. A
/// vote with the meeting takes back what was said for a draft that it did not adopt; but who *spoke* against what was
/// adopted is asked for his text however he then voted, as R-MEET-14 says in so many words.
/// `no_comment`, `defer`, abstention, silence and absence are no dissent (R-ACC-03); who is recused says nothing any
/// more (R-MEET-06). Who spoke, and then left the room or was recused, has spoken: nobody's dissent ends by an entry of
/// the recorder. Source: 国务院令第713号第三十条、第三十八条; the direction and the statements counted: the engine's
/// own control.
bool has_dissented(const Item& item, const PersonId& person);

/// All who have, in the order in which they spoke, then voted.
std::vector<PersonId> dissenters(const Item& item);

/// What the record holds or is to hold of dissent: that of everybody who dissents, begun with his own words where he
/// has confirmed none, and every text once confirmed or refused, though its author has come round since.
std::vector<Dissent> dissents_on_record(const Item& item);

/// Whose dissent has neither been confirmed by himself nor his refusal witnessed by two others.
std::vector<PersonId> still_to_confirm(const Item& item);

/// Two persons, different from each other and from the one whose refusal they witness.
bool are_two_witnesses(const std::vector<PersonId>& witnesses, const PersonId& of);

}  // namespace shenyi::workflow::rules
