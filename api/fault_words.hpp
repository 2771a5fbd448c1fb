#pragma once

#include "api/http/problem.hpp"
#include "api/language.hpp"
#include "api/schema.hpp"
#include "storage/definitions/messages.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/finding.hpp"

/// What is wrong with a body, in the words of the catalogue: its sections `fault` (what the schema tells) and
/// `expected` (what only the records tell).
namespace shenyi::api {

http::FieldFault in_words(const BodyFault& fault, const storage::definitions::Messages& messages, Language language);
http::FieldFault in_words(const workflow::BodyFault& fault, const storage::definitions::Messages& messages,
                          Language language);
http::FieldFault in_words(const workflow::codec::Fault& fault, const storage::definitions::Messages& messages,
                          Language language);

}  // namespace shenyi::api
