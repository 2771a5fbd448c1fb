#pragma once

#include "tests/api/random/dice.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/served_app.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// The demo bureau with its past on a server, and its people as those who ask.
class VisitedBureau {
  public:
    explicit VisitedBureau(storage::Engine engine);

    api::App& app() const { return served_.app(); }
    std::uint16_t port() const { return served_.port(); }
    TestDatabase& database() { return database_; }

    /// Whoever has a log-in.
    const std::vector<std::string>& people() const { return people_; }
    /// A token of his: by his password `demo`, which is given to him again where he has another by now.
    const std::string& token(const std::string& login);
    /// The token is no longer taken: the next one is of a new session.
    void forget(const std::string& login) { tokens_.erase(login); }
    /// Somebody who may by one of these roles; `resource`: the meeting whose chair, recorder, members and tellers are
    /// meant.
    std::string somebody(const std::vector<std::string>& roles, const boost::json::value& resource, Dice& dice) const;

  private:
    static api::AppSettings settings_of(const TestDatabase& database);
    std::string holder(std::string_view role, const boost::json::value& resource, Dice& dice) const;

    TestDatabase database_;
    ServedApp served_;
    std::vector<std::string> people_;
    std::map<std::string, std::vector<std::string>, std::less<>> holders_;
    std::map<std::string, std::string> tokens_;
};

}  // namespace shenyi::tests
