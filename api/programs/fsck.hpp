#pragma once

#include "api/programs/settings.hpp"

#include <optional>
#include <string>

namespace shenyi::api::programs {

/// What the log is held against, that does not lie in the database.
struct GivenTrust {
    std::optional<std::string>
        policy;  ///< a policy file, or verifier keys one a line; without: no signature is checked
    std::optional<std::string> signer_state;  ///< without: nothing tells whether the newest of the log was cut off
};

/// `shenyi fsck`: examines the record, the log and every table that follows from it. The exit status: 0 clean,
/// 1 findings, 2 told wrong or nothing to examine.
int fsck(const Given& given, const GivenTrust& given_trust);

}  // namespace shenyi::api::programs
