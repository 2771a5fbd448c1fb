#pragma once

#include "storage/log/envelope.hpp"
#include "storage/replay.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <tl/expected.hpp>

namespace shenyi::storage {

/// What was put back.
struct Rebuilt {
    std::int64_t organs = 0;
    std::int64_t events = 0;
    std::int64_t rows = 0;
};

/// Empties every table that follows from events and fills it from them, in one transaction: gate tables, lists, views.
/// Keys, checks and triggers of the gate judge every row as they do at a commit. Servers wait meanwhile. `connection`
/// has Role::migrate. The error is the first damage of the record, and then nothing was changed. Throws what the
/// database says.
tl::expected<Rebuilt, RecordFinding> rebuild(Connection& connection, const log::MacKey& key,
                                             const std::shared_ptr<const workflow::Definitions>& definitions);

}  // namespace shenyi::storage
