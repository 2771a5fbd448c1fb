#pragma once

#include "api/programs/settings.hpp"

#include <optional>
#include <string>

namespace shenyi::api::programs {

/// What is to be exported, and where to.
struct GivenExport {
    std::optional<std::string> folder;
    std::optional<std::string> hash;  ///< without: sha256
};

/// `shenyi export log`: writes the log as C2SP tlog-tiles lays logs out, with its public keys in `vkey.txt`, so that
/// the tools of others read it. The exit status: 0 written, 2 told wrong or nothing to export.
int export_log(const Given& given, const GivenExport& wanted);

}  // namespace shenyi::api::programs
