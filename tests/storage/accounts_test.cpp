#include "storage/accounts.hpp"

#include "tests/storage/kept_for.hpp"
#include "tests/support/databases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <thread>

namespace shenyi::storage {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::OnBothDatabases;
using workflow::Instant;
using workflow::OrganId;
using workflow::PersonId;

const PersonId li{"per_li"};
const PersonId wang{"per_wang"};

class AccountsKept : public OnBothDatabases {
  protected:
    std::string cell(const std::string& statement) {
        std::string value;
        database.connect().sql() << statement, soci::into(value);
        return value;
    }

    tests::TestDatabase database = tests::fresh_database(GetParam());
    std::unique_ptr<Store> store = std::move(*Store::open(database.database(), {}));
    const log::MacKey key{std::string(32, 'k')};
    Accounts accounts{*store, key, PasswordCost::cheapest()};
};
ON_BOTH_DATABASES(AccountsKept);

TEST_P(AccountsKept, take_the_right_password_only) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "白日依山尽", false, noon));
    EXPECT_EQ(accounts.check(bureau, li, "白日依山尽"), PasswordCheck::right);
    EXPECT_EQ(accounts.check(bureau, li, "白日依山尽 "), PasswordCheck::wrong);
    EXPECT_EQ(accounts.check(bureau, wang, "白日依山尽"), PasswordCheck::wrong);
    EXPECT_EQ(accounts.check(OrganId{"org_other"}, li, "白日依山尽"), PasswordCheck::wrong);
}

TEST_P(AccountsKept, keep_argon2id_hashes_and_no_password) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "secret-word", false, noon));
    const std::string hash = cell("SELECT password_hash FROM credential");
    EXPECT_THAT(hash, StartsWith("$argon2id$"));
    EXPECT_THAT(hash, Not(HasSubstr("secret")));
    ASSERT_TRUE(accounts.set_password(bureau, li, "secret-word", false, noon));
    EXPECT_NE(cell("SELECT password_hash FROM credential"), hash) << "each has a salt of its own";
}

TEST(PasswordCosts, are_those_that_people_wait_for) {
    const PasswordCost cost = PasswordCost::interactive();
    EXPECT_GE(cost.operations, 2U);
    EXPECT_GE(cost.memory_bytes, 64U * 1024 * 1024);
}

TEST_P(AccountsKept, take_no_hash_that_was_somebody_elses) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "word", false, noon));
    ASSERT_TRUE(accounts.set_password(bureau, wang, "other", false, noon));
    database.connect().sql() << "UPDATE credential SET password_hash = (SELECT password_hash FROM credential WHERE "
                                "person = 'per_li') WHERE person = 'per_wang'";
    EXPECT_EQ(accounts.check(bureau, li, "word"), PasswordCheck::right);
    EXPECT_EQ(accounts.check(bureau, wang, "word"), PasswordCheck::wrong);
}

TEST_P(AccountsKept, take_no_password_that_was_set_under_another_key) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "word", false, noon));
    Accounts other_key(*store, log::MacKey{std::string(32, 'o')}, PasswordCost::cheapest());
    EXPECT_EQ(other_key.check(bureau, li, "word"), PasswordCheck::wrong);
}

TEST_P(AccountsKept, find_no_session_in_a_row_that_was_written_or_changed_by_hand) {
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    database.connect().sql() << "UPDATE session SET person = 'per_wang'";
    EXPECT_EQ(*accounts.find_session(*token, noon), std::nullopt) << "whose it is cannot be changed";
    database.connect().sql() << "UPDATE session SET person = 'per_li'";
    EXPECT_TRUE(*accounts.find_session(*token, noon));

    Accounts without_the_key(*store, log::MacKey{std::string(32, 'o')}, PasswordCost::cheapest());
    const auto forged = without_the_key.open_session(bureau, wang, noon, 8h);
    EXPECT_TRUE(*without_the_key.find_session(*forged, noon));
    EXPECT_EQ(*accounts.find_session(*forged, noon), std::nullopt);
}

TEST_P(AccountsKept, open_no_session_and_change_no_password_on_one_that_was_reset_meanwhile) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "word", false, noon));
    const auto checked = *accounts.check(bureau, li, "word");
    ASSERT_TRUE(accounts.open_session(bureau, li, noon, 8h, {}, checked.hash));
    Accounts other_server(*store, key, PasswordCost::cheapest());
    ASSERT_TRUE(other_server.set_password(bureau, li, "reset", true, noon));
    ASSERT_TRUE(other_server.end_sessions_of(bureau, li));

    const auto session = accounts.open_session(bureau, li, noon, 8h, {}, checked.hash);
    ASSERT_FALSE(session) << "of the password that was";
    EXPECT_EQ(session.error().kind, StoreError::Kind::stale);
    EXPECT_EQ(cell("SELECT CAST(count(*) AS TEXT) FROM session"), "0");
    EXPECT_FALSE(accounts.set_password(bureau, li, "mine", false, noon, checked.hash));
    EXPECT_EQ(accounts.check(bureau, li, "reset"), PasswordCheck::right_one_time);

    const auto anew = *accounts.check(bureau, li, "reset");
    EXPECT_TRUE(accounts.set_password(bureau, li, "mine", false, noon, anew.hash));
    EXPECT_EQ(accounts.check(bureau, li, "mine"), PasswordCheck::right);
}

TEST_P(AccountsKept, know_a_one_time_password_until_another_is_set) {
    const std::string password = Accounts::one_time();
    ASSERT_TRUE(accounts.set_password(bureau, li, password, true, noon));
    EXPECT_EQ(accounts.check(bureau, li, password), PasswordCheck::right_one_time);
    ASSERT_TRUE(accounts.set_password(bureau, li, "new word", false, noon + 1min));
    EXPECT_EQ(accounts.check(bureau, li, password), PasswordCheck::wrong);
    EXPECT_EQ(accounts.check(bureau, li, "new word"), PasswordCheck::right);
}

TEST_P(AccountsKept, mark_the_sessions_of_whoever_has_a_one_time_password) {
    ASSERT_TRUE(accounts.set_password(bureau, li, Accounts::one_time(), true, noon));
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    EXPECT_TRUE((*accounts.find_session(*token, noon))->one_time);
    Accounts other_server(*store, key, PasswordCost::cheapest());
    EXPECT_TRUE((*other_server.find_session(*token, noon))->one_time);
    ASSERT_TRUE(accounts.set_password(bureau, li, "new word", false, noon));
    EXPECT_FALSE((*accounts.find_session(*token, noon))->one_time);
}

TEST_P(AccountsKept, check_passwords_of_many_at_once) {
    ASSERT_TRUE(accounts.set_password(bureau, li, "word", false, noon));
    std::vector<std::thread> people;
    for (int i = 0; i < 8; ++i) {
        people.emplace_back([&] { EXPECT_EQ(accounts.check(bureau, li, "word"), PasswordCheck::right); });
    }
    for (std::thread& each : people) each.join();
}

TEST_P(AccountsKept, refuse_no_length_in_silence) {
    EXPECT_THROW((void)accounts.set_password(bureau, li, "", false, noon), std::logic_error);
    EXPECT_THROW((void)accounts.set_password(bureau, li, std::string(limits::password_bytes + 1, 'x'), false, noon),
                 std::logic_error);
}

TEST_P(AccountsKept, find_a_session_by_its_token_until_it_expires) {
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->size(), 43);
    const Session expected{.organ = bureau, .person = li, .opened_at = noon, .expires_at = noon + 8h};
    EXPECT_EQ(*accounts.find_session(*token, noon), std::optional(expected));
    EXPECT_EQ(*accounts.find_session(*token, noon + 1s), std::optional(expected));
    EXPECT_EQ(*accounts.find_session(*token, noon + 8h - 1ms), std::optional(expected));
    EXPECT_EQ(*accounts.find_session(*token, noon + 8h), std::nullopt);
    EXPECT_EQ(*accounts.find_session("x" + *token, noon), std::nullopt);
    EXPECT_EQ(*accounts.find_session(std::string(43, 'A'), noon), std::nullopt);
}

TEST_P(AccountsKept, end_a_session_that_nobody_uses) {
    const SessionTimes times{.longest = 8h, .idle = 30min};
    const auto token = *accounts.open_session(bureau, li, noon, times.longest, times.idle);
    EXPECT_TRUE(*accounts.find_session(token, noon + 30min - 1ms));
    EXPECT_FALSE(*accounts.find_session(token, noon + 30min));
}

TEST_P(AccountsKept, prolong_a_session_that_is_used_but_not_for_ever) {
    const SessionTimes times{.longest = 1h, .idle = 30min};
    const auto token = *accounts.open_session(bureau, li, noon, times.longest, times.idle);
    const auto use = [&](Instant now) {
        const auto session = *accounts.find_session(token, now);
        ASSERT_TRUE(session);
        ASSERT_TRUE(accounts.prolong(token, *session, times, now));
    };
    const auto ends = [&] { return (*accounts.find_session(token, noon))->expires_at; };
    use(noon + 1min);
    EXPECT_EQ(ends(), noon + 30min) << "a tenth of the time is not worth a write";
    use(noon + 25min);
    EXPECT_EQ(ends(), noon + 55min);
    use(noon + 50min);
    EXPECT_EQ(ends(), noon + 1h);
    EXPECT_FALSE(*accounts.find_session(token, noon + 1h));
}

TEST_P(AccountsKept, hear_of_a_session_that_another_server_prolonged) {
    const SessionTimes times{.longest = 8h, .idle = 10s};
    const auto token = *accounts.open_session(bureau, li, noon, times.longest, times.idle);
    const auto session = *accounts.find_session(token, noon + 8s);
    Accounts other_server(*store, key, PasswordCost::cheapest());
    ASSERT_TRUE(other_server.prolong(token, *session, times, noon + 9s));
    EXPECT_TRUE(*accounts.find_session(token, noon + 11s));
}

TEST_P(AccountsKept, do_not_prolong_what_a_one_time_password_opened) {
    ASSERT_TRUE(accounts.set_password(bureau, li, Accounts::one_time(), true, noon));
    const auto token = *accounts.open_session(bureau, li, noon, 15min);
    const auto session = *accounts.find_session(token, noon + 14min);
    ASSERT_TRUE(accounts.prolong(token, *session, {}, noon + 14min));
    EXPECT_FALSE(*accounts.find_session(token, noon + 15min));
}

TEST_P(AccountsKept, take_a_password_that_grew_too_old_only_for_setting_another) {
    const PasswordAges ages{.own = std::chrono::days(90)};
    ASSERT_TRUE(accounts.set_password(bureau, li, "word", false, noon));
    EXPECT_EQ(accounts.check(bureau, li, "word", ages, noon + 90 * 24h - 1ms), PasswordCheck::right);
    EXPECT_EQ(accounts.check(bureau, li, "other", ages, noon + 90 * 24h), PasswordCheck::wrong);
    EXPECT_EQ(accounts.check(bureau, li, "word", {}, noon + 90 * 24h), PasswordCheck::right);
    EXPECT_EQ(accounts.check(bureau, li, "word", ages, noon + 90 * 24h), PasswordCheck::right_one_time);
    const auto token = *accounts.open_session(bureau, li, noon + 90 * 24h, 1h);
    EXPECT_TRUE((*accounts.find_session(token, noon + 90 * 24h))->one_time);
    ASSERT_TRUE(accounts.set_password(bureau, li, "another", false, noon + 90 * 24h));
    EXPECT_EQ(accounts.check(bureau, li, "another", ages, noon + 90 * 24h), PasswordCheck::right);
}

TEST_P(AccountsKept, take_no_one_time_password_that_was_given_out_too_long_ago) {
    const PasswordAges ages{.own = std::chrono::days(1), .one_time = std::chrono::days(7)};
    const std::string password = Accounts::one_time();
    ASSERT_TRUE(accounts.set_password(bureau, li, password, true, noon));
    EXPECT_EQ(accounts.check(bureau, li, password, ages, noon + 7 * 24h - 1ms), PasswordCheck::right_one_time);
    EXPECT_EQ(accounts.check(bureau, li, password, ages, noon + 7 * 24h), PasswordCheck::wrong);
}

TEST_P(AccountsKept, store_only_the_hash_of_a_token) {
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    const std::string hash = cell("SELECT token_hash FROM session");
    EXPECT_EQ(hash.size(), 64);
    EXPECT_THAT(hash, Not(HasSubstr(*token)));
}

TEST_P(AccountsKept, end_a_session_at_once) {
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    const auto other = accounts.open_session(bureau, li, noon, 8h);
    ASSERT_TRUE(*accounts.find_session(*token, noon));
    ASSERT_TRUE(accounts.end_session(*token));
    EXPECT_EQ(*accounts.find_session(*token, noon), std::nullopt);
    EXPECT_TRUE(*accounts.find_session(*other, noon));
}

TEST_P(AccountsKept, end_all_sessions_of_a_person_and_nobody_elses) {
    const auto first = accounts.open_session(bureau, li, noon, 8h);
    const auto second = accounts.open_session(bureau, li, noon, 8h);
    const auto other = accounts.open_session(bureau, wang, noon, 8h);
    ASSERT_TRUE(*accounts.find_session(*first, noon));
    ASSERT_TRUE(accounts.end_sessions_of(bureau, li));
    EXPECT_EQ(*accounts.find_session(*first, noon), std::nullopt);
    EXPECT_EQ(*accounts.find_session(*second, noon), std::nullopt);
    EXPECT_TRUE(*accounts.find_session(*other, noon));
}

TEST_P(AccountsKept, notice_within_seconds_what_another_process_ended) {
    const auto token = accounts.open_session(bureau, li, noon, 8h);
    ASSERT_TRUE(*accounts.find_session(*token, noon));
    database.connect().execute("DELETE FROM session");
    EXPECT_TRUE(*accounts.find_session(*token, noon + limits::session_cached - 1ms));
    EXPECT_EQ(*accounts.find_session(*token, noon + limits::session_cached), std::nullopt);
}

TEST_P(AccountsKept, remove_sessions_that_expired) {
    const auto old = accounts.open_session(bureau, li, noon, 1h);
    const auto young = accounts.open_session(bureau, li, noon, 2h);
    ASSERT_TRUE(accounts.remove_expired_sessions(noon + 1h));
    EXPECT_EQ(cell("SELECT CAST(count(*) AS TEXT) FROM session"), "1");
    EXPECT_TRUE(*accounts.find_session(*young, noon + 1h));
}

TEST(OneTimePassword, is_never_the_same_and_easy_to_read_out) {
    const std::string password = Accounts::one_time();
    EXPECT_EQ(password.size(), 19);
    EXPECT_EQ(password.find_first_of("ilo01"), std::string::npos);
    EXPECT_NE(password, Accounts::one_time());
}

}  // namespace

}  // namespace shenyi::storage
