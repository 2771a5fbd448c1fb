#pragma once

#include <optional>
#include <string>
#include <vector>

namespace shenyi::api::programs {

/// As given on the command line.
struct TourGiven {
    std::optional<std::string> url;       ///< of a running demo; without: one is started for the tour
    std::optional<std::string> language;  ///< zh, en; without: by LANG
    std::optional<std::string> schemas;
    bool step = false;  ///< wait for Enter before each part
    std::vector<std::string> not_understood;
};

/// `shenyi tour`: walks the main path before the reader's eyes. The exit status: 1 where a step did not go as told.
int tour(const TourGiven& given);

}  // namespace shenyi::api::programs
