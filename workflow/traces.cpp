#include "workflow/traces.hpp"

#include "workflow/action_of.hpp"
#include "workflow/context.hpp"

#include <string>
#include <utility>

namespace shenyi::workflow {

namespace {

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

std::optional<int> year_of_calendar(const OrganEvent& event) {
    if (const auto* loaded = std::get_if<CalendarLoaded>(&event)) return loaded->year.year;
    if (const auto* confirmed = std::get_if<CalendarConfirmed>(&event)) return confirmed->year;
    if (const auto* reminded = std::get_if<CalendarReminded>(&event)) return reminded->year;
    return std::nullopt;
}

/// What stands in both streams is told of the one in which it was done: placing and removing of the matter, the rest of
/// an item of the meeting.
bool is_told_elsewhere(const Event& event) {
    const std::string_view type = type_of(event);
    if (!type.starts_with("item.") || type == "item.added") return false;
    const bool of_matter = type == "item.placed" || type == "item.removed";
    return of_matter != std::holds_alternative<MatterEvent>(event);
}

/// Where several actions can have brought an event about, the one that mostly does. A removal that a rule brought about
/// was nobody's act (R-GATE-09).
std::optional<NamedAction> mostly_done_by(const Event& event) {
    const auto* of_matter = std::get_if<MatterEvent>(&event);
    const auto* removed = of_matter ? std::get_if<ItemRemoved>(of_matter) : nullptr;
    if (removed && !removed->rule) return NamedAction{Target::matter, "remove_from_agenda"};
    if (type_of(event) == "item.deferred") return NamedAction{Target::item, "defer"};
    return action_of(event);
}

/// What a copy is about: the action, whichever stream tells of it; what happens by itself has a name of its own.
NamedAction told_as(const Event& event) {
    if (const auto action = mostly_done_by(event)) return *action;
    const std::string_view type = type_of(event);
    if (type == "item.removed") return {Target::matter, "remove_from_agenda"};
    if (type == "calendar.reminded") return {Target::organ, "load_calendar"};
    if (type == "deadlines.moved") return {Target::organ, "confirm_calendar"};
    if (type == "password.changed") return {Target::person, "reset_password"};
    return {Target::matter, type == "review.overdue" ? "review_overdue" : type};
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
            approver(std::get<ReviewRequested>(std::get<MatterEvent>(event_.event)).shortening);
        } else if (type == "item.placed") {
            approver(std::get<ItemPlaced>(std::get<MatterEvent>(event_.event)).shortening);
        } else if (type == "review.returned") {
            person(Role::drafter, matter.created_by);
        } else if (type == "review.overdue") {
            to(reviewers_of(*after_.organ, matter));
            to(in_lead_unit(matter, Role::section_head));
            to({.role = Role::director, .unit = {}, .persons = {}});
        } else if (type == "deadlines.moved") {
            recounted(matter);
        } else if (type == "item.closed") {
            decided(matter);
        } else if (type == "item.removed") {
            removed(matter);
        }
    }

    void of(const Meeting& meeting, std::string_view type) {
        if (type == "roster.fixed") return excluded(meeting);
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
            recounted(*matter);
        }
    }

    /// A reset is told to its owner, whoever made it (R-ACC-09).
    void of(const PersonEvent& event, const PersonId& owner) {
        const auto* changed = std::get_if<PasswordChanged>(&event);
        const bool reset = std::holds_alternative<PasswordReset>(event) || (changed && !changed->by_owner);
        if (reset) to({.role = Role::member, .unit = {}, .persons = {owner}});
    }

  private:
    /// The unit in charge, its leader and who began it.
    void unit(const Matter& matter) {
        person(Role::drafter, matter.created_by);
        to(in_lead_unit(matter, Role::section_head));
        to(in_lead_unit(matter, Role::portfolio_leader));
    }

    /// Whoever reckons with the matter's days (R-CAL-04).
    void recounted(const Matter& matter) {
        to(in_lead_unit(matter, Role::section_head));
        to(reviewers_of(*after_.organ, matter));
    }

    /// In whose name a period was shortened hears of it, whoever entered it (R-REV-03, R-REV-04).
    void approver(const std::optional<Shortening>& shortening) {
        if (!shortening) return;
        const bool heads = holds(*after_.organ, shortening->approver, Role::director, after_.today);
        person(heads ? Role::director : Role::portfolio_leader, shortening->approver);
    }

    /// Whom the office leaves out of those due hears of it, and so does the chair (R-MEET-04).
    void excluded(const Meeting& meeting) {
        if (!meeting.roster || meeting.roster->excluded.empty()) return;
        for (const Exclusion& exclusion : meeting.roster->excluded) person(Role::member, exclusion.person);
        person(Role::chair, meeting.chair);
    }

    /// A rule took it off the agenda: the office has a meeting to put in order, the unit a text (S-17).
    void removed(const Matter& matter) {
        if (!std::get<ItemRemoved>(std::get<MatterEvent>(event_.event)).rule) return;
        to({.role = Role::office_clerk, .unit = {}, .persons = {}});
        unit(matter);
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

/// The event's action and what it names, on no desk yet.
Trace form_of(const NewEvent& event) {
    const NamedAction told = told_as(event.event);
    Trace form{.box = Box::copied, .to = {}, .target = told.target, .action = told.name};
    const auto name_all = [&](const auto& one) { name_parts(one, form); };
    if (const auto* one = std::get_if<MatterEvent>(&event.event)) std::visit(name_all, *one);
    if (const auto* one = std::get_if<MeetingEvent>(&event.event)) std::visit(name_all, *one);
    if (const auto* one = std::get_if<OrganEvent>(&event.event)) form.year = year_of_calendar(*one);
    const std::string& name = event.stream.name;
    const std::string id = name.substr(name.find('/') + 1);
    if (std::holds_alternative<MatterEvent>(event.event)) form.matter = MatterId{id};
    if (std::holds_alternative<MeetingEvent>(event.event)) form.meeting = MeetingId{id};
    return form;
}

}  // namespace

std::optional<Trace> done_by(const NewEvent& event, const OrganId& organ) {
    if (event.meta.actor.value == organ.value || is_told_elsewhere(event.event)) return std::nullopt;
    const auto action = mostly_done_by(event.event);
    if (!action) return std::nullopt;
    Trace done = form_of(event);
    done.box = Box::done;
    done.to = {.role = Role::member, .unit = {}, .persons = {event.meta.actor}};
    return done;
}

std::vector<Trace> traces_of(const NewEvent& event, const World& after) {
    const std::string& name = event.stream.name;
    const std::string id = name.substr(name.find('/') + 1);
    const std::string_view type = type_of(event.event);
    std::vector<Trace> traces;
    auto done = after.organ ? done_by(event, after.organ->id) : std::nullopt;
    if (done && done->action == "create") {
        done->box = Box::started;
        traces.push_back(*std::move(done));
    }
    Copies copies(event, after, form_of(event));
    const auto* matter = std::holds_alternative<MatterEvent>(event.event) ? find(after, MatterId{id}) : nullptr;
    const auto* meeting = std::holds_alternative<MeetingEvent>(event.event) ? find(after, MeetingId{id}) : nullptr;
    if (matter) copies.of(*matter, type);
    if (meeting) copies.of(*meeting, type);
    if (const auto* one = std::get_if<OrganEvent>(&event.event)) copies.of(*one);
    if (const auto* one = std::get_if<PersonEvent>(&event.event)) copies.of(*one, PersonId{id});
    for (Trace& copy : copies.take()) traces.push_back(std::move(copy));
    return traces;
}

}  // namespace shenyi::workflow
