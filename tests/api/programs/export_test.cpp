#include "storage/log/policy.hpp"
#include "storage/log/verify_tiles.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// The log written out for the tools of others: read again as they would read it.
namespace shenyi::tests {
namespace {

namespace fs = std::filesystem;
namespace sealed = storage::log;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string file_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class ExportedLog : public testing::Test {
  protected:
    void found(const std::string& profile) {
        const Ended founded = run_program(
            {"migrate", "--found", "--data", data_, "--seal-profile", profile, "--seal-origin", "log.example/b"});
        ASSERT_EQ(founded.status, 0) << founded.err;
    }
    Ended exported(const fs::path& folder, std::vector<std::string> further = {}) {
        std::vector<std::string> words{"export", "log", folder, "--data", data_};
        words.insert(words.end(), further.begin(), further.end());
        return run_program(words);
    }
    static std::vector<std::string> found_in(const fs::path& folder, sealed::HashAlgorithm hash) {
        std::vector<std::string> codes;
        sealed::Findings findings([&](const sealed::Finding& each) { codes.emplace_back(sealed::name_of(each.code)); });
        const auto keys = sealed::read_verifier_keys(file_text(folder / "vkey.txt"));
        EXPECT_TRUE(keys);
        if (keys) sealed::check_tiles(folder, *keys, hash, findings);
        return codes;
    }

    TemporaryFolder parent_;
    fs::path data_ = parent_.path() / "data";
};

TEST_F(ExportedLog, verifies_as_any_log_that_is_laid_out_so) {
    found("dual");
    for (const auto& [hash, name] :
         {std::pair(sealed::HashAlgorithm::sha256, "sha256"), {sealed::HashAlgorithm::sm3, "sm3"}}) {
        const fs::path folder = parent_.path() / name;
        const Ended ended = exported(folder, {"--hash", name});
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_THAT(ended.out, HasSubstr(" events of log.example/b"));
        EXPECT_THAT(found_in(folder, hash), IsEmpty());
    }
    // It is what was signed, and not only well-formed.
    const fs::path entries = parent_.path() / "sha256" / "tile" / "entries";
    for (const auto& entry : fs::recursive_directory_iterator(entries)) {
        if (!entry.is_regular_file()) continue;
        std::string bytes = file_text(entry.path());
        bytes[bytes.size() / 2] ^= 1;
        std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
    EXPECT_THAT(found_in(parent_.path() / "sha256", sealed::HashAlgorithm::sha256), Not(IsEmpty()));
}

TEST_F(ExportedLog, is_never_written_over) {
    found("std");
    const fs::path folder = parent_.path() / "out";
    ASSERT_EQ(exported(folder).status, 0);
    const Ended again = exported(folder);
    EXPECT_EQ(again.status, 2);
    EXPECT_THAT(again.err, HasSubstr("holds a log already"));
}

TEST_F(ExportedLog, is_told_wrong_in_a_sentence) {
    found("std");
    EXPECT_THAT(exported(parent_.path() / "out", {"--hash", "md5"}).err, HasSubstr("--hash: sha256 or sm3, not md5"));
    EXPECT_THAT(exported(parent_.path() / "out", {"--hash", "sm3"}).err, HasSubstr("the log has no tree in sm3"));
    EXPECT_THAT(exported("/proc/none").err, HasSubstr("cannot be written"));
    EXPECT_EQ(run_program({"export", "--data", data_}).status, 2);
    EXPECT_EQ(run_program({"export", "log", "--data", data_}).status, 2);
}

}  // namespace
}  // namespace shenyi::tests
