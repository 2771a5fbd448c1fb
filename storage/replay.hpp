#pragma once

#include "storage/derived.hpp"
#include "storage/log/envelope.hpp"
#include "storage/store.hpp"
#include "workflow/world.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shenyi::storage {

/// Something in the database that is not as the record or its own form says. `code`: `E_BODY_HASH`, `E_MAC`, `E_FORM`,
/// `E_COLUMN`, `E_STREAM_CHAIN`, `E_MISSING_EVENT`, `E_HEAD`, `E_PENDING`, `E_STATE`, `E_DOCUMENT`, `E_SCHEMA`,
/// and those of the log (log_check.hpp).
struct RecordFinding {
    std::string code;
    std::string table;
    std::string key;
    std::string what;
    std::string event = {};  ///< its id, where one event is meant

    bool operator==(const RecordFinding&) const = default;
};

using Found = std::function<void(RecordFinding)>;

/// What the events of one organ come to.
struct Replayed {
    DerivedRows rows;
    /// Ids and streams of matters and meetings that could not be folded to their end, and ids of those whose rows rest
    /// on them: rows that name one of them tell nothing.
    std::set<std::string> unreadable;
    std::int64_t streams = 0;
    std::int64_t events = 0;
    std::int64_t missing = 0;  ///< places in streams without an event
};

/// Every organ that has an event or a stream.
std::vector<workflow::OrganId> organs_in_record(Connection& connection);

/// Reads all events of an organ, stream by stream, and checks each: bytes, leaf hashes, MAC, column copies, dense
/// sequence, `prev`, and the stream's head at the end. What is right is folded and projected; a stream is folded up to
/// its first damage. `definitions`: the procedures and packs that the organ adopted. Holds all the organ's states and
/// derived rows in memory.
Replayed replay(Connection& connection, const workflow::OrganId& organ,
                const std::shared_ptr<const workflow::Definitions>& definitions, const log::MacKey& key,
                const Found& found);

}  // namespace shenyi::storage
