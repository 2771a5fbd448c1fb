#pragma once

#include "tests/bench/figures.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/served_app.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace shenyi::bench {

/// A matter with the tag that its next writer must show.
struct Target {
    std::string matter;
    std::int64_t seq = 1;
};

/// The demo bureau with many matters, behind a server on a free port; settings are those of `shenyi serve`.
class Bureau {
  public:
    /// `seals`: as a server does, or not at all, to tell what it costs.
    Bureau(storage::Engine engine, std::size_t matters, bool seals = true);
    /// A bureau of these schemas, beside others in the same database.
    Bureau(std::shared_ptr<const tests::TestDatabase> database, const std::filesystem::path& schemas,
           std::size_t matters, bool seals = true);

    std::uint16_t port() const { return served_.port(); }
    /// Of the person who writes.
    const std::string& token() const { return token_; }
    std::vector<Target>& targets() { return targets_; }
    const tests::TestDatabase& database() const { return *database_; }
    api::App& app() { return served_.app(); }

    /// The action that is repeated (an objection is noted), as HTTP would hand it to the engine.
    storage::Submission submission(const Target& target, const std::string& key) const;
    storage::WorkflowEngine& engine() { return *served_.app().engine; }

  private:
    std::shared_ptr<const tests::TestDatabase> database_;
    tests::ServedApp served_;
    std::string token_;
    std::vector<Target> targets_;
};

/// Opens so many matters in the app's bureau, by the person who writes.
std::vector<Target> open_matters(api::App& app, std::size_t matters);

/// Closed loop: so many commands are always under way, each on a matter of its own.
Figures drive_committer(Bureau& bureau, std::size_t connections, Clock::duration run);

}  // namespace shenyi::bench
