#pragma once

#include "workflow/context.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/pack.hpp"

#include <optional>
#include <vector>

/// Quorum and majority, in whole numbers only. Counts are of persons: `due` (应到) are the members on the meeting's
/// fixed roster, those recused or absent included; `present` (实到) are those of them in the room. Attendees are never
/// counted.
namespace shenyi::workflow {

/// The smallest number present that is a quorum of `due`: half of them or more (半数以上 includes half, unless the pack
/// reads it strictly), or two thirds or more. R-MEET-03.
int quorum_needed(int due, QuorumShare share, bool half_inclusive);

/// Whether `present` is a quorum. Nobody due is no meeting and never one.
bool has_quorum(int present, int due, QuorumShare share, bool half_inclusive);

/// The smallest number of votes that exceeds half of the members due (超过应到会成员半数), R-MEET-11.
int votes_to_adopt(int due);

/// How many of a forum's members must stay due when some are excluded (R-MEET-04): the pack's share of them and its
/// least number, or all where the forum is smaller than that.
int due_needed(int members, const PolicyPack& pack);

/// The share that the command's meeting or item asks for, R-MEET-03. The Party group: two thirds on a key matter,
/// otherwise half; at its opening two thirds if only key matters stand on its agenda. The office meeting: as the pack
/// says.
QuorumShare quorum_share(const Context& at);

/// Members due and in the room who may speak and vote on the item: those not recused on it.
std::vector<PersonId> voters(const Meeting& meeting, const Item& item);

/// How many count towards the quorum on an item: its voters, and with them the recused in the room where the pack
/// counts these. It can do so in the Party group only, whose quorum R-MEET-03 is about: in the office meeting those
/// present are the ones whose positions are counted (R-DEC-02).
int present_for(const Meeting& meeting, const Item& item, const PolicyPack& pack);

/// The positions in an office meeting (R-DEC-02): each voter's last statement, the head's among them. `no_comment` and
/// `defer` support neither side and are shown as `abstain`; who has said nothing counts nowhere. `needed` is more than
/// half of those present.
Arithmetic count_positions(const Meeting& meeting, const Item& item);

/// The votes of a ballot (R-MEET-11). `needed` is more than half of those due; `present` are those who make the quorum.
Arithmetic count_ballot(const Meeting& meeting, const Item& item, const Ballot& ballot, const PolicyPack& pack);

/// What a motion comes to (R-DEC-01). A motion to adopt that fails is `not_adopted`; one to rework or to defer that
/// fails has no outcome, and the item stays open for the next motion.
std::optional<Outcome> outcome_of(const Motion& motion, const Arithmetic& count);

/// Both sides have somebody, and they differ by no more than the margin (R-MEET-13).
bool are_close(const Arithmetic& count, int margin);

/// Whether the head decides otherwise than the majority and must say why (R-DEC-02). A tie has no majority.
bool head_owes_reasons(Outcome outcome, const Arithmetic& count);

}  // namespace shenyi::workflow
