#pragma once

#include "storage/definitions/rules.hpp"
#include "tests/support/source_folder.hpp"

namespace shenyi::storage::definitions {

/// The rules' table that is shipped.
inline const Rules& shipped_rules() {
    static const Rules rules = read_rules(tests::source_folder() / "schemas/rules.yaml").value();
    return rules;
}

}  // namespace shenyi::storage::definitions
