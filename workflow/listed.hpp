#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace shenyi::workflow {

/// A code out of a closed list. One that is not in the list does not compile, so that whoever puts codes into words
/// needs to know the list only. For lists that grow with every action, longer than a described enumeration may be.
template <const auto& list>
class Listed {
  public:
    // Not explicit: where a code is expected, its bare text stands for it.
    consteval Listed(const char* code) : code_(code) {
        if (!is_listed(code_)) throw "this code is not in the list";
    }

    /// The code of that text; nothing where the list has none such.
    static constexpr std::optional<Listed> named(std::string_view text) {
        const auto found = std::ranges::find(list, text);
        if (found == list.end()) return std::nullopt;
        Listed out;
        out.code_ = *found;
        return out;
    }

    constexpr std::string_view text() const { return code_; }
    bool operator==(const Listed&) const = default;

  private:
    constexpr Listed() = default;
    static constexpr bool is_listed(std::string_view code) { return std::ranges::find(list, code) != list.end(); }

    std::string_view code_;  ///< into the list, or a literal equal to an entry
};

}  // namespace shenyi::workflow
