#include "storage/event_rows.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

/// What is wanted comes as one JSON parameter, so that the statement is the same whatever is asked for.
constexpr const char* wanted_sqlite = R"(
    SELECT e.id, e.stream, e.stream_seq, e.type, e.outcome, coalesce(e.actor_id, ''), e.at, e.body, e.leaf_sha256,
           e.leaf_sm3, e.mac
    FROM json_each(:wanted) w CROSS JOIN event e
    WHERE e.organ = :organ AND e.stream = w.value ->> 'stream' AND e.stream_seq > w.value ->> 'after'
    ORDER BY e.stream, e.stream_seq)";
constexpr const char* wanted_postgresql = R"(
    SELECT e.id, e.stream, e.stream_seq, e.type, e.outcome, coalesce(e.actor_id, ''), e.at, e.body, e.leaf_sha256,
           e.leaf_sm3, e.mac
    FROM json_to_recordset(CAST(:wanted AS json)) AS w (stream text, after bigint) CROSS JOIN LATERAL
         (SELECT * FROM event WHERE organ = :organ AND stream = w.stream AND stream_seq > w.after OFFSET 0) e
    ORDER BY e.stream COLLATE "C", e.stream_seq)";

}  // namespace

EventRows::EventRows(Connection& connection)
    : statement_(
          (connection.sql().prepare << (connection.engine() == Engine::sqlite ? wanted_sqlite : wanted_postgresql),
           soci::use(wanted_, "wanted"), soci::use(organ_, "organ"), soci::into(row_.id), soci::into(row_.stream),
           soci::into(seq_), soci::into(row_.type), soci::into(row_.outcome), soci::into(row_.actor),
           soci::into(row_.at), soci::into(row_.body), soci::into(row_.leaf_sha256), soci::into(row_.leaf_sm3),
           soci::into(row_.mac))) {}

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
