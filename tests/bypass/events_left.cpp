#include "tests/bypass/events_left.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace shenyi::tests {

namespace json = boost::json;

std::vector<EventLeft> events_of_type(const TestDatabase& database, const std::string& type) {
    auto auditor = database.connect(storage::Role::auditor);
    std::string body;
    soci::statement read = (auditor.sql().prepare << "SELECT body FROM event WHERE type = :type ORDER BY at, id",
                            soci::use(type, "type"), soci::into(body));
    read.execute();
    std::vector<EventLeft> events;
    while (read.fetch()) {
        const json::object event = json::parse(body).as_object();
        const json::value& actor = event.at("actor");
        events.push_back({.actor = actor.is_object() ? std::string(actor.at("id").as_string()) : std::string(),
                          .data = event.at("data").as_object()});
    }
    return events;
}

std::vector<std::string> rules_of(const EventLeft& attempt) {
    std::vector<std::string> rules;
    for (const json::value& finding : attempt.data.at("findings").as_array()) {
        if (finding.at("class") != json::value("refuse")) continue;
        const std::string variant(finding.at("variant").as_string());
        rules.push_back(std::string(finding.at("rule").as_string()) + (variant.empty() ? "" : "." + variant));
    }
    return rules;
}

}  // namespace shenyi::tests
