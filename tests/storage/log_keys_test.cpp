#include "storage/log_keys.hpp"

#include "storage/log/policy.hpp"
#include "tests/storage/log_keys_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

/// The folder of a log's signing keys, and what it is refused for.
namespace shenyi::storage {
namespace {

namespace fs = std::filesystem;

using log::bytes_in;
using log::HashAlgorithm;
using log::KeyType;
using log::write_file;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

TEST(LogProfile, is_named_as_it_is_written) {
    for (const auto profile : {LogProfile::std, LogProfile::gm, LogProfile::dual}) {
        EXPECT_EQ(log_profile_named(name_of(profile)), profile);
    }
    EXPECT_EQ(log_profile_named("gm"), LogProfile::gm);
    for (const char* none : {"", "STD", "both", "std "}) EXPECT_FALSE(log_profile_named(none)) << none;
}

TEST_F(LogKeys, sign_what_the_policy_beside_them_verifies) {
    auto signer = Signer::open(open(), signer_state_in(folder_));
    ASSERT_TRUE(signer) << signer.error().what;
    const auto& notes = (*signer)->sign({{.size = 1, .root = {}}, {.size = 1, .root = {}}});
    const auto policy = log::read_policy(bytes_in(at("policy.txt")));
    ASSERT_TRUE(policy);
    ASSERT_THAT(policy->logs, SizeIs(2));
    for (std::size_t i = 0; i < 2; ++i) {
        const log::PolicyLog& log = policy->logs[i];
        EXPECT_EQ(log.hash, (*signer)->trees()[i].hash);
        EXPECT_EQ(log.origin, (*signer)->trees()[i].origin);
        ASSERT_THAT(log.keys, SizeIs(1));
        EXPECT_TRUE(log.keys[0].is_in_force(0) && log.keys[0].is_in_force(UINT64_MAX));
        const auto note = log::read_note(notes[i]);
        ASSERT_TRUE(note);
        EXPECT_TRUE(log.keys[0].key.verifies(note->text, note->signatures.at(0)));
    }
    EXPECT_EQ(log::read_verifier_keys(bytes_in(at("vkey.txt"))), public_keys_of((*signer)->trees()));
}

TEST_F(LogKeys, are_not_opened_by_a_passphrase_that_others_may_read) {
    open();
    for (const fs::perms others : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
        fs::permissions(at("passphrase"), owner_only | others);
        EXPECT_THAT(refused(), AllOf(HasSubstr(at("passphrase").string()), HasSubstr("open to others")));
    }
    fs::permissions(at("passphrase"), owner_only | fs::perms::group_read);
    EXPECT_THAT(refused(), HasSubstr("(mode 0640)"));
    fs::permissions(at("passphrase"), owner_only);
    EXPECT_THAT(open(), SizeIs(2));
}

TEST_F(LogKeys, are_refused_with_another_passphrase_and_a_missing_one) {
    open();
    const std::string passphrase = bytes_in(at("passphrase"));
    put_passphrase("another\n");
    EXPECT_THAT(refused(), AllOf(HasSubstr("sha256.pem"), HasSubstr("not opened by this passphrase")));
    fs::remove(at("passphrase"));
    EXPECT_THAT(refused(), HasSubstr("passphrase is missing; put it back"));
    EXPECT_FALSE(fs::exists(at("passphrase"))) << "it would open nothing";
    put_passphrase(passphrase);
    EXPECT_THAT(open(), SizeIs(2));
}

TEST_F(LogKeys, are_never_replaced_where_one_is_missing) {
    sign();
    for (const std::string name : {"sha256.pem", "sm3.pem"}) {
        const std::string bytes = bytes_in(at(name));
        fs::remove(at(name));
        EXPECT_THAT(refused(), HasSubstr("the signing key " + at(name).string() + " is missing"));
        EXPECT_THAT(refused(), HasSubstr("put it back"));
        write_file(at(name), bytes);
        EXPECT_THAT(open(), SizeIs(2));
    }
    fs::remove(at("sha256.pem"));
    fs::remove(at("sm3.pem"));
    EXPECT_THAT(refused(), HasSubstr("sha256.pem is missing"));
}

/// Each of them tells that there was a log.
TEST_F(LogKeys, are_not_made_beside_what_is_left_of_a_log) {
    sign();
    const Files all = files_in(folder_);
    for (const std::string left : {"state", "policy.txt", "vkey.txt"}) {
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        write_file(at(left), all.at(left));
        EXPECT_THAT(refused(), AllOf(HasSubstr("sha256.pem is missing"), HasSubstr("put it back"))) << left;
        write_file(at("sha256.pem"), all.at("sha256.pem"));
        put_passphrase(all.at("passphrase"));
        EXPECT_THAT(refused(), AllOf(HasSubstr("missing"), HasSubstr("put it back"))) << left;
    }
}

TEST_F(LogKeys, that_are_damaged_or_of_another_kind_are_told) {
    open();
    const std::string bytes = bytes_in(at("sha256.pem"));
    write_file(at("sha256.pem"), bytes.substr(0, bytes.size() / 2));
    EXPECT_THAT(refused(), AllOf(HasSubstr(at("sha256.pem").string()), HasSubstr("damaged")));
    write_file(at("sha256.pem"), bytes_in(at("sm3.pem")));
    EXPECT_THAT(refused(), AllOf(HasSubstr(at("sha256.pem").string()), HasSubstr("of another kind")));
    fs::remove(at("sha256.pem"));
    ASSERT_EQ(::mkfifo(at("sha256.pem").c_str(), 0600), 0);
    EXPECT_THAT(open_log_keys(folder_, LogProfile::dual, origin).error(), HasSubstr("cannot be read"))
        << "and nobody waits for it";
}

/// Somebody else's key under the same passphrase: what outsiders were given would verify nothing any more.
TEST_F(LogKeys, are_those_that_were_handed_out) {
    open();
    const std::string passphrase = bytes_in(at("passphrase")).substr(0, 64);
    fs::remove(at("sha256.pem"));
    ASSERT_TRUE(
        log::PrivateKey::generate(KeyType::ed25519).write(at("sha256.pem"), passphrase, log::random_passphrase_rounds));
    EXPECT_THAT(refused(),
                AllOf(HasSubstr(at("vkey.txt").string() + " does not name"), HasSubstr("Put back what was there")));
}

TEST_F(LogKeys, belong_to_one_origin) {
    open();
    EXPECT_THAT(refused(LogProfile::dual, "log.example/other"), HasSubstr("the origin is another"));
    for (const std::string& none : {std::string(), std::string("two words"), std::string("a+b"), std::string("a\n")}) {
        EXPECT_THAT(refused(LogProfile::dual, none), HasSubstr("origin of a log is a name without"));
    }
}

TEST_F(LogKeys, keep_the_profile_of_the_log) {
    for (const auto made : {LogProfile::std, LogProfile::gm, LogProfile::dual}) {
        fs::remove_all(folder_);
        sign(made);
        const Files all = files_in(folder_);
        // With the public keys, and by the files alone.
        for (const bool is_published : {true, false}) {
            if (!is_published) fs::remove(at("vkey.txt"));
            for (const auto asked : {LogProfile::std, LogProfile::gm, LogProfile::dual}) {
                if (asked == made) continue;
                EXPECT_THAT(refused(asked), HasSubstr("is of the profile " + std::string(name_of(made)) + ", not " +
                                                      std::string(name_of(asked))));
            }
        }
        open(made);
        EXPECT_EQ(files_in(folder_), all);
    }
}

TEST_F(LogKeys, of_a_profile_are_no_more_than_it_has) {
    sign(LogProfile::std);
    open(LogProfile::gm, parent_.path() / "gm");
    fs::copy_file(parent_.path() / "gm" / "sm3.pem", at("sm3.pem"));
    EXPECT_THAT(refused(LogProfile::std), AllOf(HasSubstr("sm3.pem is no key of this log"), HasSubstr("profile std")));
    EXPECT_THAT(refused(LogProfile::dual), HasSubstr("is of the profile std, not dual"));
}

TEST_F(LogKeys, leave_the_policy_to_the_operator) {
    open();
    const std::string own = bytes_in(at("policy.txt")) + "# 加了见证人\n";
    write_file(at("policy.txt"), own);
    open();
    EXPECT_EQ(bytes_in(at("policy.txt")), own);
    write_file(at("policy.txt"), "");
    open();
    EXPECT_EQ(bytes_in(at("policy.txt")), "") << "however it differs";
}

TEST_F(LogKeys, give_outsiders_anew_what_is_missing) {
    sign();
    const Files all = files_in(folder_);
    for (const std::string name : {"policy.txt", "vkey.txt"}) {
        fs::remove(at(name));
        open();
        EXPECT_EQ(files_in(folder_), all) << name;
        EXPECT_EQ(mode(name), for_everybody);
    }
}

TEST_F(LogKeys, are_named_by_a_list_that_may_name_more) {
    open();
    const std::string retired = log::PrivateKey::generate(KeyType::ed25519).verifier(origin).text();
    const std::string own = "# 2025年的密钥\n" + retired + "\n" + bytes_in(at("vkey.txt"));
    write_file(at("vkey.txt"), own);
    EXPECT_THAT(open(), SizeIs(2));
    EXPECT_EQ(bytes_in(at("vkey.txt")), own);
    write_file(at("vkey.txt"), own + "a+b+c\n");
    EXPECT_THAT(refused(), AllOf(HasSubstr("vkey.txt, line 5: "), HasSubstr("take it away")));
    write_file(at("vkey.txt"), "");
    EXPECT_THAT(refused(), HasSubstr("there is no key"));
    fs::remove(at("vkey.txt"));
    fs::create_directory(at("vkey.txt"));
    EXPECT_THAT(open_log_keys(folder_, LogProfile::dual, origin).error(), HasSubstr("vkey.txt cannot be read"));
}

TEST_F(LogKeys, are_compared_by_a_fingerprint_that_openssl_tells_too) {
    const auto trees = open();
    const std::map<std::string, std::string> ways = {{"sha256.pem", "tail -c 32"}, {"sm3.pem", "tail -c 65"}};
    for (const Signer::Tree& tree : trees) {
        const std::string name = tree.hash == HashAlgorithm::sm3 ? "sm3.pem" : "sha256.pem";
        const auto end =
            log::run_command("cd '" + folder_.string() + "' && openssl pkey -in " + name +
                             " -passin file:passphrase -pubout -outform DER | " + ways.at(name) + " | sha256sum");
        EXPECT_EQ(end.said.substr(0, 64), fingerprint_of(tree)) << end.said;
    }
    EXPECT_NE(fingerprint_of(trees[0]), fingerprint_of(trees[1]));
}

}  // namespace
}  // namespace shenyi::storage
