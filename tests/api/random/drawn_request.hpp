#pragma once

#include "tests/api/random/values.hpp"
#include "tests/support/contract_operations.hpp"
#include "tests/support/http_client.hpp"

#include <string>

namespace shenyi::tests {

/// A request as it is sent.
struct DrawnRequest {
    std::string method;
    std::string target;
    HeaderList headers;
    std::string body;
    bool as_somebody = true;  ///< false: it does not say who asks, or says it wrongly
};

/// What is put together for one request of an operation, apart from who asks: half of them as a client of ours would,
/// the others with something odd.
class RequestDrawing {
  public:
    RequestDrawing(const Operation& operation, const Sources& sources, Dice& dice)
        : operation_(operation), sources_(sources), dice_(dice), odd_(dice.one_in(2)), values_(dice, sources, odd_) {}

    /// `resource`: the id of the matter or meeting at hand, empty for any; `tag`: what it is tagged with now; `key`: an
    /// Idempotency-Key that was not used yet.
    DrawnRequest draw(const std::string& resource, const std::string& tag, const std::string& key);

  private:
    std::string path(const std::string& resource);
    std::string placeholder(std::string_view name, const std::string& resource);
    std::string query();
    std::string query_value(const api::QueryParameter& parameter);
    void add_body(DrawnRequest& request);
    void add_upload(DrawnRequest& request);
    void add_action_fields(DrawnRequest& request, const std::string& tag, const std::string& key);
    void add_odd_fields(DrawnRequest& request);

    bool seldom(std::size_t count) { return odd_ && dice_.one_in(count); }

    const Operation& operation_;
    const Sources& sources_;
    Dice& dice_;
    bool odd_;
    Values values_;
};

}  // namespace shenyi::tests
