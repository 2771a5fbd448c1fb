#include "api/programs/serve.hpp"

#include "api/demo/found.hpp"
#include "api/http/server.hpp"
#include "api/programs/database.hpp"
#include "api/routes.hpp"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <utility>

namespace shenyi::api::programs {
namespace {

/// What was begun when the stop signal came has so long to be answered.
constexpr std::chrono::seconds stop_grace{10};

}  // namespace

StopSignals::StopSignals() : signals_() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void StopSignals::wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
}

void run(App& app, Settings& settings, const StopSignals& signals,
         const std::function<void(std::uint16_t port)>& started) {
    const http::Router router = routes_of(app);
    http::ServerSettings server_settings = app.server_settings();
    server_settings.address = settings.address;
    server_settings.port = settings.port;
    server_settings.proxies = settings.proxies;
    server_settings.bound = std::exchange(settings.bound, nullptr);  // closed when the server stops listening
    http::Server server(std::move(server_settings), [&router](http::Request& request) { return router.find(request); });
    server.start();
    app.engine->begin_sealing();
    app.daily_job->start();
    started(server.port());
    signals.wait();
    server.stop(stop_grace);
    app.stop();
}

int serve(Given given) {
    const StopSignals signals;
    given.listens = true;
    auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    if (std::filesystem::exists(settings->data / demo::clock_file)) {
        return tell(
            {settings->data.string() + " holds a demo, which is never served as a real store: run shenyi demo"});
    }
    if (const std::string fault = fault_before_writing(*settings); !fault.empty()) return tell({fault});
    begin_log(settings->log);
    const auto app = App::open({.database = settings->database,
                                .data = settings->data,
                                .schemas = settings->schemas,
                                .protection = settings->protection,
                                .logs_requests = true,
                                .seal = settings->seal});
    if (!app) return tell(app.error());
    const auto founded = (*app)->engine->read({.organ = (*app)->organ}, {});
    if (!founded) return tell({founded.error().detail});
    if (!founded->world.organ)
        return tell({with_places("the bureau is not founded yet; run: shenyi migrate --found", *settings)});
    run(**app, *settings, signals, [&](std::uint16_t port) {
        std::cout << "shenyi serves " << http::base_of(settings->address, port) << std::endl;
    });
    return 0;
}

}  // namespace shenyi::api::programs
