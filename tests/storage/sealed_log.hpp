#pragma once

#include "storage/log/growing_tree.hpp"
#include "storage/log/key.hpp"
#include "storage/log/policy.hpp"
#include "storage/log_check.hpp"
#include "storage/sealer.hpp"
#include "tests/scenarios/store_door.hpp"
#include "tests/storage/record.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::tests {

/// A record of 1,000 events, all of them sealed in batches of different sizes and signed: a matter that went its whole
/// way, and many that were only created. In two trees. Made once for each database; what is done to it is rolled back.
class SealedLog {
  public:
    static SealedLog& on(storage::Engine engine);

    static constexpr std::uint64_t events = 1'000;
    /// Where batches begin: one whose leaves lie in full tiles, one whose leaves lie in the last one, which is not.
    static constexpr std::uint64_t in_a_full_tile = 320;
    static constexpr std::uint64_t in_the_last_tile = 890;
    static constexpr std::uint64_t last_batch = 990;

    StoreDoor& door() { return door_; }
    const storage::log::MacKey& key() const { return key_; }
    const storage::Signer::Tree& tree(storage::log::HashAlgorithm hash) const;
    const std::vector<storage::Signer::Tree>& trees() const { return trees_; }
    std::filesystem::path state() const { return keys_.path() / "state"; }

    /// The keys, and what the signer's state says.
    storage::LogTrust trust() const;
    storage::LogTrust keys_alone() const { return {.policy = trust().policy, .signed_last = {}}; }

  private:
    explicit SealedLog(storage::Engine engine);
    void seal_up_to(storage::Sealer& sealer, std::uint64_t size);

    StoreDoor door_;
    storage::log::MacKey key_;
    TemporaryFolder keys_;
    std::vector<storage::Signer::Tree> trees_;
};

/// The database's superuser at work on a sealed log. Gone with it what it did.
class Hands {
  public:
    explicit Hands(SealedLog& log);
    ~Hands() { owner_.rollback(); }
    Hands(const Hands&) = delete;
    Hands& operator=(const Hands&) = delete;

    storage::Connection& owner() { return owner_; }
    SealedLog& log() { return log_; }
    void run(const std::string& statement) { owner_.execute(statement); }
    long long number(const std::string& query);
    std::string text(const std::string& query);

    /// The id of the event of an index, and where of a statement on `event`.
    std::string event(std::uint64_t index);
    std::string where(std::uint64_t index) { return " WHERE id = '" + event(index) + "'"; }
    /// The index of the event of this place in the stream of the matter that went its whole way.
    std::uint64_t index_of_step(int stream_seq);

    /// Another event in its place, with leaf, MAC and chain that fit: by whoever has the MAC's key.
    void make_anew(std::uint64_t index);
    /// The event and its entry go, and those behind it move up.
    void take_out(std::uint64_t index);
    /// An event that the program did not write.
    void forge(const std::string& id);
    void alter_tile(storage::log::HashAlgorithm hash, const storage::log::Tile& tile, std::size_t place);
    /// Tiles, heads and checkpoints by the leaves as they stand. `note` makes a note for a text out of the one that
    /// stands.
    using Note =
        std::function<std::string(storage::log::HashAlgorithm, const std::string& text, const std::string& old)>;
    void build_anew(const Note& note);

    storage::Examined examined(const storage::LogTrust& trust);

  private:
    void rebuild(storage::log::HashAlgorithm hash, const Note& note);
    void store_tile(storage::log::HashAlgorithm hash, const storage::log::Tile& tile, const std::string& bytes);
    void store_head(storage::log::HashAlgorithm hash, const storage::log::GrowingTree& tree);

    SealedLog& log_;
    storage::Connection owner_;
};

}  // namespace shenyi::tests
