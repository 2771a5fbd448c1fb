#pragma once

namespace shenyi::api {

/// What the system knows of this process, as far as it tells (Linux, /proc); else 0.
struct ProcessFigures {
    double resident_bytes = 0;
    double open_files = 0;
    double open_files_max = 0;
    double processor_seconds = 0;
};
ProcessFigures process_figures();

}  // namespace shenyi::api
