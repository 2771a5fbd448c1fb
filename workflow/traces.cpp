#include "workflow/traces.hpp"

#include "workflow/context.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace shenyi::workflow {

namespace {

struct Row {
    std::string_view type;
    ActionDone done;
};

/// What stands in both streams is told of the one in which it was done: placing and removing of the matter, the rest of
/// an item of the meeting.
constexpr std::array trace_rows{
    Row{"matter.created", {Target::matter, "create"}},
    Row{"study.recorded", {Target::matter, "record_study"}},
    Row{"matter.opened", {Target::matter, "open"}},
    Row{"draft.submitted", {Target::matter, "submit_draft"}},
    Row{"consultation.recorded", {Target::matter, "record_consultation"}},
    Row{"review.requested", {Target::matter, "request_review"}},
    Row{"review.request_withdrawn", {Target::matter, "withdraw_request"}},
    Row{"reviewer.assigned", {Target::matter, "assign_reviewer"}},
    Row{"review.accepted", {Target::matter, "accept_for_review"}},
    Row{"review.returned", {Target::matter, "return_for_completion"}},
    Row{"review_clock.stopped", {Target::matter, "stop_review_clock"}},
    Row{"review_clock.restarted", {Target::matter, "restart_review_clock"}},
    Row{"adviser.asked", {Target::matter, "ask_adviser"}},
    Row{"adviser.declined", {Target::matter, "give_adviser_opinion"}},
    Row{"adviser_opinion.given", {Target::matter, "give_adviser_opinion"}},
    Row{"adviser_opinion.withdrawn", {Target::matter, "withdraw_adviser_opinion"}},
    Row{"legality_opinion.issued", {Target::matter, "issue_legality_opinion"}},
    Row{"legality_opinion.withdrawn", {Target::matter, "withdraw_legality_opinion"}},
    Row{"opinion.responded", {Target::matter, "respond_to_opinion"}},
    Row{"change.confirmed", {Target::matter, "confirm_change"}},
    Row{"draft.endorsed", {Target::matter, "endorse"}},
    Row{"endorsement.declined", {Target::matter, "decline_endorsement"}},
    Row{"text.published", {Target::matter, "publish"}},
    Row{"matter.withdrawn", {Target::matter, "withdraw"}},
    Row{"objection.noted", {Target::matter, "note_objection"}},
    Row{"objection.answered", {Target::matter, "answer_objection"}},
    Row{"item.placed", {Target::matter, "place_on_agenda"}},
    Row{"item.removed", {Target::matter, "remove_from_agenda"}},
    Row{"meeting.called", {Target::meeting, "create"}},
    Row{"roster.fixed", {Target::meeting, "fix_roster"}},
    Row{"item.added", {Target::meeting, "add_item"}},
    Row{"agenda.frozen", {Target::meeting, "freeze_agenda"}},
    Row{"materials.sent", {Target::meeting, "send_materials"}},
    Row{"meeting.rescheduled", {Target::meeting, "reschedule"}},
    Row{"meeting.cancelled", {Target::meeting, "cancel"}},
    Row{"meeting.adjourned", {Target::meeting, "adjourn"}},
    Row{"meeting.resumed", {Target::meeting, "resume"}},
    Row{"chair.replaced", {Target::meeting, "replace_chair"}},
    Row{"recorder.replaced", {Target::meeting, "replace_recorder"}},
    Row{"leave.recorded", {Target::meeting, "record_leave"}},
    Row{"meeting.opened", {Target::meeting, "open"}},
    Row{"attendance.recorded", {Target::meeting, "record_attendance"}},
    Row{"meeting.closed", {Target::meeting, "close"}},
    Row{"record.signed", {Target::meeting, "sign_record"}},
    Row{"signature.refused", {Target::meeting, "sign_record"}},
    Row{"record.corrected", {Target::meeting, "correct"}},
    Row{"item.opened", {Target::item, "open"}},
    Row{"item.deferred", {Target::item, "defer"}},
    Row{"item.closed", {Target::item, "close"}},
    Row{"interest.declared", {Target::item, "declare_interest"}},
    Row{"member.recused", {Target::item, "recuse"}},
    Row{"position.stated", {Target::item, "speak"}},
    Row{"ballot.opened", {Target::item, "open_ballot"}},
    Row{"ballot.recorded", {Target::item, "record_ballot"}},
    Row{"count.confirmed", {Target::item, "confirm_count"}},
    Row{"ballot.voided", {Target::item, "void_ballot"}},
    Row{"ballot.closed", {Target::item, "close_ballot"}},
    Row{"head.decided", {Target::item, "decide"}},
    Row{"dissent.confirmed", {Target::item, "confirm_dissent"}},
    Row{"dissent.not_confirmed", {Target::item, "record_refusal_to_confirm"}},
    Row{"calendar.loaded", {Target::organ, "load_calendar"}},
    Row{"calendar.confirmed", {Target::organ, "confirm_calendar"}},
    Row{"adviser.engaged", {Target::organ, "engage_adviser"}},
    Row{"person.registered", {Target::organ, "register_person"}},
    Row{"post.entered", {Target::person, "enter_post"}},
    Row{"post.confirmed", {Target::person, "confirm_post"}},
    Row{"post.end_entered", {Target::person, "end_post"}},
    Row{"post.end_confirmed", {Target::person, "confirm_post"}},
    Row{"delegation.recorded", {Target::person, "delegate"}},
    Row{"password.reset", {Target::person, "reset_password"}},
};

/// The item and the draft that an event names, whatever its kind.
template <class E>
void name_parts(const E& event, Trace& trace) {
    if constexpr (requires { event.item; }) trace.item = ItemId{event.item};
    if constexpr (requires { event.version; }) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(event.version)>, int>) trace.draft = event.version;
    }
    if constexpr (requires { event.meeting; }) trace.meeting = MeetingId{event.meeting};
    if constexpr (requires { event.matter; }) trace.matter = MatterId{event.matter};
}

/// A removal that a rule brought about was nobody's act (R-GATE-09).
bool is_side_effect(const Event& event) {
    const auto* of_matter = std::get_if<MatterEvent>(&event);
    const auto* removed = of_matter ? std::get_if<ItemRemoved>(of_matter) : nullptr;
    return removed && removed->rule;
}

/// Who is told, kind of event by kind of event.
class Copies {
  public:
    Copies(const NewEvent& event, const World& after, Trace form)
        : event_(event), after_(after), form_(std::move(form)) {}

    std::vector<Trace> take() { return std::move(copies_); }

    void of(const Matter& matter, std::string_view type) {
        if (type == "matter.opened" || type == "legality_opinion.issued" || type == "legality_opinion.withdrawn" ||
            type == "text.published" || type == "matter.withdrawn") {
            unit(matter);
        } else if (type == "review.requested") {
            to(in_lead_unit(matter, Role::portfolio_leader));
        } else if (type == "review.returned") {
            person(Role::drafter, matter.created_by);
        } else if (type == "review.overdue") {
            to(reviewers_of(*after_.organ, matter));
            to(in_lead_unit(matter, Role::section_head));
            to({.role = Role::director, .unit = {}, .persons = {}});
        } else if (type == "item.closed") {
            decided(matter);
        }
    }

    void of(const Meeting& meeting, std::string_view type) {
        if (type != "materials.sent" && type != "meeting.rescheduled" && type != "meeting.cancelled") return;
        if (!meeting.roster) return;
        for (const PersonId& member : meeting.roster->due) person(Role::member, member);
        for (const Attendee& attendee : meeting.roster->attendees) person(Role::member, attendee.person);
    }

    void of(const OrganEvent& event) {
        if (std::holds_alternative<CalendarReminded>(event)) {
            to({.role = Role::system_admin, .unit = {}, .persons = {}});
            to({.role = Role::office_clerk, .unit = {}, .persons = {}});
        }
        const auto* confirmed = std::get_if<CalendarConfirmed>(&event);
        for (const MatterId& id : confirmed ? confirmed->recount : std::vector<MatterId>{}) {
            const Matter* matter = find(after_, id);
            if (!matter) continue;
            form_.matter = id;
            to(in_lead_unit(*matter, Role::section_head));
            to(reviewers_of(*after_.organ, *matter));
        }
    }

  private:
    /// The unit in charge, its leader and who began it.
    void unit(const Matter& matter) {
        person(Role::drafter, matter.created_by);
        to(in_lead_unit(matter, Role::section_head));
        to(in_lead_unit(matter, Role::portfolio_leader));
    }

    void decided(const Matter& matter) {
        unit(matter);
        to(reviewers_of(*after_.organ, matter));
        const auto* closed = std::get_if<ItemClosed>(&std::get<MatterEvent>(event_.event));
        if (!closed) return;
        if (closed->executing_unit) to({.role = Role::section_head, .unit = *closed->executing_unit, .persons = {}});
        if (!closed->responsible) return;
        for (const auto* people :
             {&closed->responsible->overall, &closed->responsible->portfolio, &closed->responsible->unit}) {
            for (const PersonId& each : *people) person(Role::member, each);
        }
    }

    void person(Role role, const PersonId& whom) {
        if (whom != event_.meta.actor) to({.role = role, .unit = {}, .persons = {whom}});
    }

    void to(Addressee addressee) {
        Trace copy = form_;
        copy.to = std::move(addressee);
        copies_.push_back(std::move(copy));
    }

    const NewEvent& event_;
    const World& after_;
    Trace form_;
    std::vector<Trace> copies_;
};

const Row* row_of(std::string_view type) {
    const auto found = std::ranges::find(trace_rows, type, &Row::type);
    return found == trace_rows.end() ? nullptr : &*found;
}

/// What a copy is about: the action, whichever stream tells of it; what happens by itself has a name of its own.
ActionDone told_as(std::string_view type) {
    if (const Row* row = row_of(type)) return row->done;
    if (type == "calendar.reminded") return {Target::organ, "load_calendar"};
    return {Target::matter, type == "review.overdue" ? "review_overdue" : type};
}

}  // namespace

std::optional<ActionDone> action_done_by(const Event& event) {
    if (is_side_effect(event)) return std::nullopt;
    const std::string_view type = type_of(event);
    const Row* found = row_of(type);
    if (!found) return std::nullopt;
    const bool twice = type.starts_with("item.") && type != "item.added";
    const bool of_matter = std::holds_alternative<MatterEvent>(event);
    if (twice && of_matter != (found->done.target == Target::matter)) return std::nullopt;
    return found->done;
}

std::vector<Trace> traces_of(const NewEvent& event, const World& after) {
    const std::string& name = event.stream.name;
    const std::string id = name.substr(name.find('/') + 1);
    const std::string_view type = type_of(event.event);
    // What the organ itself writes (its founding, the daily job) is nobody's act.
    const bool by_itself = after.organ && event.meta.actor.value == after.organ->id.value;
    const auto done = by_itself ? std::nullopt : action_done_by(event.event);
    Trace trace{.box = Box::done,
                .to = {.role = Role::member, .unit = {}, .persons = {event.meta.actor}},
                .target = told_as(type).target,
                .action = told_as(type).action};
    const auto name_all = [&](const auto& one) { name_parts(one, trace); };
    if (const auto* one = std::get_if<MatterEvent>(&event.event)) std::visit(name_all, *one);
    if (const auto* one = std::get_if<MeetingEvent>(&event.event)) std::visit(name_all, *one);
    const Matter* matter = find(after, MatterId{id});
    const Meeting* meeting = find(after, MeetingId{id});
    if (matter) trace.matter = matter->id;
    if (meeting) trace.meeting = meeting->id;

    std::vector<Trace> traces;
    if (done) traces.push_back(trace);
    if (done && done->action == "create") {
        trace.box = Box::started;
        traces.push_back(trace);
    }
    trace.box = Box::copied;
    Copies copies(event, after, trace);
    if (matter && std::holds_alternative<MatterEvent>(event.event)) copies.of(*matter, type);
    if (meeting && std::holds_alternative<MeetingEvent>(event.event)) copies.of(*meeting, type);
    if (const auto* one = std::get_if<OrganEvent>(&event.event)) copies.of(*one);
    for (Trace& copy : copies.take()) traces.push_back(std::move(copy));
    return traces;
}

}  // namespace shenyi::workflow
