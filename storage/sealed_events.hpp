#pragma once

#include "storage/log_rows.hpp"
#include "storage/receipt.hpp"
#include "storage/store.hpp"
#include "workflow/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What of the record is sealed and signed, and what waits for it.
namespace shenyi::storage {

/// What waits to be sealed.
struct Queue {
    std::int64_t oldest = 0;  ///< its number; 0 where nothing waits
    std::size_t events = 0;   ///< as far as it was counted, which is not far beyond what is borne
};
Queue queue_of(Connection& connection);

/// An event's receipt under the first checkpoint that has it, which is the one that was answered with; nothing where it
/// is not sealed and signed yet. `last`: what was signed last of each tree, before
/// this is read; its row may not be stored yet.
std::optional<Receipt> receipt_of(Connection& connection, const workflow::OrganId& organ, const std::string& event,
                                  const std::map<log::HashAlgorithm, SignedSize>& last);

/// The receipts of those of these events that were sealed and signed since the log had a size, as far as anybody may
/// still wait for them; and the size up to which was looked.
struct SealedSince {
    std::uint64_t size;
    std::vector<Receipt> receipts;
};
SealedSince receipts_since(Connection& connection, std::uint64_t size, const std::set<std::string>& events);

}  // namespace shenyi::storage
