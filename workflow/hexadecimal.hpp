#pragma once

#include <string>
#include <string_view>

namespace shenyi::workflow {

/// Two lower-case digits for each byte.
std::string hexadecimal(std::string_view bytes);

}  // namespace shenyi::workflow
