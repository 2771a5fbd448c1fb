#include "storage/sealing.hpp"

#include <map>

namespace shenyi::storage {

namespace {

/// The receipts of its events, where all are there.
std::vector<Receipt> receipts_of(const Outcome& outcome, const std::map<std::string, const Receipt*>& receipts) {
    std::vector<Receipt> own;
    for (const EventReference& event : outcome.events) {
        const auto found = receipts.find(event.id);
        if (found == receipts.end()) return {};
        own.push_back(*found->second);
    }
    return own;
}

}  // namespace

std::vector<std::string> awaited_by(const Submission& submission, const Outcome& outcome) {
    std::vector<std::string> awaited;
    if (!submission.waits || outcome.replayed || outcome.kind != Outcome::Kind::accepted) return awaited;
    for (const EventReference& event : outcome.events) awaited.push_back(event.id);
    return awaited;
}

void hand_out(const std::vector<Receipt>& sealed, std::vector<Outcome>& outcomes) {
    std::map<std::string, const Receipt*> receipts;
    for (const Receipt& receipt : sealed) receipts.emplace(receipt.event, &receipt);
    for (Outcome& outcome : outcomes) {
        if (outcome.kind == Outcome::Kind::accepted && !outcome.replayed) {
            outcome.receipts = receipts_of(outcome, receipts);
        }
    }
}

std::map<log::HashAlgorithm, SignedSize> Sealing::last_signed() const {
    const std::lock_guard lock(mutex_);
    return last_signed_;
}

void Sealing::was_signed(const Signer& signer) {
    std::map<log::HashAlgorithm, SignedSize> last;
    for (std::size_t i = 0; i < signer.last().size(); ++i) {
        last[signer.trees()[i].hash] = {.size = signer.last()[i].head.size, .note = signer.last_notes()[i]};
    }
    const std::lock_guard lock(mutex_);
    last_signed_ = std::move(last);
}

}  // namespace shenyi::storage
