#pragma once

#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/served_app.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <string>

namespace shenyi::tests {

/// A server of the demo bureau on a free port, with clients that log in: what tests of endpoints share. Several may
/// serve one PostgreSQL database; on SQLite the one before must have ended.
class BureauServer {
  public:
    struct Settings {
        api::Rate writes = api::limits::writes;
        api::Rate log_ins = api::limits::log_ins;
        bool logs_requests = false;
        bool seals = true;
    };

    explicit BureauServer(const TestDatabase& database) : BureauServer(database, Settings{}) {}
    BureauServer(const TestDatabase& database, const Settings& settings);

    /// Ends streams and connections, finishes what was accepted. A second call does nothing.
    void stop() { served_.stop(); }

    api::App& app() const { return served_.app(); }
    HttpClient client() const { return HttpClient(served_.port()); }

    HttpAnswer log_in(const std::string& login, const std::string& password) const;
    /// The token of this login, by its password `demo`; logged in once.
    const std::string& token(const std::string& login);
    /// Everybody logs in anew: sessions of yesterday are over.
    void begin_day() { tokens_.clear(); }
    HttpAnswer get(const std::string& login, const std::string& path);
    HttpAnswer post(const std::string& login, const std::string& path, const boost::json::value& body,
                    HeaderList headers = {});
    /// An act with a key of its own and the tag that the resource has now.
    HttpAnswer act(const std::string& login, const std::string& path, const boost::json::value& body,
                   const std::string& resource);
    std::string document(const std::string& login, const std::string& text);
    static std::string person(const std::string& login);
    std::string fresh_key() { return "key-" + std::to_string(++keys_); }

    static boost::json::object proposal();
    /// A matter that `drafter` proposed; its id.
    std::string propose();
    /// … whose study is recorded.
    std::string studied();
    /// … that is opened and has a first draft.
    std::string drafted();
    /// A meeting that `office` called; its id.
    std::string call_meeting();

  private:
    ServedApp served_;
    std::map<std::string, std::string> tokens_;
    int keys_ = 0;
};

}  // namespace shenyi::tests
