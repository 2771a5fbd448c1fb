#include "storage/log/policy.hpp"
#include "storage/log/verify.hpp"
#include "tests/api/bureau_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Every success carries the proof that its events are in the signed log, or says 202 (event-log.md §1, P2).
namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::IsEmpty;

class SealedAnswers : public OnBothDatabases {
  protected:
    std::string body_of(const std::string& event) {
        auto connection = database.owner();
        std::string body;
        connection.sql() << "SELECT body FROM event WHERE id = :id", soci::use(event), soci::into(body);
        return body;
    }

    /// What an outsider says of a proof who has the event's bytes and the policy of the data folder.
    std::vector<std::string> found_in(const json::object& proof) {
        std::ifstream file(database.folder() / "seal" / "policy.txt");
        const std::string written{std::istreambuf_iterator<char>(file), {}};
        const auto policy = storage::log::read_policy(written);
        EXPECT_TRUE(policy);
        const std::string body = body_of(std::string(proof.at("event").as_string()));
        const std::string text(proof.at("proof").as_string());
        std::vector<std::string> codes;
        storage::log::Findings findings(
            [&](const storage::log::Finding& found) { codes.emplace_back(storage::log::name_of(found.code)); });
        storage::log::check_receipt({"event", body}, {"receipt", text}, *policy, findings);
        return codes;
    }

    void expect_sealed(const HttpAnswer& answer) {
        const json::object body = json::parse(answer.body).as_object();
        EXPECT_EQ(body.at("sealed"), true);
        const json::object& receipt = body.at("receipt").as_object();
        EXPECT_EQ(receipt.at("origin").as_string(), server.app().log_origin);
        const json::array& proofs = receipt.at("proofs").as_array();
        ASSERT_EQ(proofs.size(), body.at("events").as_array().size());
        for (std::size_t i = 0; i < proofs.size(); ++i) {
            EXPECT_EQ(proofs[i].at("event").as_string(), body.at("events").at(i).at("id").as_string());
            EXPECT_THAT(found_in(proofs[i].as_object()), IsEmpty());
        }
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(SealedAnswers, carry_a_proof_for_each_event) {
    const auto created = server.post("drafter", "/matters", BureauServer::proposal(), {{"Idempotency-Key", "a"}});
    ASSERT_EQ(created.status, 201) << created.body;
    expect_sealed(created);
    const std::string at = "/matters/" + server.propose();
    const auto acted = server.act("drafter", at + "/actions/record_study",
                                  json::object{{"document", server.document("drafter", "论证")}}, at);
    ASSERT_EQ(acted.status, 200) << acted.body;
    expect_sealed(acted);
}

TEST_P(SealedAnswers, are_given_again_with_the_same_proof) {
    const auto ask = [&] {
        return server.post("drafter", "/matters", BureauServer::proposal(), {{"Idempotency-Key", "same"}});
    };
    const auto first = ask();
    server.propose();
    const auto again = ask();
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    expect_sealed(again);
}

TEST_P(SealedAnswers, do_not_wait_where_that_is_preferred) {
    const auto kept = server.post("drafter", "/matters", BureauServer::proposal(),
                                  {{"Idempotency-Key", "a"}, {"Prefer", "handling=strict, Respond-Async"}});
    ASSERT_EQ(kept.status, 202) << kept.body;
    EXPECT_EQ(kept.header("Preference-Applied"), "respond-async");
    EXPECT_FALSE(kept.header("Location").empty());
    EXPECT_EQ(json::parse(kept.body).at("sealed"), false);
    EXPECT_EQ(json::parse(kept.body).at("receipt"), json::value());
    server.propose();  // what comes later is sealed behind it
    const auto again = server.post("drafter", "/matters", BureauServer::proposal(), {{"Idempotency-Key", "a"}});
    EXPECT_EQ(again.status, 201) << again.body;
    expect_sealed(again);
}

TEST_P(SealedAnswers, need_no_proof_where_nothing_was_written) {
    const auto dry = server.post("drafter", "/matters?dry_run=true", BureauServer::proposal());
    EXPECT_EQ(dry.status, 200);
    EXPECT_FALSE(json::parse(dry.body).as_object().contains("receipt"));
}

ON_BOTH_DATABASES(SealedAnswers);

}  // namespace
}  // namespace shenyi::tests
