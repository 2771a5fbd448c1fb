#include "storage/events_about.hpp"

#include "storage/event_rows.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto events_about_from = R"(
    FROM event_about a JOIN event e ON e.organ = a.organ AND e.id = a.event
    WHERE a.organ = :organ AND a.about = :about ORDER BY e.at, e.id)";

std::vector<std::string> borne_on(const AttemptEvent& event) {
    if (const auto* counted = std::get_if<AttemptsCounted>(&event)) return counted->about;
    return std::get<AttemptRefused>(event).about;
}

std::vector<std::string> borne_on(const AccessEvent& event) {
    if (const auto* read = std::get_if<RecordRead>(&event)) return {read->resource};
    return {};
}

}  // namespace

void project_about(const NewEvent& event, const OrganId& organ, Changes& changes) {
    std::vector<std::string> streams;
    if (const auto* attempt = std::get_if<AttemptEvent>(&event.event)) streams = borne_on(*attempt);
    if (const auto* access = std::get_if<AccessEvent>(&event.event)) streams = borne_on(*access);
    for (std::string& stream : streams) {
        changes.add(Step::event_about, Row{organ.value, std::move(stream), event.meta.id.value});
    }
}

std::vector<log::EventRow> events_about(Connection& connection, const OrganId& organ, const std::string& stream) {
    std::vector<log::EventRow> rows;
    log::EventRow row{.organ = organ.value};
    long long seq = 0;
    const std::string question = "SELECT " + std::string(event_columns) + events_about_from;
    soci::statement statement = into_event(
        (connection.sql().prepare << question, soci::use(organ.value, "organ"), soci::use(stream, "about")), row, seq);
    statement.execute();
    while (statement.fetch()) {
        row.stream_seq = seq;
        rows.push_back(row);
    }
    return rows;
}

}  // namespace shenyi::storage
