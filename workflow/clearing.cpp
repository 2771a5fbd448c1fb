#include "workflow/clearing.hpp"

#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/roles.hpp"

#include <algorithm>

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

std::vector<PersonId> persons_for(const Clearing& clearing, const World& world, const Command& met) {
    Command command = met;
    command.target = clearing.target;
    command.action = clearing.action;
    command.body.reset();
    if (const Matter* matter = context_of(world, met).matter) command.subject.matter = matter->id;
    const Context at = context_of(world, command);
    if (const ProcedureAction* row = row_of(at)) {
        for (const Who& who : row->who) {
            if (who.role != clearing.role) continue;
            if (auto persons = who_may(at, who); !persons.empty()) return persons;
        }
    }
    return holders_of(*world.organ, clearing.role, world.today);
}

Clearer clearer_of(const Clearing& clearing, const World& world, const Command& command) {
    Clearer clearer{.role = clearing.role, .action = clearing.action, .persons = {}, .others = {}};
    const std::vector<PersonId> persons = persons_for(clearing, world, command);
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
    for (const Clearing& clearing : *clearings) {
        if (!helps(clearing, finding)) continue;
        Clearer clearer = clearer_of(clearing, world, command);
        (clearer.persons.empty() ? vacant : clearers).push_back(std::move(clearer));
    }
    return clearers.empty() ? vacant : clearers;
}

}  // namespace shenyi::workflow
