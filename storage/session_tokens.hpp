#pragma once

#include "storage/log/envelope.hpp"
#include "workflow/ids.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t token_characters = 43;  ///< 32 bytes in base64url without padding
}  // namespace limits

/// A new token: 16 random bytes, then 16 of the MAC over them, the organ and the person. Who can write to the database
/// and does not have the key can make none that opens a session, of himself or of anybody else.
std::string new_token(const workflow::OrganId& organ, const workflow::PersonId& person, const log::MacKey& key);

/// Whether the token was made for this person.
bool is_token_of(std::string_view token, const workflow::OrganId& organ, const workflow::PersonId& person,
                 const log::MacKey& key);

}  // namespace shenyi::storage
