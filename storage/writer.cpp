#include "storage/writer.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

std::optional<Fault> Writer::attempt(const std::function<void(Connection&)>& task) {
    try {
        if (!connection_) connection_.emplace(store_.connect());
        Transaction transaction(*connection_);
        task(*connection_);
        transaction.commit();
        return std::nullopt;
    } catch (const soci::soci_error& thrown) {
        return fault_of(thrown);
    } catch (const UnfitDatabase& thrown) {
        return fault_of(thrown);
    }
}

std::optional<StoreError> Writer::write(const std::function<void(Connection&)>& task) {
    const std::lock_guard lock(writing_);
    auto fault = attempt(task);
    if (fault && fault->connection_lost) {
        connection_.reset();
        fault = attempt(task);
    }
    if (!fault) return std::nullopt;
    connection_.reset();
    return fault->error();
}

}  // namespace shenyi::storage
