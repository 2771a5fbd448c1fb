#pragma once

#include <string_view>

namespace shenyi::api {

/// The languages in which people are told something. `zh` is the one of the law and the default.
enum class Language { zh, en };

/// The tag of the language as in `Content-Language`: "zh-CN" or "en".
std::string_view tag(Language language);

/// Chooses by the field `Accept-Language` (RFC 9110 §12.5.4): the language of the highest quality; the first named
/// among equals; `zh` where the field is empty, malformed or names neither.
Language language_of(std::string_view accept_language);

}  // namespace shenyi::api
