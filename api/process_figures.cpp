#include "api/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace shenyi::api {
namespace {

double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double pages_in_all = 0;
    double resident_pages = 0;
    file >> pages_in_all >> resident_pages;
    return resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_files() {
    std::error_code none;  // where there is no /proc there are none to tell
    const std::filesystem::directory_iterator all("/proc/self/fd", none);
    return static_cast<double>(std::distance(begin(all), end(all)));
}

double in_seconds(const timeval& time) {
    constexpr double microseconds = 1e6;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / microseconds;
}

}  // namespace

ProcessFigures process_figures() {
    ProcessFigures figures{.resident_bytes = resident_bytes(), .open_files = open_files()};
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) figures.open_files_max = static_cast<double>(files.rlim_cur);
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) == 0) {
        figures.processor_seconds = in_seconds(used.ru_utime) + in_seconds(used.ru_stime);
    }
    return figures;
}

}  // namespace shenyi::api
