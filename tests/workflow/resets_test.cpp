#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/acts.hpp"
#include "workflow/clearing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What somebody does within a day of his password's reset, from the act to whoever relies on it (R-ACC-09), and what
/// one administrator cannot do alone (R-ACC-08).
namespace shenyi::workflow {
namespace {

using testing::AllOf;
using testing::Not;
using tests::Bureau;
using tests::is_accepted;
using tests::is_refused_by;
using tests::rules_of;
using tests::warns_of;

/// On the first day `second` becomes a security administrator beside `secadmin`; it is the second day.
class Resets : public testing::Test {
  protected:
    Resets() {
        bureau.as("secadmin", Target::organ, "register_person", RegisterPerson{.login = "second", .name = "尹守密"});
        const PostId post = enters("secadmin", "second", Role::security_admin, "信息中心", "2026-03-03");
        EXPECT_THAT(confirms("director", "second", post), is_accepted());
        bureau.at("2026-03-03T09:00:00+08:00");
    }

    Bureau::Answer on_person(const char* actor, const char* subject, std::string action, std::any body,
                             std::optional<PostId> post = {}) {
        return bureau.try_command(actor, {.target = Target::person,
                                          .action = std::move(action),
                                          .subject = {.person = bureau.person(subject), .post = std::move(post)},
                                          .body = std::move(body)});
    }
    PostId enters(const char* actor, const char* subject, Role role, const char* unit, const char* from) {
        const auto entered = on_person(actor, subject, "enter_post",
                                       EnterPost{.role = role,
                                                 .title = "科员",
                                                 .unit = bureau.unit(unit),
                                                 .from = *parse_date(from),
                                                 .document = bureau.document(actor, "任命文件")});
        EXPECT_THAT(entered, is_accepted());
        return entered ? PostId{entered->created} : PostId{};
    }
    Bureau::Answer confirms(const char* actor, const char* subject, const PostId& post) {
        return on_person(actor, subject, "confirm_post", ConfirmPost{}, post);
    }
    void resets(const char* actor, const char* owner) {
        EXPECT_THAT(on_person(actor, owner, "reset_password", ResetPassword{.reason = "忘记"}), is_accepted());
    }
    const Post& post_of(const PostId& id) { return bureau.organ().posts.at(id); }

    Bureau bureau;
};

TEST_F(Resets, of_the_confirmer_by_who_entered_make_no_reviewer) {
    const PostId post = enters("secadmin", "visits", Role::legal_reviewer, "法制科", "2026-03-10");
    resets("secadmin", "office");
    const auto refused = confirms("office", "visits", post);
    ASSERT_THAT(refused, is_refused_by("R-ACC-08.reset"));
    EXPECT_FALSE(post_of(post).confirmed_by);

    const Command confirming{.target = Target::person,
                             .action = "confirm_post",
                             .subject = {.organ = bureau.organ().id, .person = bureau.person("visits"), .post = post},
                             .actor = bureau.person("office"),
                             .body = ConfirmPost{}};
    const auto clearers = who_can_clear(bureau.world(), confirming, refused.error().findings.front());
    ASSERT_EQ(clearers.size(), 1U) << "the clerk who was refused is the only one of the office";
    EXPECT_EQ(clearers.front().action, "confirm_post");
    ASSERT_EQ(clearers.front().persons.size(), 1U);
    EXPECT_EQ(clearers.front().persons.front().person, bureau.person("director"));

    EXPECT_THAT(confirms("director", "visits", post), AllOf(is_accepted(), Not(warns_of("R-ACC-09"))));
    EXPECT_FALSE(post_of(post).marks.any());
}

TEST_F(Resets, of_the_confirmer_are_over_a_day_later_but_for_what_was_entered_by_who_reset) {
    const PostId before = enters("secadmin", "visits", Role::drafter, "法制科", "2026-03-10");
    bureau.at("2026-03-03T10:00:00+08:00");
    resets("secadmin", "office");
    const Instant reset_at = bureau.now();
    bureau.at("2026-03-03T11:00:00+08:00");
    const PostId post = enters("secadmin", "visits", Role::legal_reviewer, "法制科", "2026-03-10");
    const PostId other = enters("second", "visits", Role::recorder, "办公室", "2026-03-10");
    bureau.at("2026-03-06T09:00:00+08:00");
    EXPECT_THAT(confirms("office", "visits", before), is_refused_by("R-ACC-08.reset")) << "reset after it was entered";
    EXPECT_THAT(confirms("director", "visits", before), is_accepted());
    EXPECT_THAT(confirms("office", "visits", other), AllOf(is_accepted(), Not(warns_of("R-ACC-09"))));
    EXPECT_FALSE(post_of(other).marks.any());
    EXPECT_THAT(confirms("office", "visits", post), AllOf(is_accepted(), warns_of("R-ACC-09")));
    EXPECT_EQ(post_of(post).marks.confirmed_reset_at, reset_at);
}

TEST_F(Resets, reach_from_a_marked_confirmation_to_the_agenda_and_the_trace) {
    const PostId post = enters("second", "visits", Role::legal_reviewer, "法制科", "2026-03-04");
    resets("secadmin", "office");
    EXPECT_THAT(confirms("office", "visits", post), warns_of("R-ACC-09"));
    EXPECT_EQ(post_of(post).marks.confirmed_reset_at, bureau.now());
    EXPECT_FALSE(post_of(post).marks.entered_reset_at);

    bureau.at("2026-03-05T09:00:00+08:00");
    bureau.propose("信访数据管理方案").open().draft().send().accept("visits").advise();
    bureau.conclude(Conclusion::lawful, "visits").call(Forum::office_meeting, tests::office_day);
    EXPECT_THAT(
        bureau.try_as("office", Target::matter, "place_on_agenda", PlaceOnAgenda{bureau.newest_meeting, 1, {}, {}}),
        warns_of("R-ACC-09.post"));
    const auto acts = acts_of(bureau.world(), bureau.matter(), bureau.log());
    const auto reviewed = std::ranges::find(acts, Deed::reviewed, &Act::deed);
    ASSERT_NE(reviewed, acts.end());
    EXPECT_TRUE(reviewed->post_marked);
    EXPECT_FALSE(reviewed->reset_marked);
    EXPECT_FALSE(std::ranges::find(acts, Deed::advised, &Act::deed)->post_marked);
}

TEST_F(Resets, of_the_enterer_mark_the_entry) {
    resets("secadmin", "second");
    const PostId post = enters("second", "visits", Role::legal_reviewer, "法制科", "2026-03-10");
    EXPECT_EQ(post_of(post).marks.entered_reset_at, bureau.now());
    EXPECT_THAT(confirms("director", "visits", post), AllOf(warns_of("R-ACC-09.entry"), Not(warns_of("R-ACC-09"))))
        << "he confirms with a password of his own";
    EXPECT_TRUE(post_of(post).marks.any());
    const PostId other = enters("secadmin", "visits", Role::recorder, "办公室", "2026-03-10");
    EXPECT_THAT(confirms("director", "visits", other), AllOf(is_accepted(), Not(warns_of("R-ACC-09.entry"))));
}

TEST_F(Resets, mark_engagements_substitutions_and_ends_of_posts) {
    resets("secadmin", "office");
    const auto engaged = bureau.try_as("office", Target::organ, "engage_adviser",
                                       EngageAdviser{.person = bureau.person("adviser"),
                                                     .from = *parse_date("2026-03-03"),
                                                     .until = *parse_date("2026-12-31"),
                                                     .field = "行政法",
                                                     .document = bureau.document("office", "聘书")});
    EXPECT_THAT(engaged, warns_of("R-ACC-09"));
    EXPECT_EQ(bureau.organ().engagements.back().reset_at, bureau.now());
    EXPECT_EQ(bureau.organ().engagements.back().entered_by, bureau.person("office"));

    EXPECT_THAT(on_person("office", "office", "delegate",
                          Delegate{.to = bureau.person("chief"),
                                   .from = *parse_date("2026-03-03"),
                                   .until = *parse_date("2026-03-06"),
                                   .reason = "出差"}),
                warns_of("R-ACC-09"));
    EXPECT_EQ(bureau.organ().delegations.rbegin()->second.reset_at, bureau.now());

    const PostId post = post_for(bureau.organ(), Matter{}, bureau.person("visits"), ResponsibilityLevel::drafter,
                                 *parse_date("2026-03-03"))
                            .value();
    EXPECT_THAT(on_person("second", "visits", "end_post",
                          EndPost{*parse_date("2026-03-31"), bureau.document("second", "免职文件")}, post),
                is_accepted());
    EXPECT_THAT(confirms("office", "visits", post), warns_of("R-ACC-09"));
    EXPECT_EQ(post_of(post).end->marks.confirmed_reset_at, bureau.now());
    EXPECT_FALSE(post_of(post).marks.any());
}

TEST_F(Resets, warn_where_a_matter_is_opened_and_sent) {
    bureau.propose("信访档案管理方案");
    bureau.as("drafter", Target::matter, "record_study", RecordStudy{bureau.document("drafter", "可行性研究")});
    resets("secadmin", "director");
    EXPECT_THAT(bureau.try_as("director", Target::matter, "open", OpenMatter{.lead_unit = bureau.unit("办信科")}),
                warns_of("R-ACC-09"));
    bureau.draft();
    resets("secadmin", "chief");
    EXPECT_THAT(bureau.try_as("chief", Target::matter, "request_review", bureau.request_body()), warns_of("R-ACC-09"));
}

TEST_F(Resets, are_warned_of_where_an_action_is_only_asked_for) {
    resets("secadmin", "drafter");
    const auto asked = on_person("drafter", "drafter", "delegate", {});
    EXPECT_THAT(asked, warns_of("R-ACC-09"));
    EXPECT_TRUE(asked && asked->events.empty());
}

}  // namespace
}  // namespace shenyi::workflow
