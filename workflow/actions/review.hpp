#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// Sends a version for legality review (送审), R-REV-02.
struct RequestReview {
    int draft;
    std::vector<LegalBasis> legal_basis;
    std::vector<Material> materials;
    std::string procedures_done;
    std::optional<Date> due;
    std::optional<Shortening> shortening;
};
BOOST_DESCRIBE_STRUCT(RequestReview, (), (draft, legal_basis, materials, procedures_done, due, shortening))

struct WithdrawRequest {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawRequest, (), (reason))

/// The reviewing body appoints who reviews: needed for whoever was appointed after the sending (R-ACC-08).
struct AssignReviewer {
    PersonId reviewer;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(AssignReviewer, (), (reviewer, reason))

/// The materials are complete; the review period starts (R-CAL-05).
struct AcceptForReview {
    std::optional<bool> accepted;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(AcceptForReview, (), (accepted))

struct ReturnForCompletion {
    ReturnGround ground;
    std::vector<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(ReturnForCompletion, (), (ground, missing))

struct StopReviewClock {
    ClockStopGround ground;
    DocumentId document;
};
BOOST_DESCRIBE_STRUCT(StopReviewClock, (), (ground, document))

struct RestartReviewClock {
    std::optional<bool> restarted;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(RestartReviewClock, (), (restarted))

struct TimeSufficed {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(TimeSufficed, (), (reason))

/// Gives the legality review opinion (合法性审查意见) on a version, R-REV-05 to R-REV-08.
struct IssueLegalityOpinion {
    int draft;
    Conclusion conclusion;
    std::string facts;
    std::vector<ChecklistAnswer> answers;
    std::string reasons;
    std::optional<std::string> legal_risk;
    std::vector<OpinionId> adviser_opinions;
    std::vector<IssuedPoint> points;
    std::optional<TimeSufficed> time_sufficed;
};
BOOST_DESCRIBE_STRUCT(IssueLegalityOpinion, (),
                      (draft, conclusion, facts, answers, reasons, legal_risk, adviser_opinions, points, time_sufficed))

struct WithdrawLegalityOpinion {
    OpinionId opinion;
    std::string reasons;
};
BOOST_DESCRIBE_STRUCT(WithdrawLegalityOpinion, (), (opinion, reasons))

/// Says of each point what became of it (R-REV-09); an adviser's points too (R-ADV-05).
struct RespondToOpinion {
    OpinionId opinion;
    std::vector<PointAnswered> points;
};
BOOST_DESCRIBE_STRUCT(RespondToOpinion, (), (opinion, points))

Events events_of(const Context& at, const RequestReview& body);
Events events_of(const Context& at, const WithdrawRequest& body);
Events events_of(const Context& at, const AssignReviewer& body);
Events events_of(const Context& at, const AcceptForReview& body);
Events events_of(const Context& at, const ReturnForCompletion& body);
Events events_of(const Context& at, const StopReviewClock& body);
Events events_of(const Context& at, const RestartReviewClock& body);
Events events_of(const Context& at, const IssueLegalityOpinion& body);
Events events_of(const Context& at, const WithdrawLegalityOpinion& body);
Events events_of(const Context& at, const RespondToOpinion& body);

BodyFaults faults_of(const Context& at, const RequestReview& body);
BodyFaults faults_of(const Context& at, const AssignReviewer& body);
BodyFaults faults_of(const Context& at, const ReturnForCompletion& body);
BodyFaults faults_of(const Context& at, const StopReviewClock& body);
BodyFaults faults_of(const Context& at, const IssueLegalityOpinion& body);
BodyFaults faults_of(const Context& at, const WithdrawLegalityOpinion& body);
BodyFaults faults_of(const Context& at, const RespondToOpinion& body);

}  // namespace shenyi::workflow
