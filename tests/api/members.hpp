#pragma once

#include <string>
#include <vector>

namespace shenyi::tests {

/// Who is due in the demo bureau's meetings, by log-in.
inline const std::vector<std::string> members{"deputy1", "deputy2", "deputy3", "member4", "director"};

}  // namespace shenyi::tests
