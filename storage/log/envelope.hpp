#pragma once

#include "workflow/world.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// An event as it is kept: one JSON object in canonical form, stored and hashed as those bytes.
///
/// Members, all present, `null` where empty: `v` (1), `data_v` (1), `origin`, `organ`, `id`, `at`, `type`, `outcome`,
/// `stream`, `stream_seq`, `prev` (`sha256:` and the leaf hash of the stream's previous event, `null` for the first),
/// `actor` {`id`, `name`, `org`, `post`, `role`}, `on_behalf`, `auth` {`reset_at`}, `ip`, `req`, `before` and `after`
/// {`state`, `version`}, `basis`, `data`, `docs`, `reason`, `sig`, `priv`. The leaf hash is H(0x00 ‖ bytes), in SHA-256
/// and in SM3; `mac` is HMAC-SHA-256 over the bytes.
namespace shenyi::storage::log {

/// A row of `event`: the bytes, and copies of members for searching.
struct EventRow {
    std::string organ;
    std::string id;
    std::string stream;
    std::int64_t stream_seq = 0;
    std::string type;
    std::string outcome;
    std::string actor;
    std::string at;
    std::string body;
    std::string leaf_sha256;
    std::string leaf_sm3;
    std::string mac;
};

/// The state of a resource around an event.
struct StateMark {
    std::string state;
    std::int64_t version = 0;
};

/// What stands around an event besides the event itself.
struct Surroundings {
    std::string origin;
    workflow::OrganId organ;
    std::int64_t stream_seq = 0;
    std::optional<std::string> previous_leaf;  ///< SHA-256, hexadecimal
    std::string actor_name;
    std::string actor_post;
    std::string actor_role;
    std::string address;
    std::string request;
    std::optional<StateMark> before;
    std::optional<StateMark> after;
    bool refused = false;
};

/// The key of the MAC: 32 bytes that the application holds and the database does not.
class MacKey {
  public:
    explicit MacKey(std::string bytes) : bytes_(std::move(bytes)) {}
    /// Reads the key's file, or makes it with mode 0600 where there is none. Throws where it can do neither.
    static MacKey load_or_make(const std::string& path);
    /// Reads the key's file. The error is a sentence for the operator.
    static tl::expected<MacKey, std::string> load(const std::string& path);

    std::string mac_of(std::string_view body) const;
    /// Compares in constant time.
    bool verifies(std::string_view body, std::string_view mac) const;

  private:
    std::string bytes_;
};

/// The row of an event. Throws std::length_error where the event does not fit the canonical form (60,000 bytes, no NUL
/// …).
EventRow seal(const workflow::NewEvent& event, const Surroundings& around, const MacKey& key);

/// A stored event does not prove itself: bytes, MAC, chain or column copies do not fit. Nothing may be decided on it.
struct RecordDamaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What is wrong with a stored row, by the codes of `shenyi fsck`: `E_BODY_HASH`, `E_MAC`, `E_FORM`, `E_COLUMN`,
/// `E_STREAM_CHAIN`.
struct Damage {
    std::string code;
    std::string what;
};

/// What a verified row says.
struct OpenedEvent {
    workflow::Event event;
    workflow::EventMeta meta;
    std::optional<std::string> previous_leaf;  ///< that it names in `prev`
};

/// Checks a row by itself, leaf hash, MAC and column copies against its bytes, and reads it; `prev` is the caller's to
/// compare.
tl::expected<OpenedEvent, Damage> examine(const EventRow& row, const MacKey& key);

/// What a commit has no need to ask again: the bytes are in canonical form, and the second leaf hash fits them.
std::optional<Damage> examine_form(const EventRow& row);

/// Checks and reads a row, its `prev` included. Throws RecordDamaged.
OpenedEvent open(const EventRow& row, const std::optional<std::string>& previous_leaf, const MacKey& key);

}  // namespace shenyi::storage::log
