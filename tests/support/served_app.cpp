#include "tests/support/served_app.hpp"

#include "api/routes.hpp"

#include <chrono>
#include <stdexcept>

namespace shenyi::tests {

api::AppSettings demo_settings(const TestDatabase& database) {
    return {.database = database.database(),
            .data = database.folder(),
            .schemas = schemas_folder(),
            .demo = true,
            .cost = storage::PasswordCost::cheapest()};
}

ServedApp::ServedApp(const api::AppSettings& settings) {
    auto app = api::App::open(settings);
    if (!app) throw std::runtime_error(app.error().front());
    app_ = std::move(*app);
}

ServedApp::~ServedApp() {
    stop();
}

void ServedApp::serve() {
    if (server_) return;
    router_ = api::routes_of(*app_);
    server_ = std::make_unique<api::http::Server>(
        app_->server_settings(), [this](api::http::Request& request) { return router_.find(request); });
    server_->start();
}

void ServedApp::stop() {
    if (server_) server_->stop(std::chrono::seconds(0));
    app_->stop();
}

}  // namespace shenyi::tests
