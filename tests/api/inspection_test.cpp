#include "tests/api/traced_server.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

namespace shenyi::tests {
namespace {

using namespace workflow;
namespace json = boost::json;

/// What the record answers to an inspector: who tried what and was told what, who knew what and when.
class Inspection : public OnBothDatabases {
  protected:
    std::string matter() const { return "/matters/" + server.matter.value; }
    std::string meeting() const { return "/meetings/" + server.meeting.value; }
    json::array history(const std::string& login, const std::string& of) {
        return server.fitting(login, of + "/history?limit=200", "HistoryList").at("items").as_array();
    }
    void call(Forum forum, std::string_view held_at) {
        server.as("office", Target::meeting, "create",
                  CreateMeeting{.forum = forum,
                                .held_at = parse_instant(held_at).value(),
                                .place = "三楼会议室",
                                .chair = server.person("director"),
                                .recorder = server.person("recorder")});
    }
    json::array readings(const std::string& login) {
        server.app().engine->write_readings();
        return server.fitting(login, matter() + "/responsibility", "Responsibility").at("readings").as_array();
    }
    std::vector<RecordRead> read_events() {
        const auto& app = server.app();
        const auto stream = access_of(app.organ, date_of(app.clock->now())).name;
        std::vector<RecordRead> read;
        const auto events = app.engine->events(app.organ, {stream}).value();
        for (const auto& event : events) {
            const auto* access = std::get_if<AccessEvent>(&event.event);
            if (const auto* one = access ? std::get_if<RecordRead>(access) : nullptr) read.push_back(*one);
        }
        return read;
    }

    TracedServer server{GetParam()};
};

/// A copy, since the entries are most often an answer that is not kept.
std::shared_ptr<const json::object> attempt_of(const json::array& entries, std::string_view action) {
    for (const json::value& each : entries) {
        if (each.at("entry") == "attempt" && each.at("action") == json::value(action)) {
            return std::make_shared<const json::object>(each.as_object());
        }
    }
    return nullptr;
}

std::set<std::string> types_in(const json::array& entries) {
    std::set<std::string> types;
    for (const json::value& each : entries) types.emplace(each.at("type").as_string());
    return types;
}

TEST_P(Inspection, an_attempt_says_what_was_asked_for_and_who_could_clear_it_then_and_not_who_could_now) {
    server.drafted();
    call(Forum::office_meeting, "2026-03-24T09:00:00+08:00");
    const auto refused = server.try_as("office", Target::matter, "place_on_agenda",
                                       PlaceOnAgenda{.meeting = server.meeting, .draft = 3});
    ASSERT_EQ(refused.kind, storage::Outcome::Kind::refused);
    const json::array before = history("inspector", matter());
    const auto then = attempt_of(before, "place_on_agenda");
    ASSERT_NE(then, nullptr);
    EXPECT_EQ(then->at("data").at("body"), (json::value{{"meeting", server.meeting.value}, {"draft", 3}}));
    const json::array findings = then->at("findings").as_array();
    EXPECT_EQ(findings.at(0).at("rule"), "R-GATE-01");
    const json::array& clearers = findings.at(0).at("who_can_clear").as_array();
    const auto reviewers = std::ranges::find_if(
        clearers, [](const json::value& each) { return each.at("role") == json::value("legal_reviewer"); });
    ASSERT_NE(reviewers, clearers.end()) << json::serialize(findings);
    ASSERT_GT(reviewers->at("named").as_array().size(), 1U);
    EXPECT_FALSE(reviewers->at("named").at(0).at("name").as_string().empty());
    EXPECT_FALSE(reviewers->at("named").at(0).at("post").as_string().empty());

    server.reviewed();  // since then one reviewer and one adviser have it in their hands
    const json::array after = history("inspector", matter());
    EXPECT_EQ(attempt_of(after, "place_on_agenda")->at("findings"), json::value(findings));
}

TEST_P(Inspection, a_meeting_entered_that_took_place_before_its_roster_counts_as_review_after_the_meeting) {
    server.drafted();
    server.reviewed();
    server.before_office();
    server.move_clock("2026-03-24T09:00:00+08:00");
    const auto refused =
        server.app().engine->submit({.command = {.target = Target::meeting,
                                                 .action = "open",
                                                 .subject = {.organ = server.app().organ, .meeting = server.meeting},
                                                 .actor = server.person("recorder"),
                                                 .body = OpenMeeting{.present = {server.person("director")}},
                                                 .occurred_at = parse_instant("2026-01-05T09:00:00+08:00")},
                                     .address = "127.0.0.1"});
    ASSERT_TRUE(refused);
    ASSERT_EQ(refused->kind, storage::Outcome::Kind::refused);
    const auto told = attempt_of(history("inspector", matter()), "open");
    ASSERT_NE(told, nullptr) << "it bears on every matter of the meeting";
    EXPECT_EQ(told->at("counted_as"), "review_after_meeting");
    EXPECT_EQ(told->at("counted_as_text"), "会后补审");
    EXPECT_NE(attempt_of(history("inspector", meeting()), "open"), nullptr);
    const json::value traced = server.fitting("inspector", matter() + "/responsibility", "Responsibility");
    EXPECT_EQ(traced.at("attempt_count"), 1);
    EXPECT_EQ(traced.at("review_after_meeting_count"), 1);
    EXPECT_EQ(traced.at("attempts").at(0).at("counted_as"), "review_after_meeting");
}

TEST_P(Inspection, an_attempt_in_the_wrong_role_says_which_roles_may) {
    server.drafted();
    server.reviewed();
    server.before_office();
    server.adopted_by_office();
    const json::array entries = history("inspector", matter());
    const auto alone = attempt_of(entries, "decide");
    ASSERT_NE(alone, nullptr) << "an attempt on the matter's item belongs to its history";
    EXPECT_EQ(alone->at("data").at("roles_that_may").as_array(), json::array{"director"});
    EXPECT_EQ(alone->at("data").at("body").at("outcome"), "adopted");
    EXPECT_EQ(alone->at("data").at("item"), json::value(server.item.value));
    EXPECT_EQ(attempt_of(history("drafter", matter()), "decide"), nullptr);
}

TEST_P(Inspection, an_unreviewed_draft_tried_as_a_hearings_paper_is_told_with_its_matter_and_with_the_meeting) {
    server.drafted();
    call(Forum::office_meeting, "2026-03-24T09:00:00+08:00");
    const DocumentId paper = server.document("office", "第一条 目的。\n第二条 化解期限二十日。\n第三条 附则。\n");
    const auto refused = server.try_as(
        "office", Target::meeting, "add_item",
        AddItem{
            .kind = ItemKind::hearing, .title = "听取汇报", .presenter = server.person("chief"), .documents = {paper}},
        {paper});
    ASSERT_EQ(refused.kind, storage::Outcome::Kind::refused);
    const auto told = attempt_of(history("inspector", matter()), "add_item");
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->at("data").at("meeting"), json::value(server.meeting.value));
    EXPECT_EQ(told->at("findings").at(0).at("rule"), "R-GATE-01");
    EXPECT_NE(attempt_of(history("inspector", meeting()), "add_item"), nullptr);
    EXPECT_NE(attempt_of(history("office", meeting()), "add_item"), nullptr) << "his own";
    EXPECT_EQ(attempt_of(history("member4", meeting()), "add_item"), nullptr) << "another's";
    const json::value traced = server.fitting("inspector", matter() + "/responsibility", "Responsibility");
    EXPECT_NE(attempt_of(traced.at("attempts").as_array(), "add_item"), nullptr);
    EXPECT_EQ(attempt_of(history("drafter", matter()), "add_item"), nullptr);
}

TEST_P(Inspection, the_history_holds_what_was_declared_said_voted_and_signed_for_who_sees_the_record) {
    server.drafted();
    server.reviewed();
    server.before_office();
    server.adopted_by_office();
    server.before_party_group();
    server.adopted_with_dissent();
    server.record_signed();
    const json::array whole = history("inspector", matter());
    const std::set<std::string> types = types_in(whole);
    for (const char* type : {"interest.declared", "position.stated", "head.decided", "ballot.recorded", "ballot.closed",
                             "dissent.confirmed", "record.signed", "item.closed"}) {
        EXPECT_TRUE(types.contains(type)) << type;
    }
    std::set<std::string> ids;
    for (const json::value& each : whole) {
        EXPECT_TRUE(ids.emplace(each.at("id").as_string()).second) << "told twice: " << each.at("type").as_string();
    }
    const std::set<std::string> units = types_in(history("drafter", matter()));
    EXPECT_TRUE(units.contains("item.closed"));
    EXPECT_FALSE(units.contains("position.stated"));
    EXPECT_FALSE(units.contains("ballot.recorded"));

    EXPECT_TRUE(types_in(history("deputy2", meeting())).contains("position.stated"));
    EXPECT_TRUE(types_in(history("recorder", meeting())).contains("meeting.called"));
    for (const char* stranger : {"chief", "adviser", "drafter", "sysadmin"}) {
        EXPECT_EQ(server.get(stranger, meeting() + "/history").status, 404) << stranger;
    }
}

TEST_P(Inspection, who_opened_which_version_when_is_on_record_once_however_often_he_did) {
    server.drafted();
    server.reviewed();
    const std::string draft = matter() + "/drafts/3";
    const json::value shown = json::parse(server.get("legal", draft).body);
    const std::string paper(shown.at("main").as_string());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(server.get("adviser", "/documents/" + paper).status, 200);
    EXPECT_EQ(server.get("sysadmin", "/documents/" + paper).status, 404);

    const json::array all = readings("inspector");
    const auto of = [](const json::array& list, const PersonId& person, std::string_view what) {
        return std::ranges::find_if(list, [&](const json::value& each) {
            return each.at("person").at("person") == json::value(person.value) && each.at("what") == json::value(what);
        });
    };
    const auto advisers = of(all, server.person("adviser"), "document");
    ASSERT_NE(advisers, all.end()) << json::serialize(all);
    EXPECT_EQ(advisers->at("versions").as_array(), json::array{3});
    EXPECT_EQ(advisers->at("document"), json::value(paper));
    EXPECT_EQ(advisers->at("count"), 3);
    const auto reviewers = of(all, server.person("legal"), "draft");
    ASSERT_NE(reviewers, all.end());
    EXPECT_EQ(reviewers->at("versions").as_array(), json::array{3});
    EXPECT_EQ(of(all, server.person("sysadmin"), "document"), all.end()) << "was not shown it";

    const json::array directors = readings("director");
    EXPECT_NE(of(directors, server.person("adviser"), "document"), directors.end());
    const json::array own = readings("drafter");
    EXPECT_EQ(of(own, server.person("adviser"), "document"), own.end()) << "what others read is not told to the unit";
}

TEST_P(Inspection, what_an_inspector_looks_at_is_on_record_and_what_others_look_at_only_where_it_is_a_paper) {
    server.drafted();
    for (int i = 0; i < 3; ++i) server.get("inspector", matter());
    server.get("inspector", matter() + "/history");
    server.get("director", matter());
    server.get("director", matter() + "/history");
    server.app().engine->write_readings();
    const auto read = read_events();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read.front().person, server.person("inspector"));
    EXPECT_EQ(read.front().resource, stream_of(server.matter).name);
    ASSERT_EQ(read.front().readings.size(), 2U);
    EXPECT_EQ(read.front().readings.at(0).what, ReadKind::matter);
    EXPECT_EQ(read.front().readings.at(0).count, 3);

    server.get("inspector", matter());
    server.app().engine->write_readings();
    EXPECT_EQ(read_events().size(), 1U) << "the same within the hour is counted";
    server.app().stop();
    const auto at_stop = read_events();
    ASSERT_EQ(at_stop.size(), 2U) << "and written at stop";
    EXPECT_EQ(at_stop.back().readings.front().count, 1);
}

ON_BOTH_DATABASES(Inspection);

}  // namespace
}  // namespace shenyi::tests
