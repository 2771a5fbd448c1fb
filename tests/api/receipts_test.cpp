#include "tests/api/audit.hpp"

#include <set>
#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
namespace sealed = storage::log;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// The receipts of single events.
class Receipts : public Audit {};

TEST_P(Receipts, a_receipt_proves_its_event_and_no_other) {
    const std::string stream = "matter/" + server.drafted();
    write_many();
    sealing.seal();
    const auto stored = events(stream);
    ASSERT_GT(stored.size(), 2U);
    for (const auto& [hash, query] : hashes) {
        for (std::size_t i = 0; i < stored.size(); ++i) {
            const std::string path = "/events/" + stored[i].reference.id + "/receipt" + query;
            const auto answer = ask("get_event_receipt", "director", path);
            ASSERT_EQ(answer.status, 200) << answer.body;
            EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
            const auto told_by = told([&, hash = hash](sealed::Findings& findings) {
                const auto receipt = sealed::check_receipt({"event", stored[i].body}, {"receipt", answer.body},
                                                           sealing.policy(), findings);
                ASSERT_TRUE(receipt);
                EXPECT_EQ(receipt->at.log->hash, hash);
                EXPECT_EQ(receipt->at.checkpoint.head.size, newest()) << "under the newest checkpoint";
            });
            EXPECT_THAT(told_by, IsEmpty()) << path;
            EXPECT_THAT(found_in(stored[(i + 1) % stored.size()].body, answer.body), Not(IsEmpty())) << path;
        }
    }
}

TEST_P(Receipts, an_event_has_its_receipt_once_it_is_sealed) {
    const std::string event = first_event("matter/" + server.propose());
    const auto before = ask("get_event_receipt", "drafter", "/events/" + event + "/receipt");
    if (before.status != 200) {
        EXPECT_EQ(before.status, 202);
        EXPECT_EQ(json::parse(before.body), (json::value{{"sealed", false}}));
        EXPECT_EQ(before.header("Cache-Control"), "no-store");
    }
    sealing.seal();
    const auto sealed_now = ask("get_event_receipt", "drafter", "/events/" + event + "/receipt");
    EXPECT_EQ(sealed_now.status, 200);
    const HeaderList known{{"If-None-Match", sealed_now.header("ETag")}};
    EXPECT_EQ(ask("get_event_receipt", "drafter", "/events/" + event + "/receipt", known).status, 304);

    copy_event("evt_waits", server.app().organ.value);
    const auto waits = ask("get_event_receipt", "inspector", "/events/evt_waits/receipt");
    EXPECT_EQ(waits.status, 202);
    EXPECT_EQ(json::parse(waits.body), (json::value{{"sealed", false}}));
    EXPECT_EQ(ask("get_event_receipt", "inspector", "/events/evt_waits/receipt?hash=sm3").status, 202);
}

TEST_P(Receipts, what_was_set_aside_never_gets_a_receipt) {
    sealing.seal();
    copy_event("evt_forged", server.app().organ.value);
    EXPECT_EQ(json_of("get_audit_status", "/status").at("set_aside"), 0);
    database.owner().execute(
        "INSERT INTO log_set_aside SELECT organ, id, 'E_MAC', at FROM event WHERE id = 'evt_forged'");
    EXPECT_EQ(receipt_status("inspector", "evt_forged"), 404);
    EXPECT_EQ(json_of("get_audit_status", "/status").at("set_aside"), 1);
}

TEST_P(Receipts, are_for_who_wrote_the_event_who_audits_and_who_is_told_of_it) {
    const std::string matter = server.propose();
    const std::string meeting = server.call_meeting();
    const std::string at = "/matters/" + matter;
    ASSERT_EQ(server.act("drafter", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at).status, 403);
    sealing.seal();
    const auto readers = [&](const std::string& event) {
        std::set<std::string> all;
        for (const char* login :
             {"drafter", "chief", "office", "director", "visits", "recorder", "sysadmin", "inspector", "auditadmin"}) {
            const int status = receipt_status(login, event);
            EXPECT_TRUE(status == 200 || status == 404) << login << " " << status;
            if (status == 200) all.insert(login);
        }
        return all;
    };
    const auto proposed = first_event("matter/" + matter);
    EXPECT_THAT(readers(proposed), ElementsAre("auditadmin", "chief", "director", "drafter", "inspector"));
    const auto called = first_event("meeting/" + meeting);
    EXPECT_THAT(readers(called), ElementsAre("auditadmin", "director", "inspector", "office", "recorder"));
    const auto tried = first_event(workflow::attempts_on(matter).name);
    EXPECT_THAT(readers(tried), ElementsAre("auditadmin", "director", "drafter", "inspector"));
    const auto founded = first_event("organ/" + server.app().organ.value);
    EXPECT_THAT(readers(founded), ElementsAre("auditadmin", "inspector"));
    EXPECT_THAT(readers("evt_nowhere"), IsEmpty());
}

TEST_P(Receipts, what_may_not_be_seen_is_told_as_what_is_not_there) {
    const std::string event = first_event("matter/" + server.propose());
    sealing.seal();
    const auto told_without_id = [&](const std::string& operation, const std::string& path) {
        json::object told = json::parse(ask(operation, "visits", path).body).as_object();
        told.erase("request_id");
        told.erase("instance");
        return told;
    };
    EXPECT_EQ(told_without_id("get_event_receipt", "/events/" + event + "/receipt"),
              told_without_id("get_event_receipt", "/events/evt_nowhere/receipt"));
    EXPECT_EQ(told_without_id("get_entries", "/tile/entries/000.p/1"),
              told_without_id("get_entries", "/tile/entries/x999/999"));
}

ON_BOTH_DATABASES(Receipts);

}  // namespace
}  // namespace shenyi::tests
