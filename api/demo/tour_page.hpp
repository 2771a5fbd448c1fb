#pragma once

#include "api/language.hpp"
#include "storage/definitions/messages.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api::demo {

/// Writes down, for a reader at a terminal, what the tour asks and what it is answered.
class TourPage {
  public:
    TourPage(std::ostream& out, const storage::definitions::Messages& messages, Language language)
        : out_(out), messages_(messages), language_(language) {}

    /// The list of persons as `GET /people` gives it: from then on they go by name.
    void know_people(const boost::json::value& people);

    // Captions are `{zh, en}`.
    void title(const boost::json::value& caption);
    void part(int number, const boost::json::value& caption);
    void say(const boost::json::value& caption);
    void end(const boost::json::value& caption, const std::vector<std::string>& faults);

    void handed_in(const std::string& login, const std::string& name);
    /// `action` is empty for a GET; `quiet` leaves out path and body.
    void asked(const std::string& login, const std::string& action, const std::string& line,
               const boost::json::value& body, bool quiet);
    /// 409: each rule, what it rests on, who can clear it.
    void refused(const boost::json::object& body);
    /// 403, 404.
    void turned_away(int status, const boost::json::object& body);
    void done(int status, const boost::json::object& body, bool quiet);
    /// An item's outcome with its arithmetic, the head's reasons and the dissent.
    void decision(const boost::json::value& item);
    void clock(const std::string& now);
    /// A page that was looked at: `gate`, `history`, `meeting`, `responsibility`.
    void show(const std::string& name, const boost::json::value& body);

  private:
    std::string word(std::string_view catalogue, const boost::json::value& code) const;
    std::string name_of(const boost::json::value& id) const;
    std::string names_of(const boost::json::value& ids) const;
    std::string text_of(const boost::json::value& caption) const;
    /// One of two wordings.
    const char* either(const char* zh, const char* en) const { return language_ == Language::zh ? zh : en; }

    void finding(const boost::json::object& finding, const char* mark);
    void warnings(const boost::json::object& body);
    void gate(const boost::json::object& body);
    std::string attempted(const boost::json::object& entry);
    void history(const boost::json::object& body);
    void meeting(const boost::json::object& body);
    void responsibility(const boost::json::value& body);

    std::ostream& out_;
    const storage::definitions::Messages& messages_;
    Language language_;
    std::map<std::string, std::string> names_;   // by id
    std::map<std::string, std::string> logins_;  // names by login
};

}  // namespace shenyi::api::demo
