#include "workflow/actions/adviser.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

/// A matter's legality review and its advisers.
std::span<const BodyRow> review_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::matter, "request_review", body_of<RequestReview>, written<RequestReview>},
        {Target::matter, "withdraw_request", body_of<WithdrawRequest>, written<WithdrawRequest>},
        {Target::matter, "assign_reviewer", body_of<AssignReviewer>, written<AssignReviewer>},
        {Target::matter, "accept_for_review", empty_body<AcceptForReview>, written_empty},
        {Target::matter, "return_for_completion", body_of<ReturnForCompletion>, written<ReturnForCompletion>},
        {Target::matter, "stop_review_clock", body_of<StopReviewClock>, written<StopReviewClock>},
        {Target::matter, "restart_review_clock", empty_body<RestartReviewClock>, written_empty},
        {Target::matter, "ask_adviser", body_of<AskAdviser>, written<AskAdviser>},
        {Target::matter, "give_adviser_opinion", body_of<GiveAdviserOpinion>, written<GiveAdviserOpinion>},
        {Target::matter, "withdraw_adviser_opinion", body_of<WithdrawAdviserOpinion>, written<WithdrawAdviserOpinion>},
        {Target::matter, "issue_legality_opinion", body_of<IssueLegalityOpinion>, written<IssueLegalityOpinion>},
        {Target::matter, "withdraw_legality_opinion", body_of<WithdrawLegalityOpinion>,
         written<WithdrawLegalityOpinion>},
        {Target::matter, "respond_to_opinion", body_of<RespondToOpinion>, written<RespondToOpinion>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
