#include "workflow/actions/meeting.hpp"

#include "workflow/actions/sitting.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <set>

namespace shenyi::workflow {

namespace {

/// Why an item that the sitting did not come to is put off, in the language of the record.
constexpr std::string_view not_reached = "会议未审议至该议题";

bool contains(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

/// The members of the meeting's forum on its day.
std::vector<PersonId> members(const Context& at) {
    return members_of(at.organ(), at.meeting->forum, date_of(at.meeting->held_at));
}

std::vector<PersonId> due_members(const Context& at, const std::vector<Exclusion>& excluded) {
    std::vector<PersonId> due = members(at);
    std::erase_if(due, [&](const PersonId& person) {
        return std::ranges::find(excluded, person, &Exclusion::person) != excluded.end();
    });
    return due;
}

/// A voting member does not record (rules.md §6); nor do the three administrators, who do no business, nor who advises
/// from outside: of the meeting he sees the item that he attends. A record is kept by somebody in office on the day.
/// `day_of`: the members by which day and voting members are known, if the body has them.
void check_recorder(const Context& at, const PersonId& person, std::string pointer, const std::vector<PersonId>& voting,
                    Date day, std::vector<std::string> day_of, BodyFaults& faults) {
    if (!at.organ().people.contains(person)) {
        faults.push_back({std::move(pointer), "person_of_organ"});
        return;
    }
    if (contains(voting, person)) {
        faults.push_back({std::move(pointer), "no_voting_member", std::move(day_of)});
        return;
    }
    constexpr Role outside[] = {Role::legal_adviser, Role::expert, Role::risk_assessor};
    const std::vector<const Post*> posts = posts_of(at.organ(), person, day);
    const bool barred = std::ranges::any_of(posts, [&](const Post* post) {
        return is_administrator(post->role) || std::ranges::find(outside, post->role) != std::end(outside);
    });
    if (barred || posts.empty()) faults.push_back({std::move(pointer), "staff_in_office", std::move(day_of)});
}

/// A paper that says nothing shows no reason; what is no text is taken as it is.
bool says_nothing(const Context& at, const DocumentId& document) {
    const auto found = at.world.documents.find(document);
    if (found == at.world.documents.end() || !found->second.paragraphs) return false;
    return std::ranges::all_of(*found->second.paragraphs,
                               [](const std::string& paragraph) { return rules::is_blank(paragraph); });
}

/// A member is excluded for a legal reason of his own, with a document of its own; the chair is not.
void check_excluded(const Context& at, const std::vector<Exclusion>& excluded, BodyFaults& faults) {
    const std::vector<PersonId> everybody = members(at);
    std::vector<PersonId> people;
    std::set<DocumentId> papers;
    for (std::size_t i = 0; i < excluded.size(); ++i) {
        const std::string pointer = "/excluded/" + std::to_string(i);
        const Exclusion& each = excluded[i];
        if (!contains(everybody, each.person)) {
            faults.push_back({pointer + "/person", "member_on_the_day"});
        }
        if (contains(people, each.person)) faults.push_back({pointer + "/person", "each_person_once"});
        if (rules::is_blank(each.reason)) faults.push_back({pointer + "/reason", "legal_reason"});
        check_document(at, each.document, pointer + "/document", faults);
        if (!papers.insert(each.document).second) faults.push_back({pointer + "/document", "document_of_its_own"});
        if (says_nothing(at, each.document)) faults.push_back({pointer + "/document", "document_with_content"});
        if (each.person == at.meeting->chair) faults.push_back({pointer + "/person", "chair_due"});
        people.push_back(each.person);
    }
}

/// The matters on the meeting's agenda.
std::vector<const Matter*> matters_on_agenda(const Context& at) {
    std::vector<const Matter*> matters;
    for (const Item& item : at.meeting->items) {
        const Matter* matter = item.matter ? find(at.world, *item.matter) : nullptr;
        if (matter && item.state != ItemState::removed) matters.push_back(matter);
    }
    return matters;
}

/// Whether on the meeting's day somebody reviews for a body that is competent for what is on the agenda; while there is
/// nothing on it, for anything.
bool is_of_reviewing_body(const Context& at, const PersonId& person) {
    const std::vector<const Matter*> matters = matters_on_agenda(at);
    const auto competent = [&](const UnitId& unit) {
        if (matters.empty()) {
            return std::ranges::find(at.organ().competences, unit, &Competence::body) != at.organ().competences.end();
        }
        return std::ranges::any_of(matters, [&](const Matter* matter) {
            const UnitId* body = reviewing_body(at.organ(), matter->kind, matter->issuer);
            return body && *body == unit;
        });
    };
    const std::vector<const Post*> posts = posts_of(at.organ(), person, date_of(at.meeting->held_at));
    return std::ranges::any_of(posts,
                               [&](const Post* post) { return is_reviewing(post->role) && competent(post->unit); });
}

/// Whether on the meeting's day somebody is an adviser who was asked on what is on the agenda; while there is nothing
/// on it, any adviser.
bool is_adviser_asked(const Context& at, const PersonId& person) {
    const std::vector<const Post*> posts = posts_of(at.organ(), person, date_of(at.meeting->held_at));
    if (!std::ranges::any_of(posts, is_advising, &Post::role)) return false;
    const std::vector<const Matter*> matters = matters_on_agenda(at);
    return matters.empty() || std::ranges::any_of(matters, [&](const Matter* matter) {
               return std::ranges::find(matter->advisers_asked, person, &AdviserAsked::adviser) !=
                      matter->advisers_asked.end();
           });
}

/// In whose name somebody attends is no matter of the office's word: for the reviewing body and as an adviser by post.
void check_capacity(const Context& at, const Attendee& attendee, const std::string& member, BodyFaults& faults) {
    switch (attendee.capacity) {
        case AttendeeCapacity::reviewing_body:
            if (is_of_reviewing_body(at, attendee.person)) return;
            return faults.push_back({member + "/person", "reviewer_of_body", {member + "/capacity"}});
        case AttendeeCapacity::adviser:
            if (is_adviser_asked(at, attendee.person)) return;
            return faults.push_back({member + "/person", "adviser_asked", {member + "/capacity"}});
        case AttendeeCapacity::reporter:
        case AttendeeCapacity::observer:
            return;
    }
}

void check_attendees(const Context& at, const std::vector<Attendee>& attendees, const std::vector<PersonId>& due,
                     BodyFaults& faults) {
    std::vector<PersonId> people;
    for (std::size_t i = 0; i < attendees.size(); ++i) {
        const std::string member = "/attendees/" + std::to_string(i);
        const std::string pointer = member + "/person";
        const PersonId& person = attendees[i].person;
        if (at.organ().people.contains(person)) {
            check_capacity(at, attendees[i], member, faults);
        } else {
            faults.push_back({pointer, "person_of_organ"});
        }
        if (contains(due, person)) faults.push_back({pointer, "nobody_due", {"/excluded"}});
        if (contains(people, person)) faults.push_back({pointer, "each_person_once"});
        people.push_back(person);
    }
}

/// A refusal to sign, entered before two witnesses who were in the room (R-MEET-19).
void check_refusal(const Context& at, const PersonId& person, const std::vector<PersonId>& witnesses,
                   BodyFaults& faults) {
    if (!contains(at.meeting->still_to_sign(), person)) {
        faults.push_back({"/refused_by", "signature_owed"});
    }
    const std::set<PersonId> different(witnesses.begin(), witnesses.end());
    const bool present = std::ranges::all_of(
        different, [&](const PersonId& witness) { return at.meeting->were_present.contains(witness); });
    if (witnesses.size() == 2 && different.size() == 2 && present && !different.contains(person)) return;
    faults.push_back({"/witnesses", "two_witnesses", {"/refused_by"}});
}

/// Gives the summary of a meeting whose record closes its number: counted in its forum and in the year in which the
/// meeting was held, in the order in which the records are closed (R-MEET-19).
std::string number_summary(const Context& at, Events& events) {
    const Meeting& meeting = *at.meeting;
    const int year = static_cast<int>(date_of(meeting.occurred_at.value_or(meeting.held_at)).year());
    const auto last = at.organ().summary_numbers.find({meeting.forum, year});
    const int number = last == at.organ().summary_numbers.end() ? 1 : last->second + 1;
    events.add(at.organ().id, SummaryNumbered{.forum = meeting.forum, .year = year, .number = number});
    const std::string series = meeting.forum == Forum::party_group ? "党组会纪要" : "局长办公会纪要";
    return series + "〔" + std::to_string(year) + "〕" + std::to_string(number) + "号";
}

}  // namespace

Events events_of(const Context& at, const CreateMeeting& body) {
    const MeetingId id{at.world.fresh.id("mtg_")};
    Events events{.list = {}, .created = id.value};
    events.add(id, MeetingCalled{.forum = body.forum,
                                 .held_at = body.held_at,
                                 .place = body.place,
                                 .chair = body.chair,
                                 .recorder = body.recorder});
    return events;
}

Events events_of(const Context& at, const FixRoster& body) {
    Events events;
    events.add(at.meeting->id, RosterFixed{.due = due_members(at, body.excluded),
                                           .excluded = body.excluded,
                                           .attendees = body.attendees,
                                           .day = date_of(at.meeting->held_at)});
    return events;
}

Events events_of(const Context& at, const Reschedule& body) {
    Events events;
    events.add(at.meeting->id, MeetingRescheduled{.held_at = body.held_at, .place = body.place, .reason = body.reason});
    return events;
}

Events events_of(const Context& at, const CancelMeeting& body) {
    Events events;
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::placed && item.state != ItemState::open) continue;
        add_to_both(events, *at.meeting, item,
                    ItemRemoved{.item = item.id, .rule = {}, .reason = body.reason, .stage = Stage::reviewed});
    }
    events.add(at.meeting->id, MeetingCancelled{.reason = body.reason});
    return events;
}

Events events_of(const Context& at, const AdjournMeeting& body) {
    Events events;
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::open) continue;
        add_to_both(events, *at.meeting, item, ItemInterrupted{.item = item.id, .reason = body.reason});
    }
    events.add(at.meeting->id, MeetingAdjourned{.reason = body.reason});
    return events;
}

Events events_of(const Context& at, const ResumeMeeting&) {
    Events events;
    events.add(at.meeting->id, MeetingResumed{});
    return events;
}

Events events_of(const Context& at, const ReplaceChair& body) {
    Events events;
    events.add(at.meeting->id, ChairReplaced{.person = body.person, .reason = body.reason, .document = body.document});
    return events;
}

Events events_of(const Context& at, const ReplaceRecorder& body) {
    Events events;
    events.add(at.meeting->id,
               RecorderReplaced{.person = body.person, .reason = body.reason, .document = body.document});
    return events;
}

Events events_of(const Context& at, const RecordLeave& body) {
    Events events;
    events.add(at.meeting->id,
               LeaveRecorded{.person = body.person, .reason = body.reason, .written_opinion = body.written_opinion});
    return events;
}

Events events_of(const Context& at, const OpenMeeting& body) {
    Events events;
    events.add(at.meeting->id, MeetingOpened{.present = body.present, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const RecordAttendance& body) {
    Events events;
    events.add(at.meeting->id,
               AttendanceRecorded{.person = body.person, .event = body.event, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const CloseMeeting& body) {
    Events events;
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::placed) continue;
        add_to_both(events, *at.meeting, item,
                    ItemDeferred{.item = item.id, .reason = std::string(not_reached), .occurred_at = body.occurred_at});
    }
    events.add(at.meeting->id, MeetingClosed{.occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const SignRecord& body) {
    Events events;
    const Meeting& meeting = *at.meeting;
    std::vector<PersonId> owing = meeting.still_to_sign();
    if (!body.signed_sheet) std::erase(owing, body.refused_by.value_or(at.actor()));
    const bool is_closed =
        meeting.stage == MeetingStage::signed_;  // and somebody signs beside the sheet that closed it
    const bool closes = !is_closed && (body.signed_sheet.has_value() || owing.empty());
    std::optional<std::string> summary;
    if (closes) summary = number_summary(at, events);
    if (body.signed_sheet) {
        for (std::size_t i = 0; i < owing.size(); ++i) {
            const bool last = i + 1 == owing.size();
            events.add(meeting.id, RecordSigned{.person = owing[i],
                                                .sheet = body.signed_sheet,
                                                .completes = last,
                                                .summary = last ? summary : std::nullopt});
        }
    } else if (body.refused_by) {
        events.add(
            meeting.id,
            SignatureRefused{
                .person = *body.refused_by, .witnesses = body.witnesses, .completes = closes, .summary = summary});
    } else {
        events.add(meeting.id,
                   RecordSigned{.person = at.actor(), .sheet = {}, .completes = closes, .summary = summary});
    }
    return events;
}

Events events_of(const Context& at, const Correct& body) {
    Events events;
    events.add(at.meeting->id, RecordCorrected{.event = body.event, .text = body.text});
    return events;
}

BodyFaults faults_of(const Context& at, const CreateMeeting& body) {
    BodyFaults faults;
    check_person(at, body.chair, "/chair", faults);
    // A day that has passed is allowed: a meeting held on paper is entered later.
    const Date day = date_of(body.held_at);
    check_recorder(at, body.recorder, "/recorder", members_of(at.organ(), body.forum, day), day, {"/forum", "/held_at"},
                   faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const FixRoster& body) {
    BodyFaults faults;
    const std::vector<PersonId> due = due_members(at, body.excluded);
    check_excluded(at, body.excluded, faults);
    check_attendees(at, body.attendees, due, faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const ReplaceChair& body) {
    BodyFaults faults;
    check_person(at, body.person, "/person", faults);
    const bool member = at.meeting->roster ? at.meeting->is_due(body.person) : contains(members(at), body.person);
    if (faults.empty() && !member) faults.push_back({"/person", "member_due"});
    if (body.document) check_document(at, *body.document, "/document", faults);
    return faults;
}

/// Whether somebody counts a secret ballot that is not closed: two tellers confirm what a third writes (R-MEET-10).
bool is_counting(const Meeting& meeting, const PersonId& person) {
    return std::ranges::any_of(meeting.items, [&](const Item& item) {
        const Ballot* ballot = item.open_ballot();
        return ballot && ballot->count && contains(ballot->count->tellers, person);
    });
}

BodyFaults faults_of(const Context& at, const ReplaceRecorder& body) {
    BodyFaults faults;
    std::vector<PersonId> voting = members(at);
    if (at.meeting->roster) voting.insert(voting.end(), at.meeting->roster->due.begin(), at.meeting->roster->due.end());
    check_recorder(at, body.person, "/person", voting, at.world.today, {}, faults);
    if (faults.empty() && is_counting(*at.meeting, body.person)) faults.push_back({"/person", "no_teller"});
    if (body.document) check_document(at, *body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const RecordLeave& body) {
    BodyFaults faults;
    if (!at.meeting->is_due(body.person) && !contains(members(at), body.person)) {
        faults.push_back({"/person", "member_of_forum"});
    }
    if (body.written_opinion) check_document(at, *body.written_opinion, "/written_opinion", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const OpenMeeting& body) {
    BodyFaults faults;
    for (std::size_t i = 0; i < body.present.size(); ++i) {
        check_belongs(at, body.present[i], "/present/" + std::to_string(i), faults);
    }
    check_once(body.present, "/present", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const RecordAttendance& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    const bool present = at.meeting->is_present(body.person);
    if (present && body.event == AttendanceEvent::arrived) faults.push_back({"/event", "departure", {"/person"}});
    if (!present && body.event == AttendanceEvent::left) faults.push_back({"/event", "arrival", {"/person"}});
    return faults;
}

BodyFaults faults_of(const Context& at, const SignRecord& body) {
    BodyFaults faults;
    if (body.signed_sheet) check_document(at, *body.signed_sheet, "/signed_sheet", faults);
    if (body.signed_sheet && body.refused_by) faults.push_back({"", "sheet_or_refusal"});
    if (body.refused_by) {
        check_refusal(at, *body.refused_by, body.witnesses, faults);
    } else if (!body.witnesses.empty()) {
        faults.push_back({"/witnesses", "witnesses_of_refusal", {"/refused_by"}});
    }
    return faults;
}

BodyFaults faults_of(const Context& at, const Correct& body) {
    if (at.world.events_of_meeting.contains(body.event)) return {};
    return {{"/event", "event_of_meeting"}};
}

}  // namespace shenyi::workflow
