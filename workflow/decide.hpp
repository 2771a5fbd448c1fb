#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

namespace shenyi::workflow {

/// The one way in. Finds the action in the procedure, checks role and exclusions, what the body names, every guard of
/// the action and the stage; only then asks the action for its events, folds them in and checks the invariants. The
/// refused command, the dry run, the list of actions and the gate page all ask here. Throws ProgrammerFault where the
/// action is unknown or an invariant breaks: nothing is to be written then.
tl::expected<Decision, Refusal> decide(const World& world, const Command& command);

/// What a body names that is not there or does not fit, where its members at `misshapen` (pointers into it) could not
/// be read: all its faults are to be told at once, and what rests on one of those members is not asked after. Nothing
/// where whoever asks may not do it, which he is told first once the shape is right, or where the subject is not there.
std::vector<BodyFault> faults_beside(const World& world, const Command& command,
                                     const std::vector<std::string>& misshapen);

/// The findings of the guards of one action, without asking for role or events: for the gate page.
std::vector<Finding> findings_of(const Context& at, const ProcedureAction& row);

/// `wrong_stage`, where the action is not possible in the stage of what it is about; empty where it is.
std::optional<Finding> stage_finding(const Context& at, const ProcedureAction& row);

/// The row of the procedure for a command's action; null where the procedure does not know it.
const ProcedureAction* row_of(const Context& at);

/// The program is wrong, not the input.
struct ProgrammerFault : std::logic_error {
    using std::logic_error::logic_error;
};

}  // namespace shenyi::workflow
