#include "storage/signer.hpp"

#include "storage/log/note.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace shenyi::storage {

namespace {

/// The checkpoint of a note that the tree's own key signed.
std::optional<log::Checkpoint> signed_for(const Signer::Tree& tree, const std::string& bytes) {
    const auto note = log::read_note(bytes);
    if (!note) return std::nullopt;
    const log::VerifierKey key = tree.key->verifier(tree.origin);
    const bool is_signed = std::ranges::any_of(
        note->signatures, [&](const log::NoteSignature& each) { return key.verifies(note->text, each); });
    auto checkpoint = log::read_checkpoint(note->text);
    if (!is_signed || !checkpoint || checkpoint->origin != tree.origin) return std::nullopt;
    return *std::move(checkpoint);
}

}  // namespace

Signer::Signer(std::vector<Tree> trees, std::unique_ptr<SignerState> state)
    : trees_(std::move(trees)), state_(std::move(state)) {}

tl::expected<std::unique_ptr<Signer>, SignerFault> Signer::open(std::vector<Tree> trees,
                                                                const std::filesystem::path& state) {
    auto opened = SignerState::open(state);
    if (!opened) return tl::unexpected(opened.error());
    std::unique_ptr<Signer> signer(new Signer(std::move(trees), *std::move(opened)));
    if (signer->state_->notes().empty()) return signer;
    auto last = signer->signed_in(signer->state_->notes());
    if (!last) {
        return tl::unexpected(
            SignerFault{"the signer's state " + state.string() + " was signed for another log, or by another key"});
    }
    signer->last_ = *std::move(last);
    return signer;
}

/// Nothing where the notes are of other trees or keys.
std::optional<std::vector<log::Checkpoint>> Signer::signed_in(const std::vector<std::string>& notes) const {
    if (notes.size() != trees_.size()) return std::nullopt;
    std::vector<log::Checkpoint> checkpoints;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        auto checkpoint = signed_for(trees_[i], notes[i]);
        if (!checkpoint) return std::nullopt;
        checkpoints.push_back(*std::move(checkpoint));
    }
    return checkpoints;
}

bool Signer::remember(std::vector<std::string> notes) {
    auto checkpoints = signed_in(notes);
    if (!checkpoints) return false;
    state_->write(std::move(notes));
    last_ = *std::move(checkpoints);
    return true;
}

const std::vector<std::string>& Signer::sign(const std::vector<log::TreeHead>& heads) {
    if (heads.size() != trees_.size()) throw std::logic_error("a head for each tree");
    std::vector<std::string> notes;
    std::vector<log::Checkpoint> checkpoints;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const Tree& tree = trees_[i];
        log::Checkpoint checkpoint{.origin = tree.origin, .head = heads[i]};
        const std::string text = log::text_of(checkpoint);
        notes.push_back(log::write_note({.text = text, .signatures = {tree.key->sign(tree.origin, text)}}));
        checkpoints.push_back(std::move(checkpoint));
    }
    state_->write(std::move(notes));
    last_ = std::move(checkpoints);
    return state_->notes();
}

}  // namespace shenyi::storage
