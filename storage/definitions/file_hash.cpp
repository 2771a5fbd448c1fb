#include "storage/definitions/file_hash.hpp"

#include "storage/definitions/yaml_file.hpp"

#include "workflow/codec/canonical.hpp"
#include "workflow/digest.hpp"

#include <stdexcept>

namespace shenyi::storage::definitions {

std::string hash_of(const boost::json::value& value) {
    const auto bytes = workflow::codec::canonical(value, yaml_bytes_max);
    if (!bytes) throw std::invalid_argument(bytes.error());
    return "sha256:" + workflow::sha256_hex(*bytes);
}

}  // namespace shenyi::storage::definitions
