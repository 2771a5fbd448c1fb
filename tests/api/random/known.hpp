#pragma once

#include "tests/api/random/dice.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// What answers have told and requests can name: identifiers by the letters before their underscore (`mat`, `per`),
/// documents as `sha256`, cursors as `cursor`, the questions of a review as `checklist`.
class Known {
  public:
    /// Takes up what stands in an answer.
    void learn(const boost::json::value& answer, std::string_view member = {});
    void add(std::string_view kind, std::string value);
    bool has(std::string_view kind) const { return values_.contains(kind); }
    /// One of the kind; empty where none is known.
    std::string any(std::string_view kind, Dice& dice) const;
    /// The highest number of a draft, at least 1.
    int drafts() const { return drafts_; }

  private:
    void learn_text(std::string_view text, std::string_view member);

    std::map<std::string, std::vector<std::string>, std::less<>> values_;
    std::set<std::string> seen_;
    int drafts_ = 1;
};

}  // namespace shenyi::tests
