#include "workflow/actions/ballot.hpp"

#include "workflow/actions/named_clauses.hpp"
#include "workflow/actions/sitting.hpp"
#include "workflow/tally.hpp"

namespace shenyi::workflow {

namespace {

void check_count(const std::optional<int>& count, std::string pointer, BodyFaults& faults) {
    if (count && *count < 0) faults.push_back({std::move(pointer), "no_negative"});
}

}  // namespace

Events events_of(const Context& at, const OpenBallot& body) {
    Events events;
    events.add(at.meeting->id,
               BallotOpened{
                   .item = at.item->id, .method = body.method, .motion = body.motion, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const RecordBallot& body) {
    BallotRecorded recorded{.item = at.item->id, .votes = {}, .count = {}, .occurred_at = body.occurred_at};
    if (body.votes) {
        recorded.votes = *body.votes;
    } else {
        recorded.count = SecretCount{
            .for_ = *body.for_, .against = *body.against, .abstain = *body.abstain, .tellers = *body.tellers};
    }
    Events events;
    events.add(at.meeting->id, std::move(recorded));
    return events;
}

Events events_of(const Context& at, const ConfirmCount& body) {
    Events events;
    events.add(at.meeting->id,
               CountConfirmed{.item = at.item->id, .teller = at.actor(), .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const VoidBallot& body) {
    Events events;
    events.add(at.meeting->id,
               BallotVoided{.item = at.item->id, .reason = body.reason, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const CloseBallot& body) {
    const Ballot& ballot = *at.item->open_ballot();
    const Arithmetic count = count_ballot(*at.meeting, *at.item, ballot, at.pack);
    Events events;
    events.add(at.meeting->id, BallotClosed{.item = at.item->id,
                                            .arithmetic = count,
                                            .outcome = outcome_of(ballot.motion, count),
                                            .close_reason = body.close_reason,
                                            .occurred_at = body.occurred_at});
    return events;
}

BodyFaults faults_of(const Context& at, const OpenBallot& body) {
    BodyFaults faults;
    check_amendments(at, body.motion.amendments, "/motion/amendments", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const RecordBallot& body) {
    BodyFaults faults;
    const bool any_count = body.for_ || body.against || body.abstain || body.tellers;
    const bool all_counts = body.for_ && body.against && body.abstain && body.tellers;
    if (body.votes ? any_count : !all_counts) {
        faults.push_back({"", "votes_or_counts"});
    }
    if (body.votes) {
        for (std::size_t i = 0; i < body.votes->size(); ++i) {
            check_person(at, (*body.votes)[i].person, "/votes/" + std::to_string(i) + "/person", faults);
        }
    }
    check_count(body.for_, "/for", faults);
    check_count(body.against, "/against", faults);
    check_count(body.abstain, "/abstain", faults);
    if (body.tellers) {
        for (std::size_t i = 0; i < body.tellers->size(); ++i) {
            check_person(at, (*body.tellers)[i], "/tellers/" + std::to_string(i), faults);
        }
    }
    return faults;
}

BodyFaults faults_of(const Context& at, const CloseBallot& body) {
    BodyFaults faults;
    check_close_reason(at, body.close_reason, faults);
    return faults;
}

}  // namespace shenyi::workflow
