#include "workflow/evolve/evolve.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

/// One overload for each event of a meeting's stream; one that is missing does not compile.
struct MeetingFold {
    Meeting& meeting;
    const EventMeta& meta;

    void operator()(const MeetingCalled& event) const {
        meeting.forum = event.forum;
        meeting.stage = MeetingStage::planned;
        meeting.held_at = event.held_at;
        meeting.place = event.place;
        meeting.chair = event.chair;
        meeting.recorder = event.recorder;
        meeting.called_by = meta.actor;
        meeting.called_at = meta.at;
    }

    void operator()(const RosterFixed& event) const {
        meeting.roster = FixedRoster{.due = event.due,
                                     .excluded = event.excluded,
                                     .attendees = event.attendees,
                                     .day = event.day,
                                     .fixed_at = meta.at};
    }

    void operator()(const ItemAdded& event) const {
        meeting.items.push_back({.id = event.item,
                                 .kind = event.kind,
                                 .title = event.title,
                                 .presenter = event.presenter,
                                 .documents = event.documents,
                                 .late = event.late,
                                 .placed_at = meta.at});
    }

    void operator()(const ItemPlaced& event) const {
        meeting.items.push_back({.id = event.item,
                                 .kind = ItemKind::decision,
                                 .title = event.title,
                                 .matter = event.matter,
                                 .version = event.version,
                                 .digest = event.digest,
                                 .clearance = event.clearance,
                                 .proposed_by = event.proposed_by,
                                 .shortening = event.shortening,
                                 .late = event.late,
                                 .placed_at = meta.at});
    }

    void operator()(const AgendaFrozen& event) const {
        // Those that are not named keep their order, after those that are.
        std::ranges::stable_sort(meeting.items, {}, [&](const Item& item) {
            return std::ranges::find(event.order, item.id) - event.order.begin();
        });
        meeting.agenda_frozen_at = meta.at;
        meeting.stage = MeetingStage::agenda_frozen;
    }

    void operator()(const MaterialsSent&) const {
        meeting.materials_sent_at = meta.at;
        meeting.stage = MeetingStage::convened;
    }

    void operator()(const MeetingRescheduled& event) const {
        meeting.held_at = event.held_at;
        if (event.place) meeting.place = *event.place;
    }

    void operator()(const MeetingCancelled& event) const {
        meeting.cancelled = event.reason;
        meeting.stage = MeetingStage::cancelled;
    }

    void operator()(const MeetingAdjourned&) const { meeting.stage = MeetingStage::adjourned; }

    void operator()(const MeetingResumed&) const { meeting.stage = MeetingStage::sitting; }

    void operator()(const ChairReplaced& event) const { meeting.chair = event.person; }

    void operator()(const RecorderReplaced& event) const { meeting.recorder = event.person; }

    void operator()(const LeaveRecorded& event) const {
        meeting.leaves.push_back(
            {.person = event.person, .reason = event.reason, .written_opinion = event.written_opinion, .at = meta.at});
    }

    void operator()(const MeetingOpened& event) const {
        const Instant at = happened(event.occurred_at);
        meeting.opened_at = meta.at;
        meeting.occurred_at = at;
        for (const PersonId& person : event.present) came_or_went(person, AttendanceEvent::arrived, at);
        meeting.stage = MeetingStage::sitting;
    }

    void operator()(const AttendanceRecorded& event) const {
        came_or_went(event.person, event.event, happened(event.occurred_at));
    }

    void operator()(const MeetingClosed& event) const {
        meeting.closed_at = happened(event.occurred_at);
        meeting.stage = MeetingStage::closed;
    }

    void operator()(const RecordSigned& event) const {
        meeting.signatures.push_back(
            {.person = event.person, .at = meta.at, .reset_at = meta.reset_at, .sheet = event.sheet});
        if (event.completes) close_record(event.summary);
    }

    void operator()(const SignatureRefused& event) const {
        meeting.signature_refusals.push_back({.person = event.person, .witnesses = event.witnesses});
        if (event.completes) close_record(event.summary);
    }

    void operator()(const RecordCorrected& event) const {
        meeting.corrections.push_back({.event = event.event, .text = event.text, .by = meta.actor, .at = meta.at});
    }

    void operator()(const ItemRemoved& event) const {
        on(event.item, [&](Item& item) {
            item.state = ItemState::removed;
            item.removed_by_rule = event.rule;
            item.removal_reason = event.reason;
            void_open_ballot(item, event.reason);
        });
    }

    void operator()(const ItemOpened& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            item.state = ItemState::open;
            item.opened_at = at;
            acted(item, at);
        });
    }

    void operator()(const ItemInterrupted& event) const {
        on(event.item, [&](Item& item) {
            item.state = ItemState::placed;
            keep_own_words(item);
            item.statements.clear();
            item.declarations.clear();
            item.dissents.clear();
            // The item will be opened anew: what was counted or decided in the broken round carries nothing.
            for (Ballot& ballot : item.ballots) {
                if (ballot.state != BallotState::voided) void_ballot(ballot, event.reason);
            }
            item.head_decision.reset();
            item.outcome.reset();
            item.arithmetic.reset();
        });
    }

    void operator()(const ItemDeferred& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            acted(item, at);
            item.state = ItemState::deferred;
            item.defer_reason = event.reason;
            void_open_ballot(item, event.reason);
        });
    }

    void operator()(const ItemClosed& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            acted(item, at);
            item.state = ItemState::closed;
            item.outcome = event.outcome;
            item.arithmetic = event.arithmetic;
            item.decision = event.decision;
            item.executing_unit = event.executing_unit;
            item.responsible = event.responsible;
            item.no_dissent = event.no_dissent;
        });
    }

    void operator()(const InterestDeclared& event) const {
        happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            const bool by_himself = meta.actor == event.person;
            if (by_himself || !says_the_same(item, event)) {
                item.declarations[event.person] = {
                    .interest = event.interest, .text = event.text, .by_himself = by_himself};
            }
            if (event.interest) return interested(item, event, by_himself);
            // Who says himself that he has none is not kept out by what another entered of him.
            if (by_himself && item.interest_entered.erase(event.person) > 0) item.recused.erase(event.person);
        });
    }

    void operator()(const MemberRecused& event) const {
        happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            item.recused[event.person] = event.reason;
            item.interest_entered.erase(event.person);
        });
    }

    void operator()(const PositionStated& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            acted(item, at);
            item.statements.push_back({.person = event.person,
                                       .position = event.position,
                                       .text = event.text,
                                       .at = at,
                                       .by_himself = meta.actor == event.person});
            if (event.position == Position::against) dissent_with_text(item, event.person);
        });
    }

    void operator()(const BallotOpened& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            acted(item, at);
            item.ballots.push_back({.method = event.method, .motion = event.motion, .opened_at = at});
        });
    }

    void operator()(const BallotRecorded& event) const {
        const Instant at = happened(event.occurred_at);
        on_open_ballot(event.item, [&](Item& item, Ballot& ballot) {
            acted(item, at);
            ballot.votes = event.votes;
            ballot.count = event.count;
            ballot.confirmed_by.clear();  // counts that were changed are to be confirmed again
            if (ballot.method == BallotMethod::secret) return;
            for (const NamedVote& vote : event.votes) {
                if (vote.vote == Vote::against) dissent_with_text(item, vote.person);
            }
        });
    }

    void operator()(const CountConfirmed& event) const {
        const Instant at = happened(event.occurred_at);
        on_open_ballot(event.item, [&](Item& item, Ballot& ballot) {
            acted(item, at);
            const bool known = std::ranges::find(ballot.confirmed_by, event.teller) != ballot.confirmed_by.end();
            if (!known) ballot.confirmed_by.push_back(event.teller);
        });
    }

    void operator()(const BallotVoided& event) const {
        const Instant at = happened(event.occurred_at);
        on_open_ballot(event.item, [&](Item& item, Ballot& ballot) {
            acted(item, at);
            void_ballot(ballot, event.reason);
        });
    }

    void operator()(const BallotClosed& event) const {
        const Instant at = happened(event.occurred_at);
        on_open_ballot(event.item, [&](Item& item, Ballot& ballot) {
            acted(item, at);
            ballot.state = BallotState::closed;
            ballot.arithmetic = event.arithmetic;
            ballot.outcome = event.outcome;
            ballot.close_reason = event.close_reason;
            if (!event.outcome) return;  // a motion that failed: the item stays open for the next one
            item.outcome = event.outcome;
            item.arithmetic = event.arithmetic;
        });
    }

    void operator()(const HeadDecided& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            acted(item, at);
            item.head_decision = HeadDecision{.outcome = event.outcome,
                                              .head_reasons = event.head_reasons,
                                              .amendments = event.amendments,
                                              .close_reason = event.close_reason,
                                              .arithmetic = event.arithmetic,
                                              .by = meta.actor};
            item.outcome = event.outcome;
            item.arithmetic = event.arithmetic;
        });
    }

    void operator()(const DissentConfirmed& event) const {
        const Instant at = happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            Dissent& dissent = dissent_of(item, event.person);
            dissent.text = event.text;
            dissent.confirmed = true;
            dissent.at = at;
        });
    }

    void operator()(const DissentNotConfirmed& event) const {
        happened(event.occurred_at);
        on(event.item, [&](Item& item) {
            Dissent& dissent = dissent_of(item, event.person);
            // What he would not confirm is what he said last: who is overruled by what was not adopted spoke for it.
            const Statement* said = item.last_word_of(event.person);
            if (said && said->text) dissent.text = *said->text;
            dissent.refusal_witnesses = event.witnesses;
        });
    }

  private:
    /// The earlier of recorded and entered time; that a time was entered at all is remembered (R-MEET-17).
    Instant happened(const std::optional<Instant>& entered) const {
        if (!entered) return meta.at;
        meeting.entered_late = true;
        return std::min(meta.at, *entered);
    }

    /// Nothing of the discussion of an item happens before what is on record of it (R-MEET-17).
    static void acted(Item& item, Instant at) { item.last_act_at = std::max(item.last_act_at.value_or(at), at); }

    /// What another enters of somebody says no more than what he has declared himself, which stays his own word.
    static bool says_the_same(const Item& item, const InterestDeclared& event) {
        const auto stands = item.declarations.find(event.person);
        if (stands == item.declarations.end() || !stands->second.by_himself) return false;
        return stands->second.interest == event.interest && (!event.text || event.text == stands->second.text);
    }

    /// Before a broken round is cleared away: what its members said themselves, or confirmed as their dissent.
    static void keep_own_words(Item& item) {
        for (const Statement& statement : item.statements) {
            const Dissent* dissent = item.dissent_of(statement.person);
            if (statement.by_himself || (dissent && dissent->confirmed)) item.stated_before.push_back(statement);
        }
        for (const auto& [person, declaration] : item.declarations) {
            if (declaration.by_himself) item.declared_before[person] = declaration;
        }
    }

    static void interested(Item& item, const InterestDeclared& event, bool by_himself) {
        const auto [place, added] = item.recused.try_emplace(event.person, event.text.value_or("declared interest"));
        if (by_himself) {
            item.interest_entered.erase(event.person);
        } else if (added) {
            item.interest_entered.insert(event.person);
        }
    }

    void close_record(const std::optional<std::string>& summary) const {
        meeting.stage = MeetingStage::signed_;
        meeting.summary_number = summary;
    }

    void came_or_went(const PersonId& person, AttendanceEvent event, Instant at) const {
        meeting.attendance.push_back({.person = person, .event = event, .at = at});
        if (event == AttendanceEvent::left) {
            meeting.present.erase(person);
            return;
        }
        meeting.present.insert(person);
        meeting.were_present.insert(person);
    }

    template <class Change>
    void on(const ItemId& id, Change change) const {
        const auto item = std::ranges::find(meeting.items, id, &Item::id);
        if (item != meeting.items.end()) change(*item);
    }

    template <class Change>
    void on_open_ballot(const ItemId& id, Change change) const {
        on(id, [&](Item& item) {
            if (item.open_ballot()) change(item, item.ballots.back());
        });
    }

    static void void_ballot(Ballot& ballot, const std::string& reason) {
        ballot.state = BallotState::voided;
        ballot.void_reason = reason;
    }

    static void void_open_ballot(Item& item, const std::string& reason) {
        if (item.open_ballot()) void_ballot(item.ballots.back(), reason);
    }

    static Dissent& dissent_of(Item& item, const PersonId& person) {
        const auto found = std::ranges::find(item.dissents, person, &Dissent::person);
        return found != item.dissents.end() ? *found : item.dissents.emplace_back(Dissent{.person = person});
    }

    /// A dissent to be confirmed by its author, begun with what he said; what he has confirmed is his own.
    static void dissent_with_text(Item& item, const PersonId& person) {
        Dissent& dissent = dissent_of(item, person);
        if (dissent.confirmed || !dissent.text.empty()) return;
        const Statement* statement = item.last_word_of(person);
        if (statement) dissent.text = statement->text.value_or("");
    }
};

}  // namespace

void evolve(Meeting& meeting, const MeetingEvent& event, const EventMeta& meta) {
    std::visit(MeetingFold{meeting, meta}, event);
    meeting.last_event_at = meta.at;
}

}  // namespace shenyi::workflow
