#include "api/programs/doctor_looks.hpp"

#include "api/http/client.hpp"
#include "api/programs/listener.hpp"
#include "storage/file_lock.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace shenyi::api::programs {
namespace {

/// A server that is well says at once that it is there. Whether it is ready it says when it has asked the database, for
/// which it waits itself.
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::seconds patience_with_database{20};

struct Remedy {
    std::string_view reason;
    std::string_view what;
    std::string_view to_do;
};

/// What `/readyz` says, for who can mend it.
constexpr std::array<Remedy, 6> remedies{{
    {"database_away", "the database does not answer it", "start the database; see the lines on it below"},
    {"schema_outdated", "the schema is not its own", "see the line on the schema below"},
    {"record_damaged", "the organ's record does not prove itself", "stop it, keep a copy, and run: shenyi fsck"},
    {"unavailable", "the database answers it too late", "look at the database's load and locks, and at the log"},
    {"not_founded", "there is no bureau in the store", "shenyi migrate --found"},
    {"not_writable", "the database takes no writes", "make room on its disk; see whether it became read-only"},
}};

std::string_view reason_in(const std::string& body) {
    boost::json::error_code error;
    const auto answer = boost::json::parse(body, error);
    const auto* type = !error && answer.is_object() ? answer.as_object().if_contains("type") : nullptr;
    if (type == nullptr || !type->is_string()) return {};
    const std::string_view name(type->get_string());
    for (const Remedy& each : remedies) {
        if (name.ends_with(each.reason)) return each.reason;
    }
    return {};
}

std::string process_told(const std::optional<Listener>& listener) {
    return listener && listener->process ? fmt::format("process {} ({})", *listener->process, listener->program)
                                         : "a process of another user";
}

/// The address at which a server that listens everywhere is reached from here.
std::string reached_at(const std::string& address) {
    if (address == "0.0.0.0") return "127.0.0.1";
    return address == "::" ? "::1" : address;
}

/// Whether a server of ours answers at the address; throws where it does not.
void expect_shenyi(const Settings& settings) {
    const http::Client client(reached_at(settings.address), settings.port, patience);
    if (client.send("GET", "/healthz", {}, {}).body != R"({"status":"ok"})") {
        throw std::runtime_error("what answers is not Shenyi");
    }
}

void look_at_readiness(const Settings& settings, const std::string& served, Diagnoses& found) {
    try {
        const http::Client client(reached_at(settings.address), settings.port, patience_with_database);
        const auto answer = client.send("GET", "/readyz", {}, {});
        if (answer.status == 200) return found.ok("server", served + ", and ready");
        const std::string_view reason = reason_in(answer.body);
        const auto remedy = std::ranges::find(remedies, reason, &Remedy::reason);
        const bool known = remedy != remedies.end();
        found.add(Grade::fault, "server",
                  fmt::format("{}, and not ready: {}", served, known ? remedy->what : "it does not say why"),
                  known ? std::string(remedy->to_do) : "look into its log");
    } catch (const std::exception& thrown) {
        found.add(Grade::fault, "server",
                  fmt::format("{}, and does not say whether it is ready: {}", served, thrown.what()),
                  "look into its log, and see the lines on the database below");
    }
}

void look_at_port(Patient& patient, Diagnoses& found) {
    const Settings& settings = patient.settings;
    const std::string where = fmt::format("{} port {}", settings.address, settings.port);
    if (settings.port == 0) {
        found.ok("server", "port 0: whichever is free when it starts");
        return;
    }
    const auto listener = listener_at(settings.port);
    try {
        expect_shenyi(settings);
        patient.served = true;
        look_at_readiness(settings, fmt::format("{} is served by {}", where, process_told(listener)), found);
    } catch (const std::exception& thrown) {
        if (listener) {
            found.add(Grade::fault, "server",
                      fmt::format("{} is taken by {}: {}", where, process_told(listener), thrown.what()),
                      "name another --port, or end that process where it is not to be there");
        } else if (patient.holder) {
            found.add(Grade::warning, "server",
                      fmt::format("nobody listens at {}, and process {} holds the store", where, *patient.holder),
                      "name the --port that it was started with, or see what it does");
        } else {
            found.ok("server", fmt::format("nobody listens at {}", where));
        }
    }
}

void look_at_holder(Patient& patient, Diagnoses& found) {
    const storage::Database& database = patient.settings.database;
    if (database.engine != storage::Engine::sqlite) return;
    patient.holder = storage::holder_of_lock(storage::lock_file_of(database.location));
    found.ok("lock", patient.holder
                         ? fmt::format("process {} ({}) holds the store", *patient.holder, program_of(*patient.holder))
                         : std::string("nobody holds the store"));
}

}  // namespace

void look_at_server(Patient& patient, Diagnoses& found) {
    look_at_holder(patient, found);
    look_at_port(patient, found);
}

}  // namespace shenyi::api::programs
