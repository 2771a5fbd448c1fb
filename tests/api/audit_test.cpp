#include "tests/api/audit.hpp"

#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
namespace sealed = storage::log;
using testing::IsEmpty;
using testing::SizeIs;

/// Checkpoints, and how the log stands.
class AuditedLog : public Audit {};

TEST_P(AuditedLog, the_newest_checkpoint_is_a_note_that_the_key_of_its_tree_signed) {
    sealing.seal();
    for (const auto& [hash, query] : hashes) {
        const auto answer = ask("get_checkpoint", "drafter", "/checkpoint" + query);
        ASSERT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
        EXPECT_EQ(answer.header("Cache-Control"), "private, no-cache");
        const auto codes = told([&](sealed::Findings& findings) {
            const auto checked = sealed::check_checkpoint({"note", answer.body}, sealing.policy(), findings);
            ASSERT_TRUE(checked);
            EXPECT_EQ(checked->log->hash, hash);
        });
        EXPECT_THAT(codes, IsEmpty());
        const HeaderList known{{"If-None-Match", answer.header("ETag")}};
        EXPECT_EQ(ask("get_checkpoint", "drafter", "/checkpoint" + query, known).status, 304);
    }
}

TEST_P(AuditedLog, checkpoints_of_all_signed_sizes_may_be_kept_and_no_others_are_there) {
    write_many();
    sealing.seal();
    ASSERT_GT(sizes().size(), 2U);
    for (const std::uint64_t size : sizes()) {
        const auto answer = ask("get_checkpoint_of_size", "drafter", "/checkpoint/" + std::to_string(size));
        ASSERT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(head_of(answer.body).size, size);
        EXPECT_EQ(answer.header("Cache-Control"), "private, max-age=86400, immutable");
        EXPECT_FALSE(answer.has("Set-Cookie"));
    }
    for (const std::string& size : {std::to_string(size_between()), std::to_string(newest() + 1), std::string("0"),
                                    "0" + std::to_string(newest()), std::string("-1"), std::string("x"),
                                    std::string("%2B1"), std::string("18446744073709551615"),
                                    std::string("18446744073709551616"), std::string("99999999999999999999999")}) {
        not_there("get_checkpoint_of_size", "drafter", "/checkpoint/" + size);
    }
}

TEST_P(AuditedLog, the_status_tells_what_waits_and_what_was_signed_last) {
    server.token("drafter");  // a log-in is an event too
    sealing.seal();
    const json::value status = json_of("get_audit_status", "/status");
    const json::array& trees = status.at("trees").as_array();
    ASSERT_THAT(trees, SizeIs(2));
    EXPECT_EQ(trees.at(0), (json::value{{"hash", "sha256"}, {"origin", "log.example/bureau"}}));
    EXPECT_EQ(trees.at(1), (json::value{{"hash", "sm3"}, {"origin", "log.example/bureau-sm3"}}));
    EXPECT_EQ(status.at("size"), newest());
    EXPECT_EQ(status.at("last_checkpoint").at("size"), newest());
    EXPECT_TRUE(workflow::parse_instant(std::string(status.at("last_checkpoint").at("at").as_string())));
    EXPECT_EQ(status.at("pending"), 0);
    EXPECT_TRUE(status.at("oldest_pending").is_null());

    copy_event("evt_queued", server.app().organ.value);
    database.owner().execute(
        "INSERT INTO event_pending (organ, event_id) SELECT organ, id FROM event WHERE id = 'evt_queued'");
    const json::value waiting = json_of("get_audit_status", "/status");
    EXPECT_EQ(waiting.at("pending"), 1);
    EXPECT_TRUE(workflow::parse_instant(std::string(waiting.at("oldest_pending").as_string())));
    EXPECT_EQ(waiting.at("size"), status.at("size"));
}

/// The process died between the commit and the signature.
TEST_P(AuditedLog, what_is_sealed_and_not_signed_is_not_told) {
    write_many();
    const std::string event = first_event("matter/" + server.propose());
    sealing.seal();
    const std::uint64_t whole = newest();
    const std::uint64_t earlier = sizes().front();
    const std::string founding = first_event("organ/" + server.app().organ.value);
    tamper("log_checkpoint", "DELETE FROM log_checkpoint WHERE size > " + std::to_string(earlier));
    EXPECT_EQ(newest(), earlier);
    not_there("get_checkpoint_of_size", "drafter", "/checkpoint/" + std::to_string(whole));
    const std::string beyond =
        path_of(sealed::Tile{.level = 0, .index = earlier / 256, .width = static_cast<unsigned>(earlier % 256) + 1});
    not_there("get_tile", "drafter", "/" + beyond);
    not_there("prove_inclusion", "drafter", "/proof/inclusion?index=0&size=" + std::to_string(whole));
    not_there("prove_consistency", "drafter",
              "/proof/consistency?from=" + std::to_string(earlier) + "&to=" + std::to_string(whole));
    EXPECT_EQ(receipt_status("drafter", event), 202);
    EXPECT_EQ(receipt_status("inspector", founding), 200);
    const json::value status = json_of("get_audit_status", "/status");
    EXPECT_EQ(status.at("size"), whole);
    EXPECT_EQ(status.at("last_checkpoint").at("size"), earlier);

    tamper("log_checkpoint", "DELETE FROM log_checkpoint");
    not_there("get_checkpoint", "drafter", "/checkpoint");
    not_there("get_tile", "drafter", "/tile/0/000.p/1");
    not_there("get_entries", "auditadmin", "/tile/entries/000.p/1");
    EXPECT_EQ(receipt_status("inspector", founding), 202);
    EXPECT_TRUE(json_of("get_audit_status", "/status").at("last_checkpoint").is_null());
}

TEST_P(AuditedLog, a_tree_that_the_log_has_not_is_not_there) {
    const std::string event = first_event("matter/" + server.propose());
    sealing.seal();
    const std::string size = std::to_string(newest());
    EXPECT_EQ(ask("get_checkpoint", "drafter", "/checkpoint?hash=sm3").status, 200);
    tamper("log_cosignature", "DELETE FROM log_cosignature");
    tamper("log_checkpoint", "DELETE FROM log_checkpoint WHERE hash = 'sm3'");
    tamper("log_head", "DELETE FROM log_head WHERE hash = 'sm3'");
    tamper("log_tile", "DELETE FROM log_tile WHERE hash = 'sm3'");
    tamper("log", "DELETE FROM log WHERE hash = 'sm3'");
    not_there("get_checkpoint", "drafter", "/checkpoint?hash=sm3");
    not_there("get_checkpoint_of_size", "drafter", "/checkpoint/" + size + "?hash=sm3");
    not_there("get_tile", "drafter", "/tile/0/000.p/1?hash=sm3");
    not_there("get_entries", "auditadmin", "/tile/entries/000.p/1?hash=sm3");
    not_there("prove_inclusion", "drafter", "/proof/inclusion?index=0&hash=sm3&size=" + size);
    not_there("prove_consistency", "drafter", "/proof/consistency?hash=sm3&from=" + size + "&to=" + size);
    not_there("get_event_receipt", "drafter", "/events/" + event + "/receipt?hash=sm3");
    EXPECT_EQ(receipt_status("drafter", event), 200);
}

TEST_P(AuditedLog, only_who_logged_in_reads_and_nobody_writes) {
    sealing.seal();
    for (const char* path :
         {"/checkpoint", "/checkpoint/1", "/tile/0/000", "/tile/entries/000", "/proof/inclusion?index=0&size=1",
          "/proof/consistency?from=1&to=1", "/events/evt_1/receipt", "/status"}) {
        const std::string target = "/api/v1/audit" + std::string(path);
        EXPECT_EQ(server.client().request("GET", target).status, 401) << path;
        for (const char* method : {"POST", "PUT", "DELETE"}) {
            const auto answer =
                server.client().request(method, target, {{"Authorization", "Bearer " + server.token("auditadmin")}});
            EXPECT_EQ(answer.status, 405) << method << " " << path;
        }
    }
}

ON_BOTH_DATABASES(AuditedLog);

}  // namespace
}  // namespace shenyi::tests
