#include "workflow/actions/table.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/decide.hpp"

#include <algorithm>
#include <tuple>

namespace shenyi::workflow {

namespace {

template <class Body>
const Body& body_of(const Context& at) {
    const auto* body = at.body<Body>();
    if (!body) throw ProgrammerFault("the body of " + at.command.action + " is of another type");
    return *body;
}

template <class Body>
Action entry(Target target, std::string_view name, bool tag = true) {
    return {.target = target,
            .name = name,
            .body = typeid(Body),
            .tag = tag,
            .events = [](const Context& at) { return events_of(at, body_of<Body>(at)); },
            .faults = [](const Context& at) { return faults_of(at, body_of<Body>(at)); }};
}

constexpr bool no_tag = false;

std::vector<Action> on_matters() {
    constexpr Target on = Target::matter;
    return {
        entry<CreateMatter>(on, "create", no_tag),
        entry<RecordStudy>(on, "record_study"),
        entry<OpenMatter>(on, "open"),
        entry<SubmitDraft>(on, "submit_draft"),
        entry<RecordConsultation>(on, "record_consultation"),
        entry<RequestReview>(on, "request_review"),
        entry<WithdrawRequest>(on, "withdraw_request"),
        entry<AssignReviewer>(on, "assign_reviewer"),
        entry<AcceptForReview>(on, "accept_for_review"),
        entry<ReturnForCompletion>(on, "return_for_completion"),
        entry<StopReviewClock>(on, "stop_review_clock"),
        entry<RestartReviewClock>(on, "restart_review_clock"),
        entry<AskAdviser>(on, "ask_adviser"),
        entry<GiveAdviserOpinion>(on, "give_adviser_opinion"),
        entry<WithdrawAdviserOpinion>(on, "withdraw_adviser_opinion"),
        entry<IssueLegalityOpinion>(on, "issue_legality_opinion"),
        entry<WithdrawLegalityOpinion>(on, "withdraw_legality_opinion"),
        entry<RespondToOpinion>(on, "respond_to_opinion"),
        entry<SubmitChangedDraft>(on, "submit_changed_draft"),
        entry<ConfirmChange>(on, "confirm_change"),
        entry<Endorse>(on, "endorse"),
        entry<DeclineEndorsement>(on, "decline_endorsement"),
        entry<PlaceOnAgenda>(on, "place_on_agenda"),
        entry<RemoveFromAgenda>(on, "remove_from_agenda"),
        entry<Publish>(on, "publish"),
        entry<WithdrawMatter>(on, "withdraw"),
        entry<NoteObjection>(on, "note_objection"),
        entry<AnswerObjection>(on, "answer_objection"),
    };
}

std::vector<Action> on_meetings() {
    constexpr Target on = Target::meeting;
    return {
        entry<CreateMeeting>(on, "create", no_tag),
        entry<FixRoster>(on, "fix_roster"),
        entry<AddItem>(on, "add_item"),
        entry<FreezeAgenda>(on, "freeze_agenda"),
        entry<SendMaterials>(on, "send_materials"),
        entry<Reschedule>(on, "reschedule"),
        entry<CancelMeeting>(on, "cancel"),
        entry<AdjournMeeting>(on, "adjourn"),
        entry<ResumeMeeting>(on, "resume"),
        entry<ReplaceChair>(on, "replace_chair"),
        entry<ReplaceRecorder>(on, "replace_recorder"),
        entry<RecordLeave>(on, "record_leave"),
        entry<OpenMeeting>(on, "open"),
        entry<RecordAttendance>(on, "record_attendance", no_tag),
        entry<CloseMeeting>(on, "close"),
        entry<SignRecord>(on, "sign_record", no_tag),
        entry<Correct>(on, "correct"),
    };
}

std::vector<Action> on_items() {
    constexpr Target on = Target::item;
    return {
        entry<OpenItem>(on, "open"),
        entry<DeclareInterest>(on, "declare_interest", no_tag),
        entry<Recuse>(on, "recuse"),
        entry<Speak>(on, "speak", no_tag),
        entry<OpenBallot>(on, "open_ballot"),
        entry<RecordBallot>(on, "record_ballot"),
        entry<ConfirmCount>(on, "confirm_count", no_tag),
        entry<VoidBallot>(on, "void_ballot"),
        entry<CloseBallot>(on, "close_ballot"),
        entry<HeadDecide>(on, "decide"),
        entry<DeferItem>(on, "defer"),
        entry<ConfirmDissent>(on, "confirm_dissent", no_tag),
        entry<RecordRefusalToConfirm>(on, "record_refusal_to_confirm"),
        entry<CloseItem>(on, "close"),
    };
}

std::vector<Action> on_organs_and_people() {
    return {
        entry<RegisterPerson>(Target::organ, "register_person", no_tag),
        entry<EngageAdviser>(Target::organ, "engage_adviser", no_tag),
        entry<LoadCalendar>(Target::organ, "load_calendar", no_tag),
        entry<ConfirmCalendar>(Target::organ, "confirm_calendar", no_tag),
        entry<EnterPost>(Target::person, "enter_post", no_tag),
        entry<ConfirmPost>(Target::person, "confirm_post", no_tag),
        entry<EndPost>(Target::person, "end_post", no_tag),
        entry<Delegate>(Target::person, "delegate", no_tag),
        entry<ResetPassword>(Target::person, "reset_password", no_tag),
    };
}

std::tuple<Target, std::string_view> key_of(const Action& action) {
    return {action.target, action.name};
}

std::vector<Action> sorted() {
    std::vector<Action> list;
    for (const auto& part : {on_matters(), on_meetings(), on_items(), on_organs_and_people()}) {
        list.insert(list.end(), part.begin(), part.end());
    }
    std::ranges::sort(list, {}, key_of);
    return list;
}

const std::vector<Action>& table() {
    static const std::vector<Action> actions = sorted();
    return actions;
}

}  // namespace

std::span<const Action> actions() {
    return table();
}

const Action* find_action(Target target, std::string_view name) {
    const auto& list = table();
    const std::tuple key{target, name};
    const auto found = std::ranges::lower_bound(list, key, {}, key_of);
    return found == list.end() || key_of(*found) != key ? nullptr : &*found;
}

}  // namespace shenyi::workflow
