#pragma once

#include "api/language.hpp"
#include "storage/definitions/messages.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <mutex>
#include <string>
#include <string_view>

/// Pages for people about the interface: one HTML file each, with nothing to be fetched from elsewhere.
namespace shenyi::api {

/// The contract (OpenAPI, as a value): every operation with its parameters, body and answers, and every shape.
std::string contract_page(const boost::json::value& contract, const storage::definitions::Messages& messages,
                          Language language);

/// The contract's page in each language, made when it is first asked for: few ask, and a start has no time for it.
class ContractPages {
  public:
    /// The contract's text can be read, and stays with its owner.
    ContractPages(const std::string& contract, const storage::definitions::Messages& messages)
        : contract_(contract), messages_(messages) {}

    const std::string& in(Language language);

  private:
    const std::string& contract_;
    const storage::definitions::Messages& messages_;
    std::mutex mutex_;
    std::map<Language, std::string> pages_;
};

/// Every type of problem with its words in both languages, `language` first. The anchor of each is its name, so that a
/// problem's `type`, `/docs/problems/NAME`, leads to it.
std::string problems_page(const storage::definitions::Messages& messages, Language language);

}  // namespace shenyi::api
