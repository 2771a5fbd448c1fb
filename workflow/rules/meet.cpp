#include "workflow/rules/meet.hpp"

#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

/// How many of those due are among these people.
int members_among(const FixedRoster& roster, const std::vector<PersonId>& people) {
    return static_cast<int>(
        std::ranges::count_if(roster.due, [&](const PersonId& person) { return contains(people, person); }));
}

Finding forums_wanted(MatterKind kind, const std::vector<Forum>& forums, Missing missing) {
    return {
        .rule = "R-MEET-02",
        .facts = {{"kind", term_of("matter_kind", kind)}, {"forum", terms_of(forums)}},
        .missing = {missing},
    };
}

/// The forums of the route that meet before this one and have not adopted exactly this text.
std::vector<Forum> forums_awaited(const Matter& matter, Forum forum, const Digest& digest) {
    std::vector<Forum> awaited;
    for (const Forum earlier : matter.route) {
        if (earlier == forum) break;
        const SettledText* text = matter.settled_in(earlier);
        if (!text || text->digest != digest) awaited.push_back(earlier);
    }
    return awaited;
}

/// Who came to the forum or left it between the fixing of the roster and a day; the excluded are members.
std::vector<PersonId> changed_members(const Context& at, const FixedRoster& fixed, Date day) {
    std::set<PersonId> then(fixed.due.begin(), fixed.due.end());
    for (const Exclusion& exclusion : fixed.excluded) then.insert(exclusion.person);
    const std::vector<PersonId> members = members_of(at.organ(), at.meeting->forum, day);
    const std::set<PersonId> now(members.begin(), members.end());
    std::vector<PersonId> changed;
    std::ranges::set_symmetric_difference(then, now, std::back_inserter(changed));
    return changed;
}

Finding roster_is_fixed(const FixedRoster& roster, std::string variant, std::vector<Missing> missing) {
    return {
        .rule = "R-MEET-04",
        .variant = std::move(variant),
        .facts = {{"date", roster.day}, {"time", roster.fixed_at}},
        .missing = std::move(missing),
    };
}

/// A meeting whose members are no more those of its roster is called anew: before it opens it is cancelled, while it
/// sits its items are put off.
std::optional<Finding> members_differ(const Context& at, const FixedRoster& roster, Date day) {
    const std::vector<PersonId> changed = changed_members(at, roster, day);
    if (changed.empty()) return std::nullopt;
    Finding finding = roster_is_fixed(roster, at.item ? "changed" : "other_members", {Missing::meeting});
    finding.facts.emplace("names", names_of(at, changed));
    return finding;
}

/// What exclusions leave is still the forum, and not an individual or a few (R-MEET-01).
std::optional<Finding> too_few_left(int members, int excluded, Date day, const PolicyPack& pack) {
    const int due = members - excluded;
    const int needed = due_needed(members, pack);
    if (excluded == 0 || due >= needed) return std::nullopt;
    return Finding{.rule = "R-MEET-04",
                   .variant = "too_few",
                   .facts = {{"date", day}, {"n", members}, {"due", due}, {"needed", needed}},
                   .missing = {Missing::roster}};
}

/// Whom the office leaves out by a paper is told, and so are the chair and who opens the meeting.
std::optional<Finding> some_are_excluded(const Context& at, const std::vector<Exclusion>& excluded, Date day) {
    if (excluded.empty()) return std::nullopt;
    std::vector<PersonId> people;
    for (const Exclusion& exclusion : excluded) people.push_back(exclusion.person);
    return Finding{.rule = "R-MEET-04",
                   .variant = "excluded",
                   .class_ = FindingClass::warn,
                   .facts = {{"date", day}, {"names", names_of(at, people)}}};
}

std::optional<Finding> roster_can_be_fixed(const Context& at) {
    if (at.meeting->roster) return roster_is_fixed(*at.meeting->roster, "", {});
    const Date day = date_of(at.meeting->held_at);
    if (at.meeting->opened_at) {
        return Finding{
            .rule = "R-MEET-04", .variant = "opened", .facts = {{"date", day}, {"time", *at.meeting->opened_at}}};
    }
    const std::vector<PersonId> members = members_of(at.organ(), at.meeting->forum, day);
    if (members.empty()) {
        return Finding{
            .rule = "R-MEET-04", .variant = "no_members", .facts = {{"date", day}}, .missing = {Missing::roster}};
    }
    const auto* body = at.body<FixRoster>();
    if (!body) return std::nullopt;
    const int excluded = static_cast<int>(body->excluded.size());
    if (auto finding = too_few_left(static_cast<int>(members.size()), excluded, day, at.pack)) return finding;
    return some_are_excluded(at, body->excluded, day);
}

/// A Party group in which half of the members due sit may meet, but none of its motions can find more than half of
/// them.
std::optional<Finding> adoption_out_of_reach(const Context& at, int present, int due) {
    if (at.meeting->forum != Forum::party_group || present >= votes_to_adopt(due)) return std::nullopt;
    return Finding{
        .rule = "R-MEET-03",
        .variant = "cannot_adopt",
        .class_ = FindingClass::warn,
        .facts = {{"present", present}, {"due", due}, {"needed", votes_to_adopt(due)}},
        .missing = {Missing::quorum},
    };
}

/// A meeting called for a day that is over may still be opened, on a later one; its papers are out too late whenever
/// they are sent.
std::optional<Finding> day_is_past(const Context& at, Date day) {
    if (day >= at.world.today) return std::nullopt;
    return Finding{.rule = "R-MEET-05",
                   .variant = "past",
                   .class_ = FindingClass::warn,
                   .facts = {{"date", day}, {"n", days_between(day, at.world.today)}}};
}

bool somebody_attends_as(const Meeting& meeting, AttendeeCapacity capacity) {
    return meeting.roster && std::ranges::any_of(meeting.roster->attendees, [&](const Attendee& attendee) {
               return attendee.capacity == capacity && meeting.is_present(attendee.person);
           });
}

template <class Opinion>
bool has_points_not_adopted(const std::vector<Opinion>& opinions, const std::vector<int>& versions) {
    return std::ranges::any_of(opinions, [&](const Opinion& opinion) {
        if (opinion.withdrawn || std::ranges::find(versions, opinion.version) == versions.end()) return false;
        return std::ranges::any_of(opinion.points, [](const OpinionPoint& point) {
            return point.response && point.response->disposition != Disposition::adopted;
        });
    });
}

struct Presiding {
    PersonId chair;
    Forum forum;
    Date day;
};

/// Who is to chair what on which day, under the command.
std::optional<Presiding> presiding(const Context& at) {
    if (const auto* body = at.body<CreateMeeting>()) return Presiding{body->chair, body->forum, date_of(body->held_at)};
    if (!at.meeting) return std::nullopt;
    const Meeting& meeting = *at.meeting;
    const bool sits = meeting.opened_at || is_action(at, Target::meeting, "open");
    const Date day = sits ? day_of_sitting(at) : date_of(meeting.held_at);
    if (const auto* body = at.body<ReplaceChair>()) return Presiding{body->person, meeting.forum, day};
    if (is_action(at, Target::meeting, "replace_chair")) return std::nullopt;
    return Presiding{meeting.chair, meeting.forum, day};
}

/// Whether somebody who is to preside is in the room, as far as it is asked: at the opening, and while the meeting
/// sits.
bool in_the_room(const Context& at, const PersonId& person) {
    if (const auto* opening = at.body<OpenMeeting>()) return contains(opening->present, person);
    return !at.meeting || at.meeting->stage != MeetingStage::sitting || at.meeting->is_present(person);
}

/// Who may not chair: he leads the forum neither himself nor for its leader, or is not due.
Finding may_not_chair(const Context& at, const Presiding& seat, bool due) {
    const bool party = seat.forum == Forum::party_group;
    return {.rule = "R-MEET-18",
            .variant = !due ? "not_due" : (party ? "party_group" : ""),
            .facts = {{"name", at.name_of(seat.chair)}, {"date", seat.day}},
            .missing = {due ? Missing::delegation : Missing::roster}};
}

Finding is_recused(const Context& at, const Presiding& seat, const Item& item) {
    return {.rule = "R-MEET-18",
            .variant = "recused",
            .subject = item.id.value,
            .facts = {{"name", at.name_of(seat.chair)}, {"date", seat.day}, {"title", item.title}},
            .missing = {Missing::chair}};
}

}  // namespace

/// R-MEET-01 重大事项须经会议集体讨论决定，个人或者少数人无权决定。
/// A decision comes to exist only by closing an item of kind `decision` that has come to an outcome; what is heard or
/// studied takes no ballot and no decision; what no meeting of the route has decided is neither registered nor
/// published. Source: the bureau's report of 2021; 党章第十条第五项、第十七条；《公职人员政务处分法》第三十条。
std::optional<Finding> r_meet_01(const Context& at) {
    if (at.item) {
        const bool closing = is_action(at, Target::item, "close");
        if (at.item->kind == ItemKind::decision ? !closing || outcome_reached(*at.item) : closing) return std::nullopt;
        return Finding{
            .rule = "R-MEET-01",
            .variant = closing ? "undecided" : "item",
            .subject = at.item->id.value,
            .facts = {{"title", at.item->title}},
            .missing = {closing ? Missing::decision : Missing::meeting},
        };
    }
    if (!at.matter) return std::nullopt;
    const bool decided = std::ranges::any_of(at.matter->placements, [&](const Placement& placement) {
        return placement.state == ItemState::closed && placement.outcome && placement.outcome != Outcome::deferred &&
               std::ranges::find(at.matter->route, placement.forum) != at.matter->route.end();
    });
    if (decided) return std::nullopt;

    return Finding{
        .rule = "R-MEET-01", .facts = {{"title", at.matter->title}}, .missing = {Missing::meeting, Missing::decision}};
}

/// R-MEET-02 事项去向只可增加、不得减少；须经两个会议的，按次序通过同一文本。
/// A matter goes to the forums that its kind demands and those it added, a later one waiting until the earlier has
/// adopted this text. A forum decides a text once: only another one, reworded in a later forum, goes back to it.
/// Source: 山东省政府令第353号第三十八条; the bureau's report of 2021; the order of two forums is the pack's; once: the
/// engine's own control.
std::optional<Finding> r_meet_02(const Context& at) {
    if (const auto* body = at.body<CreateMatter>()) {
        std::vector<Forum> dropped = body->route ? at.procedure.forums : std::vector<Forum>{};
        std::erase_if(dropped,
                      [&](Forum forum) { return std::ranges::find(*body->route, forum) != body->route->end(); });
        if (dropped.empty()) return std::nullopt;
        return forums_wanted(body->kind, dropped, Missing::meeting);
    }
    if (!at.matter || !at.meeting) return std::nullopt;
    const Matter& matter = *at.matter;
    if (std::ranges::find(matter.route, at.meeting->forum) == matter.route.end()) {
        return forums_wanted(matter.kind, matter.route, Missing::meeting);
    }
    const Draft* draft = at.draft();
    if (!draft) return std::nullopt;
    const std::vector<Forum> awaited = forums_awaited(matter, at.meeting->forum, draft->digest);
    if (!awaited.empty()) {
        // What an earlier forum adopted with amendments waits for their text and not for that forum (R-DEC-03).
        const bool owed = amendments_owed(matter, draft->version) != nullptr;
        Finding finding = forums_wanted(matter.kind, awaited, owed ? Missing::amended_text : Missing::earlier_forum);
        finding.variant = "order";
        return finding;
    }
    const SettledText* adopted = matter.settled_in(at.meeting->forum);
    if (!adopted || adopted->digest != draft->digest) return std::nullopt;

    Finding finding = forums_wanted(matter.kind, {at.meeting->forum}, Missing::earlier_forum);
    finding.variant = "adopted";
    finding.facts.emplace("v", draft->version);
    finding.missing.clear();
    return finding;
}

/// R-MEET-03 不足法定人数，不得开会或者表决。
/// Half of the members due (the pack may read 半数以上 strictly), two thirds for a key matter in the Party group: at
/// the opening, and again at each item and each vote, without those recused on it. Whoever only attends never counts.
/// Source: 《中国共产党党组工作条例》; for personnel 《党政领导干部选拔任用工作条例》(2014) 第三十七条。
std::optional<Finding> r_meet_03(const Context& at) {
    if (!at.meeting || !at.meeting->roster) return std::nullopt;
    const auto* opening = at.body<OpenMeeting>();
    if (!at.item && !opening) return std::nullopt;
    const int due = static_cast<int>(at.meeting->roster->due.size());
    const int present =
        opening ? members_among(*at.meeting->roster, opening->present) : present_for(*at.meeting, *at.item, at.pack);
    const QuorumShare share = quorum_share(at);
    if (has_quorum(present, due, share, at.pack.quorum_half_inclusive)) {
        return opening ? adoption_out_of_reach(at, present, due) : std::nullopt;
    }
    return Finding{
        .rule = "R-MEET-03",
        .facts = {{"present", present},
                  {"due", due},
                  {"needed", quorum_needed(due, share, at.pack.quorum_half_inclusive)}},
        .missing = {Missing::quorum},
    };
}

/// R-MEET-04 应到会成员由在册名单确定，会前固定一次。
/// Nobody types who is due: the roster of the meeting's day is drawn once, before the meeting takes place, and then
/// stands. Those left after exclusions are still the forum: the pack says how many at least. Whom the office leaves out
/// is named when the roster is fixed and again when the meeting opens; he and the chair are told. Where the members of
/// the day turn out to be others, the meeting is called anew. Source: the engine's own control; how many stay due: 党章
/// 第十条第五项、第十七条, and the engine's own control.
std::optional<Finding> r_meet_04(const Context& at) {
    if (!at.meeting) return std::nullopt;
    const Meeting& meeting = *at.meeting;
    if (is_action(at, Target::meeting, "fix_roster")) return roster_can_be_fixed(at);
    if (const auto* body = at.body<Reschedule>()) {
        return meeting.roster ? members_differ(at, *meeting.roster, date_of(body->held_at)) : std::nullopt;
    }
    const bool opening = is_action(at, Target::meeting, "open");
    if (!opening && !at.item) return std::nullopt;
    if (!meeting.roster) {
        return Finding{.rule = "R-MEET-04",
                       .variant = "absent_roster",
                       .facts = {{"date", date_of(meeting.held_at)}},
                       .missing = {Missing::roster}};
    }
    if (at.happened() < meeting.roster->fixed_at)
        return roster_is_fixed(*meeting.roster, "too_late", {Missing::meeting});

    if (auto finding = members_differ(at, *meeting.roster, day_of_sitting(at))) return finding;
    return opening ? some_are_excluded(at, meeting.roster->excluded, meeting.roster->day) : std::nullopt;
}

/// R-MEET-05 议题由主持人确定，材料会前送达。
/// An item added once the agenda is settled passes the same gates and is marked late; so is one whose papers cannot be
/// out in time. A meeting that opens without its papers sent is told so, and one that is called for a day that is over.
/// Source:
/// 《中国共产党党组工作条例（试行）》(2015) 第二十五条; the lead time is the pack's, in calendar days.
std::optional<Finding> r_meet_05(const Context& at) {
    if (const auto* body = at.body<CreateMeeting>()) return day_is_past(at, date_of(body->held_at));
    if (const auto* body = at.body<Reschedule>()) return day_is_past(at, date_of(body->held_at));
    if (!at.meeting || is_action(at, Target::meeting, "reschedule")) return std::nullopt;
    const Date day = date_of(at.meeting->held_at);
    const bool sending = is_action(at, Target::meeting, "send_materials");
    if (is_action(at, Target::meeting, "open")) {
        if (at.meeting->materials_sent_at) return std::nullopt;
        return Finding{
            .rule = "R-MEET-05", .variant = "not_sent", .class_ = FindingClass::warn, .facts = {{"date", day}}};
    }
    if (at.meeting->agenda_frozen_at && !sending) {
        return Finding{.rule = "R-MEET-05",
                       .variant = "late",
                       .class_ = FindingClass::warn,
                       .facts = {{"date", day}, {"time", *at.meeting->agenda_frozen_at}}};
    }
    if (auto finding = day_is_past(at, day)) return finding;
    const int left = days_between(at.world.today, day);
    if (left >= at.pack.late_material_days) return std::nullopt;

    return Finding{.rule = "R-MEET-05",
                   .variant = "materials",
                   .class_ = FindingClass::warn,
                   .facts = {{"date", day}, {"n", left}, {"needed", at.pack.late_material_days}}};
}

/// R-MEET-15 审查意见未全部采纳的，审查机构或者法律顾问到会说明。
/// Source: the engine's own control.
std::optional<Finding> r_meet_15(const Context& at) {
    if (!at.matter || !at.item || !at.item->version) return std::nullopt;
    const std::vector<int> versions = at.matter->continued_by(*at.item->version);
    const bool reviewer_owed = has_points_not_adopted(at.matter->opinions, versions) &&
                               !somebody_attends_as(*at.meeting, AttendeeCapacity::reviewing_body);
    const bool adviser_owed = has_points_not_adopted(at.matter->adviser_opinions, versions) &&
                              !somebody_attends_as(*at.meeting, AttendeeCapacity::adviser);
    if (!reviewer_owed && !adviser_owed) return std::nullopt;

    return Finding{.rule = "R-MEET-15",
                   .variant = reviewer_owed ? "" : "adviser",
                   .class_ = FindingClass::warn,
                   .facts = {{"title", at.item->title}, {"v", *at.item->version}}};
}

/// R-MEET-18 主持人须为有权主持的人。
/// The chair is due, and leads the forum or holds a delegation of its leader in force on the day. Nothing is opened,
/// heard, put to the vote or decided without him in the room: whoever is to stand in is named first. For an item on
/// which he is recused he is as one who has left (R-MEET-06), and comes back to the chair after it; nor does he put it
/// off, which the recorder can.
/// Source: head and secretary by practice; the delegation: the engine's own control.
std::optional<Finding> r_meet_18(const Context& at) {
    const auto seat = presiding(at);
    if (!seat) return std::nullopt;
    if (is_action(at, Target::item, "defer")) {
        const bool recused = at.actor() == seat->chair && at.item->recused.contains(seat->chair);
        return recused ? std::optional(is_recused(at, *seat, *at.item)) : std::nullopt;
    }
    const bool due = at.meeting && at.meeting->roster
                         ? at.meeting->is_due(seat->chair)
                         : contains(members_of(at.organ(), seat->forum, seat->day), seat->chair);
    if (!due || !may_lead(at.organ(), seat->forum, seat->chair, seat->day)) return may_not_chair(at, *seat, due);
    if (const Item* recused = recused_from(at, seat->chair)) return is_recused(at, *seat, *recused);
    if (in_the_room(at, seat->chair)) return std::nullopt;

    return Finding{.rule = "R-MEET-18",
                   .variant = "absent",
                   .facts = {{"name", at.name_of(seat->chair)}, {"date", seat->day}},
                   .missing = {Missing::chair}};
}

}  // namespace shenyi::workflow::rules
