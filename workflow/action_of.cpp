#include "workflow/action_of.hpp"

namespace shenyi::workflow {

namespace {

using Named = std::optional<NamedAction>;

Named on_matter(std::string_view name) {
    return NamedAction{Target::matter, name};
}
Named on_meeting(std::string_view name) {
    return NamedAction{Target::meeting, name};
}
Named on_item(std::string_view name) {
    return NamedAction{Target::item, name};
}
Named on_organ(std::string_view name) {
    return NamedAction{Target::organ, name};
}
Named on_person(std::string_view name) {
    return NamedAction{Target::person, name};
}

/// One overload for each event; one that is missing does not compile.
struct ByWhich {
    Named operator()(const MatterCreated&) const { return on_matter("create"); }
    Named operator()(const StudyRecorded&) const { return on_matter("record_study"); }
    Named operator()(const MatterOpened&) const { return on_matter("open"); }
    Named operator()(const DraftSubmitted& event) const {
        return on_matter(event.from ? "submit_changed_draft" : "submit_draft");
    }
    Named operator()(const ConsultationRecorded&) const { return on_matter("record_consultation"); }
    Named operator()(const ReviewRequested&) const { return on_matter("request_review"); }
    Named operator()(const ReviewRequestWithdrawn&) const { return on_matter("withdraw_request"); }
    Named operator()(const ReviewerAssigned&) const { return on_matter("assign_reviewer"); }
    Named operator()(const ReviewAccepted&) const { return on_matter("accept_for_review"); }
    Named operator()(const ReviewReturned&) const { return on_matter("return_for_completion"); }
    Named operator()(const ReviewClockStopped&) const { return on_matter("stop_review_clock"); }
    Named operator()(const ReviewClockRestarted&) const { return on_matter("restart_review_clock"); }
    Named operator()(const ReviewOverdue&) const { return std::nullopt; }
    Named operator()(const DeadlinesMoved&) const { return std::nullopt; }
    Named operator()(const AdviserAskedEvent&) const { return on_matter("ask_adviser"); }
    Named operator()(const AdviserDeclined&) const { return on_matter("give_adviser_opinion"); }
    Named operator()(const AdviserOpinionGiven&) const { return on_matter("give_adviser_opinion"); }
    Named operator()(const AdviserOpinionWithdrawn&) const { return on_matter("withdraw_adviser_opinion"); }
    Named operator()(const LegalityOpinionIssued&) const { return on_matter("issue_legality_opinion"); }
    Named operator()(const LegalityOpinionWithdrawn&) const { return on_matter("withdraw_legality_opinion"); }
    Named operator()(const OpinionResponded&) const { return on_matter("respond_to_opinion"); }
    Named operator()(const ChangeConfirmed&) const { return on_matter("confirm_change"); }
    Named operator()(const DraftEndorsed&) const { return on_matter("endorse"); }
    Named operator()(const EndorsementDeclined&) const { return on_matter("decline_endorsement"); }
    Named operator()(const TextPublished&) const { return on_matter("publish"); }
    Named operator()(const MatterWithdrawn&) const { return on_matter("withdraw"); }
    Named operator()(const ObjectionNoted&) const { return on_matter("note_objection"); }
    Named operator()(const ObjectionAnswered&) const { return on_matter("answer_objection"); }

    Named operator()(const ItemPlaced&) const { return on_matter("place_on_agenda"); }
    Named operator()(const ItemRemoved&) const { return std::nullopt; }
    Named operator()(const ItemOpened&) const { return on_item("open"); }
    Named operator()(const ItemInterrupted&) const { return std::nullopt; }
    Named operator()(const ItemDeferred&) const { return std::nullopt; }
    Named operator()(const ItemClosed&) const { return on_item("close"); }

    Named operator()(const MeetingCalled&) const { return on_meeting("create"); }
    Named operator()(const RosterFixed&) const { return on_meeting("fix_roster"); }
    Named operator()(const ItemAdded&) const { return on_meeting("add_item"); }
    Named operator()(const AgendaFrozen&) const { return on_meeting("freeze_agenda"); }
    Named operator()(const MaterialsSent&) const { return on_meeting("send_materials"); }
    Named operator()(const MeetingRescheduled&) const { return on_meeting("reschedule"); }
    Named operator()(const MeetingCancelled&) const { return on_meeting("cancel"); }
    Named operator()(const MeetingAdjourned&) const { return on_meeting("adjourn"); }
    Named operator()(const MeetingResumed&) const { return on_meeting("resume"); }
    Named operator()(const ChairReplaced&) const { return on_meeting("replace_chair"); }
    Named operator()(const RecorderReplaced&) const { return on_meeting("replace_recorder"); }
    Named operator()(const LeaveRecorded&) const { return on_meeting("record_leave"); }
    Named operator()(const MeetingOpened&) const { return on_meeting("open"); }
    Named operator()(const AttendanceRecorded&) const { return on_meeting("record_attendance"); }
    Named operator()(const MeetingClosed&) const { return on_meeting("close"); }
    Named operator()(const RecordSigned&) const { return on_meeting("sign_record"); }
    Named operator()(const SignatureRefused&) const { return on_meeting("sign_record"); }
    Named operator()(const RecordCorrected&) const { return on_meeting("correct"); }
    Named operator()(const InterestDeclared&) const { return on_item("declare_interest"); }
    Named operator()(const MemberRecused&) const { return on_item("recuse"); }
    Named operator()(const PositionStated&) const { return on_item("speak"); }
    Named operator()(const BallotOpened&) const { return on_item("open_ballot"); }
    Named operator()(const BallotRecorded&) const { return on_item("record_ballot"); }
    Named operator()(const CountConfirmed&) const { return on_item("confirm_count"); }
    Named operator()(const BallotVoided&) const { return on_item("void_ballot"); }
    Named operator()(const BallotClosed&) const { return on_item("close_ballot"); }
    Named operator()(const HeadDecided&) const { return on_item("decide"); }
    Named operator()(const DissentConfirmed&) const { return on_item("confirm_dissent"); }
    Named operator()(const DissentNotConfirmed&) const { return on_item("record_refusal_to_confirm"); }

    Named operator()(const OrganFounded&) const { return std::nullopt; }
    Named operator()(const UnitFormed&) const { return std::nullopt; }
    Named operator()(const CompetenceFixed&) const { return std::nullopt; }
    Named operator()(const PersonRegistered&) const { return on_organ("register_person"); }
    Named operator()(const PostEntered&) const { return on_person("enter_post"); }
    Named operator()(const PostConfirmed&) const { return on_person("confirm_post"); }
    Named operator()(const PostEndEntered&) const { return on_person("end_post"); }
    Named operator()(const PostEndConfirmed&) const { return on_person("confirm_post"); }
    Named operator()(const DelegationRecorded&) const { return on_person("delegate"); }
    Named operator()(const AdviserEngaged&) const { return on_organ("engage_adviser"); }
    Named operator()(const RosterSet&) const { return std::nullopt; }
    Named operator()(const CalendarLoaded&) const { return on_organ("load_calendar"); }
    Named operator()(const CalendarConfirmed&) const { return on_organ("confirm_calendar"); }
    Named operator()(const CalendarReminded&) const { return std::nullopt; }
    Named operator()(const DayBegun&) const { return std::nullopt; }
    Named operator()(const ProcedureAdopted&) const { return std::nullopt; }
    Named operator()(const PackAdopted&) const { return std::nullopt; }
    Named operator()(const OpinionNumbered&) const { return std::nullopt; }
    Named operator()(const SummaryNumbered&) const { return std::nullopt; }

    Named operator()(const AccountOpened&) const { return std::nullopt; }
    Named operator()(const PasswordReset&) const { return on_person("reset_password"); }
    Named operator()(const PasswordChanged&) const { return std::nullopt; }
};

struct OfStream {
    Named operator()(const MatterEvent& event) const { return std::visit(ByWhich{}, event); }
    Named operator()(const MeetingEvent& event) const { return std::visit(ByWhich{}, event); }
    Named operator()(const OrganEvent& event) const { return std::visit(ByWhich{}, event); }
    Named operator()(const PersonEvent& event) const { return std::visit(ByWhich{}, event); }
    Named operator()(const AttemptEvent&) const { return std::nullopt; }
    Named operator()(const AccessEvent&) const { return std::nullopt; }
};

}  // namespace

std::optional<NamedAction> action_of(const Event& event) {
    return std::visit(OfStream{}, event);
}

}  // namespace shenyi::workflow
