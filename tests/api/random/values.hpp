#pragma once

#include "api/schema.hpp"
#include "tests/api/random/dice.hpp"
#include "tests/api/random/known.hpp"
#include "workflow/dates.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace shenyi::tests {

/// Where values come from: what the matter or meeting at hand names, everything named so far, the papers of who asks.
struct Sources {
    const Known& near;
    const Known& all;
    const Known& papers;
    workflow::Instant now;
};

/// Values that the contract allows: such as an official would give, or, where they are to be odd, now and then from the
/// ends of what is allowed.
class Values {
  public:
    Values(Dice& dice, const Sources& sources, bool odd) : dice_(dice), sources_(sources), odd_(odd) {}

    /// `member`: the name that it goes by, which tells a person from a unit.
    boost::json::value value(const api::SchemaNode& schema, std::string_view member, bool in_list = false);
    /// An identifier of what goes by that name.
    std::string id(std::string_view member, bool in_list = false);

  private:
    boost::json::value object(const api::SchemaNode& schema);
    boost::json::value array(const api::SchemaNode& schema, std::string_view member);
    std::string text(const api::SchemaNode& schema, std::string_view member, bool in_list);
    std::string plain(const api::SchemaNode& schema, std::string_view member);
    std::int64_t integer(const api::SchemaNode& schema, std::string_view member);
    std::string document();
    workflow::Date day();
    std::string instant();

    bool seldom(std::size_t count) { return odd_ && dice_.one_in(count); }

    Dice& dice_;
    const Sources& sources_;
    bool odd_;
};

}  // namespace shenyi::tests
