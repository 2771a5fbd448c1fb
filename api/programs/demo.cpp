#include "api/programs/demo.hpp"

#include "api/demo/found.hpp"
#include "api/demo/script.hpp"
#include "api/programs/database.hpp"
#include "api/programs/serve.hpp"
#include "api/programs/welcome.hpp"

#include <filesystem>
#include <iostream>
#include <utility>

namespace shenyi::api::programs {
namespace {

/// A store that is not a demo's never becomes one: its people would all get the demo's password.
bool is_another_store(App& app, bool has_demo_clock) {
    const auto snapshot = app.engine->read({.organ = app.organ}, {});
    return !has_demo_clock && snapshot && snapshot->world.organ;
}

}  // namespace

tl::expected<std::unique_ptr<App>, std::vector<std::string>> open_demo(const Settings& settings) {
    using Faults = std::vector<std::string>;
    if (const auto migrated = migrate_database(settings); !migrated) return tl::unexpected(Faults{migrated.error()});
    const std::filesystem::path clock = settings.data / demo::clock_file;
    const bool has_demo_clock = std::filesystem::exists(clock);
    try {
        demo::begin_clock(settings.data, settings.schemas);
        auto app = App::open({.database = settings.database,
                              .data = settings.data,
                              .schemas = settings.schemas,
                              .demo = true,
                              .cost = storage::PasswordCost::cheapest(),
                              .protection = settings.protection,
                              .logs_requests = true,
                              .seal = settings.seal});
        if (app && is_another_store(**app, has_demo_clock)) {
            std::filesystem::remove(clock);
            return tl::unexpected(Faults{settings.database.shown() + " was not made as a demo in " +
                                         settings.data.string() +
                                         ": name another folder or database, or run shenyi serve"});
        }
        if (app) demo::found(**app, settings.schemas);
        return app;
    } catch (const demo::ScriptFault& fault) {
        return tl::unexpected(Faults{fault.what()});
    }
}

int demo(Given given) {
    const StopSignals signals;
    given.demo = true;
    given.listens = true;
    auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    begin_log(settings->log);
    const auto app = open_demo(*settings);
    if (!app) return tell(app.error());
    run(**app, *settings, signals,
        [&](std::uint16_t port) { welcome(std::cout, **app, http::base_of(settings->address, port), *settings); });
    return 0;
}

}  // namespace shenyi::api::programs
