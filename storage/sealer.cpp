#include "storage/sealer.hpp"

#include "storage/dialect.hpp"
#include "storage/event_rows.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>

namespace shenyi::storage {

namespace {

using Kind = SealingStopped::Kind;

/// `follows`: the stream's event before this one is sealed.
constexpr std::string_view pending_from = R"(
    FROM event_pending p JOIN event e ON e.organ = p.organ AND e.id = p.event_id ORDER BY p.n LIMIT :most)";
constexpr std::string_view pending_columns = R"(
    SELECT p.n, e.organ,
           CASE WHEN e.stream_seq = 1 OR EXISTS (
                SELECT 1 FROM event b JOIN log_entry l ON l.organ = b.organ AND l.event_id = b.id
                WHERE b.organ = e.organ AND b.stream = e.stream AND b.stream_seq = e.stream_seq - 1) THEN 1 ELSE 0 END, )";

std::string select_pending() {
    return std::string(pending_columns) + std::string(event_columns) + std::string(pending_from);
}

OpenLog log_of(const Signer& signer) {
    OpenLog log{.number = 1, .trees = {}};
    for (const Signer::Tree& tree : signer.trees()) {
        log.trees.push_back({tree.hash, tree.origin, tree.key->verifier(tree.origin).type()});
    }
    return log;
}

/// Why a row of the queue is no event that was written by the program, in its place; nothing where it is one.
std::optional<log::Damage> damage_of(const log::EventRow& row, const log::MacKey& key, bool follows) {
    if (const auto opened = log::examine(row, key); !opened) return opened.error();
    if (auto damage = log::examine_form(row)) return damage;
    if (!follows) return log::Damage{.code = "E_ORDER", .what = "the event before it in its stream is not sealed"};
    return std::nullopt;
}

}  // namespace

Sealer::Sealer(Store& store, const log::MacKey& key, std::unique_ptr<Signer> signer, Clock clock)
    : store_(store), key_(key), signer_(std::move(signer)), clock_(std::move(clock)) {}

Sealer::~Sealer() = default;

Connection& Sealer::connection() {
    if (connection_ && !connection_->alive()) {
        writer_.reset();
        connection_.reset();
    }
    if (!connection_) connection_ = store_.connect(Role::sealer);
    if (!writer_) writer_ = std::make_unique<ChangeWriter>(*connection_);
    return *connection_;
}

OpenLog Sealer::open_log(Connection& connection, workflow::Instant now) {
    OpenLog mine = log_of(*signer_);
    const auto stored = newest_log(connection);
    if (stored && stored->trees != mine.trees) {
        throw SealingStopped(Kind::other_log, "the database's log is not the one that the signing keys are of");
    }
    if (stored) return *stored;
    if (!signer_->last().empty()) {
        throw SealingStopped(Kind::rollback, fmt::format("the database has no log, and one of {} events was signed",
                                                         signer_->last().front().head.size));
    }
    insert_log(connection, mine, workflow::rfc3339(now));
    return mine;
}

/// What the signer remembers against what is stored, of each tree.
void Sealer::compare(Connection& connection, const OpenLog& log) {
    const std::vector<log::TreeHead> heads = trees_->heads();
    for (std::size_t i = 0; i < log.trees.size(); ++i) {
        StoredTree stored(connection, log.number, log.trees[i].hash);
        if (signer_->last().empty()) {
            if (!stored.newest_checkpoint()) continue;
            throw SealingStopped(Kind::state_missing,
                                 "checkpoints were signed, and the signer's state knows of none; put the state back");
        }
        const log::TreeHead& last = signer_->last()[i].head;
        if (last.size > heads[i].size) {
            throw SealingStopped(Kind::rollback,
                                 fmt::format("the database has {} sealed events, and {} were signed: it "
                                             "is older than the signer's state",
                                             heads[i].size, last.size));
        }
        log::Hasher hasher(log.trees[i].hash);
        if (!log::is_consistent(hasher, last, heads[i], stored.consistency(last.size, heads[i].size))) {
            throw SealingStopped(Kind::forked, fmt::format("the database's {} sealed events do not go on from the {} "
                                                           "that were signed",
                                                           heads[i].size, last.size));
        }
        if (!stored.checkpoint(last.size)) checkpoint_ = CheckpointRow::missing;
    }
    remember_signed(connection, log);
    is_compared_ = true;
}

/// A size is signed once (the signatures of SM2 are never the same): where the signer's state is an older one that was
/// put back, what it signed of the newest size since is in the tables.
void Sealer::remember_signed(Connection& connection, const OpenLog& log) {
    if (signer_->last().empty() || signer_->last().front().head.size == trees_->size()) return;
    std::vector<std::string> notes;
    for (const LogTree& tree : log.trees) {
        auto checkpoint = StoredTree(connection, log.number, tree.hash).checkpoint(trees_->size());
        if (!checkpoint) return;
        notes.push_back(std::move(checkpoint->note));
    }
    if (!signer_->remember(std::move(notes))) {
        throw SealingStopped(Kind::forked, "the database has a checkpoint that was not signed with the log's keys");
    }
}

void Sealer::take_up(Connection& connection) {
    const OpenLog log = open_log(connection, clock_());
    trees_ = LogWriter::take_up(connection, log);
    compare(connection, log);
    const auto head = StoredTree(connection, log.number, log.trees.front().hash).newest_head();
    sealed_ = head ? workflow::parse_instant(head->at) : std::nullopt;
}

/// Reads the trees where they are not known, or another process wrote.
void Sealer::catch_up(Connection& connection) {
    if (trees_) {
        const auto head = StoredTree(connection, trees_->log().number, trees_->log().trees.front().hash).newest_head();
        if (head ? trees_->has(*head) : trees_->size() == 0) return;
    }
    take_up(connection);
}

Sealer::Taken Sealer::take_pending(Connection& connection) {
    Taken taken;
    std::map<std::pair<std::string, std::string>, std::int64_t> newest;
    log::EventRow row;
    long long number = 0;
    int follows = 0;
    long long seq = 0;
    const auto most = static_cast<int>(limits::sealed_at_once);
    soci::statement statement = into_event((connection.sql().prepare << select_pending(), soci::use(most, "most"),
                                            soci::into(number), soci::into(row.organ), soci::into(follows)),
                                           row, seq);
    statement.execute();
    while (statement.fetch()) {
        row.stream_seq = seq;
        taken.numbers.push_back(number);
        std::int64_t& last = newest[{row.organ, row.stream}];
        if (auto damage = damage_of(row, key_, follows != 0 || (last > 0 && last + 1 == seq))) {
            taken.set_aside.push_back({row.organ, row.id, *std::move(damage)});
            continue;
        }
        last = seq;
        taken.leaves.push_back(leaf_of(row));
    }
    return taken;
}

void Sealer::add_checkpoint(Connection& connection, Changes& changes) {
    if (!trees_) take_up(connection);
    add_checkpoint(changes);
}

void Sealer::add_checkpoint(Changes& changes) {
    if (checkpoint_ != CheckpointRow::missing) return;
    for (std::size_t i = 0; i < signer_->last().size(); ++i) {
        changes.add(Step::log_checkpoint,
                    checkpoint_row(trees_->log(), i, signer_->last()[i].head.size, signer_->last_notes()[i]));
    }
    checkpoint_ = CheckpointRow::added;
}

void Sealer::append(const std::vector<LogLeaf>& leaves, workflow::Instant now, Changes& changes) {
    add_checkpoint(changes);
    std::uint64_t index = trees_->size();
    trees_->append(leaves, now, changes);
    for (const LogLeaf& leaf : leaves) appended_.push_back({leaf.event, index++, now});
}

void Sealer::append(Connection& connection, const std::vector<LogLeaf>& leaves, workflow::Instant now,
                    Changes& changes) {
    if (!trees_) take_up(connection);
    if (sealed_ && now < *sealed_) {
        throw ClockBehind("the log was last written at " + workflow::rfc3339(*sealed_));
    }
    if (unsigned_.size() >= limits::unsealed_events ||
        (!unsigned_.empty() && now - unsigned_.front().since > limits::unsealed_for)) {
        throw SealingBehind(fmt::format("{} events are not signed", unsigned_.size()));
    }
    append(leaves, now, changes);
}

/// What was appended in memory may not be in the tables, and proofs of what waits to be signed are lost with it.
void Sealer::rolled_back() {
    trees_.reset();
    appended_.clear();
    unsigned_.clear();
    if (checkpoint_ == CheckpointRow::added) checkpoint_ = CheckpointRow::missing;
}

void Sealer::committed() {
    if (!appended_.empty()) sealed_ = appended_.back().since;
    unsigned_.insert(unsigned_.end(), appended_.begin(), appended_.end());
    appended_.clear();
    if (checkpoint_ == CheckpointRow::added) checkpoint_ = CheckpointRow::stored;
}

/// One transaction under the log's lock.
Sealer::Taken Sealer::seal_pending() {
    Connection& connection = this->connection();
    Transaction transaction(connection);
    if (const auto lock = connection.dialect().lock_log(); !lock.empty()) connection.execute(std::string(lock));
    catch_up(connection);
    Taken taken = take_pending(connection);
    const workflow::Instant now = clock_();
    Changes changes;
    append(taken.leaves, now, changes);
    for (const Round::SetAside& each : taken.set_aside) {
        changes.add(Step::log_set_aside, {each.organ, each.event, each.damage.code, workflow::rfc3339(now)});
    }
    for (const std::int64_t number : taken.numbers) changes.add(Step::pending_gone, {number});
    if (!changes.empty()) writer_->write_together(changes);
    transaction.commit();
    committed();
    for (const Round::SetAside& each : taken.set_aside) {
        spdlog::error("set aside, not sealed: event {} of {}: {} {}", each.event, each.organ, each.damage.code,
                      each.damage.what);
    }
    return taken;
}

std::vector<Receipt> Sealer::sign() {
    if (!trees_) return {};
    const std::vector<log::TreeHead> heads = trees_->heads();
    const auto is_last = [](const log::Checkpoint& last, const log::TreeHead& head) { return last.head == head; };
    if (heads.front().size > 0 && !std::ranges::equal(signer_->last(), heads, is_last)) {
        if (!is_compared_ && !trees_->goes_on_from(signer_->last())) {
            throw SealingStopped(Kind::forked, "the trees do not go on from what was signed last");
        }
        signer_->sign(heads);
        is_compared_ = false;
        checkpoint_ = CheckpointRow::missing;
    }
    std::vector<Receipt> receipts;
    for (const Unsigned& each : unsigned_) {
        receipts.push_back({each.event, each.index, trees_->receipt(each.index, signer_->last_notes().front())});
    }
    unsigned_.clear();
    trees_->forget_full_tiles();
    return receipts;
}

Sealer::Round Sealer::round() {
    Round round;
    try {
        Taken taken = seal_pending();
        round.set_aside = std::move(taken.set_aside);
    } catch (const std::exception&) {
        rolled_back();
        writer_.reset();
        if (connection_) connection_->forget_kept();
        throw;
    }
    round.sealed = sign();
    round.is_idle = round.sealed.empty() && round.set_aside.empty() && checkpoint_is_stored();
    return round;
}

void Sealer::empty_queue() {
    while (!round().is_idle) {
    }
    writer_.reset();
    connection_.reset();
}

}  // namespace shenyi::storage
