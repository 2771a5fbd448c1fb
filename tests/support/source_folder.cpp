#include "tests/support/source_folder.hpp"

namespace shenyi::tests {

std::filesystem::path source_folder() {
    return SHENYI_SOURCE_FOLDER;
}

}  // namespace shenyi::tests
