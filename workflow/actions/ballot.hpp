#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

struct OpenBallot {
    BallotMethod method;
    Motion motion;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(OpenBallot, (), (method, motion, occurred_at))

/// Named, voice, hands: a vote for each person; secret: the counts and the tellers, and no name anywhere (R-MEET-10).
struct RecordBallot {
    std::optional<std::vector<NamedVote>> votes;
    std::optional<int> for_;
    std::optional<int> against;
    std::optional<int> abstain;
    std::optional<std::vector<PersonId>> tellers;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(RecordBallot, (), (votes, for_, against, abstain, tellers, occurred_at))

struct ConfirmCount {
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(ConfirmCount, (), (occurred_at))

struct VoidBallot {
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(VoidBallot, (), (reason, occurred_at))

struct CloseBallot {
    std::optional<CloseReason> close_reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(CloseBallot, (), (close_reason, occurred_at))

Events events_of(const Context& at, const OpenBallot& body);
Events events_of(const Context& at, const RecordBallot& body);
Events events_of(const Context& at, const ConfirmCount& body);
Events events_of(const Context& at, const VoidBallot& body);
Events events_of(const Context& at, const CloseBallot& body);

BodyFaults faults_of(const Context& at, const OpenBallot& body);
BodyFaults faults_of(const Context& at, const RecordBallot& body);
BodyFaults faults_of(const Context& at, const CloseBallot& body);

}  // namespace shenyi::workflow
