#pragma once

#include "storage/log/checkpoint.hpp"
#include "storage/log/hash.hpp"
#include "storage/log/key.hpp"
#include "storage/signer_state.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace shenyi::storage {

/// Signs the heads of a log's trees, each tree by a key of its own, and remembers what it signed last. It does not ask
/// whether a head goes on from the last one: whoever has the tree does, before.
class Signer {
  public:
    /// A tree that it signs for. The key's name is the origin.
    struct Tree {
        log::HashAlgorithm hash;
        std::string origin;
        std::shared_ptr<const log::PrivateKey> key;
    };

    /// The state cannot be opened, or is of other trees or keys than these.
    static tl::expected<std::unique_ptr<Signer>, SignerFault> open(std::vector<Tree> trees,
                                                                   const std::filesystem::path& state);

    const std::vector<Tree>& trees() const { return trees_; }

    /// What was signed last, a checkpoint and its note for each tree in their order; empty where nothing was ever.
    const std::vector<log::Checkpoint>& last() const { return last_; }
    const std::vector<std::string>& last_notes() const { return state_->notes(); }

    /// The notes for these heads, one for each tree in their order, once they are in the state. Throws
    /// std::system_error where the state cannot be written, after which nothing was signed.
    const std::vector<std::string>& sign(const std::vector<log::TreeHead>& heads);

    /// Remembers notes that it signed and has forgotten: its state is an older one that was put back. False where it
    /// did not sign them. Throws as `sign`.
    bool remember(std::vector<std::string> notes);

  private:
    Signer(std::vector<Tree> trees, std::unique_ptr<SignerState> state);
    std::optional<std::vector<log::Checkpoint>> signed_in(const std::vector<std::string>& notes) const;

    std::vector<Tree> trees_;
    std::unique_ptr<SignerState> state_;
    std::vector<log::Checkpoint> last_;
};

}  // namespace shenyi::storage
