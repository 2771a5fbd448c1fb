#pragma once

#include "api/clock.hpp"
#include "api/http/problem.hpp"
#include "api/schema.hpp"
#include "api/work_pool.hpp"
#include "storage/accounts.hpp"
#include "storage/definitions/messages.hpp"
#include "storage/definitions/rules.hpp"
#include "storage/documents.hpp"
#include "storage/engine.hpp"
#include "storage/store.hpp"
#include "workflow/calendar.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace shenyi::api {

struct AppSettings {
    storage::Database database;
    std::filesystem::path data;     ///< folder of keys, of documents beside an SQLite file, of the demo's clock
    std::filesystem::path schemas;  ///< folder `schemas`
    bool demo = false;
    storage::PasswordCost cost = storage::PasswordCost::interactive();
};

/// What endpoints work with: the engine of one bureau and everything read at start. Serves from any thread.
class App {
  public:
    /// Reads the schemas, opens the store and starts the engine. All faults at once, each a sentence for the operator.
    static tl::expected<std::unique_ptr<App>, std::vector<std::string>> open(const AppSettings& settings);
    ~App();

    /// Founds the bureau of `schemas/bureau/bureau.yaml` where there is none; true if it did.
    tl::expected<bool, storage::StoreError> found();
    /// The texts of problems, from the catalogue.
    http::ProblemTexts problem_texts() const;
    /// Finishes what was accepted.
    void stop();

    workflow::OrganId organ;
    std::unique_ptr<ProcessClock> clock;
    std::unique_ptr<Schemas> schemas;
    std::map<std::string, std::string, std::less<>> body_names;  ///< component of an operation's body, by operation id
    std::string openapi;                                         ///< the contract's text
    storage::definitions::Rules rules;
    std::unique_ptr<storage::definitions::Messages> messages;
    std::shared_ptr<const workflow::Definitions> definitions;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::Documents> documents;
    std::unique_ptr<storage::Accounts> accounts;
    storage::Lockout lockout;
    std::unique_ptr<storage::WorkflowEngine> engine;
    std::unique_ptr<WorkPool> pool;

    /// Who logged in with a one-time password and has to set a new one before anything else.
    std::mutex one_time_mutex;
    std::set<workflow::PersonId> one_time;

  private:
    App() = default;
    std::vector<workflow::OrganEvent> founding_;
};

}  // namespace shenyi::api
