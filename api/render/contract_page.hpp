#pragma once

#include "api/language.hpp"
#include "storage/definitions/messages.hpp"

#include <boost/json/value.hpp>

#include <string>

/// Pages for people about the interface: one HTML file each, with nothing to be fetched from elsewhere.
namespace shenyi::api {

/// The contract (OpenAPI, as a value): every operation with its parameters, body and answers, and every shape.
std::string contract_page(const boost::json::value& contract, const storage::definitions::Messages& messages,
                          Language language);

/// Every type of problem with its words in both languages, `language` first. The anchor of each is its name, so that a
/// problem's `type`, `/docs/problems/NAME`, leads to it.
std::string problems_page(const storage::definitions::Messages& messages, Language language);

}  // namespace shenyi::api
