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
    /// Tries, and lets the password be wrong where it is looked at.
    bool may_try(const std::string& login, const std::string& address, Instant now) {
        return !lockout.begin(bureau, login, address, now).value();
    }
    void fail(int times, const std::string& login, const std::string& address, Instant now) {
        for (int i = 0; i < times; ++i) EXPECT_TRUE(may_try(login, address, now)) << i;
    }
    void succeed(const std::string& login, const std::string& address, Instant now) {
        EXPECT_TRUE(may_try(login, address, now));
        ASSERT_TRUE(lockout.succeeded(bureau, login, address, now));
    }

    tests::TestDatabase database = tests::fresh_database(GetParam());
    std::unique_ptr<Store> store = std::move(*Store::open(database.database(), {}));
    Lockout lockout{*store};
};
ON_BOTH_DATABASES(LockedOut);

constexpr int failures_that_wait = limits::waits_at_place.free + 1;

TEST_P(LockedOut, is_a_login_after_five_failures_at_one_address_and_no_other) {
    fail(failures_that_wait, "li", "::1", noon);
    EXPECT_FALSE(may_try("li", "::1", noon));
    EXPECT_FALSE(may_try("li", "::1", noon + 30s - 1ms));
    EXPECT_TRUE(may_try("wang", "::1", noon));
    EXPECT_TRUE(may_try("li", "10.0.0.7", noon));
    EXPECT_TRUE(may_try("li", "::1", noon + 30s));
}

TEST_P(LockedOut, waits_twice_as_long_after_each_further_failure) {
    fail(failures_that_wait, "li", "::1", noon);
    Instant at = noon;
    for (const auto wait : {30s, 60s, 120s, 240s, 480s, 900s, 900s}) {
        EXPECT_EQ(lockout.begin(bureau, "li", "::1", at).value(), at + wait);
        at += wait;
        EXPECT_TRUE(may_try("li", "::1", at));
    }
}

TEST_P(LockedOut, waits_as_long_and_after_as_many_failures_as_the_operator_says) {
    Lockout strict(*store, {.free = 2, .first = 10min, .longest = 10min});
    const auto may = [&](Instant now) { return !strict.begin(bureau, "li", "::1", now).value(); };
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(may(noon)) << i;
    EXPECT_FALSE(may(noon + 10min - 1ms));
    EXPECT_TRUE(may(noon + 10min));
    EXPECT_FALSE(may(noon + 20min - 1ms));
}

TEST_P(LockedOut, are_guesses_made_at_once_before_any_has_failed) {
    fail(failures_that_wait, "li", "::1", noon);
    EXPECT_FALSE(may_try("li", "::1", noon));
}

TEST_P(LockedOut, is_nobody_whose_failures_are_old_or_forgiven) {
    fail(failures_that_wait - 1, "li", "::1", noon);
    fail(failures_that_wait - 1, "li", "::1", noon + limits::failures_counted);
    fail(failures_that_wait - 1, "wang", "::2", noon);
    succeed("wang", "::2", noon);
    fail(failures_that_wait - 1, "wang", "::2", noon + 1min);
    EXPECT_TRUE(may_try("wang", "::2", noon + 1min));
}

TEST_P(LockedOut, is_nobody_by_failures_at_many_other_logins_of_his_address) {
    for (int i = 0; i < 200; ++i) fail(1, "login" + std::to_string(i), "10.0.0.7", noon);
    EXPECT_TRUE(may_try("li", "10.0.0.7", noon));
}

TEST_P(LockedOut, is_a_login_guessed_at_from_many_addresses_but_not_where_its_owner_sits) {
    succeed("li", "10.0.0.1", noon);
    for (int i = 0; i <= limits::waits_everywhere.free; ++i) fail(1, "li", "192.0.2." + std::to_string(i), noon);
    EXPECT_FALSE(may_try("li", "192.0.2.200", noon));
    EXPECT_TRUE(may_try("li", "10.0.0.1", noon));
    EXPECT_TRUE(may_try("li", "192.0.2.200", noon + limits::waits_everywhere.first));
    const Instant later = noon + limits::place_known;
    for (int i = 0; i <= limits::waits_everywhere.free; ++i) fail(1, "li", "192.0.2." + std::to_string(i), later);
    EXPECT_FALSE(may_try("li", "10.0.0.1", later)) << "an address is known for a month";
}

TEST_P(LockedOut, is_who_was_so_at_another_server) {
    fail(failures_that_wait, "li", "::1", noon);
    Lockout other(*store);
    EXPECT_EQ(other.begin(bureau, "li", "::1", noon).value(), noon + 30s);
}

TEST_P(LockedOut, is_forgotten_once_it_counts_no_more) {
    fail(failures_that_wait, "li", "::1", noon);
    succeed("wang", "::2", noon);
    const auto rows = [&] {
        int count = 0;
        database.connect().sql() << "SELECT count(*) FROM log_in_failures", soci::into(count);
        return count;
    };
    EXPECT_EQ(rows(), 3);
    ASSERT_TRUE(lockout.remove_old(noon + limits::failures_counted - 1ms));
    EXPECT_EQ(rows(), 3);
    ASSERT_TRUE(lockout.remove_old(noon + limits::failures_counted));
    EXPECT_EQ(rows(), 1);
    ASSERT_TRUE(lockout.remove_old(noon + limits::place_known));
    EXPECT_EQ(rows(), 0);
}

}  // namespace

}  // namespace shenyi::storage
