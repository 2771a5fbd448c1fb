#include "tests/support/running_server.hpp"

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

api::AppSettings settings_at(const TestDatabase& database, workflow::Instant now) {
    write_clock(database.folder(), now);
    return demo_settings(database);
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
    : database_(fresh_database(engine)), served_(settings_at(database_, now)) {
    const bool founded =
        founding.empty() ? app().found().value() : app().engine->found(app().organ, founding).has_value();
    if (!founded) throw std::runtime_error("not founded");
    served_.serve();
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
    if (!app().accounts->set_password(app().organ, person, usual_password, false, app().clock->now())) {
        throw std::runtime_error("no password for " + login);
    }
    passwords_[login] = usual_password;
}

}  // namespace shenyi::tests
