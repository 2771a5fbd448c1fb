#pragma once

#include "workflow/calendar.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace shenyi::storage::definitions {

/// What is wrong with a calendar's file.
struct CalendarFileFault {
    std::string file;     ///< its name within the folder
    std::string pointer;  ///< JSON pointer of the member at fault; empty where the whole file is
    std::string what;     ///< for the operator, in English

    bool operator==(const CalendarFileFault&) const = default;
};

/// `2020.json: /days/3/date: …`
std::string text_of(const CalendarFileFault& fault);

/// Reads every `YYYY.json` of a folder: {"year", "notices": [text], "days": [{"date", "off", "name"}]}. Other files are
/// left alone. All or nothing: either every year is without fault (workflow::faults_of, against the years before it) or
/// all faults come back.
tl::expected<workflow::Calendar, std::vector<CalendarFileFault>> read_calendars(const std::filesystem::path& folder);

/// The name of exactly these facts: `sha256:` and the hexadecimal digest of the canonical form of year, notices and
/// days, the days sorted by date. `year.version` itself does not enter.
std::string version_of(const workflow::CalendarYear& year);

}  // namespace shenyi::storage::definitions
