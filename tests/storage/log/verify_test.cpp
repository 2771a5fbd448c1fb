#include "storage/log/verify.hpp"
#include "tests/storage/log/written_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace shenyi::storage::log {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint64_t all = 130;

struct Kind {
    const char* name;
    HashAlgorithm hash;
    KeyType type;
};

class Verify : public testing::TestWithParam<Kind> {
  protected:
    Told receipt(std::string_view event, std::string_view proof, const Policy& policy) {
        return told_by([&](Findings& findings) {
            const auto checked = check_receipt({"event", event}, {"proof", proof}, policy, findings);
            EXPECT_EQ(checked.has_value(), findings.verdict() == Verdict::verified);
        });
    }
    Told checkpoint(std::string_view note, const Policy& policy) {
        return told_by([&](Findings& findings) {
            const auto checked = check_checkpoint({"note", note}, policy, findings);
            EXPECT_EQ(checked.has_value(), findings.verdict() == Verdict::verified);
        });
    }
    Told consistency(std::string_view one, std::string_view other, std::string_view proof, const Policy& policy) {
        return told_by([&](Findings& findings) {
            const auto checked = check_consistency({"a", one}, {"b", other}, {"proof", proof}, policy, findings);
            EXPECT_EQ(checked.has_value(), findings.verdict() == Verdict::verified);
        });
    }

    WrittenLog log_{all, GetParam().hash, GetParam().type};
    Policy policy_ = log_.policy(0);
};

TEST_P(Verify, a_receipt_of_each_event) {
    for (const std::uint64_t size : {1ULL, 2ULL, 7ULL, 64ULL, 130ULL}) {
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto told = receipt(log_.entries[index], log_.receipt(index, size), policy_);
            ASSERT_THAT(told.codes, IsEmpty()) << index << " of " << size;
        }
    }
}

TEST_P(Verify, no_receipt_of_another_event) {
    const std::string proof = log_.receipt(17, all);
    EXPECT_THAT(receipt("event 18", proof, policy_).codes, ElementsAre("E_ROOT 17"));
    EXPECT_THAT(receipt("event 17\n", proof, policy_).codes, ElementsAre("E_ROOT 17"));
    EXPECT_THAT(receipt("", proof, policy_).codes, ElementsAre("E_ROOT 17"));
    EXPECT_EQ(receipt("", proof, policy_).verdict, Verdict::tampered);
}

TEST_P(Verify, no_receipt_that_was_edited) {
    const std::string proof = log_.receipt(17, all);
    ASSERT_THAT(receipt("event 17", proof, policy_).codes, IsEmpty());
    for (std::size_t at = 0; at < proof.size(); ++at) {
        std::string edited = proof;
        edited[at] = static_cast<char>(edited[at] ^ 1);
        ASSERT_NE(receipt("event 17", edited, policy_).verdict, Verdict::verified) << at;
        ASSERT_NE(receipt("event 17", proof.substr(0, at), policy_).verdict, Verdict::verified) << at;
    }
    const auto line = proof.find('\n', proof.find("index")) + 1;
    const auto next = proof.find('\n', line) + 1;
    EXPECT_THAT(receipt("event 17", proof.substr(0, line) + proof.substr(next), policy_).codes,
                ElementsAre("E_PROOF 17"));
    EXPECT_THAT(receipt("event 17", proof.substr(0, next) + proof.substr(line), policy_).codes,
                ElementsAre("E_PROOF 17"));
    EXPECT_THAT(receipt("event 17", proof + "x", policy_).codes, ElementsAre("E_FORM"));
}

TEST_P(Verify, nothing_of_a_log_that_the_policy_does_not_name) {
    WrittenLog foreign(5, GetParam().hash, GetParam().type);
    foreign.origin = "log.example/other";
    const auto told = checkpoint(foreign.note(5), policy_);
    EXPECT_THAT(told.codes, ElementsAre("E_ORIGIN"));
    EXPECT_EQ(told.verdict, Verdict::cannot_tell);
}

TEST_P(Verify, no_checkpoint_that_no_known_key_has_signed) {
    const WrittenLog same_name(5, GetParam().hash, GetParam().type);
    const auto told = checkpoint(same_name.note(5), policy_);
    EXPECT_THAT(told.codes, ElementsAre("E_KEY"));
    EXPECT_EQ(told.verdict, Verdict::cannot_tell);
}

TEST_P(Verify, no_checkpoint_with_a_false_signature_beside_a_true_one) {
    Note note = read_note(log_.cosigned_note(all, 2)).value();
    ASSERT_THAT(checkpoint(write_note(note), policy_).codes, IsEmpty());
    Note falsified = note;
    falsified.signatures[2].bytes.back() = static_cast<char>(falsified.signatures[2].bytes.back() ^ 1);
    EXPECT_THAT(checkpoint(write_note(falsified), policy_).codes, ElementsAre("E_SIG"));
    EXPECT_EQ(checkpoint(write_note(falsified), policy_).verdict, Verdict::tampered);
    Note twice = note;
    twice.signatures.push_back(note.signatures[0]);
    twice.signatures.back().bytes[0] = static_cast<char>(twice.signatures.back().bytes[0] ^ 1);
    EXPECT_THAT(checkpoint(write_note(twice), policy_).codes, ElementsAre("E_SIG"));
    note.signatures[0].key_id ^= 1U;
    EXPECT_THAT(checkpoint(write_note(note), policy_).codes, ElementsAre("E_KEY")) << "a witness's is no log's";
}

TEST_P(Verify, a_checkpoint_among_signatures_that_nobody_knows) {
    Note note = read_note(log_.note(all)).value();
    note.signatures.insert(note.signatures.begin(), {.name = log_.origin, .key_id = 7, .bytes = "unknown"});
    EXPECT_THAT(checkpoint(write_note(note), policy_).codes, IsEmpty());
}

TEST_P(Verify, as_many_witnesses_as_the_policy_asks_for) {
    const Policy two = log_.policy(2);
    EXPECT_THAT(checkpoint(log_.cosigned_note(all, 2), two).codes, IsEmpty());
    EXPECT_THAT(checkpoint(log_.cosigned_note(all, 3), two).codes, IsEmpty());
    EXPECT_THAT(checkpoint(log_.cosigned_note(all, 1), two).codes, ElementsAre("E_WITNESS"));
    EXPECT_EQ(checkpoint(log_.cosigned_note(all, 1), two).verdict, Verdict::cannot_tell);
    Note twice = read_note(log_.cosigned_note(all, 1)).value();
    twice.signatures.push_back(twice.signatures.back());
    EXPECT_THAT(checkpoint(write_note(twice), two).codes, ElementsAre("E_WITNESS")) << "one that cosigns twice is one";
}

TEST_P(Verify, keys_at_the_sizes_at_which_they_are_in_force) {
    policy_.logs[0].keys[0].from_size = 10;
    policy_.logs[0].keys[0].to_size = 20;
    EXPECT_THAT(checkpoint(log_.note(10), policy_).codes, IsEmpty());
    EXPECT_THAT(checkpoint(log_.note(20), policy_).codes, IsEmpty());
    EXPECT_THAT(checkpoint(log_.note(9), policy_).codes, ElementsAre("E_SIG"));
    EXPECT_THAT(checkpoint(log_.note(21), policy_).codes, ElementsAre("E_SIG"));
    const PrivateKey next = PrivateKey::generate(GetParam().type);
    policy_.logs[0].keys.push_back({.key = next.verifier(log_.origin), .from_size = 15});
    Note both = read_note(log_.note(25)).value();
    both.signatures.push_back(next.sign(log_.origin, both.text));
    EXPECT_THAT(checkpoint(write_note(both), policy_).codes, IsEmpty()) << "the new key is in force, the old one was";
}

TEST_P(Verify, that_checkpoints_go_on_one_from_the_other_in_either_order) {
    for (std::uint64_t to = 1; to <= all; to += 7) {
        for (std::uint64_t from = 1; from <= to; from += 11) {
            const std::string proof = log_.consistency(from, to);
            ASSERT_THAT(consistency(log_.note(from), log_.note(to), proof, policy_).codes, IsEmpty());
            ASSERT_THAT(consistency(log_.note(to), log_.note(from), proof, policy_).codes, IsEmpty());
        }
    }
    EXPECT_THAT(consistency(log_.note(0), log_.note(0), "", policy_).codes, IsEmpty());
    EXPECT_THAT(consistency(log_.note(0), log_.note(1), "", policy_).codes, ElementsAre("E_PROOF"));
}

TEST_P(Verify, that_a_log_was_not_rewritten_with_its_own_key) {
    WrittenLog rewritten(0, GetParam().hash, GetParam().type);
    {
        std::vector<std::string> entries = log_.entries;
        entries[17] = "another event";
        Hasher hasher(GetParam().hash);
        CompactRange range;
        for (const std::string& entry : entries) {
            const Hash leaf = hasher.leaf(entry);
            rewritten.nodes[{0, range.size()}] = leaf;
            range.append(hasher, leaf, [&](Node node, const Hash& root) { rewritten.nodes[node] = root; });
        }
        rewritten.key = std::move(log_.key);
    }
    const Policy policy = rewritten.policy(0);
    const std::string before = [&] {
        const std::string text = text_of(Checkpoint{.origin = log_.origin, .head = log_.head(100)});
        return write_note({.text = text, .signatures = {rewritten.key.sign(log_.origin, text)}});
    }();
    EXPECT_THAT(consistency(before, rewritten.note(100), "", policy).codes, ElementsAre("E_FORK"));
    EXPECT_THAT(consistency(before, rewritten.note(130), log_.consistency(100, 130), policy).codes,
                ElementsAre("E_FORK"));
    EXPECT_THAT(consistency(before, rewritten.note(130), rewritten.consistency(100, 130), policy).codes,
                ElementsAre("E_FORK"));
}

TEST_P(Verify, no_proof_that_was_edited) {
    const std::string proof = log_.consistency(100, all);
    for (std::size_t at = 0; at < proof.size(); ++at) {
        std::string edited = proof;
        edited[at] = static_cast<char>(edited[at] ^ 1);
        ASSERT_NE(consistency(log_.note(100), log_.note(all), edited, policy_).verdict, Verdict::verified) << at;
    }
    EXPECT_THAT(consistency(log_.note(100), log_.note(all), proof.substr(45), policy_).codes, ElementsAre("E_PROOF"));
    EXPECT_THAT(consistency(log_.note(100), log_.note(all), proof + proof.substr(0, 45), policy_).codes,
                ElementsAre("E_PROOF"));
    EXPECT_THAT(consistency(log_.note(100), log_.note(all), proof.substr(1), policy_).codes, ElementsAre("E_FORM"));
    EXPECT_THAT(consistency(log_.note(100), log_.note(100), proof, policy_).codes, ElementsAre("E_PROOF"));
}

TEST_P(Verify, no_checkpoint_of_another_log_in_place_of_the_later) {
    WrittenLog other(130, GetParam().hash, GetParam().type);
    other.origin = "log.example/other";
    policy_.logs.push_back(other.policy(0).logs[0]);
    const auto told = consistency(log_.note(100), other.note(130), log_.consistency(100, 130), policy_);
    EXPECT_THAT(told.codes, ElementsAre("E_ORIGIN"));
    EXPECT_EQ(told.verdict, Verdict::cannot_tell);
}

TEST_P(Verify, a_note_of_anything_by_a_key_that_is_known) {
    const std::vector<VerifierKey> keys = {log_.verifier()};
    const std::string text = "anything\n";
    const std::string note = write_note({.text = text, .signatures = {log_.key.sign(log_.origin, text)}});
    EXPECT_THAT(told_by([&](Findings& findings) { check_note({"note", note}, keys, findings); }).codes, IsEmpty());
    EXPECT_THAT(told_by([&](Findings& findings) {
                    check_note({"note", note}, {}, findings);
                }).codes,
                ElementsAre("E_KEY"));
    EXPECT_THAT(told_by([&](Findings& findings) {
                    check_note({"note", "x" + note}, keys, findings);
                }).codes,
                ElementsAre("E_SIG"));
    EXPECT_THAT(told_by([&](Findings& findings) {
                    check_note({"note", text}, keys, findings);
                }).codes,
                ElementsAre("E_FORM"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Verify,
                         testing::Values(Kind{"std", HashAlgorithm::sha256, KeyType::ed25519},
                                         Kind{"gm", HashAlgorithm::sm3, KeyType::sm2}),
                         [](const auto& kind) { return kind.param.name; });

TEST(FindingsTold, end_where_there_are_more_than_anybody_reads) {
    std::vector<Finding> told;
    Findings findings([&](const Finding& finding) { told.push_back(finding); });
    for (std::uint64_t i = 0; i < Findings::most + 5; ++i) {
        EXPECT_EQ(findings.stopped(), i > Findings::most);
        findings.tell({.code = Code::missing_file, .index = i});
    }
    ASSERT_EQ(told.size(), Findings::most + 1);
    EXPECT_EQ(told.back().code, Code::stopped);
    EXPECT_EQ(told.back().index, Findings::most);
    EXPECT_EQ(findings.verdict(), Verdict::cannot_tell);
}

}  // namespace
}  // namespace shenyi::storage::log
