#include "workflow/rosters.hpp"

#include <set>
#include <utility>

namespace shenyi::workflow {

namespace {

/// The days on which the members of a forum may become others.
std::set<Date> days_of_change(const Organ& organ, Forum forum) {
    std::set<Date> days;
    for (const Roster& roster : organ.rosters) {
        if (roster.forum == forum) days.insert(roster.from);
    }
    for (const auto& [id, person] : organ.people) {
        for (const Membership& sits : memberships_of(organ, id)) {
            if (sits.forum != forum) continue;
            days.insert(sits.from);
            if (sits.until) days.insert(plus_days(*sits.until, 1));
        }
    }
    return days;
}

}  // namespace

std::vector<Roster> dated_rosters(const Organ& organ) {
    std::vector<Roster> rosters;
    for (const Forum forum : {Forum::office_meeting, Forum::party_group}) {
        const Roster* last = nullptr;
        for (const Date day : days_of_change(organ, forum)) {
            std::vector<PersonId> members = members_of(organ, forum, day);
            if (last && last->members == members) continue;
            last = &rosters.emplace_back(Roster{.forum = forum, .from = day, .members = std::move(members)});
        }
    }
    return rosters;
}

}  // namespace shenyi::workflow
