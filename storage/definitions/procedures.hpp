#pragma once

#include "storage/definitions/rules.hpp"

#include "workflow/pack.hpp"
#include "workflow/procedure.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <memory>
#include <set>
#include <string>

/// The courses of matters and meetings, `schemas/procedures/*.yaml`; their shape is `procedure.schema.json` beside
/// them.
namespace shenyi::storage::definitions {

using RuleIds = std::set<std::string, std::less<>>;

/// The rules for which there is a guard.
RuleIds guarded_rules();

/// Reads one procedure, named as its file. Refused are: what is not of the file's shape, an action that does not exist
/// (or does not exist on that target), a `who` that is not a role of a relation, a rule without guard, a rule, stage or
/// `who` that stands twice in a list, and a course of matters without `kind`. Its hash is `sha256:` and the hexadecimal
/// digest of the canonical form of the whole file, so that layout and comments do not enter.
tl::expected<workflow::Procedure, FileFaults> read_procedure(const std::filesystem::path& file, const RuleIds& guards);

/// All that organs share, read from the folder `schemas`: every procedure and pack by its hash, and the course of
/// meetings. All or nothing; the faults of all files come back together.
tl::expected<std::shared_ptr<const workflow::Definitions>, FileFaults> read_definitions(
    const std::filesystem::path& schemas);
/// The same for who has read `rules.yaml` already.
tl::expected<std::shared_ptr<const workflow::Definitions>, FileFaults> read_definitions(
    const std::filesystem::path& schemas, const Rules& rules);

/// The procedure or pack of a name; null where none has it.
const workflow::Procedure* procedure_named(const workflow::Definitions& definitions, std::string_view name);
const workflow::PolicyPack* pack_named(const workflow::Definitions& definitions, std::string_view name);

}  // namespace shenyi::storage::definitions
