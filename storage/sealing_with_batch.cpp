#include "storage/sealing_with_batch.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace shenyi::storage {

void SealingWithBatch::prepare() {
    if (queue_is_empty_) return;
    sealer_->empty_queue();
    queue_is_empty_ = true;
}

void SealingWithBatch::write(Connection& connection, ChangeWriter& writer, const Written& written) {
    Changes changes;
    sealer_->append(connection, written.leaves, written.at, changes);
    writer.write_together(changes);
}

void SealingWithBatch::rolled_back(const Written& /*written*/) {
    sealer_->rolled_back();
}

std::vector<Receipt> SealingWithBatch::committed(const Written& /*written*/) {
    sealer_->committed();
    return sign();
}

/// What cannot be signed now is signed with what comes next: it is written, and stays so.
std::vector<Receipt> SealingWithBatch::sign() {
    try {
        std::vector<Receipt> receipts = sealer_->sign();
        was_signed(sealer_->signer());
        return receipts;
    } catch (const std::exception& thrown) {
        spdlog::error("the log is not signed: {}", thrown.what());
        return {};
    }
}

bool SealingWithBatch::has_rest() const {
    return !queue_is_empty_ || !sealer_->is_signed() || !sealer_->checkpoint_is_stored();
}

void SealingWithBatch::do_rest(Connection& connection, ChangeWriter& writer) {
    prepare();
    if (!sealer_->is_signed()) sign();
    if (sealer_->checkpoint_is_stored()) return;
    Transaction transaction(connection);
    Changes changes;
    sealer_->add_checkpoint(connection, changes);
    writer.write_together(changes);
    transaction.commit();
    sealer_->committed();
}

}  // namespace shenyi::storage
