#pragma once

#include "storage/sealer.hpp"
#include "storage/sealing.hpp"

#include <memory>
#include <vector>

namespace shenyi::storage {

/// Where one process alone writes (SQLite): the batch is appended to the trees in its own transaction, signed behind
/// the commit, and answered then. The queue holds only what was written before there was a log.
class SealingWithBatch : public Sealing {
  public:
    explicit SealingWithBatch(std::unique_ptr<Sealer> sealer) : sealer_(std::move(sealer)) {}

    SealedBy by() const override { return SealedBy::batch; }
    void prepare() override;
    void write(Connection& connection, ChangeWriter& writer, const Written& written) override;
    void rolled_back(const Written& written) override;
    std::vector<Receipt> committed(const Written& written) override;
    bool has_rest() const override;
    void do_rest(Connection& connection, ChangeWriter& writer) override;

  private:
    std::vector<Receipt> sign();

    std::unique_ptr<Sealer> sealer_;
    bool queue_is_empty_ = false;
};

}  // namespace shenyi::storage
