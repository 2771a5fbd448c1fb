#include "tests/storage/log/written_log.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Logs that a program wrote which knows the specifications and nothing of ours: `foreign_log.py`.
namespace shenyi::storage::log {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ForeignLog : public testing::Test {
  protected:
    void write(const std::string& size_and_hash) {
        const fs::path script = tests::source_folder() / "tests/storage/log/foreign_log.py";
        const auto end = run_command("python3 '" + script.string() + "' '" + log() + "' " + size_and_hash);
        ASSERT_EQ(end.status, 0) << end.said;
    }
    CommandEnd verify(const std::string& options = {}) const {
        return run_command("'" SHENYI_VERIFY "' tiles '" + log() + "' --vkey '" + log() + "/vkey.txt' " + options);
    }
    std::string log() const { return (folder_.path() / "log").string(); }

    tests::TemporaryFolder folder_;
};

TEST_F(ForeignLog, is_verified_at_every_size) {
    for (const char* size : {"0", "1", "256", "257", "70000"}) {
        write(size);
        const auto end = verify();
        EXPECT_EQ(end.status, 0) << end.said;
        EXPECT_THAT(end.said, HasSubstr("已核验：日志 foreign.example/log，检查点共 " + std::string(size) + " 条"));
        fs::remove_all(log());
    }
}

TEST_F(ForeignLog, of_another_hash_is_not_taken_for_it) {
    write("300 sm3");
    EXPECT_EQ(verify("--hash sm3").status, 0);
    const auto end = verify();
    EXPECT_EQ(end.status, 1);
    EXPECT_THAT(end.said, HasSubstr("\"code\":\"E_BODY_HASH\",\"index\":0,"));
    EXPECT_THAT(end.said, HasSubstr("不符，不可采信："));
}

TEST_F(ForeignLog, shows_an_entry_that_was_edited) {
    write("70000");
    const fs::path bundle = fs::path(log()) / path_of(Bundle{100, 256});
    std::string bytes = bytes_in(bundle);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    write_file(bundle, bytes);
    const auto end = verify();
    EXPECT_EQ(end.status, 1);
    EXPECT_THAT(end.said, HasSubstr("\"code\":\"E_BODY_HASH\",\"index\":25855,\"event\":null,"
                                    "\"file\":\"tile/entries/100\","));
}

}  // namespace
}  // namespace shenyi::storage::log
