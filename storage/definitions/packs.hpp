#pragma once

#include "storage/definitions/yaml_file.hpp"

#include "workflow/pack.hpp"

#include <tl/expected.hpp>

#include <filesystem>

/// Policy packs (政策参数), `schemas/packs/*.yaml`; their keys and bounds are told in `pack.schema.json` beside them.
namespace shenyi::storage::definitions {

/// Reads a pack, named as its file. Every key has to be there. A value with a legal source may be stricter than the
/// law, never laxer: the fault names key, bound and source. The pack's hash is `sha256:` and the hexadecimal digest of
/// the canonical form of its values.
tl::expected<workflow::PolicyPack, FileFaults> read_pack(const std::filesystem::path& file);

}  // namespace shenyi::storage::definitions
