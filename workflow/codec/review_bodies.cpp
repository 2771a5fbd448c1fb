#include "workflow/actions/adviser.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

/// A matter's legality review and its advisers.
std::span<const BodyRow> review_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::matter, "request_review", body_of<RequestReview>},
        {Target::matter, "withdraw_request", body_of<WithdrawRequest>},
        {Target::matter, "assign_reviewer", body_of<AssignReviewer>},
        {Target::matter, "accept_for_review", empty_body<AcceptForReview>},
        {Target::matter, "return_for_completion", body_of<ReturnForCompletion>},
        {Target::matter, "stop_review_clock", body_of<StopReviewClock>},
        {Target::matter, "restart_review_clock", empty_body<RestartReviewClock>},
        {Target::matter, "ask_adviser", body_of<AskAdviser>},
        {Target::matter, "give_adviser_opinion", body_of<GiveAdviserOpinion>},
        {Target::matter, "withdraw_adviser_opinion", body_of<WithdrawAdviserOpinion>},
        {Target::matter, "issue_legality_opinion", body_of<IssueLegalityOpinion>},
        {Target::matter, "withdraw_legality_opinion", body_of<WithdrawLegalityOpinion>},
        {Target::matter, "respond_to_opinion", body_of<RespondToOpinion>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
