#pragma once

#include "api/http/problem.hpp"
#include "api/language.hpp"
#include "api/schema.hpp"
#include "storage/definitions/messages.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/finding.hpp"

#include <string>

/// What is wrong with a body, in the words of the catalogue: its sections `fault` (what the schema tells) and
/// `expected` (what only the records tell).
namespace shenyi::api {

/// The pointer, as long as the contract lets one be; of a longer one that of the innermost object or list around it
/// that is not. Who sends a member's name of a megabyte does not get it back.
std::string told_pointer(std::string pointer);
/// The name of a query parameter; of one longer than the contract lets a name be, its beginning.
std::string told_parameter(std::string name);

http::FieldFault in_words(const BodyFault& fault, const storage::definitions::Messages& messages, Language language);
http::FieldFault in_words(const workflow::BodyFault& fault, const storage::definitions::Messages& messages,
                          Language language);
http::FieldFault in_words(const workflow::codec::Fault& fault, const storage::definitions::Messages& messages,
                          Language language);

}  // namespace shenyi::api
