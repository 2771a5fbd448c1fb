#include "storage/definitions/calendars.hpp"

#include "workflow/codec/canonical.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/digest.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace shenyi::storage::definitions {
namespace {

using workflow::Calendar;
using workflow::CalendarDay;
using workflow::CalendarFault;
using workflow::CalendarYear;
using CalendarFileFaults = std::vector<CalendarFileFault>;

constexpr std::size_t file_bytes_max = 65'536;

/// A year as it stands in its file: without version, which is computed.
struct CalendarFile {
    int year;
    std::vector<std::string> notices;
    std::vector<CalendarDay> days;
};
BOOST_DESCRIBE_STRUCT(CalendarFile, (), (year, notices, days))

/// One byte more than may be, so that the parser sees that a file is too long.
std::string beginning_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string bytes(file_bytes_max + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.is_open() || file.bad()) throw std::runtime_error("cannot read " + path.string());
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

std::string words(const workflow::codec::Fault& fault) {
    using enum workflow::codec::FaultCode;
    switch (fault.code) {
        case missing:
            return "missing";
        case unknown:
            return "unknown member";
        case type:
        case enumeration:
        case value:
            break;
    }
    return "expected " + fault.expected;
}

std::string words(const CalendarFault& fault) {
    std::string out{workflow::codec::name_of_enumerator(fault.kind)};
    if (fault.date) out += " " + workflow::iso(*fault.date);
    if (!fault.holiday.empty()) out += " " + fault.holiday;
    return out;
}

tl::expected<CalendarYear, CalendarFileFaults> read_year(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const auto tree = workflow::codec::parse(beginning_of(path), {.bytes = file_bytes_max, .integers_only = true});
    if (!tree) {
        const std::string what(workflow::codec::name_of_enumerator(tree.error().what));
        return tl::unexpected(
            CalendarFileFaults{{name, "", "no JSON: " + what + " (byte " + std::to_string(tree.error().at) + ")"}});
    }
    auto file = workflow::codec::read<CalendarFile>(*tree);
    if (!file) {
        CalendarFileFaults faults;
        for (const auto& fault : file.error()) faults.push_back({name, fault.pointer, words(fault)});
        return tl::unexpected(std::move(faults));
    }
    if (std::to_string(file->year) != path.stem()) {
        return tl::unexpected(CalendarFileFaults{{name, "/year", "is not the year of the file's name"}});
    }
    CalendarYear year{.year = file->year, .notices = std::move(file->notices), .days = std::move(file->days)};
    year.version = version_of(year);
    return year;
}

/// Where in the file a fault of the year lies.
std::string pointer_of(const CalendarFault& fault, const CalendarYear& year) {
    using enum workflow::CalendarFaultKind;
    if (fault.kind == year_out_of_range) return "/year";
    if (fault.kind == no_notice) return "/notices";
    if (!fault.date) return "/days";
    const auto day = std::ranges::find(year.days, *fault.date, &CalendarDay::date);
    return "/days/" + std::to_string(day - year.days.begin());
}

bool names_a_year(const std::filesystem::path& path) {
    const std::string stem = path.stem().string();
    return path.extension() == ".json" && stem.size() == 4 &&
           std::ranges::all_of(stem, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string text_of(const CalendarFileFault& fault) {
    return fault.pointer.empty() ? fault.file + ": " + fault.what
                                 : fault.file + ": " + fault.pointer + ": " + fault.what;
}

tl::expected<Calendar, CalendarFileFaults> read_calendars(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (names_a_year(entry.path())) files.push_back(entry.path());
    }
    std::ranges::sort(files);

    Calendar calendar;
    CalendarFileFaults all;
    for (const auto& path : files) {
        auto year = read_year(path);
        if (!year) {
            all.insert(all.end(), year.error().begin(), year.error().end());
            continue;
        }
        for (const CalendarFault& fault : workflow::faults_of(*year, calendar)) {
            all.push_back({path.filename().string(), pointer_of(fault, *year), words(fault)});
        }
        calendar.years.insert_or_assign(year->year, std::move(*year));
    }
    if (!all.empty()) return tl::unexpected(std::move(all));
    return calendar;
}

std::string version_of(const CalendarYear& year) {
    CalendarFile facts{.year = year.year, .notices = year.notices, .days = year.days};
    std::ranges::sort(facts.days, {}, &CalendarDay::date);
    const auto bytes = workflow::codec::canonical(workflow::codec::write(facts));
    if (!bytes) throw std::invalid_argument("calendar year without canonical form: " + bytes.error());
    return "sha256:" + workflow::sha256_hex(*bytes);
}

}  // namespace shenyi::storage::definitions
