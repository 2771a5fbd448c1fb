#include "tests/workflow/evolve/history.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using history::by;
using history::minute;

TEST(EvolvePerson, reset_marks_for_a_day_whatever_the_owner_changes_then) {
    Account account{.person = {"fa"}};
    evolve(account, PasswordReset{.reason = "遗忘"}, by("sec", 10));
    evolve(account, PasswordChanged{}, by("fa", 20));

    EXPECT_EQ(account.password_reset_at, minute(10));
    EXPECT_EQ(account.password_changed_at, minute(20));
    EXPECT_TRUE(is_marked(account, minute(10 + 24 * 60 - 1)));
    EXPECT_FALSE(is_marked(account, minute(10 + 24 * 60)));
}

TEST(EvolvePerson, reset_is_told_to_its_owner_for_a_day_and_until_he_has_set_a_password_of_his_own) {
    Account account{.person = {"fa"}};
    EXPECT_FALSE(is_told_of_reset(account, minute(1)));
    evolve(account, PasswordChanged{}, by("fa", 5));
    EXPECT_FALSE(is_told_of_reset(account, minute(6)));
    evolve(account, PasswordReset{.reason = "遗忘"}, by("sec", 10));
    EXPECT_EQ(account.password_reset_by, PersonId{"sec"});
    EXPECT_TRUE(is_told_of_reset(account, minute(10 + 9 * 24 * 60))) << "whenever he first logs in";
    evolve(account, PasswordChanged{}, by("fa", 20));
    EXPECT_TRUE(is_told_of_reset(account, minute(10 + 24 * 60 - 1)));
    EXPECT_FALSE(is_told_of_reset(account, minute(10 + 24 * 60)));
}

TEST(EvolvePerson, reset_under_a_mark_says_so_until_the_next) {
    Account account{.person = {"fa"}};
    EventMeta marked = by("sec", 10);
    marked.reset_at = minute(9);
    evolve(account, PasswordReset{.reason = "遗忘"}, marked);
    EXPECT_TRUE(account.reset_under_mark);
    evolve(account, PasswordReset{.reason = "遗忘"}, by("sec", 11));
    EXPECT_FALSE(account.reset_under_mark);
}

TEST(EvolvePerson, password_set_by_another_is_a_reset) {
    Account account;
    evolve(account, AccountOpened{.login = "fa"}, by("sec", 1));
    evolve(account, PasswordChanged{.by_owner = false}, by("sec", 2));

    EXPECT_EQ(account.password_reset_at, minute(2));
    EXPECT_EQ(account.password_changed_at, std::nullopt);
}

}  // namespace
}  // namespace shenyi::workflow
