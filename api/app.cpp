#include "api/app.hpp"

#include "api/failed_log_ins.hpp"
#include "api/http/server.hpp"
#include "api/live_changes.hpp"
#include "api/metrics.hpp"
#include "api/render/contract_page.hpp"
#include "api/request_line.hpp"
#include "api/timer.hpp"
#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/object.hpp>

#include <chrono>
#include <set>
#include <utility>

namespace shenyi::api {
namespace {

using Faults = std::vector<std::string>;

/// How often what was counted is written, and what has expired is removed.
constexpr std::chrono::minutes counts_written{1};
constexpr std::chrono::hours expired_removed{1};

void add(Faults& faults, const storage::definitions::FileFaults& found) {
    for (const auto& fault : found) faults.push_back(storage::definitions::text_of(fault));
}

std::map<std::string, std::string, std::less<>> body_names_of(const boost::json::value& contract) {
    std::map<std::string, std::string, std::less<>> names;
    constexpr std::string_view prefix = "#/components/schemas/";
    for (const auto& path : contract.at("paths").as_object()) {
        const auto* post = path.value().as_object().if_contains("post");
        if (post == nullptr) continue;
        boost::system::error_code none;
        const auto* reference = post->find_pointer("/requestBody/content/application~1json/schema/$ref", none);
        if (reference == nullptr || !reference->is_string()) continue;
        const std::string_view target = reference->as_string();
        if (target.starts_with(prefix)) {
            names.emplace(post->at("operationId").as_string(), target.substr(prefix.size()));
        }
    }
    return names;
}

void read_contract(App& app, const std::filesystem::path& file, Faults& faults) {
    auto contract = storage::definitions::read_yaml(file);
    if (!contract) {
        add(faults, contract.error());
        return;
    }
    auto schemas = Schemas::compile(contract->tree);
    if (!schemas) {
        for (const std::string& fault : schemas.error()) faults.push_back(file.string() + ": " + fault);
        return;
    }
    app.schemas = std::make_unique<Schemas>(std::move(*schemas));
    app.body_names = body_names_of(contract->tree);
    app.openapi = std::move(contract->text);
}

void read_words(App& app, const std::filesystem::path& schemas, Faults& faults) {
    auto rules = storage::definitions::read_rules(schemas / "rules.yaml");
    if (!rules) {
        add(faults, rules.error());
        return;
    }
    app.rules = std::move(*rules);
    auto messages = storage::definitions::Messages::read(schemas / "messages", app.rules);
    if (!messages) {
        add(faults, messages.error());
        return;
    }
    app.messages = std::make_unique<storage::definitions::Messages>(std::move(*messages));
}

std::set<std::string> ids_of(const storage::definitions::Rules& rules) {
    std::set<std::string> ids;
    for (const auto& rule : rules.rules) ids.insert(rule.first);
    return ids;
}

/// One name for all servers of a store, and another for every other store: it follows from the store's secret, and does
/// not tell it.
std::string origin_of(const AppSettings& settings, const storage::log::MacKey& key) {
    constexpr std::size_t digits = 16;
    if (!settings.seal.origin.empty()) return settings.seal.origin;
    return "shenyi/" + key.mac_of("the name of the log").substr(0, digits);
}

using OpenSigner = std::function<std::unique_ptr<storage::Signer>()>;

/// Who signs the log, with the keys of the data folder; empty where nothing is to be sealed.
tl::expected<OpenSigner, std::string> signer_of(const AppSettings& settings, const std::string& origin) {
    if (!settings.seal.seals) return OpenSigner();
    const std::filesystem::path folder = settings.data / storage::seal_folder;
    auto trees = storage::open_log_keys(folder, settings.seal.profile, origin);
    if (!trees) return tl::unexpected(std::move(trees.error()));
    return [folder, trees = *std::move(trees)]() -> std::unique_ptr<storage::Signer> {
        auto signer = storage::Signer::open(trees, storage::signer_state_in(folder));
        if (signer) return *std::move(signer);
        if (signer.error().is_in_use) return nullptr;
        throw std::runtime_error(signer.error().what);
    };
}

}  // namespace

tl::expected<std::unique_ptr<App>, Faults> App::open(const AppSettings& settings) {
    std::unique_ptr<App> app(new App());
    Faults faults;
    read_contract(*app, settings.schemas / "openapi.yaml", faults);
    read_words(*app, settings.schemas, faults);
    const auto calendars = storage::definitions::read_calendars(settings.schemas / "calendars");
    if (!calendars) {
        for (const auto& fault : calendars.error()) faults.push_back(storage::definitions::text_of(fault));
    }
    auto definitions = storage::definitions::read_definitions(settings.schemas, app->rules);
    if (!definitions) add(faults, definitions.error());
    if (calendars && definitions) {
        app->definitions = *definitions;
        auto bureau = storage::definitions::read_bureau(settings.schemas / "bureau" / "bureau.yaml", *calendars,
                                                        *app->definitions);
        if (bureau) {
            app->organ = bureau->id;
            app->founding_ = std::move(bureau->events);
        } else {
            add(faults, bureau.error());
        }
    }
    auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (migrations) {
        app->migrations = std::move(*migrations);
    } else {
        faults.push_back(migrations.error());
    }
    auto store = storage::Store::open(settings.database, {});
    if (!store) faults.push_back(store.error().detail);
    if (!faults.empty()) return tl::unexpected(std::move(faults));

    app->store = std::move(*store);
    if (auto started = app->start(settings); !started) return tl::unexpected(Faults{started.error()});
    return app;
}

App::App() = default;

App::~App() {
    stop();
}

tl::expected<void, std::string> App::start(const AppSettings& settings) {
    std::filesystem::create_directories(settings.data);
    const auto key_file = settings.data / "mac.key";
    auto key = storage::log::MacKey::load_or_make(key_file.string());
    log_origin = origin_of(settings, key);
    auto signer = signer_of(settings, log_origin);
    if (!signer) return tl::unexpected(std::move(signer.error()));
    seals = settings.seal.seals;
    demo = settings.demo;
    protection = settings.protection.value_or(demo ? Protection::of_a_demo() : Protection{});
    clock = settings.demo ? std::make_unique<ProcessClock>(settings.data / "demo-clock",
                                                           workflow::parse_instant("2026-03-02T09:00:00+08:00").value())
                          : std::make_unique<ProcessClock>();
    documents = storage::make_documents(*store, settings.data / storage::documents_folder);
    accounts = std::make_unique<storage::Accounts>(*store, std::move(key), settings.cost);
    lockout = std::make_unique<storage::Lockout>(*store, protection.waits);
    failed_log_ins = std::make_unique<FailedLogIns>();
    writes = std::make_unique<RateLimit>(settings.writes);
    log_ins = std::make_unique<RateLimit>(settings.log_ins);
    logs_requests = settings.logs_requests;
    folders.emplace("data", settings.data);
    if (settings.database.engine == storage::Engine::sqlite) {
        const std::filesystem::path folder = std::filesystem::path(settings.database.location).parent_path();
        folders.emplace("database", folder.empty() ? "." : folder);
    }
    contract_pages = std::make_unique<ContractPages>(openapi, *messages);
    metrics = std::make_unique<Metrics>(ids_of(rules));
    engine = std::make_unique<storage::WorkflowEngine>(
        *store, *documents, definitions, [time = clock.get()] { return time->now(); },
        storage::WorkflowEngine::Settings{
            .mac_key_file = key_file, .origin = log_origin, .signer = *std::move(signer)});
    live = std::make_unique<LiveChanges>(*engine, *accounts, organ);
    engine->on_commit([this](const storage::Committed& committed) {
        metrics->committed(committed);
        live->committed(committed);
    });
    pool = std::make_unique<WorkPool>();
    daily_job =
        std::make_unique<DailyJob>([time = clock.get()] { return time->now(); }, [this] { return begin_day(); });
    keep_time();
    return {};
}

void App::keep_time() {
    timer_ = std::make_unique<Timer>();
    timer_->every(counts_written, [this] {
        write_failed_log_ins();
        engine->write_counted_attempts();
        engine->write_readings();
    });
    timer_->every(expired_removed, [this] {
        const auto sessions = accounts->remove_expired_sessions(clock->now());
        if (!sessions) spdlog::warn("expired sessions stay: {}", sessions.error().detail);
        const auto failures = lockout->remove_old(clock->now());
        if (!failures) spdlog::warn("old counts of failed log-ins stay: {}", failures.error().detail);
    });
    timer_->start();
}

void App::stop() {
    if (timer_) timer_->stop();
    if (daily_job) daily_job->stop();
    if (live) live->stop();
    if (pool) pool->stop();
    if (engine) {
        write_failed_log_ins();
        engine->stop();
    }
}

void App::write_failed_log_ins() {
    const auto failed = failed_log_ins->take();
    if (failed.empty()) return;
    const auto stream = workflow::access_of(organ, workflow::date_of(clock->now()));
    std::vector<std::pair<workflow::Stream, workflow::Event>> events;
    for (const workflow::LogInsFailed& each : failed) events.emplace_back(stream, workflow::AccessEvent{each});
    const auto written = engine->record(organ, {}, std::move(events));
    if (written) return;
    spdlog::error("failed log-ins are not written: {}", written.error().detail);
    for (const workflow::LogInsFailed& each : failed) failed_log_ins->add(each.login, each.address, each.count);
}

http::ServerSettings App::server_settings() {
    http::ServerSettings settings;
    settings.texts = problem_texts();
    settings.behind_tls = !demo;
    settings.pool = [this](std::function<void()> work) { return pool->take(std::move(work)); };
    settings.on_finished = [this](const http::RequestSummary& request) {
        metrics->answered(request);
        if (logs_requests) spdlog::info(request_line(request));
    };
    settings.on_fault = [](std::string_view request_id, std::string_view what) {
        spdlog::error("{}: {}", request_id, what);
    };
    return settings;
}

tl::expected<bool, storage::StoreError> App::found() {
    const auto before = engine->read({.organ = organ}, {});
    if (!before) return tl::unexpected(before.error());
    if (before->world.organ) return false;
    const auto founded = engine->found(organ, founding_);
    if (!founded) return tl::unexpected(founded.error());
    return true;
}

bool App::begin_day() {
    const auto begun = engine->begin_day(organ);
    if (!begun) {
        spdlog::warn("the day could not be begun: {}", begun.error().detail);
        return false;
    }
    if (*begun) spdlog::info("the day has begun");
    return true;
}

http::ProblemTexts App::problem_texts() const {
    return [catalogue = messages.get()](std::string_view name, Language language) {
        const std::string key = "problem." + std::string(name);
        if (!catalogue->has(key + ".title")) return http::text_of_problem(name, language);
        return http::ProblemText{catalogue->render(tag(language), key + ".title"),
                                 catalogue->render(tag(language), key + ".detail")};
    };
}

}  // namespace shenyi::api
