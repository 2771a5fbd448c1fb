#pragma once

#include "storage/errors.hpp"
#include "storage/store.hpp"

#include <tl/expected.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

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

/// What `write` answered, as the answer of who asked for it.
inline tl::expected<void, StoreError> answered(std::optional<StoreError> error) {
    if (error) return tl::make_unexpected(std::move(*error));
    return {};
}

}  // namespace shenyi::storage
