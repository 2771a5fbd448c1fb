#pragma once

#include "storage/log/envelope.hpp"
#include "storage/store.hpp"

#include <soci/soci.h>

#include <functional>
#include <map>
#include <string>

namespace shenyi::storage {

/// The one statement by which events are read. Stays prepared on its connection: `connection.kept<EventRows>()`.
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
