#include "storage/lockout.hpp"

#include "tests/storage/kept_for.hpp"
#include "tests/support/databases.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

namespace shenyi::storage {

namespace {

using namespace std::chrono_literals;
using tests::OnBothDatabases;
using workflow::Instant;
using workflow::OrganId;

class LockedOut : public OnBothDatabases {
  protected:
    bool may_try(const std::string& login, const std::string& address, Instant now) {
        return !lockout.begin(bureau, login, address, now).value();
    }
    void guess(const std::string& login, const std::string& address, Instant now) {
        EXPECT_TRUE(may_try(login, address, now));
        EXPECT_TRUE(lockout.failed(bureau, address, now));
    }

    tests::TestDatabase database = tests::fresh_database(GetParam());
    std::unique_ptr<Store> store = std::move(*Store::open(database.database(), {}));
    Lockout lockout{*store};
};
ON_BOTH_DATABASES(LockedOut);

TEST_P(LockedOut, is_a_login_after_five_failures_and_no_other) {
    for (int i = 0; i < limits::failures_per_login; ++i) guess("li", "::1", noon + std::chrono::minutes(i));
    const auto last = noon + 4min;
    EXPECT_FALSE(may_try("li", "::1", last));
    EXPECT_FALSE(may_try("li", "10.0.0.7", last + limits::locked_out - 1ms));
    EXPECT_TRUE(may_try("wang", "::1", last));
    EXPECT_TRUE(may_try("li", "::1", last + limits::locked_out));
}

TEST_P(LockedOut, are_guesses_made_at_once_before_any_has_failed) {
    for (int i = 0; i < limits::failures_per_login; ++i) EXPECT_TRUE(may_try("li", "::1", noon));
    EXPECT_FALSE(may_try("li", "::1", noon));
}

TEST_P(LockedOut, is_nobody_whose_failures_are_old_or_forgiven) {
    for (int i = 0; i < limits::failures_per_login - 1; ++i) guess("li", "::1", noon);
    guess("li", "::1", noon + limits::failures_counted);
    EXPECT_TRUE(may_try("li", "::1", noon + limits::failures_counted));
    for (int i = 0; i < limits::failures_per_login - 1; ++i) guess("wang", "::2", noon);
    ASSERT_TRUE(lockout.succeeded(bureau, "wang"));
    guess("wang", "::2", noon);
    EXPECT_TRUE(may_try("wang", "::2", noon));
}

TEST_P(LockedOut, is_an_address_that_guesses_at_many_logins) {
    for (int i = 0; i < limits::failures_per_address; ++i) guess("login" + std::to_string(i), "10.0.0.7", noon);
    EXPECT_FALSE(may_try("li", "10.0.0.7", noon));
    EXPECT_TRUE(may_try("li", "10.0.0.8", noon));
}

TEST_P(LockedOut, is_who_was_so_at_another_server) {
    for (int i = 0; i < limits::failures_per_login; ++i) guess("li", "::1", noon);
    Lockout other(*store);
    EXPECT_TRUE(other.begin(bureau, "li", "::2", noon).value());
    EXPECT_EQ(*other.begin(bureau, "li", "::2", noon).value(), noon + limits::locked_out);
}

TEST_P(LockedOut, is_forgotten_once_it_counts_no_more) {
    for (int i = 0; i < limits::failures_per_login; ++i) guess("li", "::1", noon);
    const auto rows = [&] {
        int count = 0;
        database.connect().sql() << "SELECT count(*) FROM log_in_failures", soci::into(count);
        return count;
    };
    ASSERT_TRUE(lockout.remove_old(noon + limits::locked_out - 1ms));
    EXPECT_EQ(rows(), 2);
    ASSERT_TRUE(lockout.remove_old(noon + limits::locked_out));
    EXPECT_EQ(rows(), 0);
}

}  // namespace

}  // namespace shenyi::storage
