#pragma once

#include "storage/log_keys.hpp"
#include "tests/storage/log/written_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

/// Names and bytes of all files.
using Files = std::map<std::string, std::string>;

inline Files files_in(const std::filesystem::path& folder) {
    Files files;
    for (const auto& each : std::filesystem::directory_iterator(folder)) {
        files[each.path().filename().string()] = log::bytes_in(each.path());
    }
    return files;
}

inline std::vector<std::string> names_of(const Files& files) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files) names.push_back(name);
    return names;
}

inline std::vector<log::VerifierKey> public_keys_of(const std::vector<Signer::Tree>& trees) {
    std::vector<log::VerifierKey> keys;
    for (const Signer::Tree& tree : trees) keys.push_back(tree.key->verifier(tree.origin));
    return keys;
}

/// A folder of keys that is not there yet.
class LogKeys : public testing::Test {
  protected:
    static constexpr auto origin = "log.example/bureau";
    static constexpr auto owner_only = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    static constexpr auto for_everybody =
        owner_only | std::filesystem::perms::group_read | std::filesystem::perms::others_read;

    std::vector<Signer::Tree> open(LogProfile profile, const std::filesystem::path& folder) {
        auto trees = open_log_keys(folder, profile, origin);
        EXPECT_TRUE(trees) << trees.error();
        return trees ? *std::move(trees) : std::vector<Signer::Tree>();
    }
    std::vector<Signer::Tree> open(LogProfile profile = LogProfile::dual) { return open(profile, folder_); }

    /// What a folder is refused with, that stays as it is.
    std::string refused(LogProfile profile = LogProfile::dual, const std::string& name = origin) {
        const Files before = files_in(folder_);
        const auto trees = open_log_keys(folder_, profile, name);
        EXPECT_FALSE(trees);
        EXPECT_EQ(files_in(folder_), before);
        return trees ? std::string() : trees.error();
    }

    /// A log that has signed.
    void sign(LogProfile profile = LogProfile::dual) {
        auto signer = Signer::open(open(profile), signer_state_in(folder_));
        ASSERT_TRUE(signer) << signer.error().what;
        const std::vector<log::TreeHead> heads((*signer)->trees().size(), {.size = 1, .root = {}});
        (*signer)->sign(heads);
    }

    void put_passphrase(const std::string& text) const {
        log::write_file(at("passphrase"), text);
        std::filesystem::permissions(at("passphrase"), owner_only);
    }

    std::filesystem::path at(const std::string& name) const { return folder_ / name; }
    std::filesystem::perms mode(const std::string& name) const {
        return std::filesystem::status(at(name)).permissions();
    }

    tests::TemporaryFolder parent_;
    std::filesystem::path folder_ = parent_.path() / "log";
};

}  // namespace shenyi::storage
