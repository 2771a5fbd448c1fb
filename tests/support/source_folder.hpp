#pragma once

#include <filesystem>

namespace shenyi::tests {

/// The root of the source tree, in which `schemas/` and `tests/data/` lie.
std::filesystem::path source_folder();

}  // namespace shenyi::tests
