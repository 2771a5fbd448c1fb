#pragma once

#include <boost/describe/enum.hpp>

/// The closed vocabularies of the law and of the bureau, spelled as on the wire. A trailing underscore stands where C++
/// reserves the word (`for_`, `not_`); it is not part of the wire name.
namespace shenyi::workflow {

/// Kind of matter (事项类别), rules.md §7.
enum class MatterKind {
    major_decision,
    normative_document,
    government_draft,
    major_case,
    key_matter,
    major_contract,
    internal_rule
};
BOOST_DESCRIBE_ENUM(MatterKind, major_decision, normative_document, government_draft, major_case, key_matter,
                    major_contract, internal_rule)

/// Stage of a matter's life (阶段), rules.md §1.
enum class Stage {
    proposed,
    opened,
    drafting,
    submitted_for_review,
    under_review,
    returned,
    reviewed,
    on_agenda,
    in_discussion,
    deferred,
    rejected,
    rework,
    decided,
    issued,
    in_force,
    suspended,
    lapsed,
    repealed,
    withdrawn,
    closed
};
BOOST_DESCRIBE_ENUM(Stage, proposed, opened, drafting, submitted_for_review, under_review, returned, reviewed,
                    on_agenda, in_discussion, deferred, rejected, rework, decided, issued, in_force, suspended, lapsed,
                    repealed, withdrawn, closed)

/// A post's role (岗位), rules.md §6. `chair`, `member` and `teller` are held in a meeting, never as a post.
enum class Role {
    director,
    party_secretary,
    party_member,
    portfolio_leader,
    section_head,
    undertaker,
    drafter,
    legal_reviewer,
    legal_adviser,
    public_lawyer,
    office_clerk,
    recorder,
    teller,
    expert,
    risk_assessor,
    disclosure_officer,
    archivist,
    executing_unit,
    inspector,
    gov_review_body,
    system_admin,
    security_admin,
    audit_admin,
    chair,
    member
};
BOOST_DESCRIBE_ENUM(Role, director, party_secretary, party_member, portfolio_leader, section_head, undertaker, drafter,
                    legal_reviewer, legal_adviser, public_lawyer, office_clerk, recorder, teller, expert, risk_assessor,
                    disclosure_officer, archivist, executing_unit, inspector, gov_review_body, system_admin,
                    security_admin, audit_admin, chair, member)

/// What the role must be held in relation to, for an action on this matter or meeting.
enum class Relation {
    organ,
    undertaking_unit,
    lead_unit,
    consulted_unit,
    portfolio,
    reviewing_body,
    assigned,
    asked,
    author,
    superior,
    meeting,
    ballot,
    concerned
};
BOOST_DESCRIBE_ENUM(Relation, organ, undertaking_unit, lead_unit, consulted_unit, portfolio, reviewing_body, assigned,
                    asked, author, superior, meeting, ballot, concerned)

enum class ProposalSource { leader, department, lower_government, deputy, citizen };
BOOST_DESCRIBE_ENUM(ProposalSource, leader, department, lower_government, deputy, citizen)

/// The two meetings: 局长办公会, where the head decides after discussion, and 党组会, where more than half of the
/// members due must vote for.
enum class Forum { office_meeting, party_group };
BOOST_DESCRIBE_ENUM(Forum, office_meeting, party_group)

enum class DocumentRole {
    draft,
    drafting_note,
    basis,
    annex,
    annotated_copy,
    pre_assessment,
    comments,
    internal_opinion,
    proof,
    other
};
BOOST_DESCRIBE_ENUM(DocumentRole, draft, drafting_note, basis, annex, annotated_copy, pre_assessment, comments,
                    internal_opinion, proof, other)

/// What a file sent for review must hold (送审材料), rules.md §5.
enum class MaterialKind {
    application,
    draft,
    drafting_note,
    pre_assessment,
    legal_basis,
    procedures_statement,
    comments_record,
    consultation_reply,
    other
};
BOOST_DESCRIBE_ENUM(MaterialKind, application, draft, drafting_note, pre_assessment, legal_basis, procedures_statement,
                    comments_record, consultation_reply, other)

/// Class of a change (修改类别), R-REV-10.
enum class ChangeClass { clerical, conforming, substantive };
BOOST_DESCRIBE_ENUM(ChangeClass, clerical, conforming, substantive)

enum class ConsultationReply { agree, disagree, no_reply };
BOOST_DESCRIBE_ENUM(ConsultationReply, agree, disagree, no_reply)

enum class ReturnGround { incomplete, procedure_missing, not_competent, out_of_scope };
BOOST_DESCRIBE_ENUM(ReturnGround, incomplete, procedure_missing, not_competent, out_of_scope)

/// Grounds on which the review period pauses, R-CAL-06.
enum class ClockStopGround { inquiry, hearing_the_drafter, outside_opinion, meeting, hearing, experts };
BOOST_DESCRIBE_ENUM(ClockStopGround, inquiry, hearing_the_drafter, outside_opinion, meeting, hearing, experts)

/// Conclusion of an opinion (审查结论). An adviser's is one of the first three.
enum class Conclusion { lawful, should_amend, unlawful, exploratory };
BOOST_DESCRIBE_ENUM(Conclusion, lawful, should_amend, unlawful, exploratory)

enum class AnswerFinding { met, not_met, not_applicable };
BOOST_DESCRIBE_ENUM(AnswerFinding, met, not_met, not_applicable)

/// What became of a point of an opinion (采纳情况), R-REV-09.
enum class Disposition { adopted, partly, not_ };
BOOST_DESCRIBE_ENUM(Disposition, adopted, partly, not_)

/// What a clearance (准予提交) rests on, rules.md §2.5.
enum class ClearanceGround { opinion, responded, confirmed };
BOOST_DESCRIBE_ENUM(ClearanceGround, opinion, responded, confirmed)

enum class MeetingStage { planned, agenda_frozen, convened, sitting, adjourned, closed, signed_, cancelled };
BOOST_DESCRIBE_ENUM(MeetingStage, planned, agenda_frozen, convened, sitting, adjourned, closed, signed_, cancelled)

enum class ItemKind { decision, hearing, law_study };
BOOST_DESCRIBE_ENUM(ItemKind, decision, hearing, law_study)

enum class ItemState { placed, open, closed, deferred, removed };
BOOST_DESCRIBE_ENUM(ItemState, placed, open, closed, deferred, removed)

/// The outcomes of an item, the same five in both forums, R-DEC-03.
enum class Outcome { adopted, adopted_as_amended, not_adopted, rework, deferred };
BOOST_DESCRIBE_ENUM(Outcome, adopted, adopted_as_amended, not_adopted, rework, deferred)

enum class MotionKind { adopt, adopt_as_amended, rework, defer };
BOOST_DESCRIBE_ENUM(MotionKind, adopt, adopt_as_amended, rework, defer)

enum class Position { for_, against, defer, no_comment };
BOOST_DESCRIBE_ENUM(Position, for_, against, defer, no_comment)

enum class Vote { for_, against, abstain };
BOOST_DESCRIBE_ENUM(Vote, for_, against, abstain)

enum class BallotMethod { voice, hands, named, secret };
BOOST_DESCRIBE_ENUM(BallotMethod, voice, hands, named, secret)

enum class BallotState { open, closed, voided };
BOOST_DESCRIBE_ENUM(BallotState, open, closed, voided)

enum class AttendeeCapacity { reviewing_body, adviser, reporter, observer };
BOOST_DESCRIBE_ENUM(AttendeeCapacity, reviewing_body, adviser, reporter, observer)

enum class AttendanceEvent { arrived, left };
BOOST_DESCRIBE_ENUM(AttendanceEvent, arrived, left)

enum class CloseGround { emergency, other };
BOOST_DESCRIBE_ENUM(CloseGround, emergency, other)

/// By when something about a matter is due.
/// - `review_floor`: the last day that the review must be left (R-REV-03, R-REV-04); the next day a meeting is
///   possible
/// - `review_ceiling`: the last day of the review itself (R-REV-04); silence after it is never deemed lawful
/// - `requested_opinion`: the day by which the unit asked for the opinion
/// - `material_fix`: the day by which a returned file is to be completed (R-REV-02, SD353 art. 31)
/// - `adviser_opinion`: the day by which the reviewing body asked an adviser for his opinion
/// - `materials_sent`: the day by which a meeting's papers are to be sent (R-MEET-05, the pack's lead time)
enum class DeadlineKind {
    review_floor,
    review_ceiling,
    requested_opinion,
    material_fix,
    adviser_opinion,
    materials_sent
};
BOOST_DESCRIBE_ENUM(DeadlineKind, review_floor, review_ceiling, requested_opinion, material_fix, adviser_opinion,
                    materials_sent)

/// What a unit can be asked for when a rule refuses: what is missing, and so what would clear it.
enum class Missing {
    legality_opinion,
    new_version,
    adviser_opinion,
    disposition,
    confirmation,
    endorsement,
    feasibility_study,
    lead_unit,
    pre_assessment,
    materials,
    acceptance,
    review_time,
    reason,
    statement,
    declaration,
    quorum,
    roster,
    delegation,
    tellers,
    confirmation_of_dissent,
    signature,
    head,
    head_reasons,
    amended_text,
    executing_unit,
    responsible_persons,
    decision,
    settled_text,
    meeting,
    appointment,
    calendar,
    engagement,
    another_person,
    earlier_forum,
    shorter_period_reason,
    chair
};
BOOST_DESCRIBE_ENUM(Missing, legality_opinion, new_version, adviser_opinion, disposition, confirmation, endorsement,
                    feasibility_study, lead_unit, pre_assessment, materials, acceptance, review_time, reason, statement,
                    declaration, quorum, roster, delegation, tellers, confirmation_of_dissent, signature, head,
                    head_reasons, amended_text, executing_unit, responsible_persons, decision, settled_text, meeting,
                    appointment, calendar, engagement, another_person, earlier_forum, shorter_period_reason, chair)

}  // namespace shenyi::workflow
