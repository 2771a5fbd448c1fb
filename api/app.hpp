#pragma once

#include "api/clock.hpp"
#include "api/daily_job.hpp"
#include "api/http/problem.hpp"
#include "api/protection.hpp"
#include "api/rate_limit.hpp"
#include "api/schema.hpp"
#include "api/seal_settings.hpp"
#include "api/work_pool.hpp"
#include "storage/accounts.hpp"
#include "storage/definitions/messages.hpp"
#include "storage/definitions/rules.hpp"
#include "storage/documents.hpp"
#include "storage/engine.hpp"
#include "storage/lockout.hpp"
#include "storage/migrations.hpp"
#include "storage/store.hpp"
#include "workflow/calendar.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::api {

namespace http {
struct ServerSettings;
}
class ContractPages;
class FailedLogIns;
class LiveChanges;
class Metrics;
class Timer;

struct AppSettings {
    storage::Database database;
    std::filesystem::path data;     ///< folder of keys, of documents beside an SQLite file, of the demo's clock
    std::filesystem::path schemas;  ///< folder `schemas`
    bool demo = false;
    storage::PasswordCost cost = storage::PasswordCost::interactive();
    Rate writes = limits::writes;    ///< state-changing requests of one person
    Rate log_ins = limits::log_ins;  ///< failed log-ins from one address
    /// Without: a demo's for a demo, else the customary one.
    std::optional<Protection> protection = {};
    bool logs_requests = false;  ///< a line of the log for each (request_line.hpp)
    SealSettings seal = {};
};

/// What endpoints work with: the engine of one bureau and everything read at start. Serves from any thread.
class App {
  public:
    /// Reads the schemas, opens the store and starts the engine. All faults at once, each a sentence for the operator.
    static tl::expected<std::unique_ptr<App>, std::vector<std::string>> open(const AppSettings& settings);
    ~App();

    /// Founds the bureau of `schemas/bureau/bureau.yaml` where there is none; true if it did.
    tl::expected<bool, storage::StoreError> found();
    /// Runs the daily job of the day that it is; false where the store did not take it.
    bool begin_day();
    /// The texts of problems, from the catalogue.
    http::ProblemTexts problem_texts() const;
    /// What a server of this app is started with; address and port are the caller's.
    http::ServerSettings server_settings();
    /// Writes the log-ins that failed since the last time; the timer does so once a minute.
    void write_failed_log_ins();
    /// Writes what is counted and finishes what was accepted. The server has stopped before.
    void stop();

    workflow::OrganId organ;
    bool seals = true;       ///< or nothing is, and nobody waits for it
    std::string log_origin;  ///< as the log's checkpoints name it
    /// A demo speaks to browsers without TLS; a real store only through a proxy that speaks it.
    bool demo = false;
    Protection protection;
    bool logs_requests = false;
    std::map<std::string, std::filesystem::path> folders;  ///< what must not become full: `data`, `database`
    std::unique_ptr<ProcessClock> clock;
    std::unique_ptr<Schemas> schemas;
    std::map<std::string, std::string, std::less<>> body_names;  ///< component of an operation's body, by operation id
    std::string openapi;                                         ///< the contract's text
    storage::definitions::Rules rules;
    std::unique_ptr<storage::definitions::Messages> messages;
    std::unique_ptr<ContractPages> contract_pages;
    std::shared_ptr<const workflow::Definitions> definitions;
    std::vector<storage::Migration> migrations;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::Documents> documents;
    std::unique_ptr<storage::Accounts> accounts;
    std::unique_ptr<storage::Lockout> lockout;
    std::unique_ptr<FailedLogIns> failed_log_ins;
    std::unique_ptr<RateLimit> writes;
    std::unique_ptr<RateLimit> log_ins;  ///< takes those that fail
    OneAtATime crowded_log_ins;          ///< by address, beyond the rate of those that fail
    std::unique_ptr<Metrics> metrics;
    std::unique_ptr<storage::WorkflowEngine> engine;
    std::unique_ptr<LiveChanges> live;
    std::unique_ptr<WorkPool> pool;
    std::unique_ptr<DailyJob> daily_job;  ///< started by whoever serves

  private:
    App();
    tl::expected<void, std::string> start(const AppSettings& settings);
    void keep_time();

    std::vector<workflow::OrganEvent> founding_;
    std::unique_ptr<Timer> timer_;
};

}  // namespace shenyi::api
