#include "storage/sealer.hpp"

#include "storage/log/verify.hpp"
#include "tests/scenarios/store_door.hpp"
#include "tests/storage/log/written_log.hpp"
#include "tests/storage/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

/// From the queue into the trees, and signed: what the engine wrote, on both databases.
namespace shenyi::tests {
namespace {

using namespace workflow;
using namespace storage;
using storage::log::Findings;
using storage::log::HashAlgorithm;
using storage::log::KeyType;
using storage::log::Named;
using storage::log::PrivateKey;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto origin = "log.example/bureau";
constexpr auto origin_sm3 = "log.example/bureau-sm3";

class SealerOn : public testing::TestWithParam<Engine> {
  protected:
    SealerOn() : key_(key_of(door_)) {}

    Signer::Tree tree(HashAlgorithm hash, const std::string& named = {}) {
        const bool is_sm3 = hash == HashAlgorithm::sm3;
        const std::string own = is_sm3 ? origin_sm3 : origin;
        return {hash, named.empty() ? own : named, is_sm3 ? sm2_ : ed25519_};
    }

    std::filesystem::path state() const { return keys_.path() / "state"; }

    std::unique_ptr<Signer> signer(const std::string& named = {}) {
        std::vector<Signer::Tree> trees;
        trees.push_back(tree(HashAlgorithm::sha256, named));
        trees.push_back(tree(HashAlgorithm::sm3));
        auto signer = Signer::open(std::move(trees), state());
        EXPECT_TRUE(signer) << signer.error().what;
        return *std::move(signer);
    }

    Sealer sealer() { return sealer_of(door_); }
    Sealer sealer_of(StoreDoor& door, const std::string& named = {}) {
        return {door.engine().store(), key_, signer(named), [this] { return now_; }};
    }

    /// Seals all that waits.
    std::vector<Receipt> seal(Sealer& sealer) {
        std::vector<Receipt> all;
        for (bool is_idle = false; !is_idle;) {
            Sealer::Round round = sealer.round();
            EXPECT_THAT(round.set_aside, IsEmpty());
            all.insert(all.end(), round.sealed.begin(), round.sealed.end());
            is_idle = round.is_idle;
        }
        return all;
    }

    /// Writes so many events.
    void write(int matters, StoreDoor& door) {
        for (int i = 0; i < matters; ++i) {
            door.act("drafter", Target::matter, "create", {},
                     boost::json::object{{"kind", "major_decision"},
                                         {"title", "事项" + std::to_string(i)},
                                         {"undertaking_unit", door.unit("办信科").value},
                                         {"proposal", boost::json::object{{"source", "department"}}}});
        }
    }
    void write(int matters) { write(matters, door_); }

    long long count(const std::string& of) {
        auto connection = door_.database().owner();
        long long rows = 0;
        connection.sql() << "SELECT count(*) FROM " + of, soci::into(rows);
        return rows;
    }

    std::string body_of(const std::string& event) {
        auto connection = door_.database().owner();
        std::string body;
        connection.sql() << "SELECT body FROM event WHERE id = :id", soci::use(event), soci::into(body);
        return body;
    }

    log::Policy policy() {
        log::Policy policy;
        for (const HashAlgorithm hash : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
            const Signer::Tree each = tree(hash);
            policy.logs.push_back(
                {.hash = hash, .origin = each.origin, .keys = {{.key = each.key->verifier(each.origin)}}});
        }
        return policy;
    }

    /// What an outsider says who has the event, the receipt and the policy.
    std::vector<std::string> found_in(const std::string& event, const std::string& receipt) {
        const std::string body = body_of(event);
        return log::told_by([&](Findings& findings) {
                   log::check_receipt({"event", body}, {"receipt", receipt}, policy(), findings);
               })
            .codes;
    }

    SealingStopped::Kind stopped_by(Sealer sealer) {
        try {
            sealer.round();
        } catch (const SealingStopped& stopped) {
            return stopped.kind;
        }
        ADD_FAILURE() << "it was not stopped";
        return {};
    }

    StoreDoor door_{GetParam()};
    storage::log::MacKey key_;
    std::shared_ptr<const PrivateKey> ed25519_ = std::make_shared<PrivateKey>(PrivateKey::generate(KeyType::ed25519));
    std::shared_ptr<const PrivateKey> sm2_ = std::make_shared<PrivateKey>(PrivateKey::generate(KeyType::sm2));
    TemporaryFolder keys_;
    Instant now_ = parse_instant("2026-03-02T09:00:00+08:00").value();
};

INSTANTIATE_TEST_SUITE_P(Databases, SealerOn, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& each) { return each.param == Engine::sqlite ? "sqlite" : "postgresql"; });

TEST_P(SealerOn, GivesEveryEventAReceiptThatAnOutsiderVerifies) {
    write(5);
    const long long events = count("event");
    Sealer sealer = this->sealer();
    const auto sealed = seal(sealer);
    ASSERT_THAT(sealed, SizeIs(events));
    std::set<std::uint64_t> indices;
    for (const auto& each : sealed) {
        indices.insert(each.index);
        EXPECT_THAT(found_in(each.event, each.proof), IsEmpty());
    }
    EXPECT_THAT(indices, SizeIs(events));
    EXPECT_EQ(*indices.rbegin(), static_cast<std::uint64_t>(events - 1)) << "dense, from 0";
    EXPECT_EQ(count("event_pending"), 0);
    EXPECT_EQ(count("log_entry"), events);
    // The receipt is of exactly this event.
    EXPECT_THAT(found_in(sealed[1].event, sealed[0].proof), Not(IsEmpty()));
}

TEST_P(SealerOn, KeepsTheOrderOfEachStream) {
    write(3);
    Sealer sealer = this->sealer();
    seal(sealer);
    EXPECT_EQ(
        count("event e JOIN event b ON b.organ = e.organ AND b.stream = e.stream AND b.stream_seq = e.stream_seq - 1 "
              "JOIN log_entry l ON l.event_id = e.id JOIN log_entry k ON k.event_id = b.id WHERE k.idx >= l.idx"),
        0);
}

TEST_P(SealerOn, SealsMoreThanARoundTakes) {
    write(600);
    Sealer sealer = this->sealer();
    EXPECT_THAT(sealer.round().sealed, SizeIs(storage::limits::sealed_at_once));
    const auto rest = seal(sealer);
    EXPECT_EQ(static_cast<long long>(rest.size() + storage::limits::sealed_at_once), count("event"));
    for (const auto& each : rest) EXPECT_THAT(found_in(each.event, each.proof), IsEmpty());
    EXPECT_EQ(count("log_tile WHERE hash = 'sha256' AND level = 0"), count("event") / 256);
    EXPECT_GT(count("log_checkpoint"), 2);
}

TEST_P(SealerOn, AnswersLaterFromWhatIsStored) {
    write(300);
    Sealer sealer = this->sealer();
    const auto sealed = seal(sealer);
    auto connection = door_.database().connect(storage::Role::auditor);
    for (const auto& each : {sealed.front(), sealed[256], sealed.back()}) {
        const auto place = log_place_of(connection, door_.organ(), each.event);
        ASSERT_TRUE(place);
        EXPECT_EQ(place->index, each.index);
        for (const auto& [hash, leaf] :
             {std::pair(HashAlgorithm::sha256, "leaf_sha256"), {HashAlgorithm::sm3, "leaf_sm3"}}) {
            StoredTree stored(connection, place->log, hash);
            const auto last = stored.newest_checkpoint();
            ASSERT_TRUE(last);
            const std::string receipt =
                log::text_of(log::LogProof{.index = place->index,
                                           .inclusion = stored.inclusion(place->index, last->size),
                                           .checkpoint = last->note});
            EXPECT_THAT(found_in(each.event, receipt), IsEmpty()) << leaf;
        }
    }
}

TEST_P(SealerOn, GoesOnAfterAStop) {
    write(2);
    std::string earlier;
    {
        Sealer first = sealer();
        seal(first);
        earlier = first.signer().last_notes().front();
    }
    write(260);
    Sealer second = sealer();
    for (const auto& each : seal(second)) EXPECT_THAT(found_in(each.event, each.proof), IsEmpty());
    EXPECT_EQ(count("log"), 2) << "one log, with two trees";
    auto connection = door_.database().connect(storage::Role::auditor);
    StoredTree stored(connection, 1, HashAlgorithm::sha256);
    const auto head = log::read_checkpoint(log::read_note(earlier)->text)->head;
    const std::string proof = log::text_of_consistency(stored.consistency(head.size, stored.newest_head()->size));
    EXPECT_THAT(log::told_by([&](Findings& findings) {
                    log::check_consistency({"earlier", earlier}, {"later", second.signer().last_notes().front()},
                                           {"proof", proof}, policy(), findings);
                }).codes,
                IsEmpty());
}

TEST_P(SealerOn, SignsNothingTwice) {
    write(1);
    Sealer sealer = this->sealer();
    seal(sealer);
    const auto notes = sealer.signer().last_notes();
    EXPECT_TRUE(sealer.round().is_idle);
    EXPECT_EQ(sealer.signer().last_notes(), notes);
    EXPECT_EQ(count("log_checkpoint"), 2);
}

/// The process died between the commit and the signature.
TEST_P(SealerOn, SignsAtTheNextStartWhatWasSealedAndNotSigned) {
    write(2);
    {
        Sealer first = sealer();
        seal(first);
    }
    const std::string before = storage::log::bytes_in(state());
    write(2);
    std::uint64_t known = 0;
    {
        Sealer died = sealer();
        died.round();
        known = died.signer().last().front().head.size;
    }
    storage::log::write_file(state(), before);
    Sealer second = sealer();
    second.round();
    EXPECT_EQ(second.signer().last().front().head.size, known);
    seal(second);
    auto connection = door_.database().connect(storage::Role::auditor);
    EXPECT_TRUE(StoredTree(connection, 1, HashAlgorithm::sm3).checkpoint(known));
}

TEST_P(SealerOn, StoresTheLastCheckpointThoughABatchCameToNothing) {
    write(1);
    Sealer sealer = this->sealer();
    sealer.round();
    Connection connection = door_.database().connect(storage::Role::sealer);
    ChangeWriter writer(connection);
    Changes batch;
    connection.begin();
    sealer.append(connection, {}, now_, batch);
    connection.rollback();
    sealer.rolled_back();
    ASSERT_FALSE(sealer.checkpoint_is_stored());
    EXPECT_THAT(sealer.sign(), IsEmpty());
    Changes rest;
    connection.begin();
    sealer.add_checkpoint(connection, rest);
    writer.write_together(rest);
    connection.commit();
    sealer.committed();
    EXPECT_TRUE(sealer.checkpoint_is_stored());
    EXPECT_EQ(count("log_checkpoint"), 2) << "one for each tree";
}

/// The process died between the signature and the checkpoint's row: SM2 would sign otherwise a second time.
TEST_P(SealerOn, PutsTheSameNoteBackWhereItsRowIsMissing) {
    write(2);
    std::vector<std::string> notes;
    {
        Sealer died = sealer();
        died.round();
        notes = died.signer().last_notes();
        EXPECT_EQ(count("log_checkpoint"), 0);
    }
    Sealer second = sealer();
    seal(second);
    auto connection = door_.database().connect(storage::Role::auditor);
    EXPECT_EQ(StoredTree(connection, 1, HashAlgorithm::sha256).newest_checkpoint()->note, notes[0]);
    EXPECT_EQ(StoredTree(connection, 1, HashAlgorithm::sm3).newest_checkpoint()->note, notes[1]);
}

/// P7: what was signed last is not there any more.
TEST_P(SealerOn, SignsNothingInADatabaseThatIsOlderThanItsState) {
    write(4);
    {
        Sealer first = sealer();
        seal(first);
    }
    StoreDoor older{GetParam()};
    key_ = key_of(older);
    const std::string before = storage::log::bytes_in(state());
    EXPECT_EQ(stopped_by(sealer_of(older)), SealingStopped::Kind::rollback) << "no log at all";
    {
        std::filesystem::remove(state());
        Sealer other = sealer_of(older);
        seal(other);
    }
    storage::log::write_file(state(), before);
    EXPECT_EQ(stopped_by(sealer_of(older)), SealingStopped::Kind::rollback) << "a shorter one";
    EXPECT_EQ(storage::log::bytes_in(state()), before) << "nothing was signed";
}

TEST_P(SealerOn, SignsNothingThatDoesNotGoOnFromItsState) {
    {
        Sealer first = sealer();
        seal(first);
    }
    const std::string before = storage::log::bytes_in(state());
    std::filesystem::remove(state());
    StoreDoor other{GetParam()};
    write(5, other);
    key_ = key_of(other);
    {
        Sealer sealer = sealer_of(other);
        seal(sealer);
    }
    storage::log::write_file(state(), before);
    EXPECT_EQ(stopped_by(sealer_of(other)), SealingStopped::Kind::forked);
    EXPECT_EQ(storage::log::bytes_in(state()), before);
}

TEST_P(SealerOn, SignsNothingWhereItsStateIsLost) {
    {
        Sealer first = sealer();
        seal(first);
    }
    std::filesystem::remove(state());
    EXPECT_EQ(stopped_by(sealer()), SealingStopped::Kind::state_missing);
}

TEST_P(SealerOn, SignsNoLogOfOtherKeys) {
    {
        Sealer first = sealer();
        seal(first);
    }
    std::filesystem::remove(state());
    EXPECT_EQ(stopped_by(sealer_of(door_, "log.example/another")), SealingStopped::Kind::other_log);
}

/// An event that was typed into the database: without the key its MAC cannot be right.
TEST_P(SealerOn, SetsAsideWhatTheProgramDidNotWrite) {
    write(2);
    Sealer sealer = this->sealer();
    seal(sealer);
    {
        auto connection = door_.database().owner();
        connection.sql()
            << "INSERT INTO event SELECT organ, 'evt_forged', stream || 'x', 1, type, outcome, actor_id, at, "
               "body, leaf_sha256, leaf_sm3, 'no mac' FROM event WHERE stream_seq = 1 AND stream LIKE "
               "'matter/%' ORDER BY id LIMIT 1";
        connection.sql()
            << "INSERT INTO event_pending (organ, event_id) SELECT organ, id FROM event WHERE id = 'evt_forged'";
    }
    write(1);
    Sealer::Round round = sealer.round();
    ASSERT_THAT(round.set_aside, SizeIs(1));
    EXPECT_EQ(round.set_aside.front().event, "evt_forged");
    EXPECT_EQ(round.set_aside.front().damage.code, "E_MAC");
    EXPECT_THAT(round.sealed, SizeIs(1)) << "what came behind it is sealed all the same";
    EXPECT_EQ(count("event_pending"), 0);
    EXPECT_EQ(count("log_set_aside"), 1);
    EXPECT_EQ(count("log_entry WHERE event_id = 'evt_forged'"), 0);
}

/// Somebody took an event out of the queue: what follows it in its stream is not sealed before it.
TEST_P(SealerOn, SetsAsideWhatDoesNotFollowInItsStream) {
    write(1);
    {
        auto connection = door_.database().owner();
        connection.sql()
            << "DELETE FROM event_pending WHERE event_id = (SELECT id FROM event WHERE stream LIKE 'organ/%' "
               "AND stream_seq = 2)";
    }
    Sealer sealer = this->sealer();
    Sealer::Round round = sealer.round();
    ASSERT_THAT(round.set_aside, Not(IsEmpty()));
    for (const auto& each : round.set_aside) EXPECT_EQ(each.damage.code, "E_ORDER");
}

/// The trees in memory are what the tables have, whatever another process wrote meanwhile.
TEST_P(SealerOn, FindsWhatAnotherSealerWrote) {
    write(1);
    std::string taken_back;
    Sealer first = sealer();
    seal(first);
    write(1);
    // The other one's machine has a copy of the state.
    const auto copy = keys_.path() / "copy";
    std::filesystem::copy_file(state(), copy);
    std::vector<Signer::Tree> trees;
    trees.push_back(tree(HashAlgorithm::sha256));
    trees.push_back(tree(HashAlgorithm::sm3));
    Sealer second(door_.engine().store(), key_, Signer::open(std::move(trees), copy).value(), [this] { return now_; });
    seal(second);
    write(1);
    for (const auto& each : seal(first)) EXPECT_THAT(found_in(each.event, each.proof), IsEmpty());
    EXPECT_EQ(count("log_entry"), count("event"));
}

}  // namespace
}  // namespace shenyi::tests
