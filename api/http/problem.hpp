#pragma once

#include "api/http/response.hpp"
#include "api/language.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// One fault of a body, a query or a header field: where it is, its kind, and the sentence for people.
struct FieldFault {
    /// In the body: a JSON pointer (RFC 6901).
    std::string pointer;
    /// "type", "enum", "missing", "unknown" or "value".
    std::string code;
    std::string message;
    /// Where it is not in the body: the name of the query parameter or header field.
    std::string parameter = {};
};

/// What is wrong with a request (RFC 9457), before it is put into words.
struct Problem {
    /// Last part of `type`; key of the texts.
    std::string name;
    int status = 400;
    /// Empty: the sentence of the texts.
    std::string detail;
    /// Written as `errors`, where there are any.
    std::vector<FieldFault> errors;
    /// Further members of the body, such as `findings`.
    boost::json::object members;
    /// Further header fields, such as Retry-After or Allow.
    std::vector<std::pair<std::string, std::string>> headers;
};

/// For whom and about what the problem is told.
struct ProblemPlace {
    Language language = Language::zh;
    std::string instance;
    std::string request_id;
};

struct ProblemText {
    std::string title;
    std::string detail;
};

/// The words of a problem by its name and language.
using ProblemTexts = std::function<ProblemText(std::string_view name, Language language)>;

/// The words of the problems this folder itself can report (`malformed`, `not_found`, `method_not_allowed`,
/// `too_large`, `unsupported_media_type`, `unsupported_encoding`, `headers_too_large`, `expectation_failed`,
/// `not_implemented`, `unavailable`, `fault`); for another name the name itself. A catalogue may call it for what it
/// does not know.
ProblemText text_of_problem(std::string_view name, Language language);

/// The answer `application/problem+json`; `type` is "/docs/problems/NAME".
Response problem_response(const Problem& problem, const ProblemPlace& place, const ProblemTexts& texts);

/// 503 with Retry-After; nothing was done and the client may try again.
Problem unavailable();

}  // namespace shenyi::api::http
