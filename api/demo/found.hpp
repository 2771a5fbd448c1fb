#pragma once

#include "api/app.hpp"

#include <chrono>
#include <filesystem>
#include <string_view>

namespace shenyi::api::demo {

/// Of every person of the demo bureau. It guards nothing.
inline constexpr std::string_view password = "demo";

/// In the data folder of a demo store, and of no other (see App::open).
inline constexpr std::string_view clock_file = "demo-clock";

/// The first morning of the demo: 2026-03-02T09:00+08:00. Until the past is loaded its clock stands before it.
inline constexpr workflow::Instant first_morning{std::chrono::milliseconds{1'772'413'200'000}};

/// Sets the clock of a store to be made in this folder to the day on which its past begins. Before App::open; where
/// there is a clock already, it is left alone. Throws ScriptFault.
void begin_clock(const std::filesystem::path& data, const std::filesystem::path& schemas);

/// Founds the demo bureau where there is none, plays its past, gives everybody the password and moves the clock to the
/// first morning. A store whose loading was cut off is loaded to its end; on a loaded one this does nothing.
/// Throws ScriptFault where the past does not go as told, std::runtime_error where the store fails.
void found(App& app, const std::filesystem::path& schemas);

}  // namespace shenyi::api::demo
