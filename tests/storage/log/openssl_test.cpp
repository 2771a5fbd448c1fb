#include "tests/storage/log/written_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What an inspector does with the `openssl` command and no program of ours.
namespace shenyi::storage::log {
namespace {

using testing::HasSubstr;

/// What stands before the public key in a SubjectPublicKeyInfo: RFC 8410, and RFC 5480 with the curve of GB/T 32918.
const std::string ed25519_head("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
const std::string sm2_head(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d\x03\x42\x00", 26);

class OpenSsl : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
    void keep(const std::string& name, const std::string& bytes) const { write_file(folder_.path() / name, bytes); }
    CommandEnd run(const std::string& words) const { return run_command("cd '" + path("") + "' && openssl " + words); }

    tests::TemporaryFolder folder_;
};

std::string der_integer(std::string half) {
    while (half.size() > 1 && half.front() == '\0') half.erase(0, 1);
    if ((static_cast<unsigned char>(half.front()) & 0x80U) != 0) half.insert(0, 1, '\0');
    return std::string("\x02") + static_cast<char>(half.size()) + half;
}

TEST_F(OpenSsl, verifies_the_signature_of_a_checkpoint) {
    const WrittenLog log(5, HashAlgorithm::sha256, KeyType::ed25519);
    const Note note = read_note(log.note(5)).value();
    keep("text", note.text);
    keep("signature", note.signatures[0].bytes);
    keep("key.der", ed25519_head + log.verifier().public_key());
    const std::string verify = "pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature";
    const auto end = run(verify);
    EXPECT_EQ(end.status, 0) << end.said;
    EXPECT_THAT(end.said, HasSubstr("Signature Verified Successfully"));
    keep("text", "x" + note.text);
    EXPECT_NE(run(verify).status, 0);
}

TEST_F(OpenSsl, verifies_the_signature_of_a_checkpoint_by_sm2) {
    const WrittenLog log(5, HashAlgorithm::sm3, KeyType::sm2);
    const Note note = read_note(log.note(5)).value();
    const std::string integers =
        der_integer(note.signatures[0].bytes.substr(0, 32)) + der_integer(note.signatures[0].bytes.substr(32));
    keep("text", note.text);
    keep("signature", std::string("\x30") + static_cast<char>(integers.size()) + integers);
    keep("key.der", sm2_head + log.verifier().public_key());
    const std::string verify =
        "pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -digest sm3 -pkeyopt distid:1234567812345678 "
        "-in text -sigfile signature";
    const auto end = run(verify);
    EXPECT_EQ(end.status, 0) << end.said;
    keep("text", "x" + note.text);
    EXPECT_NE(run(verify).status, 0);
}

TEST_F(OpenSsl, opens_the_file_of_a_key_with_its_passphrase_alone) {
    const PrivateKey key = PrivateKey::generate(KeyType::ed25519);
    ASSERT_TRUE(key.write(path("key.pem"), "correct horse"));
    const std::string tell = "pkey -in key.pem -pubout -outform DER -out public.der -passin pass:";
    EXPECT_EQ(run(tell + "'correct horse'").status, 0);
    EXPECT_EQ(bytes_in(path("public.der")), ed25519_head + key.verifier("n").public_key());
    EXPECT_NE(run(tell + "wrong").status, 0);
    EXPECT_THAT(bytes_in(path("key.pem")), testing::StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
}

TEST_F(OpenSsl, hashes_an_event_as_its_leaf) {
    for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
        keep("leaf", std::string(1, '\0') + "event 17");
        const auto end = run("dgst -" + std::string(name_of(algorithm)) + " leaf");
        EXPECT_THAT(end.said, HasSubstr("= " + hex_of(Hasher(algorithm).leaf("event 17")))) << end.said;
    }
}

}  // namespace
}  // namespace shenyi::storage::log
