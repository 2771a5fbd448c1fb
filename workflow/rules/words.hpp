#pragma once

#include "workflow/finding.hpp"
#include "workflow/organ.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <optional>
#include <string>
#include <string_view>

/// How findings name things, and what counts as having said something.
namespace shenyi::workflow::rules {

/// A value of a closed vocabulary as a word: `term_of("forum", Forum::party_group)`.
template <class Enum>
Term term_of(std::string_view catalogue, Enum value) {
    std::string code = boost::describe::enum_to_string(value, "");
    if (code.ends_with('_')) code.pop_back();
    return {.catalogue = std::string(catalogue), .code = std::move(code)};
}

/// The unit's name, or its id where it is not known.
std::string name_of_unit(const Organ& organ, const UnitId& unit);

/// Nothing but white space of any width: a reason that gives none.
bool is_blank(const std::string& text);
bool is_blank(const std::optional<std::string>& text);

}  // namespace shenyi::workflow::rules
