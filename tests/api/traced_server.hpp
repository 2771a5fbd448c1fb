#pragma once

#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/served_app.hpp"
#include "workflow/command.hpp"
#include "workflow/terms.hpp"

#include <boost/json/value.hpp>

#include <any>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// The demo bureau's server on a free port with a major decision on its way: for tests that look back on it over HTTP.
/// The course is put to the engine, what is asked goes through real sockets. A refused step of the course throws.
class TracedServer {
  public:
    explicit TracedServer(storage::Engine engine);

    api::App& app() const { return served_.app(); }

    HttpAnswer get(const std::string& login, const std::string& path, HeaderList headers = {});
    /// The body of a 200, which fits the component of the contract; else the running test fails.
    boost::json::value fitting(const std::string& login, const std::string& path, std::string_view component,
                               HeaderList headers = {});

    // ---- the course, each step after the one before ----
    void drafted();        ///< three versions: the first no text, the third with another second clause and a third one
    void advised();        ///< another unit's reply is reported; sent and accepted; the adviser finds it lawful
    void found_lawful();   ///< by the reviewer
    void reviewed();       ///< both
    void before_office();  ///< placed before the office meeting of 2026-03-24; the roster is fixed
    void adopted_by_office();  ///< a deputy tries to decide it alone; the head decides; the meeting is closed
    void before_party_group();
    void adopted_with_dissent();  ///< three for, member4 against with his confirmed text, deputy3 abstains; closed
    void record_signed();         ///< of the Party group's meeting

    /// Puts a command to the engine.
    storage::Outcome try_as(const std::string& login, workflow::Target target, const std::string& action, std::any body,
                            std::vector<workflow::DocumentId> documents = {});
    void as(const std::string& login, workflow::Target target, const std::string& action, std::any body,
            std::vector<workflow::DocumentId> documents = {});
    void move_clock(std::string_view instant);
    workflow::PersonId person(const std::string& login) const;
    workflow::DocumentId document(const std::string& login, const std::string& text,
                                  const std::string& media_type = "text/plain");

    /// The event with which the newest meeting was called.
    workflow::EventId calling() const;

    workflow::MatterId matter;
    workflow::MeetingId meeting;  ///< the newest
    workflow::ItemId item;        ///< the newest

  private:
    const std::string& token(const std::string& login);
    void submit_version(const std::string& text, const std::string& media_type);
    void put_before(workflow::Forum forum, std::string_view held_at);
    void hear(std::vector<std::pair<std::string, workflow::Position>> positions);
    void close_item(bool no_dissent);

    workflow::OpinionId advice_;
    TestDatabase database_;
    ServedApp served_;
    std::map<std::string, std::string> tokens_;
};

}  // namespace shenyi::tests
