#pragma once

#include "workflow/actions/ballot.hpp"
#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <gmock/gmock.h>

#include <any>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A meeting in memory for the guards of a sitting: `m1`, `m2` … are due; `m1` is director, secretary and in the chair;
/// everybody is in the room; one item is open on version 1 of a matter. A test changes what it is about and asks one
/// guard.
namespace shenyi::workflow {

inline Instant at_time(const std::string& text) {
    return *parse_instant(text);
}
inline Date on(const std::string& text) {
    return *parse_date(text);
}
inline PersonId m(int n) {
    return {"m" + std::to_string(n)};
}

inline std::vector<PersonId> people(std::initializer_list<int> numbers) {
    std::vector<PersonId> list;
    for (const int n : numbers) list.push_back(m(n));
    return list;
}

/// A named ballot in which these were cast.
inline RecordBallot votes_of(std::initializer_list<NamedVote> votes) {
    RecordBallot body;
    body.votes = votes;
    return body;
}

struct Room {
    Organ organ;
    Matter matter{};
    Meeting meeting{};
    PolicyPack pack;
    Procedure procedure;
    Instant now = *parse_instant("2026-03-09T10:00:00+08:00");
    bool meeting_loaded = true;
    std::map<DocumentId, DocumentFacts> texts;  ///< that were loaded

    Room(Forum forum, int due) {
        const Date long_ago = *parse_date("2020-01-01");
        organ.rosters.push_back({.forum = forum, .from = long_ago, .members = {}});
        meeting = {.id = {"mtg_1"}, .forum = forum, .stage = MeetingStage::sitting, .held_at = now, .chair = m(1)};
        meeting.recorder = {"recorder"};
        meeting.roster = FixedRoster{.day = date_of(now), .fixed_at = now - std::chrono::days(3)};
        for (int n = 1; n <= due; ++n) {
            organ.people[m(n)] = {.id = m(n), .name = m(n).value};
            organ.rosters.back().members.push_back(m(n));
            appoint(m(n), Role::party_member, long_ago);
            meeting.roster->due.push_back(m(n));
            comes(m(n));
        }
        for (const Role role : {Role::director, Role::party_secretary}) appoint(m(1), role, long_ago);
        organ.units[UnitId{"letters"}] = {.id = {"letters"}, .name = "办信科"};
        matter.id = {"mat_1"};
        matter.title = "供热补贴办法";
        matter.route = {forum};
        matter.undertaking_unit = {"letters"};
        write_draft(1, std::nullopt, {});
        meeting.items.push_back({.id = {"itm_1"},
                                 .kind = ItemKind::decision,
                                 .state = ItemState::open,
                                 .title = matter.title,
                                 .matter = matter.id,
                                 .version = 1,
                                 .digest = Digest{"d1"}});
    }

    Item& item() { return meeting.items.front(); }

    void appoint(const PersonId& person, Role role, Date from, const std::string& unit = {}) {
        const PostId id{"pst_" + std::to_string(organ.posts.size())};
        organ.posts[id] = Post{
            .id = id, .person = person, .role = role, .unit = {unit}, .from = from, .confirmed_by = PersonId{"office"}};
    }
    /// All posts of the person end with this day.
    void ends(const PersonId& person, Date last) {
        for (auto& [id, post] : organ.posts) {
            if (post.person == person) post.end = PostEnd{.to = last, .confirmed_by = PersonId{"office"}};
        }
    }
    void write_draft(int version, std::optional<int> from, std::vector<std::string> changed) {
        matter.drafts.push_back({.version = version, .digest = {"d" + std::to_string(version)}, .from = from});
        matter.drafts.back().change = from ? ChangeClass::conforming : ChangeClass::substantive;
        matter.drafts.back().changed_clauses = std::move(changed);
    }
    void comes(const PersonId& person) {
        meeting.present.insert(person);
        meeting.were_present.insert(person);
        meeting.attendance.push_back({.person = person, .event = AttendanceEvent::arrived, .at = now});
    }
    void leaves(const PersonId& person) { meeting.present.erase(person); }
    void attends(const PersonId& person, AttendeeCapacity capacity) {
        meeting.roster->attendees.push_back({person, capacity});
        comes(person);
    }
    void states(const PersonId& person, Position position) {
        item().statements.push_back({.person = person, .position = position, .at = now});
    }
    void all_declare() {
        for (const PersonId& person : meeting.roster->due) item().declarations[person] = {.interest = false};
    }
    Ballot& opens_ballot(BallotMethod method, MotionKind motion = MotionKind::adopt) {
        return item().ballots.emplace_back(Ballot{.method = method, .motion = {.kind = motion}});
    }
    /// A named ballot in which the first members vote for, the next against.
    Ballot& votes(int in_favour, int against, MotionKind motion = MotionKind::adopt) {
        Ballot& ballot = opens_ballot(BallotMethod::named, motion);
        for (int n = 1; n <= in_favour + against; ++n) {
            ballot.votes.push_back({m(n), n <= in_favour ? Vote::for_ : Vote::against});
        }
        return ballot;
    }
    /// The item has been closed with this outcome, and the forum's text settled as `settled`.
    void placed(Forum forum, Outcome outcome, std::optional<int> settled, int version = 1) {
        Placement placement{.item = {"itm_0"},
                            .meeting = meeting.id,
                            .forum = forum,
                            .version = version,
                            .state = ItemState::closed,
                            .outcome = outcome};
        if (settled) placement.settled = SettledText{.version = *settled, .digest = {"d" + std::to_string(*settled)}};
        placement.closed_at = now;
        matter.placements.push_back(std::move(placement));
    }

    using Guard = std::optional<Finding> (*)(const Context&);

    /// What a guard says to an action; without a body it is only asked whether the action is possible.
    std::optional<Finding> asks(Guard guard, Target target, std::string action, std::any body = {},
                                PersonId actor = {"recorder"}, std::optional<Instant> occurred_at = {}) const {
        World world{.now = now, .today = date_of(now), .organ = std::make_shared<Organ>(organ)};
        world.matters[matter.id] = std::make_shared<Matter>(matter);
        world.documents = texts;
        if (meeting_loaded) world.meetings[meeting.id] = std::make_shared<Meeting>(meeting);
        const Command command{.target = target,
                              .action = std::move(action),
                              .actor = std::move(actor),
                              .body = std::move(body),
                              .occurred_at = occurred_at};
        const bool on_item = target == Target::item;
        return guard({.world = world,
                      .command = command,
                      .procedure = procedure,
                      .pack = pack,
                      .matter = target == Target::meeting ? nullptr : &matter,
                      .meeting = &meeting,
                      .item = on_item ? &meeting.items.front() : nullptr});
    }
    std::optional<Finding> asks_item(Guard guard, std::string action, std::any body = {}, PersonId actor = {"recorder"},
                                     std::optional<Instant> occurred_at = {}) const {
        return asks(guard, Target::item, std::move(action), std::move(body), std::move(actor), occurred_at);
    }
    std::optional<Finding> asks_meeting(Guard guard, std::string action, std::any body = {},
                                        PersonId actor = {"recorder"}, std::optional<Instant> occurred_at = {}) const {
        return asks(guard, Target::meeting, std::move(action), std::move(body), std::move(actor), occurred_at);
    }
    std::optional<Finding> asks_matter(Guard guard, std::string action, std::any body = {}) const {
        return asks(guard, Target::matter, std::move(action), std::move(body), {"office"});
    }
};

inline Room a_party_group(int due) {
    return {Forum::party_group, due};
}
inline Room an_office_meeting(int due) {
    return {Forum::office_meeting, due};
}

MATCHER_P2(refuses, rule, variant, "") {
    return arg && arg->rule == rule && arg->variant == variant && arg->class_ == FindingClass::refuse;
}
MATCHER_P2(warns, rule, variant, "") {
    return arg && arg->rule == rule && arg->variant == variant && arg->class_ == FindingClass::warn;
}
MATCHER_P2(has_fact, name, value, "") {
    const auto fact = arg ? arg->facts.find(name) : Facts::const_iterator{};
    return arg && fact != arg->facts.end() && fact->second == Fact(value);
}
MATCHER(allows, "") {
    return !arg.has_value();
}

inline std::vector<std::string> names(std::initializer_list<int> numbers) {
    std::vector<std::string> list;
    for (const int n : numbers) list.push_back(m(n).value);
    return list;
}

}  // namespace shenyi::workflow
