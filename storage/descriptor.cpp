#include "storage/descriptor.hpp"

#include <unistd.h>

namespace shenyi::storage {

Descriptor::~Descriptor() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace shenyi::storage
