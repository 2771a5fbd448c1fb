#pragma once

#include "workflow/listed.hpp"

#include <array>
#include <string_view>

namespace shenyi::workflow {

/// What a body should have named and did not, as far as only the records can tell. The words are `expected.CODE` of
/// schemas/messages; a test fails for a code without words and for words without a code.
inline constexpr auto expectations = std::to_array<std::string_view>({
    "document_at_hand",
    "person_of_organ",
    "unit_of_organ",
    "version_of_matter",
    "newest_version",
    "newest_change",
    "version_under_review",
    "other_documents",
    "one_draft",
    "each_document_once",
    "each_person_once",
    "each_point_once",
    "each_item_once",
    "item_of_checklist",
    "clause_of_draft",
    "a_drafter",
    "a_forum",
    "a_point",
    "a_day",
    "kind_with_procedure",
    "recorded_instruction",
    "reply_itself",
    "what_is_missing",
    "reviewer_of_body",
    "another_than_oneself",
    "adviser_opinion",
    "legality_opinion",
    "opinion_of_matter",
    "standing_opinion",
    "point_of_opinion",
    "unanswered_point",
    "adviser_conclusion",
    "legal_adviser",
    "adviser_by_post",
    "reason_of_replacement",
    "ended_engagement",
    "objection_of_matter",
    "unanswered_objection",
    "meeting_of_organ",
    "meeting_with_matter",
    "item_without_decision",
    "item_of_meeting",
    "event_of_meeting",
    "nothing_decided",
    "member_on_the_day",
    "member_of_forum",
    "member_due",
    "nobody_due",
    "due_or_attending",
    "no_voting_member",
    "staff_in_office",
    "legal_reason",
    "document_of_its_own",
    "document_with_content",
    "chair_due",
    "departure",
    "arrival",
    "sheet_or_refusal",
    "signature_owed",
    "two_witnesses",
    "witnesses_of_refusal",
    "votes_or_counts",
    "no_negative",
    "free_login",
    "post_in_force",
    "post_to_confirm",
    "not_before_appointment",
    "another_than_delegator",
    "today_or_later",
    "not_before_first",
    "notice",
    "loaded_year",
});

using Expected = Listed<expectations>;

}  // namespace shenyi::workflow
