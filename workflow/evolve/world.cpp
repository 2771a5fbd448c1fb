#include "workflow/evolve/evolve.hpp"

#include <memory>
#include <string_view>
#include <utility>

namespace shenyi::workflow {

namespace {

/// What stands behind the prefix of a stream's name; empty for a stream of another kind.
std::string_view id_in(const Stream& stream, std::string_view prefix) {
    const std::string_view name = stream.name;
    return name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view{};
}

/// Folds into a new value: whoever still holds the old state keeps what he saw.
template <class State, class StreamEvent>
void replace(std::shared_ptr<const State>& state, State next, const StreamEvent& event, const EventMeta& meta) {
    evolve(next, event, meta);
    state = std::make_shared<const State>(std::move(next));
}

/// One overload for each kind of stream. A state that was not loaded stays so: it is folded when somebody loads it.
struct WorldFold {
    World& world;
    const Stream& stream;
    const EventMeta& meta;

    void operator()(const MatterEvent& event) const {
        const MatterId id{std::string(id_in(stream, "matter/"))};
        if (std::holds_alternative<MatterCreated>(event)) world.matters.insert_or_assign(id, first<Matter>(id));
        fold_known(world.matters, id, event);
    }

    void operator()(const MeetingEvent& event) const {
        const MeetingId id{std::string(id_in(stream, "meeting/"))};
        if (std::holds_alternative<MeetingCalled>(event)) world.meetings.insert_or_assign(id, first<Meeting>(id));
        fold_known(world.meetings, id, event);
    }

    void operator()(const OrganEvent& event) const {
        const OrganId id{std::string(id_in(stream, "organ/"))};
        if (std::holds_alternative<OrganFounded>(event) && !world.organ) {
            world.organ = std::make_shared<const Organ>(Organ{.id = id});
        }
        if (world.organ && world.organ->id == id) replace(world.organ, *world.organ, event, meta);
    }

    void operator()(const PersonEvent& event) const {
        if (world.account.person.value == id_in(stream, "person/")) evolve(world.account, event, meta);
    }

    void operator()(const AttemptEvent&) const {}  // what was refused changes nothing

    void operator()(const AccessEvent&) const {}

  private:
    template <class State, class StateId>
    std::shared_ptr<const State> first(const StateId& id) const {
        return std::make_shared<const State>(State{.id = id, .organ = world.organ ? world.organ->id : OrganId{}});
    }

    template <class States, class StateId, class StreamEvent>
    void fold_known(States& states, const StateId& id, const StreamEvent& event) const {
        const auto found = states.find(id);
        if (found != states.end() && found->second) replace(found->second, *found->second, event, meta);
    }
};

}  // namespace

void evolve(World& world, const NewEvent& event) {
    std::visit(WorldFold{world, event.stream, event.meta}, event.event);
}

}  // namespace shenyi::workflow
