#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/rules/acc.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant confirmed = at_time("2026-03-01T09:30:00+08:00");
const Instant reset = at_time("2026-02-28T15:00:00+08:00");

/// What stands before the office: the text was found lawful by `legal` and advised on by `adviser2`.
Desk cleared() {
    Desk desk;
    desk.passes(desk.matter, "text1");
    return desk;
}

Post& post_of(Desk& desk, const std::string& name) {
    for (auto& [id, post] : desk.organ.posts) {
        if (post.person == person(name)) return post;
    }
    throw std::logic_error("no post of " + name);
}

/// The post was confirmed by the clerk within a day of the reset of his password.
void confirm_under_mark(Post& post) {
    post.confirmed_by = person("clerk");
    post.confirmed_at = confirmed;
    post.marks.confirmed_reset_at = reset;
}

std::vector<std::string> variants(const std::vector<Finding>& findings) {
    std::vector<std::string> list;
    for (const Finding& finding : findings) list.push_back(finding.variant);
    return list;
}

std::vector<std::string> marked_at_placing(const Desk& desk) {
    const World world = desk.world();
    const Command command{.target = Target::matter,
                          .action = "place_on_agenda",
                          .subject = {.organ = desk.organ.id, .matter = desk.matter.id},
                          .actor = {"clerk"},
                          .body = placing(1)};
    return variants(marks(context_of(world, command)));
}

TEST(R_ACC_09, warns_at_every_act_of_every_kind) {
    Desk desk;
    desk.account.password_reset_at = desk.now - std::chrono::hours(23);
    for (const Action& action : actions()) {
        const Command command{.target = action.target,
                              .action = std::string(action.name),
                              .subject = {.organ = desk.organ.id, .matter = desk.matter.id},
                              .actor = {"clerk"}};
        EXPECT_THAT(desk.asks(r_acc_09, command), AllOf(warns("R-ACC-09", ""), has_fact("name", text("clerk"))))
            << action.name;
    }
}

TEST(R_ACC_09, allows_every_act_of_who_chose_his_password_himself) {
    const Desk desk;
    for (const Action& action : actions()) {
        const Command command{.target = action.target,
                              .action = std::string(action.name),
                              .subject = {.organ = desk.organ.id, .matter = desk.matter.id},
                              .actor = {"clerk"}};
        EXPECT_THAT(desk.asks(r_acc_09, command), allows()) << action.name;
    }
}

TEST(R_ACC_09, warns_who_relies_on_a_reviewer_whose_post_was_confirmed_under_a_mark) {
    Desk desk = cleared();
    desk.places(desk.matter);
    confirm_under_mark(post_of(desk, "legal"));
    const auto tells = AllOf(warns("R-ACC-09", "post"), has_fact("name", text("legal")), has_fact("by", text("clerk")),
                             has_fact("on", on("2026-03-01")), has_fact("date", on("2026-02-28")),
                             has_fact("post", Term{"role", "legal_reviewer"}));
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(1)), tells);
    EXPECT_THAT(desk.asks_item(r_acc_09, "open"), tells);
    EXPECT_THAT(desk.asks(r_acc_09, "publish", Publish{.draft = 1}), tells);
}

TEST(R_ACC_09, warns_of_a_post_that_was_entered_under_a_mark) {
    Desk desk = cleared();
    Post& post = post_of(desk, "legal");
    post.entered_at = confirmed;
    post.marks.entered_reset_at = reset;
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(1)),
                AllOf(warns("R-ACC-09", "post"), has_fact("by", text("secadmin"))));
}

TEST(R_ACC_09, allows_in_silence_whoever_could_act_by_a_post_without_a_mark_and_what_relies_on_nobody) {
    Desk desk = cleared();
    confirm_under_mark(post_of(desk, "legal"));
    EXPECT_THAT(desk.asks(r_acc_09, "remove_from_agenda"), allows());
    EXPECT_THAT(desk.asks(r_acc_09, "endorse"), allows());
    desk.appoint("legal", Role::legal_reviewer, "legal");
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(1)), allows());
}

TEST(R_ACC_09, allows_in_silence_a_post_that_began_after_the_opinion) {
    Desk desk = cleared();
    confirm_under_mark(desk.appoint("legal", Role::legal_reviewer, "legal", "2026-03-12"));
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(1)), allows());
}

TEST(R_ACC_09, warns_of_an_adviser_whose_post_or_engagement_came_about_under_a_mark) {
    Desk desk = cleared();
    Engagement& engagement = desk.organ.engagements.back();
    engagement.entered_by = {"clerk"};
    engagement.entered_at = confirmed;
    engagement.reset_at = reset;
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(1)),
                AllOf(warns("R-ACC-09", "engagement"), has_fact("name", text("adviser2")),
                      has_fact("by", text("clerk")), has_fact("on", on("2026-03-01"))));
    confirm_under_mark(post_of(desk, "adviser2"));
    EXPECT_THAT(marked_at_placing(desk), ElementsAre("post", "engagement"));
    desk.organ.engagements.push_back(
        {.person = {"adviser2"}, .from = on("2026-01-01"), .until = on("2026-12-31"), .field = {}});
    EXPECT_THAT(marked_at_placing(desk), ElementsAre("post")) << "another engagement covers the day without a mark";
}

TEST(R_ACC_09, warns_of_a_reviewer_in_whose_place_a_substitute_acts_by_a_marked_substitution) {
    Desk desk = cleared();
    desk.matter.opinions.back().author = {"deputy"};
    desk.organ.delegations[{"dlg_1"}] = {.id = {"dlg_1"},
                                         .by = {"legal2"},
                                         .to = {"deputy"},
                                         .from = on("2026-03-01"),
                                         .until = on("2026-03-31"),
                                         .reason = "出差",
                                         .recorded_at = confirmed,
                                         .reset_at = reset};
    EXPECT_THAT(
        desk.asks(r_acc_09, "place_on_agenda", placing(1)),
        AllOf(warns("R-ACC-09", "delegation"), has_fact("name", text("deputy")), has_fact("by", text("legal2"))));
}

TEST(R_ACC_09, warns_of_who_confirmed_the_change_to_what_was_found_lawful) {
    Desk desk = cleared();
    desk.drafts(desk.matter, "text2", 1, ChangeClass::clerical).confirmation =
        Confirmation{.kind = ChangeClass::clerical, .by = {"legal2"}, .at = desk.now, .reset_at = reset};
    desk.clears(desk.matter);
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing(2)),
                AllOf(warns("R-ACC-09", ""), has_fact("name", text("legal2"))));
}

TEST(R_ACC_09, warns_who_confirms_what_was_entered_under_a_mark) {
    Desk desk;
    Post& post = desk.appoint("newcomer", Role::drafter, "letters");
    const auto confirms = [&] {
        return desk.asks(r_acc_09, {.target = Target::person,
                                    .action = "confirm_post",
                                    .subject = {.organ = desk.organ.id, .person = person("newcomer"), .post = post.id},
                                    .actor = {"clerk"}});
    };
    post.end = PostEnd{.to = on("2026-03-31"), .entered_by = {"secadmin"}};
    EXPECT_THAT(confirms(), allows());
    post.end->marks.entered_reset_at = reset;
    EXPECT_THAT(confirms(), AllOf(warns("R-ACC-09", "entry"), has_fact("name", text("newcomer")),
                                  has_fact("by", text("secadmin")), has_fact("date", on("2026-02-28"))));
    post.end.reset();
    post.confirmed_by.reset();
    EXPECT_THAT(confirms(), allows());
    post.marks.entered_reset_at = reset;
    EXPECT_THAT(confirms(), warns("R-ACC-09", "entry"));
}

TEST(R_ACC_09, warns_who_confirms_a_calendar_that_was_loaded_under_a_mark) {
    Desk desk;
    desk.organ.loaded_calendars.push_back({.year = {.year = 2027}, .loaded_by = {"sysadmin"}, .marks = {reset, {}}});
    desk.organ.loaded_calendars.push_back({.year = {.year = 2028}, .loaded_by = {"sysadmin"}});
    const auto confirms = [&](int year) {
        return desk.asks(r_acc_09, {.target = Target::organ,
                                    .action = "confirm_calendar",
                                    .subject = {.organ = desk.organ.id, .year = year},
                                    .actor = {"clerk"}});
    };
    EXPECT_THAT(confirms(2027), AllOf(warns("R-ACC-09", "calendar"), has_fact("name", text("sysadmin")),
                                      has_fact("year", std::int64_t{2027})));
    EXPECT_THAT(confirms(2028), allows());
    desk.organ.loaded_calendars.push_back({.year = {.year = 2027}, .loaded_by = {"sysadmin"}});
    EXPECT_THAT(confirms(2027), allows()) << "the newest is confirmed";
}

TEST(R_ACC_09, warns_of_every_mark_at_once_the_actors_own_first) {
    Desk desk = cleared();
    EXPECT_THAT(marked_at_placing(desk), IsEmpty());
    desk.account.password_reset_at = desk.now - std::chrono::hours(1);
    desk.matter.opinions.back().reset_at = reset;
    confirm_under_mark(post_of(desk, "legal"));
    desk.organ.engagements.back().reset_at = reset;
    EXPECT_THAT(marked_at_placing(desk), ElementsAre("", "", "post", "engagement"));
}

// ---- an administrator is not both (R-ACC-08) ----

/// An appointment or, `ending`, its end lies for the clerk's confirmation; secadmin entered it.
struct Lying {
    Desk desk;
    PostId post;

    explicit Lying(bool ending) {
        Post& lies = desk.appoint("newcomer", Role::legal_reviewer, "legal", ending ? "2020-01-01" : "2026-03-17");
        post = lies.id;
        if (ending) {
            lies.end = PostEnd{.to = on("2026-03-31"), .document = DocumentId{"d"}, .entered_by = {"secadmin"}};
        } else {
            lies.confirmed_by.reset();
        }
        desk.account.password_reset_at = desk.now - std::chrono::hours(23);
    }

    std::optional<Finding> confirmed() const {
        return desk.asks(r_acc_08, {.target = Target::person,
                                    .action = "confirm_post",
                                    .subject = {.organ = desk.organ.id, .person = person("newcomer"), .post = post},
                                    .actor = {"clerk"},
                                    .body = ConfirmPost{}});
    }
};

TEST(R_ACC_08, refuses_a_confirmation_by_whose_password_the_enterer_reset_within_a_day) {
    for (const bool ending : {false, true}) {
        Lying lying(ending);
        lying.desk.account.password_reset_by = person("secadmin");
        EXPECT_THAT(lying.confirmed(), AllOf(refuses("R-ACC-08", "reset"), has_fact("name", text("clerk")),
                                             has_fact("by", text("secadmin")), has_fact("reset_on", on("2026-03-15"))))
            << ending;
        EXPECT_EQ(lying.confirmed()->missing, std::vector{Missing::another_person});
    }
}

TEST(R_ACC_08, refuses_it_too_where_the_reset_or_the_entry_bears_a_mark_itself) {
    Lying reset_in_others_name(false);
    reset_in_others_name.desk.account.password_reset_by = person("sysadmin");
    reset_in_others_name.desk.account.reset_under_mark = true;
    EXPECT_THAT(reset_in_others_name.confirmed(), refuses("R-ACC-08", "reset"));

    for (const bool ending : {false, true}) {
        Lying entered_in_others_name(ending);
        entered_in_others_name.desk.account.password_reset_by = person("sysadmin");
        Post& post = entered_in_others_name.desk.organ.posts.at(entered_in_others_name.post);
        (ending ? post.end->marks : post.marks).entered_reset_at = reset;
        EXPECT_THAT(entered_in_others_name.confirmed(), refuses("R-ACC-08", "reset")) << ending;
    }
}

TEST(R_ACC_08, allows_a_confirmation_a_day_after_the_reset_and_after_one_by_somebody_else) {
    Lying a_day_later(false);
    a_day_later.desk.account.password_reset_by = person("secadmin");
    a_day_later.desk.account.password_reset_at = a_day_later.desk.now - std::chrono::hours(24);
    EXPECT_THAT(a_day_later.confirmed(), allows());

    Lying reset_by_another(false);
    reset_by_another.desk.account.password_reset_by = person("sysadmin");
    EXPECT_THAT(reset_by_another.confirmed(), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
