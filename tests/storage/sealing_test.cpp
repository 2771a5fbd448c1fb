#include "storage/log/verify.hpp"
#include "storage/log_keys.hpp"
#include "storage/log_rows.hpp"
#include "tests/storage/log/written_log.hpp"
#include "tests/storage/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/// What the engine answers once it seals: by the committer's batch on SQLite, by a thread out of the queue on
/// PostgreSQL.
namespace shenyi::tests {
namespace {

using namespace workflow;
using namespace storage;
using storage::log::Findings;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto log_name = "log.example/bureau";

std::string file_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Sealed : public OnBothDatabases {
  protected:
    std::filesystem::path keys() { return door_.database().folder() / "log"; }

    std::unique_ptr<Signer> signer() {
        auto trees = open_log_keys(keys(), LogProfile::dual, log_name);
        if (!trees) throw std::runtime_error(trees.error());
        auto signer = Signer::open(*std::move(trees), signer_state_in(keys()));
        if (signer) return *std::move(signer);
        if (signer.error().is_in_use) return nullptr;
        throw std::runtime_error(signer.error().what);
    }

    std::unique_ptr<WorkflowEngine> server() {
        return door_.sealing_engine([this] { return signer(); });
    }

    Submission submission(const std::string& title) {
        return door_.submission("drafter", Target::matter, "create", {},
                                boost::json::object{{"kind", "major_decision"},
                                                    {"title", title},
                                                    {"undertaking_unit", door_.unit("办信科").value},
                                                    {"proposal", boost::json::object{{"source", "department"}}}});
    }

    storage::Outcome act(WorkflowEngine& engine, const std::string& title = "事项") {
        auto outcome = engine.submit(submission(title));
        EXPECT_TRUE(outcome) << outcome.error().detail;
        return outcome ? *std::move(outcome) : storage::Outcome{.kind = storage::Outcome::Kind::not_found};
    }

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

    /// What an outsider says who has the event, the receipt and the policy that lies beside the keys.
    std::vector<std::string> found_in(const Receipt& receipt) {
        const auto policy = log::read_policy(file_of(keys() / "policy.txt"));
        EXPECT_TRUE(policy);
        const std::string body = body_of(receipt.event);
        return log::told_by([&](Findings& findings) {
                   log::check_receipt({"event", body}, {"receipt", receipt.proof}, *policy, findings);
               })
            .codes;
    }

    void expect_sealed(const storage::Outcome& outcome) {
        ASSERT_EQ(outcome.kind, storage::Outcome::Kind::accepted);
        ASSERT_THAT(outcome.receipts, SizeIs(outcome.events.size()));
        for (std::size_t i = 0; i < outcome.events.size(); ++i) {
            EXPECT_EQ(outcome.receipts[i].event, outcome.events[i].id);
            EXPECT_THAT(found_in(outcome.receipts[i]), IsEmpty());
        }
    }

    StoreDoor door_{GetParam()};
};

TEST_P(Sealed, IsEverySuccessBeforeItIsAnswered) {
    const auto server = this->server();
    for (int i = 0; i < 5; ++i) expect_sealed(act(*server));
}

TEST_P(Sealed, IsWhatWasWrittenBeforeThereWasALog) {
    const long long before = count("event");
    const auto server = this->server();
    expect_sealed(act(*server));
    EXPECT_EQ(count("event_pending"), 0);
    EXPECT_GT(count("event"), before);
    EXPECT_EQ(count("log_entry"), count("event"));
}

TEST_P(Sealed, IsWhatAnEarlierProcessLeftAlthoughNothingMoreIsWritten) {
    auto server = this->server();
    server->begin_sealing();
    server->stop();
    EXPECT_EQ(count("event_pending"), 0);
    EXPECT_EQ(count("log_entry"), count("event"));
    EXPECT_EQ(count("log_checkpoint c WHERE c.size = (SELECT count(*) FROM event)"), 2) << "one for each tree";
}

TEST_P(Sealed, GoesOnWithTheNextProcess) {
    std::vector<storage::Outcome> outcomes;
    for (int i = 0; i < 3; ++i) {
        const auto server = this->server();
        outcomes.push_back(act(*server));
        outcomes.push_back(act(*server));
        server->stop();
    }
    for (const storage::Outcome& outcome : outcomes) expect_sealed(outcome);
}

TEST_P(Sealed, AreCommandsOfOneBatchEachWithItsOwnReceipts) {
    const auto server = this->server();
    std::vector<std::future<storage::Outcome>> answers;
    for (int i = 0; i < 40; ++i) {
        auto promise = std::make_shared<std::promise<storage::Outcome>>();
        answers.push_back(promise->get_future());
        server->submit(submission("事项" + std::to_string(i)),
                       [promise](tl::expected<storage::Outcome, StoreError> outcome) {
                           promise->set_value(outcome ? *std::move(outcome)
                                                      : storage::Outcome{.kind = storage::Outcome::Kind::not_found});
                       });
    }
    for (auto& answer : answers) expect_sealed(answer.get());
}

TEST_P(Sealed, IsARefusedAttemptTooThoughNobodyWaitsForItsReceipt) {
    const auto server = this->server();
    auto refused = submission("事项");
    refused.command.actor = door_.person("director");
    const auto outcome = server->submit(std::move(refused));
    ASSERT_TRUE(outcome);
    EXPECT_NE(outcome->kind, storage::Outcome::Kind::accepted);
    EXPECT_THAT(outcome->receipts, IsEmpty());
    server->stop();
    EXPECT_EQ(count("log_entry"), count("event"));
}

TEST_P(Sealed, AreTheFirstAnswersEventsWhenItIsGivenAgain) {
    const auto server = this->server();
    const auto with_key = [&] {
        auto asked = submission("事项");
        asked.key = IdempotencyKey{"POST", "/api/v1/matters", "k", std::string(64, '0')};
        return asked;
    };
    const auto first = server->submit(with_key());
    const auto again = server->submit(with_key());
    ASSERT_TRUE(first && again);
    EXPECT_TRUE(again->replayed);
    EXPECT_THAT(again->receipts, IsEmpty());
    const auto receipts = server->receipts(door_.organ(), again->events);
    ASSERT_TRUE(receipts);
    ASSERT_THAT(*receipts, SizeIs(first->events.size()));
    for (const Receipt& receipt : *receipts) EXPECT_THAT(found_in(receipt), IsEmpty());
}

TEST_P(Sealed, GoesOnWhereTheSignersStateIsOlderThanWhatWasSigned) {
    auto server = this->server();
    act(*server);
    const std::string older = file_of(keys() / "state");
    act(*server);
    server->stop();
    server.reset();
    log::write_file(keys() / "state", older);
    server = this->server();
    expect_sealed(act(*server));
}

TEST_P(Sealed, WritesNothingWhereCheckpointsAreThereAndTheSignersStateIsGone) {
    auto server = this->server();
    act(*server);
    server->stop();
    server.reset();
    std::filesystem::remove(keys() / "state");
    const long long checkpoints = count("log_checkpoint");
    server = this->server();
    // On PostgreSQL the thread finds out with the first commit, of which the answer then has no receipt.
    auto refused = server->submit(submission("事项"));
    if (refused) {
        EXPECT_THAT(refused->receipts, IsEmpty());
        refused = server->submit(submission("事项"));
    }
    const long long before = count("event");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, StoreError::Kind::audit_rollback);
    EXPECT_FALSE(server->submit(submission("事项")));
    EXPECT_EQ(count("event"), before);
    EXPECT_EQ(count("log_checkpoint"), checkpoints) << "nothing more was signed";
}

ON_BOTH_DATABASES(Sealed);

/// Two servers on one PostgreSQL: one signs, both answer with receipts.
class SealedByOneOfTwo : public Sealed {};

TEST_P(SealedByOneOfTwo, AreTheEventsOfBoth) {
    auto first = server();
    expect_sealed(act(*first));
    const auto second = server();
    for (int i = 0; i < 5; ++i) {
        expect_sealed(act(*second));
        expect_sealed(act(*first));
    }
    first->stop();
    first.reset();
    expect_sealed(act(*second));
}

ON_DATABASE(SealedByOneOfTwo, postgresql);

}  // namespace
}  // namespace shenyi::tests
