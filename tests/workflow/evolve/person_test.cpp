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

TEST(EvolvePerson, password_set_by_another_is_a_reset) {
    Account account;
    evolve(account, AccountOpened{.login = "fa"}, by("sec", 1));
    evolve(account, PasswordChanged{.by_owner = false}, by("sec", 2));

    EXPECT_EQ(account.password_reset_at, minute(2));
    EXPECT_EQ(account.password_changed_at, std::nullopt);
}

}  // namespace
}  // namespace shenyi::workflow
