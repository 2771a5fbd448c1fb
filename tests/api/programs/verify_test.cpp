#include "tests/storage/log/written_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

/// `shenyi-verify` as an inspector starts it: what it says, and how it ends.
namespace shenyi::storage::log {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

enum Ends { verified = 0, tampered = 1, usage = 2, cannot_tell = 3 };

class VerifyProgram : public testing::Test {
  protected:
    VerifyProgram() {
        keep("policy", text_of(log_.policy(1)));
        keep("policy0", text_of(log_.policy(0)));
        keep("vkey.txt", log_.verifier().text() + "\n");
        keep("event", log_.entries[17]);
        keep("receipt", log_.receipt(17, 600));
        keep("a", log_.cosigned_note(100, 1));
        keep("b", log_.cosigned_note(600, 2));
        keep("proof", log_.consistency(100, 600));
    }

    void keep(const std::string& name, const std::string& bytes) const { write_file(folder_.path() / name, bytes); }
    std::string kept(const std::string& name) const { return bytes_in(folder_.path() / name); }
    CommandEnd run(const std::string& words) const {
        return run_command("cd '" + folder_.path().string() + "' && '" SHENYI_VERIFY "' " + words);
    }
    /// What it says where it ends so; else what it said, with how it ended.
    std::string said(int status, const std::string& words) const {
        const auto end = run(words);
        return end.status == status ? end.said : end.said + "\nended with " + std::to_string(end.status);
    }

    tests::TemporaryFolder folder_;
    WrittenLog log_{600, HashAlgorithm::sha256, KeyType::ed25519};
};

TEST_F(VerifyProgram, links_libcrypto_and_no_database_and_no_network) {
    const auto end = run_command("ldd '" SHENYI_VERIFY "'");
    ASSERT_EQ(end.status, 0) << end.said;
    std::istringstream lines(end.said);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_THAT(line,
                    testing::ContainsRegex("/?(linux-vdso|libcrypto|libstdc\\+\\+|libgcc_s|libc|libm|ld-linux[^.]*|"
                                           "libasan|libubsan|libtsan)\\.so"));
    }
    EXPECT_THAT(end.said, HasSubstr("libcrypto.so.3"));
}

TEST_F(VerifyProgram, verifies_a_receipt) {
    EXPECT_EQ(said(verified, "receipt event receipt --policy policy0"),
              "已核验：该事件在日志 log.example/bureau 中，索引 17；检查点共 600 条，签名有效，见证人 0 个。\n");
    EXPECT_THAT(said(cannot_tell, "receipt event receipt --policy policy"),
                AllOf(HasSubstr("{\"code\":\"E_WITNESS\",\"index\":null,\"event\":null,\"file\":\"receipt\","
                                "\"expected\":\"1 witnesses\",\"found\":\"0\"}\n"),
                      EndsWith("无法判断：共 1 项，首项 E_WITNESS，文件 receipt。\n")));
    keep("event", "event 18");
    EXPECT_THAT(said(tampered, "receipt event receipt --policy policy0"),
                AllOf(StartsWith("{\"code\":\"E_ROOT\",\"index\":17,"),
                      EndsWith("不符，不可采信：共 1 项，首项 E_ROOT，索引 17，文件 receipt。\n")));
    keep("receipt", "c2sp.org/tlog-proof@v1\r\n");
    EXPECT_THAT(said(tampered, "receipt event receipt --policy policy0"), HasSubstr("E_FORM"));
}

TEST_F(VerifyProgram, verifies_that_checkpoints_go_on_one_from_the_other) {
    EXPECT_EQ(said(verified, "consistency a b proof --policy policy"),
              "已核验：日志 log.example/bureau 从 100 条到 600 条前后一致，两个检查点签名有效。\n");
    EXPECT_THAT(said(verified, "consistency b a proof --policy policy"), StartsWith("已核验："));
    keep("proof", base64_of(Hash{}) + "\n" + log_.consistency(100, 600).substr(45));
    EXPECT_THAT(said(tampered, "consistency a b proof --policy policy"), HasSubstr("\"E_FORK\""));
    keep("proof", "");
    EXPECT_THAT(said(tampered, "consistency a b proof --policy policy"), HasSubstr("\"E_PROOF\""));
}

TEST_F(VerifyProgram, verifies_a_log_in_a_folder) {
    log_.write(folder_.path() / "log");
    EXPECT_EQ(said(verified, "tiles log --vkey vkey.txt"),
              "已核验：日志 log.example/bureau，检查点共 600 条，签名有效；条目 600 条、哈希文件 4 个全部相符。\n");
    fs::remove(folder_.path() / "log" / path_of(Bundle{1, 256}));
    EXPECT_THAT(
        said(cannot_tell, "tiles log --vkey vkey.txt"),
        AllOf(HasSubstr("\"code\":\"E_MISSING_FILE\",\"index\":256,\"event\":null,\"file\":\"tile/entries/001\""),
              HasSubstr("条目 344 条"), Not(HasSubstr("已核验"))));
    EXPECT_THAT(
        said(cannot_tell, "tiles . --vkey vkey.txt"),
        AllOf(HasSubstr("E_MISSING_FILE"), EndsWith("只读了检查点，日志内容未读。\n"), Not(HasSubstr("已核验"))));
}

TEST_F(VerifyProgram, verifies_a_note) {
    EXPECT_EQ(said(verified, "note --vkey vkey.txt a"), "已核验：文本 " +
                                                            std::to_string(read_note(kept("a"))->text.size()) +
                                                            " 字节，签名有效：log.example/bureau。\n");
    keep("a", "x" + kept("a"));
    EXPECT_THAT(said(tampered, "note --vkey vkey.txt a"), HasSubstr("\"E_SIG\""));
    keep("vkey.txt", PrivateKey::generate(KeyType::ed25519).verifier("log.example/bureau").text());
    EXPECT_THAT(said(cannot_tell, "note --vkey vkey.txt a"), AllOf(HasSubstr("\"E_KEY\""), Not(HasSubstr("已核验"))));
}

TEST_F(VerifyProgram, verifies_bare_proofs) {
    const auto read = [&](Node node) { return log_.nodes.at(node); };
    Hasher hasher(log_.hash);
    std::string inclusion =
        " --size 600 --leaf " + hex_of(log_.nodes.at({0, 17})) + " --root " + hex_of(log_.head(600).root);
    for (const Hash& hash : inclusion_proof(hasher, 17, 600, read)) inclusion += " " + hex_of(hash);
    EXPECT_THAT(said(verified, "inclusion --hash sha256 --index 17" + inclusion), StartsWith("已核验："));
    EXPECT_THAT(said(tampered, "inclusion --hash sha256 --index 16" + inclusion), HasSubstr("\"E_ROOT\""));
    EXPECT_THAT(said(tampered, "inclusion --hash sm3 --index 17" + inclusion), HasSubstr("\"E_ROOT\""));
    EXPECT_THAT(said(tampered, "inclusion --index 600" + inclusion), HasSubstr("\"E_PROOF\""));
    EXPECT_THAT(said(tampered, "inclusion --index 17" + inclusion + " " + std::string(64, '0')),
                HasSubstr("\"E_PROOF\""));
    EXPECT_THAT(said(tampered, "inclusion --index 17" + inclusion + " " + std::string(62, '0')),
                HasSubstr("\"E_FORM\""));
    std::string consistency =
        " --size1 100 --root1 " + hex_of(log_.head(100).root) + " --root2 " + hex_of(log_.head(600).root);
    for (const Hash& hash : consistency_proof(hasher, 100, 600, read)) consistency += " " + hex_of(hash);
    EXPECT_THAT(said(verified, "consistency-proof --hash sha256 --size2 600" + consistency), StartsWith("已核验："));
    EXPECT_THAT(said(tampered, "consistency-proof --hash sha256 --size2 1200" + consistency), HasSubstr("E_"));
    EXPECT_THAT(said(tampered, "consistency-proof --hash sha256 --size2 300" + consistency), HasSubstr("E_"));
    EXPECT_THAT(said(tampered, "consistency-proof --hash sha256 --size2 99" + consistency), HasSubstr("\"E_PROOF\""));
}

TEST_F(VerifyProgram, says_what_it_was_asked_wrongly) {
    for (const char* words :
         {"", "package x", "receipt", "receipt event receipt", "receipt event receipt --policy", "note a",
          "tiles log --vkey vkey.txt --hash md5", "inclusion --index x --size 1 --leaf 00 --root 00",
          "inclusion --index 01 --size 1 --leaf 00 --root 00", "inclusion --index 0 --size 1 --leaf 0 --root 00",
          "inclusion --index 0 --size 1 --leaf zz --root 00", "inclusion --index -1 --size 1 --leaf 00 --root 00",
          "note --vkey vkey.txt a b", "--policy policy0", "receipt event receipt --policy vkey.txt",
          "note --vkey policy0 a"}) {
        EXPECT_THAT(said(usage, words), Not(HasSubstr("已核验"))) << words;
    }
    keep("policy", "shenyi-policy@v1\nlog md5 x\n\nkey y\n");
    EXPECT_THAT(said(usage, "receipt event receipt --policy policy"),
                AllOf(HasSubstr("policy:2: the hash is sha256 or sm3\n"), HasSubstr("policy:4: ")));
    EXPECT_EQ(run("--help").status, 0);
}

TEST_F(VerifyProgram, cannot_tell_of_what_is_not_there) {
    for (const char* words :
         {"receipt none receipt --policy policy0", "receipt event none --policy policy0",
          "receipt event receipt --policy none", "consistency a none proof --policy policy",
          "consistency a b none --policy policy", "tiles none --vkey vkey.txt", "tiles . --vkey none",
          "note --vkey vkey.txt none", "note --vkey vkey.txt .", "note --vkey none a"}) {
        EXPECT_THAT(said(cannot_tell, words), AllOf(HasSubstr("E_MISSING_FILE"), Not(HasSubstr("已核验")))) << words;
    }
    EXPECT_EQ(run("note --vkey vkey.txt a > /dev/full").status, cannot_tell) << "what nobody can read was not told";
}

TEST_F(VerifyProgram, writes_names_as_json_that_no_terminal_obeys) {
    keep("a", "text\n\n\u2014 n\u009b2J AAAAAQE=\n");
    EXPECT_THAT(said(cannot_tell, "note --vkey vkey.txt a"), HasSubstr("signatures of n\\u009b2J\""));
    EXPECT_THAT(said(cannot_tell, "note --vkey vkey.txt \"$(printf 'a\"b\\\\\\377\\n文.')\""),
                HasSubstr("\"file\":\"a\\\"b\\\\\\ufffd\\u000a文.\""));
}

}  // namespace
}  // namespace shenyi::storage::log
