#include "tests/api/sight_matrix.hpp"

#include "tests/api/sight_course.hpp"
#include "tests/support/source_folder.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::tests {

namespace {

std::ptrdiff_t place_of(const std::string& moment) {
    const auto& moments = SightCourse::moments();
    const auto found = std::ranges::find(moments, moment);
    if (found == moments.end()) throw std::invalid_argument("no moment of the course: " + moment);
    return found - moments.begin();
}

std::vector<SightRow> read() {
    const YAML::Node file = YAML::LoadFile((source_folder() / "tests/api/sight.yaml").string());
    if (file["moments"].as<std::vector<std::string>>() != SightCourse::moments()) {
        throw std::invalid_argument("the matrix and the course tell of other moments");
    }
    std::vector<SightRow> rows;
    for (const YAML::Node& node : file["matrix"]) {
        SightRow row;
        for (const auto& cell : node) {
            const auto name = cell.first.as<std::string>();
            const auto value = cell.second.as<std::string>();
            if (name == "who") {
                row.who = value;
            } else if (name == "relation") {
                row.relation = value;
            } else {
                if (value != "-") place_of(value);
                row.from[name] = value;
            }
        }
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

bool SightRow::seen(const std::string& resource, const std::string& moment) const {
    const std::string& first = from.at(resource);
    return first != "-" && place_of(first) <= place_of(moment);
}

const std::vector<SightRow>& sight_matrix() {
    static const std::vector<SightRow> rows = read();
    return rows;
}

}  // namespace shenyi::tests
