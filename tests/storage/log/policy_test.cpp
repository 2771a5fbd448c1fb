#include "storage/log/policy.hpp"
#include "tests/storage/log/written_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::storage::log {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PolicyText : public testing::Test {
  protected:
    /// `LINE: what` of each fault.
    static std::vector<std::string> faults(const std::string& text) {
        std::vector<std::string> told;
        const auto policy = read_policy(text);
        if (policy) return told;
        for (const LineFault& fault : policy.error()) told.push_back(std::to_string(fault.line) + ": " + fault.what);
        return told;
    }

    static std::string new_key(KeyType type) { return PrivateKey::generate(type).verifier("log.example/a").text(); }

    std::string key_ = new_key(KeyType::ed25519);
    std::string sm2_key_ = new_key(KeyType::sm2);
    std::string witness_ = new_key(KeyType::cosignature);
    std::string head_ = "shenyi-policy@v1\nlog sha256 log.example/a\n";
    std::string log_ = head_ + "key " + key_ + " from 0\n";
};

TEST_F(PolicyText, is_read_as_it_is_told) {
    const std::string text = "shenyi-policy@v1\n# 市政府办公室\n\nlog sha256 log.example/a\nkey " + key_ +
                             " from 0 to 99\nkey " + sm2_key_ + " from 80\nwitness " + witness_ +
                             "\nquorum 1\nlog sm3 a log with spaces\nkey " + sm2_key_ + " from 5\n";
    ASSERT_THAT(faults(text), IsEmpty());
    const Policy policy = read_policy(text).value();
    ASSERT_EQ(policy.logs.size(), 2U);
    const PolicyLog& first = policy.logs.front();
    EXPECT_EQ(first.hash, HashAlgorithm::sha256);
    EXPECT_EQ(first.keys.size(), 2U);
    EXPECT_TRUE(first.keys[0].is_in_force(0));
    EXPECT_TRUE(first.keys[0].is_in_force(99));
    EXPECT_FALSE(first.keys[0].is_in_force(100));
    EXPECT_FALSE(first.keys[1].is_in_force(79));
    EXPECT_TRUE(first.keys[1].is_in_force(~std::uint64_t{0}));
    EXPECT_EQ(first.witnesses.front().text(), witness_);
    EXPECT_EQ(first.quorum, 1U);
    EXPECT_EQ(policy.find("a log with spaces")->hash, HashAlgorithm::sm3);
    EXPECT_EQ(policy.find("log.example/b"), nullptr);
    EXPECT_EQ(read_policy(text_of(policy)), policy);
}

TEST_F(PolicyText, tells_every_fault_with_its_line) {
    EXPECT_THAT(faults("shenyi-policy@v1\nkey x from 0\nlog md5 a\nkey " + key_ + " from 01\nwitness " + key_ +
                       "\nquorum x\nfoo\nlog sha256 b\n"),
                ElementsAre("2: a line log stands before this", "3: the hash is sha256 or sm3", "3: the log has no key",
                            "4: a size is no decimal number", "5: the key is no witness's",
                            "6: the quorum is no decimal number", "7: a line begins with log, key, witness or quorum",
                            "8: the log has no key"));
}

TEST_F(PolicyText, begins_and_ends_as_it_must) {
    EXPECT_THAT(faults(""), ElementsAre("1: a line does not end with a newline", "1: the policy names no log"));
    EXPECT_THAT(faults("shenyi-policy@v1\n"), ElementsAre("1: the policy names no log"));
    EXPECT_THAT(faults("shenyi-policy@v2\n" + log_.substr(17)),
                ElementsAre("1: the policy does not begin with shenyi-policy@v1"));
    EXPECT_THAT(faults(log_.substr(0, log_.size() - 1)),
                ElementsAre("2: the log has no key", "3: a line does not end with a newline"));
    EXPECT_THAT(faults("shenyi-policy@v1\n" + std::string(policy_bytes_max, '\n')),
                ElementsAre("1: the policy is too long"));
    EXPECT_THAT(faults(log_ + "# \xff\n# a\tb\n# c\r\n"),
                ElementsAre("4: the line is not UTF-8 without control characters",
                            "5: the line is not UTF-8 without control characters",
                            "6: the line is not UTF-8 without control characters"));
}

TEST_F(PolicyText, has_each_log_and_key_once) {
    EXPECT_THAT(faults(log_ + "log sha256 log.example/a\nkey " + sm2_key_ + " from 0\n"),
                ElementsAre("4: the origin stands twice"));
    EXPECT_THAT(faults(log_ + "key " + key_ + " from 9\n"), ElementsAre("4: the key stands twice"));
    const auto key = VerifierKey::read(witness_);
    const std::string renamed = VerifierKey::of("other", KeyType::cosignature, key->public_key())->text();
    EXPECT_THAT(faults(log_ + "witness " + witness_ + "\nwitness " + renamed + "\nquorum 1\n"),
                ElementsAre("5: the key stands twice"));
    EXPECT_THAT(faults("shenyi-policy@v1\nlog sha256 \nkey " + key_ + " from 0\n"),
                ElementsAre("2: the log has no origin"));
}

TEST_F(PolicyText, tells_a_key_with_the_sizes_at_which_it_is_in_force) {
    const std::string how = "3: a key is told with from SIZE, or from SIZE to SIZE";
    EXPECT_THAT(faults(head_ + "key " + key_ + "\n"), testing::Contains(how));
    EXPECT_THAT(faults(head_ + "key " + key_ + " since 0\n"), testing::Contains(how));
    EXPECT_THAT(faults(head_ + "key " + key_ + " from 0 until 9\n"), testing::Contains(how));
    EXPECT_THAT(faults(head_ + "key " + key_ + " from 0 \n"), testing::Contains(how));
    EXPECT_THAT(faults(head_ + "key  " + key_ + " from 0\n"), testing::SizeIs(2));
    EXPECT_THAT(faults(head_ + "key " + key_ + " from 0 to 9 \n"), testing::Contains("3: a size is no decimal number"));
    EXPECT_THAT(faults(head_ + "key " + key_ + " from 9 to 8\n"),
                testing::Contains("3: the key ends before it begins"));
    EXPECT_THAT(faults(head_ + "key " + key_ + " from 9 to 9\n"), IsEmpty());
    EXPECT_THAT(faults(head_ + "key " + witness_ + " from 0\n"), testing::Contains("3: the key is a witness's"));
}

TEST_F(PolicyText, asks_for_no_more_witnesses_than_there_are) {
    const std::string witnessed = log_ + "witness " + witness_ + "\n";
    EXPECT_THAT(faults(witnessed), ElementsAre("2: the log has witnesses and no quorum"));
    EXPECT_THAT(faults(witnessed + "quorum 0\n"), IsEmpty());
    EXPECT_THAT(faults(witnessed + "quorum 1\n"), IsEmpty());
    EXPECT_THAT(faults(witnessed + "quorum 2\n"), ElementsAre("5: the quorum is more than there are witnesses"));
    EXPECT_THAT(faults(witnessed + "quorum 1\nquorum 1\n"), ElementsAre("6: the quorum stands twice"));
    EXPECT_THAT(faults(log_ + "quorum 1\n"), ElementsAre("4: the quorum is more than there are witnesses"));
}

TEST_F(PolicyText, has_verifier_keys_alone_in_another_file) {
    const auto keys = read_verifier_keys("# ours\n" + key_ + "\n\n" + witness_);
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->size(), 2U);
    EXPECT_EQ(read_verifier_keys("").error(), (std::vector<LineFault>{{1, "there is no key"}}));
    EXPECT_EQ(read_verifier_keys(key_ + "\n" + key_ + "\n").error(),
              (std::vector<LineFault>{{2, "the key stands twice"}}));
    EXPECT_EQ(read_verifier_keys("x\n" + key_ + "\r\n").error().size(), 2U);
}

}  // namespace
}  // namespace shenyi::storage::log
