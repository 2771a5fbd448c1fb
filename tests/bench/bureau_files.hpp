#pragma once

#include "tests/support/databases.hpp"

#include <filesystem>
#include <string>

namespace shenyi::bench {

/// A copy of the schemas with the demo bureau changed, gone with the object.
class BureauFiles {
  public:
    struct Change {
        std::string organ = "org_xinfang";
        int more_drafters = 0;  ///< of the section that handles letters: `drafter1`, `drafter2` …
        int more_members = 0;   ///< on both rosters, `member5`, `member6` …
    };
    explicit BureauFiles(const Change& change);

    const std::filesystem::path& schemas() const { return folder_.path(); }

  private:
    tests::TemporaryFolder folder_;
};

}  // namespace shenyi::bench
