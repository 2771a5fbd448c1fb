#include "workflow/clearing.hpp"

#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/roles.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace shenyi::workflow {

namespace {

/// A text of a rule that says nothing of its own is cleared as the rule is.
const std::vector<Clearing>* clearings_of(const Definitions& definitions, const Finding& finding) {
    auto found = definitions.clearings.find(finding.rule + "/" + finding.variant);
    if (found == definitions.clearings.end()) found = definitions.clearings.find(finding.rule);
    return found == definitions.clearings.end() ? nullptr : &found->second;
}

/// Whether the clearing supplies something of what is missing.
bool helps(const Clearing& clearing, const Finding& finding) {
    return !clearing.supplies || std::ranges::find(finding.missing, *clearing.supplies) != finding.missing.end();
}

/// Whether who has the role acts for himself alone: no member declares, speaks or confirms for another.
bool acts_for_himself(Role role) {
    return role == Role::member || role == Role::chair || role == Role::teller;
}

std::vector<PersonId> who_owes(std::vector<PersonId> persons, Role role, const Finding& finding) {
    if (finding.owing.empty() || !acts_for_himself(role)) return persons;
    std::erase_if(persons, [&](const PersonId& person) {
        return std::ranges::find(finding.owing, person) == finding.owing.end();
    });
    return persons;
}

/// The clearing act as a command, on what the refused one was about. What only comes to be is asked of its own body.
Command act_of(const Clearing& clearing, const Context& met) {
    Command command = met.command;
    command.target = clearing.target;
    command.action = clearing.action;
    if (clearing.action != "create") command.body.reset();
    if (met.matter) command.subject.matter = met.matter->id;
    if (met.meeting) command.subject.meeting = met.meeting->id;
    // What is done to the organ's people hangs on no meeting.
    if (clearing.target == Target::organ) command.subject.meeting.reset();
    return command;
}

/// Whether the stage of what the act is done to allows it now.
bool is_possible_now(const Clearing& clearing, const Context& met) {
    const Command command = act_of(clearing, met);
    const Context at = context_of(met.world, command);
    const ProcedureAction* row = row_of(at);
    return !row || !stage_finding(at, *row);
}

/// Whether the act is there to be done at all. What is being created is created otherwise and takes no other act; a
/// meeting or an item takes an act in its stage; a matter may come to it.
bool can_be_done(const Clearing& clearing, const Context& met) {
    const bool creating = met.command.action == "create" && met.command.target == clearing.target;
    if (creating || clearing.action == "create") return creating && clearing.action == "create";
    return clearing.target == Target::matter || is_possible_now(clearing, met);
}

/// A finding on a command about much names the meeting or the item that it is about.
Command about(const Command& command, const World& world, const Finding& finding) {
    Command narrowed = command;
    const Context at = context_of(world, command);
    if (!at.meeting && find(world, MeetingId{finding.subject})) narrowed.subject.meeting = MeetingId{finding.subject};
    if (at.meeting && !at.item && at.meeting->item(ItemId{finding.subject})) {
        narrowed.subject.meeting = at.meeting->id;
        narrowed.subject.item = ItemId{finding.subject};
    }
    return narrowed;
}

std::vector<PersonId> holders(const Clearing& clearing, const World& world, const Command& met,
                              const Finding& finding) {
    const Command command = act_of(clearing, context_of(world, met));
    const Context at = context_of(world, command);
    if (const ProcedureAction* row = row_of(at)) {
        for (const Who& who : row->who) {
            if (who.role != clearing.role) continue;
            auto persons = who_owes(who_may(at, who), who.role, finding);
            if (!persons.empty()) return persons;
        }
    }
    return holders_of(*world.organ, clearing.role, world.today);
}

std::vector<PersonId> persons_for(const Clearing& clearing, const World& world, const Command& met,
                                  const Finding& finding) {
    std::vector<PersonId> persons = holders(clearing, world, met, finding);
    std::erase_if(persons, [&](const PersonId& person) {
        return std::ranges::find(finding.excluded, person) != finding.excluded.end();
    });
    return persons;
}

/// What helps; of one role's actions those that can be done now, where one of them can. Those of others may come later.
std::vector<Clearing> helpful(const std::vector<Clearing>& all, const World& world, const Command& command,
                              const Finding& finding) {
    std::vector<Clearing> list;
    const Context met = context_of(world, command);
    std::ranges::copy_if(all, std::back_inserter(list),
                         [&](const Clearing& each) { return helps(each, finding) && can_be_done(each, met); });
    std::set<Role> can_begin;
    for (const Clearing& each : list) {
        if (is_possible_now(each, met)) can_begin.insert(each.role);
    }
    std::erase_if(list,
                  [&](const Clearing& each) { return can_begin.contains(each.role) && !is_possible_now(each, met); });
    return list;
}

Clearer clearer_of(const Clearing& clearing, const World& world, const Command& command, const Finding& finding) {
    Clearer clearer{.role = clearing.role, .action = clearing.action, .persons = {}, .others = {}};
    const std::vector<PersonId> persons = persons_for(clearing, world, command, finding);
    for (const PersonId& person : persons) {
        if (clearer.persons.size() == limits::clearers_named) {
            clearer.others = static_cast<int>(persons.size() - limits::clearers_named);
            break;
        }
        clearer.persons.push_back(person_then(*world.organ, person, clearing.role, world.today));
    }
    return clearer;
}

}  // namespace

PersonThen person_then(const Organ& organ, const PersonId& person, Role role, Date day) {
    PersonThen then{.person = person, .name = name_of(organ, person), .post = {}};
    const std::vector<const Post*> posts = posts_of(organ, person, day);
    if (posts.empty()) return then;
    const auto fitting = std::ranges::find(posts, role, [](const Post* post) { return post->role; });
    then.post = fitting == posts.end() ? posts.front()->title : (*fitting)->title;
    return then;
}

std::vector<Clearer> who_can_clear(const World& world, const Command& command, const Finding& finding) {
    std::vector<Clearer> clearers;
    const std::vector<Clearing>* clearings = clearings_of(*world.definitions, finding);
    if (!clearings) return clearers;
    std::vector<Clearer> vacant;
    const Command narrowed = about(command, world, finding);
    for (const Clearing& clearing : helpful(*clearings, world, narrowed, finding)) {
        Clearer clearer = clearer_of(clearing, world, narrowed, finding);
        (clearer.persons.empty() ? vacant : clearers).push_back(std::move(clearer));
    }
    return clearers.empty() ? vacant : clearers;
}

}  // namespace shenyi::workflow
