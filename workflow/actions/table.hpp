#pragma once

#include "workflow/actions/action.hpp"

#include <span>
#include <string_view>
#include <typeindex>

namespace shenyi::workflow {

/// One action: its name in the path, what it is done to, the type of its body, and how its events come to be.
struct Action {
    Target target;
    std::string_view name;
    std::type_index body;
    bool tag;  ///< asks for `If-Match`: acts about one person alone do not (api.md §1)
    Events (*events)(const Context& at);
    BodyFaults (*faults)(const Context& at);
};

/// Every action there is, by target and name.
std::span<const Action> actions();

/// Null where there is no such action.
const Action* find_action(Target target, std::string_view name);

}  // namespace shenyi::workflow
