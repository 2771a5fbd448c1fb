#include "workflow/context.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/decide.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace shenyi::workflow {

namespace {

/// The version that the body names, if it names one.
std::optional<int> named_version(const Command& command) {
    if (const auto* body = command.as<PlaceOnAgenda>()) return body->draft;
    if (const auto* body = command.as<RequestReview>()) return body->draft;
    if (const auto* body = command.as<IssueLegalityOpinion>()) return body->draft;
    if (const auto* body = command.as<GiveAdviserOpinion>()) return body->draft;
    if (const auto* body = command.as<ConfirmChange>()) return body->draft;
    if (const auto* body = command.as<Publish>()) return body->draft;
    return std::nullopt;
}

/// The meeting that a matter's action names.
std::optional<MeetingId> named_meeting(const Command& command) {
    if (command.subject.meeting) return command.subject.meeting;
    if (const auto* body = command.as<PlaceOnAgenda>()) return body->meeting;
    if (const auto* body = command.as<RemoveFromAgenda>()) return body->meeting;
    return std::nullopt;
}

const Adopted* newest_of(const std::vector<Adopted>& adopted, Date day, auto&& fits) {
    const Adopted* newest = nullptr;
    for (const Adopted& each : adopted) {
        if (each.from > day || !fits(each)) continue;
        if (!newest || newest->from <= each.from) newest = &each;
    }
    return newest;
}

const Procedure& procedure_for(const World& world, const Command& command, const Matter* matter) {
    const Definitions& definitions = *world.definitions;
    if (matter) {
        const auto found = definitions.procedures.find(matter->procedure);
        if (found == definitions.procedures.end()) throw ProgrammerFault("the matter's procedure is not loaded");
        return *found->second;
    }
    const auto* body = command.as<CreateMatter>();
    if (!body) return *definitions.meetings;

    const Adopted* adopted = newest_of(world.organ->procedures, world.today, [&](const Adopted& each) {
        const auto found = definitions.procedures.find(each.hash);
        return found != definitions.procedures.end() && found->second->kind == body->kind;
    });
    return adopted ? *definitions.procedures.at(adopted->hash) : *definitions.meetings;
}

const PolicyPack& pack_for(const World& world, const Matter* matter) {
    const Definitions& definitions = *world.definitions;
    if (matter) {
        const auto found = definitions.packs.find(matter->pack);
        if (found == definitions.packs.end()) throw ProgrammerFault("the matter's policy pack is not loaded");
        return *found->second;
    }
    const Adopted* adopted = newest_of(world.organ->packs, world.today,
                                       [&](const Adopted& each) { return definitions.packs.contains(each.hash); });
    static const PolicyPack defaults;
    return adopted ? *definitions.packs.at(adopted->hash) : defaults;
}

}  // namespace

const Matter* find(const World& world, const MatterId& id) {
    const auto found = world.matters.find(id);
    return found == world.matters.end() ? nullptr : found->second.get();
}

const Meeting* find(const World& world, const MeetingId& id) {
    const auto found = world.meetings.find(id);
    return found == world.meetings.end() ? nullptr : found->second.get();
}

const Draft* Context::draft() const {
    if (!matter) return nullptr;
    if (item && item->version) return matter->draft(*item->version);
    if (const auto version = named_version(command)) return matter->draft(*version);
    return matter->newest_draft();
}

Term Context::forum_term() const {
    return meeting ? Term{"forum", boost::describe::enum_to_string(meeting->forum, "")} : Term{"forum", "any"};
}

Context context_of(const World& world, const Command& command) {
    const auto meeting_id = named_meeting(command);
    const Meeting* meeting = meeting_id ? find(world, *meeting_id) : nullptr;
    const Item* item = meeting && command.subject.item ? meeting->item(*command.subject.item) : nullptr;
    const Matter* matter = nullptr;
    if (command.subject.matter) matter = find(world, *command.subject.matter);
    if (item && item->matter) matter = find(world, *item->matter);
    return Context{.world = world,
                   .command = command,
                   .procedure = procedure_for(world, command, matter),
                   .pack = pack_for(world, matter),
                   .matter = matter,
                   .meeting = meeting,
                   .item = item};
}

}  // namespace shenyi::workflow
