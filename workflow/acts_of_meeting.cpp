#include "workflow/act_gathering.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::workflow {

namespace {

using Level = ResponsibilityLevel;

/// One overload for each event of a meeting's stream; one that is missing does not compile.
struct InMeeting {
    const ActGathering& to;
    SittingSoFar& sitting;

    void operator()(const MeetingCalled& event) const {
        sitting.chair = event.chair;
        sitting.recorder = event.recorder;
        by(Level::office, Deed::called_meeting);
    }
    void operator()(const RosterFixed&) const { by(Level::office, Deed::fixed_roster); }
    void operator()(const ItemAdded&) const {}
    void operator()(const AgendaFrozen&) const { by(Level::chair, Deed::settled_agenda); }
    void operator()(const MaterialsSent&) const { by(Level::office, Deed::sent_papers); }
    // How the meeting went is told by its record; here only who answers for what in the matter.
    void operator()(const MeetingRescheduled&) const {}
    void operator()(const MeetingCancelled&) const {}
    void operator()(const MeetingAdjourned&) const {}
    void operator()(const MeetingResumed&) const {}
    void operator()(const ChairReplaced& event) const {
        sitting.chair = event.person;
        if (sitting.before_it) chairs(about(*sitting.before_it, Deed::chaired, Level::chair));
    }
    void operator()(const RecorderReplaced& event) const { sitting.recorder = event.person; }
    void operator()(const LeaveRecorded&) const {}
    void operator()(const MeetingOpened& event) const {
        sitting.room.insert(event.present.begin(), event.present.end());
    }
    void operator()(const AttendanceRecorded& event) const {
        if (event.event == AttendanceEvent::left) {
            sitting.room.erase(event.person);
        } else {
            sitting.room.insert(event.person);
        }
    }
    void operator()(const MeetingClosed&) const {}
    void operator()(const RecordSigned& event) const {
        to.did(event.person, of_meeting(Deed::signed_record, seat_of(event.person)));
    }
    void operator()(const SignatureRefused& event) const {
        to.did(event.person, of_meeting(Deed::would_not_sign, seat_of(event.person)));
        for (const PersonId& witness : event.witnesses) to.did(witness, of_meeting(Deed::witnessed, Level::other));
    }
    void operator()(const RecordCorrected&) const {}

    // Placing and taking off stand in the matter's stream.
    void operator()(const ItemPlaced&) const {}
    void operator()(const ItemRemoved&) const {}
    void operator()(const ItemInterrupted& event) const {
        sitting.votes.erase(event.item);
        leaves(event.item);
    }
    void operator()(const ItemOpened& event) const {
        if (!is_own(event.item)) return;
        sitting.before_it = event.item;
        chairs(of_item(event, Deed::chaired, Level::chair));
        to.did(sitting.recorder, of_item(event, Deed::recorded, Level::recorder));
        for (const PersonId& person : sitting.room) {
            if (sitting.meeting.is_due(person)) to.did(person, of_item(event, Deed::attended, Level::member));
        }
    }
    void operator()(const ItemDeferred& event) const {
        leaves(event.item);
        if (is_own(event.item)) to.did(of_item(event, Deed::deferred_item, seat_of(to.actor())));
    }
    void operator()(const ItemClosed& event) const {
        leaves(event.item);
        if (is_own(event.item)) to.did(of_item(event, Deed::closed_item, Level::recorder));
    }
    void operator()(const InterestDeclared& event) const {
        if (is_own(event.item) && event.interest) {
            to.did(event.person, of_item(event, Deed::declared_interest, Level::member));
        }
    }
    void operator()(const MemberRecused& event) const {
        if (is_own(event.item)) to.did(event.person, of_item(event, Deed::recused, Level::member));
    }
    void operator()(const PositionStated& event) const {
        if (!is_own(event.item)) return;
        const Level level = sitting.meeting.is_due(event.person) ? Level::member : Level::other;
        to.did(event.person, of_item(event, Deed::spoke, level, word_for("position", event.position)));
    }
    void operator()(const BallotOpened& event) const { sitting.votes.erase(event.item); }
    void operator()(const BallotRecorded& event) const { sitting.votes[event.item] = event.votes; }
    void operator()(const CountConfirmed& event) const {
        if (is_own(event.item)) to.did(event.teller, of_item(event, Deed::counted, Level::other));
    }
    void operator()(const BallotVoided& event) const { sitting.votes.erase(event.item); }
    /// Votes count as cast once the ballot is counted: one that was voided decided nothing.
    void operator()(const BallotClosed& event) const {
        if (!is_own(event.item)) return;
        for (const NamedVote& vote : sitting.votes[event.item]) {
            to.did(vote.person, of_item(event, Deed::voted, Level::member, word_for("vote", vote.vote)));
        }
        sitting.votes.erase(event.item);
    }
    void operator()(const HeadDecided& event) const {
        if (!is_own(event.item)) return;
        to.did(of_item(event, Deed::decided, Level::overall, word_for("outcome", event.outcome)));
    }
    void operator()(const DissentConfirmed& event) const {
        if (is_own(event.item)) to.did(event.person, of_item(event, Deed::dissented, Level::member));
    }
    void operator()(const DissentNotConfirmed& event) const {
        if (!is_own(event.item)) return;
        to.did(event.person, of_item(event, Deed::would_not_confirm, Level::member));
        for (const PersonId& witness : event.witnesses) to.did(witness, of_item(event, Deed::witnessed, Level::other));
    }

  private:
    /// Who was recused on an item did not chair it (R-MEET-18): another took the chair for it.
    void chairs(ActSaid said) const {
        const auto& recused = sitting.meeting.item(*said.item)->recused;
        to.led(sitting.chair, sitting.meeting.forum, recused, std::move(said));
    }

    void leaves(const ItemId& item) const {
        if (sitting.before_it == item) sitting.before_it.reset();
    }

    bool is_own(const ItemId& item) const { return sitting.own_items.contains(item); }

    Level seat_of(const PersonId& person) const {
        if (person == sitting.chair) return Level::chair;
        return person == sitting.recorder ? Level::recorder : Level::member;
    }

    ActSaid of_meeting(Deed deed, Level level) const {
        return {.deed = deed, .level = level, .meeting = sitting.meeting.id};
    }

    ActSaid about(const ItemId& item, Deed deed, Level level) const {
        ActSaid said = of_meeting(deed, level);
        said.item = item;
        said.version = sitting.meeting.item(item)->version;
        return said;
    }

    template <class ItemEvent>
    ActSaid of_item(const ItemEvent& event, Deed deed, Level level, std::optional<Term> detail = std::nullopt) const {
        ActSaid said = about(event.item, deed, level);
        said.occurred_at = event.occurred_at;
        said.detail = std::move(detail);
        return said;
    }

    void by(Level level, Deed deed) const { to.did(of_meeting(deed, level)); }
};

}  // namespace

void gather(const ActGathering& to, SittingSoFar& sitting, const MeetingEvent& event) {
    std::visit(InMeeting{to, sitting}, event);
}

}  // namespace shenyi::workflow
