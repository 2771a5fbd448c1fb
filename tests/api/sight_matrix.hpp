#pragma once

#include <map>
#include <string>
#include <vector>

namespace shenyi::tests {

/// One relation of `sight.yaml`: for each resource the moment from which on it is seen, or `-`.
struct SightRow {
    std::string who;       ///< a log-in of the demo bureau
    std::string relation;  ///< in words
    std::map<std::string, std::string> from;

    bool seen(const std::string& resource, const std::string& moment) const;
};

const std::vector<SightRow>& sight_matrix();

}  // namespace shenyi::tests
