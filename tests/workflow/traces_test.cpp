#include "workflow/traces.hpp"

#include "tests/support/bureau.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/describe/enum_to_string.hpp>

#include <set>

namespace shenyi::workflow {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;
using tests::Bureau;

/// `done drafter create`, `copied section_head@办信科 …`: of the events from `from` on.
std::vector<std::string> told(Bureau& bureau, std::size_t from) {
    std::vector<std::string> lines;
    for (std::size_t i = from; i < bureau.log().size(); ++i) {
        std::vector<Trace> traces = traces_of(bureau.log()[i], bureau.world());
        const auto done = done_by(bureau.log()[i], bureau.organ().id);
        if (done) traces.insert(traces.begin(), *done);
        for (const Trace& trace : traces) {
            std::string line = boost::describe::enum_to_string(trace.box, "");
            line += " ";
            if (trace.to.by_post()) {
                line += boost::describe::enum_to_string(trace.to.role, "");
                if (trace.to.unit) line += "@" + bureau.organ().units.at(*trace.to.unit).name;
            } else {
                for (const PersonId& each : trace.to.persons) line += bureau.organ().people.at(each).login;
            }
            lines.push_back(line + " " + std::string(trace.action));
        }
    }
    return lines;
}

}  // namespace

TEST(Traces, keep_who_began_a_matter_and_who_did_what) {
    Bureau bureau;
    bureau.propose("痕迹");
    EXPECT_THAT(told(bureau, 0), ElementsAre("done drafter create", "started drafter create"));
    const std::size_t from = bureau.log().size();
    bureau.open();
    EXPECT_THAT(told(bureau, from),
                IsSupersetOf({"done drafter record_study", "done director open", "copied drafter open",
                              "copied section_head@办信科 open", "copied portfolio_leader@办信科 open"}));
}

TEST(Traces, tell_those_who_answer_for_a_matter_of_its_opinion_but_not_its_author) {
    Bureau bureau;
    bureau.propose("意见").open().draft().send().accept().advise();
    const std::size_t from = bureau.log().size();
    bureau.conclude(Conclusion::lawful);
    EXPECT_THAT(told(bureau, from),
                IsSupersetOf({"done legal issue_legality_opinion", "copied drafter issue_legality_opinion",
                              "copied portfolio_leader@办信科 issue_legality_opinion"}));
    EXPECT_THAT(told(bureau, from), Not(Contains("copied legal issue_legality_opinion")));
}

TEST(Traces, count_an_act_on_an_item_once_though_it_stands_in_two_streams) {
    Bureau bureau;
    bureau.reviewed("两条记录").in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00");
    const std::size_t from = bureau.log().size();
    bureau.open_item();
    EXPECT_THAT(told(bureau, from), ElementsAre("done recorder open"));
}

TEST(Traces, do_not_say_that_a_reviewer_removed_what_a_rule_took_off) {
    Bureau bureau;
    bureau.reviewed("撤回").call(Forum::office_meeting, "2026-03-20T09:00:00+08:00").place();
    const std::size_t from = bureau.log().size();
    bureau.as("legal", Target::matter, "withdraw_legality_opinion",
              WithdrawLegalityOpinion{.opinion = bureau.matter().opinions.front().id, .reasons = "发现遗漏"});
    EXPECT_THAT(told(bureau, from), Contains("done legal withdraw_legality_opinion"));
    EXPECT_THAT(told(bureau, from), Not(Contains("done legal remove_from_agenda")));
    EXPECT_THAT(told(bureau, from), Contains("copied office_clerk remove_from_agenda"));
}

TEST(Traces, tell_whom_a_roster_leaves_out_and_the_chair) {
    Bureau bureau;
    bureau.reviewed("排除").call(Forum::office_meeting, "2026-03-20T09:00:00+08:00").place();
    const std::size_t from = bureau.log().size();
    bureau.as("office", Target::meeting, "fix_roster",
              FixRoster{.excluded = {{bureau.person("member4"), "停职", bureau.document("office", "停职决定")}},
                        .attendees = {}});
    EXPECT_THAT(told(bureau, from),
                ElementsAre("done office fix_roster", "copied member4 fix_roster", "copied director fix_roster"));
}

TEST(Traces, tell_the_owner_of_a_password_that_it_was_reset) {
    Bureau bureau;
    const auto resets = [&](const char* owner) {
        const std::size_t from = bureau.log().size();
        const auto done = bureau.try_command("secadmin", {.target = Target::person,
                                                          .action = "reset_password",
                                                          .subject = {.person = bureau.person(owner)},
                                                          .body = ResetPassword{.reason = "忘记"}});
        EXPECT_TRUE(done);
        return told(bureau, from);
    };
    EXPECT_THAT(resets("legal"), ElementsAre("done secadmin reset_password", "copied legal reset_password"));
    EXPECT_THAT(resets("secadmin"), ElementsAre("done secadmin reset_password", "copied secadmin reset_password"))
        << "it may have been somebody else at his desk";
}

TEST(Traces, tell_the_owner_what_another_set_but_not_what_he_set_himself) {
    Bureau bureau;
    const auto copies = [&](bool by_owner) {
        const NewEvent event{.stream = stream_of(bureau.person("legal")),
                             .event = PersonEvent{PasswordChanged{.by_owner = by_owner}},
                             .meta = {.id = {"evt_1"}, .at = bureau.now(), .actor = bureau.person("secadmin")}};
        return traces_of(event, bureau.world()).size();
    };
    EXPECT_EQ(copies(false), 1U);
    EXPECT_EQ(copies(true), 0U);
}

TEST(Traces, tell_the_whole_course) {
    Bureau bureau;
    bureau.reviewed("全程")
        .in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00")
        .discuss()
        .decide()
        .close_item()
        .close_meeting();
    EXPECT_THAT(told(bureau, 0),
                IsSupersetOf({"done director decide", "done recorder close", "copied section_head@办信科 close"}));
}

}  // namespace shenyi::workflow
