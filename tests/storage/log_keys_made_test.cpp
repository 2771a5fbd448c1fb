#include "storage/log_keys.hpp"
#include "tests/storage/log_keys_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <barrier>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// The folder of a log's signing keys at the first start.
namespace shenyi::storage {
namespace {

namespace fs = std::filesystem;

using log::bytes_in;
using log::HashAlgorithm;
using log::KeyType;
using log::VerifierKey;
using log::write_file;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

using LogKeysMade = LogKeys;

TEST_F(LogKeysMade, are_made_at_the_first_start_and_are_the_same_ever_after) {
    const auto trees = open();
    ASSERT_THAT(trees, SizeIs(2));
    EXPECT_EQ(trees[0].hash, HashAlgorithm::sha256);
    EXPECT_EQ(trees[0].origin, origin);
    EXPECT_EQ(trees[1].hash, HashAlgorithm::sm3);
    EXPECT_EQ(trees[1].origin, origin + std::string("-sm3"));
    const auto keys = public_keys_of(trees);
    EXPECT_EQ(keys[0].type(), KeyType::ed25519);
    EXPECT_EQ(keys[1].type(), KeyType::sm2);

    const Files made = files_in(folder_);
    EXPECT_THAT(names_of(made), ElementsAre("passphrase", "policy.txt", "sha256.pem", "sm3.pem", "vkey.txt"));
    EXPECT_EQ(public_keys_of(open()), keys);
    EXPECT_EQ(files_in(folder_), made);
    EXPECT_EQ(public_keys_of(open(LogProfile::dual, folder_ / "")), keys) << "a slash behind it is the same folder";
}

TEST_F(LogKeysMade, are_those_of_the_profile) {
    const fs::path gm = parent_.path() / "gm";
    EXPECT_THAT(public_keys_of(open(LogProfile::std)), ElementsAre(testing::Property(&VerifierKey::name, origin)));
    EXPECT_THAT(names_of(files_in(folder_)), ElementsAre("passphrase", "policy.txt", "sha256.pem", "vkey.txt"));
    EXPECT_THAT(public_keys_of(open(LogProfile::gm, gm)),
                ElementsAre(testing::Property(&VerifierKey::name, origin + std::string("-sm3"))));
    EXPECT_THAT(names_of(files_in(gm)), ElementsAre("passphrase", "policy.txt", "sm3.pem", "vkey.txt"));
}

/// Whatever the umask.
TEST_F(LogKeysMade, are_for_their_owner_and_what_outsiders_are_given_is_for_everybody) {
    for (const mode_t mask : {0077, 0002}) {
        const mode_t before = ::umask(mask);
        fs::remove_all(folder_);
        open();
        ::umask(before);
        EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
        for (const auto name : {"passphrase", "sha256.pem", "sm3.pem"}) EXPECT_EQ(mode(name), owner_only) << name;
        for (const auto name : {"policy.txt", "vkey.txt"}) EXPECT_EQ(mode(name), for_everybody) << name;
    }
}

/// The number of rounds as it stands in the file's DER.
bool has_rounds(const fs::path& pem, const std::string& integer) {
    std::string text = bytes_in(pem);
    text.erase(0, text.find('\n'));
    text.erase(text.find("-----END"));
    std::erase(text, '\n');
    return log::bytes_of_base64(text).value().find(integer) != std::string::npos;
}
const std::string few_rounds("\x02\x02\x08\x00", 4);
const std::string many_rounds("\x02\x03\x09\x27\xc0", 5);

TEST_F(LogKeysMade, are_opened_at_once_by_a_passphrase_that_nobody_can_guess) {
    open();
    const std::string passphrase = bytes_in(at("passphrase"));
    ASSERT_THAT(passphrase, AllOf(SizeIs(65), EndsWith("\n")));
    EXPECT_TRUE(log::hash_of_hex(passphrase.substr(0, 64))) << "64 hexadecimal digits";
    for (const auto name : {"sha256.pem", "sm3.pem"}) EXPECT_TRUE(has_rounds(at(name), few_rounds)) << name;
    const fs::path other = parent_.path() / "other";
    open(LogProfile::std, other);
    EXPECT_NE(bytes_in(other / "passphrase"), passphrase);
}

TEST_F(LogKeysMade, are_opened_by_a_passphrase_that_the_operator_put_there) {
    fs::create_directory(folder_);
    put_passphrase("正确的马\n");
    const auto trees = open(LogProfile::std);
    EXPECT_EQ(bytes_in(at("passphrase")), "正确的马\n");
    EXPECT_TRUE(has_rounds(at("sha256.pem"), many_rounds)) << "it can be guessed";
    EXPECT_TRUE(log::PrivateKey::read(at("sha256.pem"), "正确的马", KeyType::ed25519));
    put_passphrase("正确的马");
    EXPECT_EQ(public_keys_of(open(LogProfile::std)), public_keys_of(trees)) << "with or without the newline";
}

TEST_F(LogKeysMade, are_opened_by_the_longest_passphrase) {
    fs::create_directory(folder_);
    put_passphrase(std::string(log::passphrase_bytes_max, 'x') + "\n");
    open(LogProfile::std);
    open(LogProfile::std);
}

/// Nor is anything made with such a one.
TEST_F(LogKeysMade, are_not_made_with_a_passphrase_that_is_none) {
    fs::create_directory(folder_);
    for (const std::string& text :
         {std::string(), std::string("\n"), std::string("two\nlines\n"), std::string("a\r\n"), std::string("a\0b", 3),
          std::string(log::passphrase_bytes_max + 1, 'x'), std::string(log::passphrase_bytes_max + 1, 'x') + "\n"}) {
        put_passphrase(text);
        EXPECT_THAT(refused(), AllOf(HasSubstr(at("passphrase").string()), HasSubstr("not one line of text")));
    }
    fs::remove(at("passphrase"));
    fs::create_directory(at("passphrase"));
    EXPECT_THAT(open_log_keys(folder_, LogProfile::std, origin).error(), HasSubstr("cannot be read"));
    EXPECT_FALSE(fs::exists(at("sha256.pem")));
}

TEST_F(LogKeysMade, are_not_made_where_no_folder_can_be) {
    const auto nowhere = open_log_keys(parent_.path() / "none" / "log", LogProfile::std, origin);
    ASSERT_FALSE(nowhere);
    EXPECT_THAT(nowhere.error(), AllOf(HasSubstr("none/log"), HasSubstr("cannot be made")));
    write_file(parent_.path() / "file", "");
    EXPECT_THAT(open_log_keys(parent_.path() / "file", LogProfile::std, origin).error(), HasSubstr("cannot be read"));
}

/// The names in a folder to which something happens, in their order, as the kernel tells.
class Watched {
  public:
    Watched(const fs::path& folder, std::uint32_t what) : told_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        EXPECT_GE(::inotify_add_watch(told_, folder.c_str(), what), 0);
    }
    ~Watched() { ::close(told_); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    std::vector<std::string> names() const {
        alignas(inotify_event) std::array<char, 16384> bytes{};
        const auto length = ::read(told_, bytes.data(), bytes.size());
        std::vector<std::string> names;
        for (ssize_t place = 0; place < length;) {
            inotify_event event{};
            std::memcpy(&event, bytes.data() + place, sizeof event);
            names.emplace_back(bytes.data() + place + sizeof event);
            place += static_cast<ssize_t>(sizeof event + event.len);
        }
        return names;
    }

  private:
    int told_;
};

/// Nobody reads a file under its name of which bytes are still to come.
TEST_F(LogKeysMade, are_whole_from_when_they_have_their_names) {
    fs::create_directory(folder_);
    const Watched written(folder_, IN_MODIFY);
    open();
    const auto names = written.names();
    EXPECT_FALSE(names.empty());
    for (const auto& [name, bytes] : files_in(folder_)) EXPECT_THAT(names, Not(Contains(name)));
}

/// Killed behind each file that it makes, those with a passing name too, it goes on from there.
TEST_F(LogKeysMade, are_made_to_their_end_wherever_the_making_was_broken_off) {
    for (const auto profile : {LogProfile::std, LogProfile::gm, LogProfile::dual}) {
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        const Watched made(folder_, IN_CREATE | IN_MOVED_TO);
        open(profile);
        const Files all = files_in(folder_);
        const auto order = made.names();
        EXPECT_THAT(order, IsSupersetOf(names_of(all)));
        for (std::size_t length = 0; length <= order.size(); ++length) {
            const fs::path broken_off = parent_.path() / "broken off";
            fs::remove_all(broken_off);
            fs::create_directory(broken_off);
            Files left;
            for (std::size_t i = 0; i < length; ++i) {
                const auto whole = all.find(order[i]);
                left[order[i]] = whole == all.end() ? "begun" : whole->second;
                write_file(broken_off / order[i], left[order[i]]);
                fs::permissions(broken_off / order[i], owner_only);
            }
            const auto keys = public_keys_of(open(profile, broken_off));
            EXPECT_EQ(public_keys_of(open(profile, broken_off)), keys);
            const Files now = files_in(broken_off);
            EXPECT_THAT(names_of(now), IsSupersetOf(names_of(all))) << length;
            for (const auto& [name, bytes] : left) EXPECT_EQ(now.at(name), bytes) << name << " is another";
        }
    }
}

/// A folder of one key in which nothing was signed is begun for both, or whole for one.
TEST_F(LogKeysMade, of_a_making_that_was_broken_off_are_no_other_profiles) {
    for (const auto& [first, other] : {std::pair{LogProfile::std, LogProfile::gm}, {LogProfile::gm, LogProfile::std}}) {
        fs::remove_all(folder_);
        open(first);
        fs::remove(at("policy.txt"));
        fs::remove(at("vkey.txt"));
        EXPECT_THAT(refused(other), HasSubstr("is of the profile " + std::string(name_of(first))));
    }
}

TEST_F(LogKeysMade, are_the_same_for_servers_that_start_at_once) {
    constexpr std::size_t servers = 4;
    for (int round = 0; round < 25; ++round) {
        fs::remove_all(folder_);
        std::array<std::vector<VerifierKey>, servers> seen;
        std::barrier start(servers);
        {
            std::vector<std::jthread> threads;
            for (auto& keys : seen) {
                threads.emplace_back([&] {
                    start.arrive_and_wait();
                    keys = public_keys_of(open());
                });
            }
        }
        for (const auto& keys : seen) ASSERT_EQ(keys, seen[0]);
        ASSERT_THAT(seen[0], SizeIs(2));
        EXPECT_EQ(public_keys_of(open()), seen[0]);
        EXPECT_THAT(files_in(folder_), SizeIs(5)) << "nothing lies about";
    }
}

}  // namespace
}  // namespace shenyi::storage
