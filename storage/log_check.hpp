#pragma once

#include "storage/log/policy.hpp"
#include "storage/replay.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

/// What an examination of the log goes by that does not lie in the database.
struct LogTrust {
    std::optional<log::Policy> policy;  ///< nothing: no signature is checked
    /// What the signer signed last (SignerState::look), read before the database; nothing: its state is not known.
    std::optional<std::vector<std::string>> signed_last;
};

/// How much of the log was looked at.
struct LogChecked {
    std::uint64_t entries = 0;
    std::uint64_t tiles = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t missing = 0;  ///< events that were sealed and are not there
    bool signatures_checked = false;
    bool state_compared = false;

    void add(const LogChecked& other);
};

/// An event by its organ and id.
using EventKey = std::pair<std::string, std::string>;

/// Checks the tables of every log: that each index has its event, whose bytes have the leaf hash that stands there;
/// that the events of a stream keep their order; that the leaves lead to every tile, head and checkpoint that is stored
/// of each tree; that the checkpoints are signed by keys of the policy; and that nothing is missing that was signed
/// last. Reads from left to right, a tile at a time, inside the caller's transaction, and changes nothing.
///
/// Told is where something first shows, by its index: `E_BODY_HASH`, `E_MISSING_EVENT` and `E_ORDER` of each event,
/// except what was told of it (`damaged`); of what is stored of the trees the first of each kind in each tree, once
/// where both have it at the same index: `E_ROOT`, `E_NODE`, `E_SIZE`, `E_SIG`, `E_FORK`, `E_FORM`, `E_ORIGIN`,
/// `E_KEY`, `E_WITNESS`. A checkpoint whose row was taken away from between others leaves no trace: not every head was
/// signed.
LogChecked check_logs(Connection& connection, const LogTrust& trust, const std::set<EventKey>& damaged,
                      const Found& found);

}  // namespace shenyi::storage
