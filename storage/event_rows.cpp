#include "storage/event_rows.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

/// What is wanted comes as one JSON parameter, so that the statement is the same whatever is asked for.
constexpr const char* wanted_sqlite = R"(
    FROM json_each(:wanted) w CROSS JOIN event e
    WHERE e.organ = :organ AND e.stream = w.value ->> 'stream' AND e.stream_seq > w.value ->> 'after'
    ORDER BY e.stream, e.stream_seq)";
constexpr const char* wanted_postgresql = R"(
    FROM json_to_recordset(CAST(:wanted AS json)) AS w (stream text, after bigint) CROSS JOIN LATERAL
         (SELECT * FROM event WHERE organ = :organ AND stream = w.stream AND stream_seq > w.after OFFSET 0) e
    ORDER BY e.stream COLLATE "C", e.stream_seq)";

std::string select_wanted(Engine engine) {
    return "SELECT " + std::string(event_columns) + (engine == Engine::sqlite ? wanted_sqlite : wanted_postgresql);
}

}  // namespace

EventRows::EventRows(Connection& connection)
    : statement_(into_event((connection.sql().prepare << select_wanted(connection.engine()),
                             soci::use(wanted_, "wanted"), soci::use(organ_, "organ")),
                            row_, seq_)) {}

void EventRows::read(const workflow::OrganId& organ, const std::map<std::string, std::int64_t>& after,
                     const std::function<void(const log::EventRow&)>& take) {
    boost::json::array wanted;
    for (const auto& [stream, seq] : after) wanted.push_back(boost::json::object{{"stream", stream}, {"after", seq}});
    wanted_ = boost::json::serialize(wanted);
    organ_ = organ.value;
    statement_.execute();
    while (statement_.fetch()) {
        row_.organ = organ.value;
        row_.stream_seq = seq_;
        take(row_);
    }
}

}  // namespace shenyi::storage
