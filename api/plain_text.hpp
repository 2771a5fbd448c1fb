#pragma once

#include <optional>
#include <string_view>

/// What a text for people may hold. There are two rules: a line (a title, a name, a place) and a text of any length.
/// Neither may hold what cannot be seen and changes what is seen: controls, characters without width, and those that
/// turn the direction of writing. A text may be broken into lines and have tabs; a line may not.
namespace shenyi::api {

enum class PlainFault {
    blank,      ///< nothing in it can be seen
    control,    ///< U+0000 to U+001F, U+007F to U+009F, U+2028 and U+2029; in a text all but tab, LF and CR
    invisible,  ///< no width, or the direction of writing: U+00AD, U+061C, U+180E, U+200B to U+200F, U+202A to U+202E,
                ///< U+2060 to U+206F, U+FEFF, U+FFF9 to U+FFFB, U+E0000 to U+E007F
};

/// Of a line, which must show something. The text is UTF-8.
std::optional<PlainFault> fault_of_line(std::string_view line);
/// Of a text, which may be empty, or `must_show` something. The text is UTF-8.
std::optional<PlainFault> fault_of_text(std::string_view text, bool must_show);

}  // namespace shenyi::api
