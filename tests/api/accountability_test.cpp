#include "tests/api/traced_server.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>

namespace shenyi::tests {
namespace {

using namespace workflow;
namespace json = boost::json;

class Accountability : public OnBothDatabases {
  protected:
    std::string matter() const { return "/matters/" + server.matter.value; }
    std::string meeting() const { return "/meetings/" + server.meeting.value; }

    TracedServer server{GetParam()};
};

const json::object* find_in(const json::value& list, std::string_view member, std::string_view wanted) {
    for (const json::value& each : list.as_array()) {
        if (each.at(member) == json::value(wanted)) return &each.as_object();
    }
    return nullptr;
}

bool has_act(const json::object& link, std::string_view deed, std::string_view what) {
    return std::ranges::any_of(link.at("acts").as_array(), [&](const json::value& act) {
        return act.at("deed") == json::value(deed) && act.at("what") == json::value(what);
    });
}

TEST_P(Accountability, the_responsibility_names_who_did_what_with_dissent_as_evidence_and_what_was_refused) {
    server.drafted();
    server.reviewed();
    server.before_office();
    server.adopted_by_office();
    server.before_party_group();
    server.adopted_with_dissent();
    server.record_signed();
    const json::value body = server.fitting("inspector", matter() + "/responsibility", "Responsibility");

    EXPECT_EQ(body.at("chain").at(0).at("person"), json::value(server.person("director").value));
    EXPECT_EQ(body.at("chain").at(0).at("level"), "overall");
    EXPECT_EQ(body.at("decisions").as_array().size(), 2U);
    const auto* member = find_in(body.at("chain"), "person", server.person("member4").value);
    ASSERT_NE(member, nullptr);
    EXPECT_TRUE(has_act(*member, "spoke", "表态（反对）")) << json::serialize(*member);
    EXPECT_TRUE(has_act(*member, "voted", "表决（反对）")) << json::serialize(*member);

    ASSERT_EQ(body.at("dissents").as_array().size(), 1U);
    EXPECT_EQ(body.at("dissents").at(0).at("person"), json::value(server.person("member4").value));
    EXPECT_EQ(body.at("dissents").at(0).at("evidence"), true);

    const auto* alone = find_in(body.at("attempts"), "action", "decide");
    ASSERT_NE(alone, nullptr) << json::serialize(body.at("attempts"));
    EXPECT_EQ(alone->at("actor").at("id"), json::value(server.person("deputy1").value));
    EXPECT_EQ(body.at("attempt_count"), 1);
    EXPECT_EQ(body.at("review_after_meeting_count"), 0);

    const auto* gate = find_in(body.at("rules"), "rule", "R-GATE-01");
    ASSERT_NE(gate, nullptr);
    EXPECT_EQ(gate->at("last_applied"), "2026-03-25");
    EXPECT_NE(json::serialize(gate->at("sources")).find("重大行政决策程序暂行条例"), std::string::npos);
}

TEST_P(Accountability, the_words_of_the_trace_follow_the_language_asked_for) {
    server.drafted();
    server.reviewed();
    const json::value body =
        server.fitting("director", matter() + "/responsibility", "Responsibility", {{"Accept-Language", "en"}});
    const auto* reviewer = find_in(body.at("chain"), "person", server.person("legal").value);
    ASSERT_NE(reviewer, nullptr);
    EXPECT_EQ(reviewer->at("level_text"), "reviewer");
    EXPECT_TRUE(has_act(*reviewer, "reviewed", "issued the legality review opinion (lawful)"))
        << json::serialize(*reviewer);
}

TEST_P(Accountability, of_attempts_the_unit_sees_its_own_and_of_a_meeting_nothing_it_does_not_see) {
    server.drafted();
    const auto refused = server.try_as("chief", Target::matter, "withdraw_request", WithdrawRequest{.reason = "误送"});
    EXPECT_NE(refused.kind, storage::Outcome::Kind::accepted);
    server.reviewed();
    server.before_office();
    server.adopted_by_office();
    const json::value all = server.fitting("inspector", matter() + "/responsibility", "Responsibility");
    const json::value own = server.fitting("drafter", matter() + "/responsibility", "Responsibility");
    EXPECT_EQ(all.at("attempt_count"), 2);
    EXPECT_EQ(own.at("attempt_count"), 0);
    const auto* member = find_in(all.at("chain"), "person", server.person("member4").value);
    EXPECT_NE(member, nullptr);
    EXPECT_EQ(find_in(own.at("chain"), "person", server.person("member4").value), nullptr);
    // Who was named as responsible is no secret of the meeting.
    EXPECT_NE(find_in(own.at("chain"), "person", server.person("deputy1").value), nullptr);
    EXPECT_EQ(server.get("visits", matter() + "/responsibility").status, 404);
    EXPECT_EQ(server.get("adviser", matter() + "/responsibility").status, 404);
    EXPECT_EQ(server.get("sysadmin", matter() + "/responsibility").status, 404);
}

TEST_P(Accountability, an_advisers_opinion_is_told_to_the_unit_when_it_is_released_and_not_before) {
    server.drafted();
    server.advised();
    const auto adviser_in = [&](const std::string& login) {
        const json::value body = server.fitting(login, matter() + "/responsibility", "Responsibility");
        return find_in(body.at("chain"), "person", server.person("adviser").value) != nullptr;
    };
    EXPECT_TRUE(adviser_in("legal"));
    EXPECT_FALSE(adviser_in("drafter"));
    server.found_lawful();
    EXPECT_TRUE(adviser_in("drafter"));
}

TEST_P(Accountability, an_unchanged_trace_is_not_sent_again) {
    server.drafted();
    const auto first = server.get("director", matter() + "/responsibility");
    ASSERT_EQ(first.status, 200);
    const std::string tag = first.header("ETag");
    EXPECT_EQ(server.get("director", matter() + "/responsibility", {{"If-None-Match", tag}}).status, 304);
    EXPECT_EQ(server.get("director", matter() + "/responsibility", {{"If-None-Match", tag}, {"Accept-Language", "en"}})
                  .status,
              200);
}

TEST_P(Accountability, the_minutes_hold_what_the_law_lists) {
    server.drafted();
    server.reviewed();
    server.before_office();
    server.adopted_by_office();
    server.before_party_group();
    server.adopted_with_dissent();
    const json::value body = server.fitting("deputy2", meeting() + "/minutes", "Minutes");
    EXPECT_EQ(body.at("chair").at("post"), "党组书记");
    EXPECT_EQ(body.at("due").as_array().size(), 5U);
    EXPECT_EQ(body.at("present").as_array().size(), 5U);
    EXPECT_EQ(body.at("quorum").at("met"), true);
    EXPECT_EQ(body.at("still_to_sign").as_array().size(), 6U);
    EXPECT_TRUE(body.at("signed_at").is_null());
    EXPECT_TRUE(body.at("number").is_null());
    ASSERT_EQ(body.at("items").as_array().size(), 1U);
    const json::value& item = body.at("items").at(0);
    EXPECT_EQ(item.at("reporters").at(0).at("name"), "孟开来");
    ASSERT_EQ(item.at("opinions").as_array().size(), 2U);
    EXPECT_EQ(item.at("opinions").at(0).at("conclusion"), "lawful");
    EXPECT_EQ(item.at("statements").at(3).at("position"), "against");
    EXPECT_EQ(item.at("arithmetic"),
              (json::value{{"due", 5}, {"present", 5}, {"for", 3}, {"against", 1}, {"abstain", 1}, {"needed", 3}}));
    EXPECT_EQ(item.at("dissents").at(0).at("text"), "资金来源没有落实,不同意本方案。");
    EXPECT_EQ(item.at("responsible").at("portfolio").at(0), json::value(server.person("deputy1").value));
    EXPECT_EQ(item.at("materials").at(0).at("name"), "材料.txt");
    EXPECT_EQ(item.at("statements").at(3).at("post").is_string(), true);
    EXPECT_EQ(item.at("statements").at(3).at("entered").at("event").is_string(), true);
    for (const char* list : {"declarations", "statements", "dissents"}) {
        for (const json::value& each : item.at(list).as_array()) {
            EXPECT_FALSE(each.at("name").as_string().empty()) << list;
            EXPECT_TRUE(each.at("entered").at("recorded_at").is_string()) << list;
            EXPECT_TRUE(each.at("entered").at("occurred_at").is_null()) << list;
        }
    }
    EXPECT_EQ(item.at("ballots").at(0).at("votes_named").at(3).at("vote"), "against");
    EXPECT_TRUE(item.at("ballots").at(0).at("entered").at("recorded_at").is_string());
    EXPECT_EQ(item.at("responsible_named").at("portfolio").at(0).at("person"),
              json::value(server.person("deputy1").value));
    EXPECT_TRUE(item.at("closed_at").is_string());
    EXPECT_EQ(item.at("course").as_array().front().at("type"), "item.placed");
    EXPECT_EQ(item.at("course").as_array().back().at("type"), "item.closed");
    EXPECT_TRUE(body.at("occurred_at").is_null()) << "nobody entered one";
    EXPECT_EQ(body.at("papers"), (json::value{{"agenda_settled_at", nullptr}, {"sent", false}, {"sent_at", nullptr}}));
    EXPECT_EQ(body.at("still_to_sign_named").as_array().size(), 6U);

    server.as("recorder", Target::meeting, "correct",
              Correct{.event = server.calling(), .text = "记录中第二项日期应为3月25日。"});
    server.record_signed();
    const json::value later = server.fitting("office", meeting() + "/minutes", "Minutes");
    EXPECT_FALSE(later.at("signed_at").is_null());
    EXPECT_EQ(later.at("stage"), "signed");
    EXPECT_EQ(later.at("number"), "党组会纪要〔2026〕1号");
    EXPECT_FALSE(later.at("signatures").at(0).at("name").as_string().empty());
    EXPECT_TRUE(later.at("signatures").at(0).at("entered").at("event").is_string());
    EXPECT_EQ(later.at("corrections").at(0).at("text"), "记录中第二项日期应为3月25日。");
}

TEST_P(Accountability, who_only_attends_reads_no_record) {
    server.drafted();
    server.reviewed();
    server.before_office();
    EXPECT_EQ(server.get("chief", meeting() + "/minutes").status, 404);
    EXPECT_EQ(server.get("adviser", meeting() + "/minutes").status, 404);
    server.fitting("recorder", meeting() + "/minutes", "Minutes");
}

TEST_P(Accountability, the_file_of_an_item_holds_papers_opinions_claims_and_what_the_gate_says) {
    server.drafted();
    server.reviewed();
    server.before_office();
    const std::string path = meeting() + "/items/" + server.item.value + "/file";
    const json::value body = server.fitting("member4", path, "MeetingFile");
    EXPECT_EQ(body.at("draft").at("version"), 3);
    EXPECT_EQ(body.at("draft").at("clauses").as_array().size(), 3U);
    EXPECT_EQ(body.at("clearance").at("standing"), true);
    EXPECT_EQ(body.at("opinions").as_array().size(), 2U);
    EXPECT_EQ(body.at("legal_basis").at(0).at("title"), "信访工作条例");
    EXPECT_EQ(body.at("consultations").at(0).at("unit"), "unit_visits");
    ASSERT_EQ(body.at("claims").as_array().size(), 1U);
    EXPECT_EQ(body.at("claims").at(0).at("answer").at("finding"), "met");
    EXPECT_TRUE(body.at("findings").as_array().empty()) << json::serialize(body.at("findings"));
    EXPECT_EQ(body.at("documents").at(0).at("document"), body.at("draft").at("main"));

    EXPECT_EQ(server.get("drafter", path).status, 200);
    EXPECT_EQ(server.fitting("office", path, "MeetingFile").at("claims").as_array().size(), 1U);
    // The recorder has the papers before him, not what the opinions say of them.
    const json::value recorders = server.fitting("recorder", path, "MeetingFile");
    EXPECT_EQ(recorders.at("documents").as_array().size(), 2U);
    EXPECT_TRUE(recorders.at("opinions").as_array().empty());
    EXPECT_TRUE(recorders.at("clearance").is_null());
    EXPECT_EQ(server.get("visits", path).status, 404);
    EXPECT_EQ(server.get("member4", meeting() + "/items/itm_none/file").status, 404);
}

TEST_P(Accountability, versions_differ_by_clause_and_character_and_a_scan_is_told_as_not_comparable) {
    server.drafted();
    const json::value body = server.fitting("drafter", matter() + "/drafts/2/diff/3", "DraftDiff");
    EXPECT_EQ(body.at("comparable"), true);
    ASSERT_EQ(body.at("clauses").as_array().size(), 2U);
    EXPECT_EQ(body.at("clauses").at(0).at("clause"), "2");
    EXPECT_EQ(body.at("clauses").at(0).at("kind"), "changed");
    EXPECT_NE(find_in(body.at("clauses").at(0).at("runs"), "text", "三"), nullptr) << json::serialize(body);
    EXPECT_EQ(body.at("clauses").at(1).at("kind"), "added");
    EXPECT_EQ(body.at("papers").as_array().size(), 2U);

    const json::value scan = server.fitting("drafter", matter() + "/drafts/1/diff/2", "DraftDiff");
    EXPECT_EQ(scan.at("comparable"), false);
    EXPECT_TRUE(scan.at("clauses").as_array().empty());
    EXPECT_EQ(server.get("drafter", matter() + "/drafts/2/diff/9").status, 404);
    EXPECT_EQ(server.get("drafter", matter() + "/drafts/02/diff/3").status, 404);
    EXPECT_EQ(server.get("office", matter() + "/drafts/2/diff/3").status, 404);
}

ON_BOTH_DATABASES(Accountability);

}  // namespace
}  // namespace shenyi::tests
