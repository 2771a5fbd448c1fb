#include "workflow/digest.hpp"

#include "workflow/hexadecimal.hpp"

#include <openssl/sha.h>

#include <array>

namespace shenyi::workflow {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return hexadecimal({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace shenyi::workflow
