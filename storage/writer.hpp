#pragma once

#include "storage/errors.hpp"
#include "storage/store.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace shenyi::storage {

/// One connection for what is written beside the event log (accounts, lock-outs): a transaction at a time, the
/// connection opened anew when the database has broken it. May be used from any thread; it waits.
class Writer {
  public:
    explicit Writer(Store& store) : store_(store) {}

    /// Runs the task in a transaction and commits. Where the connection was lost it runs once more, so whatever it
    /// writes must bear to be written twice. Answers why there was no commit; throws what is no fault of the database.
    std::optional<StoreError> write(const std::function<void(Connection&)>& task);

  private:
    std::optional<Fault> attempt(const std::function<void(Connection&)>& task);

    Store& store_;
    std::mutex writing_;
    std::optional<Connection> connection_;
};

}  // namespace shenyi::storage
