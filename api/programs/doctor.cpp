#include "api/programs/doctor.hpp"

#include "api/demo/found.hpp"
#include "api/programs/doctor_looks.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <utility>

namespace shenyi::api::programs {
namespace {

constexpr int status_of_warnings = 1;
constexpr int status_of_faults = 2;

/// The time that a server of this data folder goes by.
workflow::Instant now_in(const std::filesystem::path& data) {
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::int64_t offset_ms = 0;
    std::ifstream(data / demo::clock_file) >> offset_ms;
    return now + std::chrono::milliseconds(offset_ms);
}

}  // namespace

int doctor(Given given, bool as_json) {
    given.looks_only = true;
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    std::error_code none;
    Patient patient{.settings = *settings,
                    .now = now_in(settings->data),
                    .demo = std::filesystem::exists(settings->data / demo::clock_file, none)};
    Diagnoses found;
    look_at_settings(patient, found);
    look_at_places(patient, found);
    look_at_schemas(patient, found);
    look_at_server(patient, found);
    look_at_store(patient, found);
    look_at_missing_key(patient, found);
    as_json ? print_json(std::cout, found) : print(std::cout, found);
    switch (found.worst()) {
        case Grade::ok:
            return 0;
        case Grade::warning:
            return status_of_warnings;
        case Grade::fault:
            return status_of_faults;
    }
    return status_of_faults;
}

}  // namespace shenyi::api::programs
