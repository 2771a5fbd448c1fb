#pragma once

#include "storage/log/envelope.hpp"
#include "storage/store.hpp"

#include <soci/soci.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace shenyi::storage {

/// The columns of an event `e`, and a statement that fills a row with them in this order; `seq` is the row's
/// `stream_seq`, since types are bound: SQLite tells every INTEGER column as int.
inline constexpr std::string_view event_columns =
    "e.id, e.stream, e.stream_seq, e.type, e.outcome, coalesce(e.actor_id, ''), e.at, e.body, e.leaf_sha256, "
    "e.leaf_sm3, e.mac";

template <class Prepared>
soci::statement into_event(Prepared&& prepared, log::EventRow& row, long long& seq) {
    return (prepared, soci::into(row.id), soci::into(row.stream), soci::into(seq), soci::into(row.type),
            soci::into(row.outcome), soci::into(row.actor), soci::into(row.at), soci::into(row.body),
            soci::into(row.leaf_sha256), soci::into(row.leaf_sm3), soci::into(row.mac));
}

/// Reads the events of streams from a sequence on. Stays prepared on its connection: `connection.kept<EventRows>()`.
class EventRows {
  public:
    explicit EventRows(Connection& connection);
    EventRows(const EventRows&) = delete;
    EventRows& operator=(const EventRows&) = delete;

    /// Gives `take` the events of these streams that come after the sequence named with each, stream by stream in the
    /// order of their names, each in order.
    void read(const workflow::OrganId& organ, const std::map<std::string, std::int64_t>& after,
              const std::function<void(const log::EventRow&)>& take);

  private:
    std::string organ_;
    std::string wanted_;
    log::EventRow row_;
    long long seq_ = 0;
    soci::statement statement_;
};

}  // namespace shenyi::storage
