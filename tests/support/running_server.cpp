#include "tests/support/running_server.hpp"

#include "api/routes.hpp"
#include "storage/definitions/bureau.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

constexpr const char* usual_password = "demo";
/// What the contract takes as a new one.
constexpr const char* new_password = "demo-demo";

/// The file in which a demo's clock keeps its distance from the system's, in milliseconds.
void write_clock(const std::filesystem::path& folder, workflow::Instant now) {
    const auto system = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::ofstream(folder / "demo-clock") << (now - system).count() << '\n';
}

HeaderList as(const std::string& token, HeaderList headers = {}) {
    headers.emplace_back("Authorization", "Bearer " + token);
    return headers;
}

}  // namespace

workflow::Instant RunningServer::usual_start() {
    return *workflow::parse_instant("2026-03-02T09:00:00+08:00");
}

RunningServer::RunningServer(storage::Engine engine, workflow::Instant now,
                             const std::vector<workflow::OrganEvent>& founding)
    : database_(fresh_database(engine)) {
    write_clock(database_.folder(), now);
    auto app = api::App::open({.database = database_.database(),
                               .data = database_.folder(),
                               .schemas = schemas_folder(),
                               .demo = true,
                               .cost = storage::PasswordCost::cheapest()});
    if (!app) throw std::runtime_error(app.error().front());
    app_ = std::move(*app);
    const bool founded =
        founding.empty() ? app_->found().value() : app_->engine->found(app_->organ, founding).has_value();
    if (!founded) throw std::runtime_error("not founded");
    router_ = api::routes_of(*app_);
    server_ = std::make_unique<api::http::Server>(
        app_->server_settings(), [this](api::http::Request& request) { return router_.find(request); });
    server_->start();
}

RunningServer::~RunningServer() {
    server_->stop(std::chrono::seconds(0));
    app_->stop();
}

HttpAnswer RunningServer::get(const std::string& login, const std::string& path) {
    return HttpClient(port()).request("GET", "/api/v1" + path, as(token(login)));
}

HttpAnswer RunningServer::post(const std::string& login, const std::string& path, std::string_view body,
                               HeaderList headers) {
    return HttpClient(port()).post_json("/api/v1" + path, body, as(token(login), std::move(headers)));
}

HttpAnswer RunningServer::upload(const std::string& login, const std::string& text) {
    return HttpClient(port()).request("POST", "/api/v1/documents",
                                      as(token(login), {{"Content-Type", "text/plain"},
                                                        {"Content-Disposition", "attachment; filename=\"paper.txt\""}}),
                                      text);
}

const std::string& RunningServer::token(const std::string& login) {
    std::string& token = tokens_[login];
    if (!token.empty()) return token;
    if (!passwords_.contains(login)) give_password(login);
    token = log_in(login, passwords_.at(login));
    return token;
}

void RunningServer::take_one_time_password(const std::string& login, const std::string& one_time) {
    const json::object body{{"current", one_time}, {"new", new_password}};
    const auto answer =
        HttpClient(port()).post_json("/api/v1/me/password", json::serialize(body), as(log_in(login, one_time)));
    if (answer.status != 204) throw std::runtime_error("no new password for " + login + ": " + answer.body);
    passwords_[login] = new_password;
    tokens_.erase(login);
}

std::string RunningServer::log_in(const std::string& login, const std::string& with) {
    const json::object body{{"login", login}, {"password", with}};
    const auto answer = HttpClient(port()).post_json("/api/v1/sessions", json::serialize(body));
    if (answer.status != 201) throw std::runtime_error(login + " cannot log in: " + answer.body);
    return std::string(json::parse(answer.body).at("token").as_string());
}

void RunningServer::give_password(const std::string& login) {
    const auto person = storage::definitions::founding_person(login);
    if (!app_->accounts->set_password(app_->organ, person, usual_password, false, app_->clock->now())) {
        throw std::runtime_error("no password for " + login);
    }
    passwords_[login] = usual_password;
}

}  // namespace shenyi::tests
