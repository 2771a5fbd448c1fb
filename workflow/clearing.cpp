#include "workflow/clearing.hpp"

#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/table.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>

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

/// The Party group votes, and the head of the office meeting decides: neither does the other's act (R-DEC-01,
/// R-DEC-02).
bool fits_forum(const Clearing& clearing, const Context& met) {
    if (clearing.target != Target::item || !met.meeting) return true;
    const bool votes = met.meeting->forum == Forum::party_group;
    constexpr std::array<std::string_view, 5> of_ballot{"open_ballot", "record_ballot", "confirm_count", "void_ballot",
                                                        "close_ballot"};
    if (std::ranges::find(of_ballot, clearing.action) != of_ballot.end()) return votes;
    return clearing.action != "decide" || !votes;
}

/// Whether the act is there to be done at all. What is being created is created otherwise and takes no other act; a
/// meeting or an item takes an act in its stage; a matter may come to it.
bool can_be_done(const Clearing& clearing, const Context& met) {
    const bool creating = met.command.action == "create" && met.command.target == clearing.target;
    if (creating || clearing.action == "create") return creating && clearing.action == "create";
    return clearing.target == Target::matter || (fits_forum(clearing, met) && is_possible_now(clearing, met));
}

/// A finding on a command about much names the meeting, the item or the matter that it is about.
Command about(const Command& command, const World& world, const Finding& finding) {
    Command narrowed = command;
    const Context at = context_of(world, command);
    if (!at.meeting && find(world, MeetingId{finding.subject})) narrowed.subject.meeting = MeetingId{finding.subject};
    if (!at.matter && finding.of_matter) narrowed.subject.matter = finding.of_matter;
    if (at.meeting && !at.item && at.meeting->item(ItemId{finding.subject})) {
        narrowed.subject.meeting = at.meeting->id;
        narrowed.subject.item = ItemId{finding.subject};
    }
    return narrowed;
}

/// Whether the author of an opinion, who takes it back whatever posts he has, stands in another of the row's roles.
bool is_author_as_another(const Context& at, const ProcedureAction& row, const Who& who, const PersonId& person) {
    if (who.of != Relation::author || holds(at.organ(), person, who.role, at.world.today)) return false;
    return std::ranges::any_of(row.who, [&](const Who& other) {
        return other.of == Relation::author && holds(at.organ(), person, other.role, at.world.today);
    });
}

/// Where nobody is `who` yet, who would come to be: of a review the people of the competent body, of what hangs on the
/// post alone whoever holds it. Nobody else acts for a unit that has nobody, or for an adviser who was not asked.
std::vector<PersonId> who_will_be(const Context& at, const Who& who) {
    switch (who.of) {
        case Relation::assigned:
            return who_may(at, {.role = who.role, .of = Relation::reviewing_body});
        case Relation::organ:
        case Relation::meeting:
        case Relation::ballot:
        case Relation::concerned:
            return holders_of(at.organ(), who.role, at.world.today);
        case Relation::undertaking_unit:
        case Relation::lead_unit:
        case Relation::consulted_unit:
        case Relation::portfolio:
        case Relation::reviewing_body:
        case Relation::superior:
        case Relation::asked:
        case Relation::author:
            return {};
    }
    return {};
}

std::vector<PersonId> holders(const Clearing& clearing, const Context& at, const Finding& finding) {
    const ProcedureAction* row = row_of(at);
    std::vector<PersonId> later;
    bool listed = false;
    for (const Who& who : row ? row->who : std::vector<Who>{}) {
        if (who.role != clearing.role) continue;
        auto persons = who_owes(who_may(at, who), who.role, finding);
        std::erase_if(persons, [&](const PersonId& one) { return is_author_as_another(at, *row, who, one); });
        if (!persons.empty()) return persons;
        listed = true;
        later = who_will_be(at, who);
    }
    return listed ? later : holders_of(at.organ(), clearing.role, at.world.today);
}

/// Rules that tell of a person that he may not do an act on the matter, whatever else holds: he would be refused too.
constexpr std::array<std::string_view, 6> of_persons{"R-INIT-04", "R-REV-12", "R-ADV-02",
                                                     "R-ADV-03",  "R-ADV-04", "R-ACC-08"};

bool is_excluded(const Finding& finding, const PersonId& person) {
    return std::ranges::find(finding.excluded, person) != finding.excluded.end();
}

bool is_kept_from(const Command& act, const World& world, const PersonId& person) {
    Command his = act;
    his.actor = person;
    const Context at = context_of(world, his);
    const ProcedureAction* row = at.matter ? row_of(at) : nullptr;
    return row && std::ranges::any_of(of_persons, [&](std::string_view rule) {
               if (std::ranges::find(row->guards, rule) == row->guards.end()) return false;
               return std::ranges::any_of(said_by(rule, at),
                                          [&](const Finding& one) { return is_excluded(one, person); });
           });
}

std::vector<PersonId> persons_for(const Clearing& clearing, const World& world, const Command& met,
                                  const Finding& finding) {
    const Command act = act_of(clearing, context_of(world, met));
    std::vector<PersonId> persons = holders(clearing, context_of(world, act), finding);
    std::erase_if(persons, [&](const PersonId& person) {
        return is_excluded(finding, person) || is_kept_from(act, world, person);
    });
    return persons;
}

/// Whether the matter is past all stages that allow the act: only going back brings it to one.
bool lies_behind(const Clearing& clearing, const Context& met) {
    const Command command = act_of(clearing, met);
    const Context at = context_of(met.world, command);
    const ProcedureAction* row = row_of(at);
    if (clearing.target != Target::matter || !at.matter || !row || row->from.empty()) return false;
    return std::ranges::all_of(row->from, [&](Stage stage) { return stage < at.matter->stage; });
}

/// What helps; of one role's actions those that can be done now, where one of them can. Those of others may come later,
/// unless the matter is past them and something can be done now.
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
    std::erase_if(list, [&](const Clearing& each) {
        const bool is_over = can_begin.contains(each.role) || (!can_begin.empty() && lies_behind(each, met));
        return is_over && !is_possible_now(each, met);
    });
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
