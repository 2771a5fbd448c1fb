#include "tests/api/sight_matrix.hpp"

#include "storage/definitions/yaml_file.hpp"
#include "tests/api/sight_course.hpp"
#include "tests/support/source_folder.hpp"

#include <boost/json/value_to.hpp>

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
    const auto file = storage::definitions::read_yaml(source_folder() / "tests/api/sight.yaml").value();
    if (boost::json::value_to<std::vector<std::string>>(file.tree.at("moments")) != SightCourse::moments()) {
        throw std::invalid_argument("the matrix and the course tell of other moments");
    }
    std::vector<SightRow> rows;
    for (const auto& told : file.tree.at("matrix").as_array()) {
        SightRow row;
        for (const auto& cell : told.as_object()) {
            const std::string name(cell.key());
            const std::string value(cell.value().as_string());
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
