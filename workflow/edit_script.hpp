#pragma once

#include <boost/describe/enum.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::workflow {

enum class RunKind { same, removed, added };
BOOST_DESCRIBE_ENUM(RunKind, same, removed, added)

/// A stretch of one kind. Between two stretches that are the same stands at most one removed and after it at most one
/// added.
struct Edit {
    RunKind kind;
    std::u32string text;

    bool operator==(const Edit&) const = default;
};

/// How `before` becomes `after`, with as few removed and added code points as can be: E. W. Myers, "An O(ND) Difference
/// Algorithm and Its Variations" (1986), in its linear-space form. Every step is taken from `budget`; where it is used
/// up, what is left of the two texts is replaced as a whole, which is longer and just as true.
std::vector<Edit> edit_script(std::u32string_view before, std::u32string_view after, std::size_t& budget);

}  // namespace shenyi::workflow
