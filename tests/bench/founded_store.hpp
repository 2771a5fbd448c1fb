#pragma once

#include "tests/bench/bureau.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace shenyi::bench {

/// A real store (no demo) with its bureau, as `shenyi migrate --found` makes it, that `shenyi serve` can be started on:
/// matters, and people logged in who may act on them.
class FoundedStore {
  public:
    FoundedStore(storage::Engine engine, const std::filesystem::path& schemas, std::size_t matters, int drafters);

    /// As the program's options take them.
    std::string location() const;
    std::string data() const { return database_.folder().string(); }
    const std::vector<std::string>& tokens() const { return tokens_; }
    std::vector<Target>& targets() { return targets_; }

  private:
    tests::TestDatabase database_;
    std::vector<std::string> tokens_;
    std::vector<Target> targets_;
};

}  // namespace shenyi::bench
