#include "workflow/rules/words.hpp"

#include "workflow/code_points.hpp"
#include "workflow/numerals.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

std::string name_of_unit(const Organ& organ, const UnitId& unit) {
    const auto found = organ.units.find(unit);
    return found == organ.units.end() ? unit.value : found->second.name;
}

bool is_blank(const std::string& text) {
    return std::ranges::all_of(code_points_of(text), is_white_space);
}

bool is_blank(const std::optional<std::string>& text) {
    return !text || is_blank(*text);
}

}  // namespace shenyi::workflow::rules
