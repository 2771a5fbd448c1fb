#pragma once

#include "workflow/command.hpp"
#include "workflow/events.hpp"

#include <optional>
#include <string_view>

namespace shenyi::workflow {

/// An action by what it is done to and its name in the path.
struct NamedAction {
    Target target;
    std::string_view name;

    bool operator==(const NamedAction&) const = default;
};

/// The action that brings about an event. Nothing where the engine acts by itself or in consequence of another act, and
/// where several actions can bring it about: an item is removed by the office, by the cancelling of its meeting or by
/// the withdrawal of its matter.
std::optional<NamedAction> action_of(const Event& event);

}  // namespace shenyi::workflow
