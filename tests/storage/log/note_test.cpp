#include "storage/log/checkpoint.hpp"
#include "storage/log/key.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace shenyi::storage::log {
namespace {

namespace fs = std::filesystem;

/// The note with which Go's implementation of the format documents itself, and its key.
constexpr std::string_view neumann_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view neumann_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string bytes_of_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return bytes;
}

std::string fault_of(std::string_view bytes) {
    const auto note = read_note(bytes);
    return note ? "" : note.error();
}

TEST(NoteRead, is_what_was_written) {
    const auto note = read_note(neumann_note);
    ASSERT_TRUE(note) << note.error();
    EXPECT_EQ(note->signatures.size(), 1U);
    EXPECT_EQ(note->signatures.front().key_id, 0xc74f20a3);
    EXPECT_EQ(write_note(*note), neumann_note);
}

TEST(NoteRead, ends_its_text_with_the_last_empty_line) {
    const auto note = read_note("a\n\nb\n\n\u2014 n AAAAAQE=\n");
    ASSERT_TRUE(note) << note.error();
    EXPECT_EQ(note->text, "a\n\nb\n");
}

TEST(NoteRead, refuses_what_is_not_exactly_a_note) {
    EXPECT_EQ(fault_of("text\n"), "no empty line between text and signatures");
    EXPECT_EQ(fault_of("text\n\n"), "no signature");
    EXPECT_EQ(fault_of("text\r\n\r\n\u2014 n AAAAAQE=\r\n"), "no empty line between text and signatures");
    EXPECT_EQ(fault_of("text\r\n\n\u2014 n AAAAAQE=\n"), "the text is not UTF-8 without control characters");
    EXPECT_EQ(fault_of("te\xffxt\n\n\u2014 n AAAAAQE=\n"), "the text is not UTF-8 without control characters");
    EXPECT_EQ(fault_of("text\n\n\u2014 n AAAAAQE="), "a line does not end with a newline");
    EXPECT_EQ(fault_of("text\n\n\u2014 n AAAAAQE=\n\n"), "no signature");
    EXPECT_EQ(fault_of("text\n\n- n AAAAAQE=\n"), "a signature's line does not begin with a dash");
    EXPECT_EQ(fault_of("text\n\n\u2014 n\n"), "a signature's line has no signature");
    EXPECT_EQ(fault_of("text\n\n\u2014 a+b AAAAAQE=\n"), "a signature's line has no key name");
    EXPECT_EQ(fault_of("text\n\n\u2014 a\u3000b AAAAAQE=\n"), "a signature's line has no key name");
    EXPECT_EQ(fault_of("text\n\n\u2014  AAAAAQE=\n"), "a signature's line has no key name");
    EXPECT_EQ(fault_of("text\n\n\u2014 n AAAAAQE= \n"), "a signature is not the base64 of a key's id and a signature");
    EXPECT_EQ(fault_of("text\n\n\u2014 n AAAAAQ==\n"), "a signature is not the base64 of a key's id and a signature");
    EXPECT_EQ(fault_of(std::string(note_bytes_max, 'a') + "\n\n\u2014 n AAAAAQE=\n"), "the note is too long");
}

TEST(NoteRead, takes_sixteen_signatures_and_not_seventeen) {
    std::string bytes = "text\n\n";
    for (std::size_t i = 0; i < note_signatures_max; ++i) bytes += "\u2014 n AAAAAQE=\n";
    EXPECT_EQ(fault_of(bytes), "");
    EXPECT_EQ(fault_of(bytes + "\u2014 n AAAAAQE=\n"), "too many signatures");
}

TEST(NoteRead, takes_numbers_as_they_are_written) {
    EXPECT_EQ(read_decimal("0"), 0U);
    EXPECT_EQ(read_decimal("18446744073709551615"), ~std::uint64_t{0});
    for (const char* text : {"", "00", "01", "-1", "+1", "1 ", "0x1", "18446744073709551616"}) {
        EXPECT_FALSE(read_decimal(text)) << text;
    }
}

TEST(VerifierKeyText, verifies_the_note_that_another_program_signed) {
    const auto key = VerifierKey::read(neumann_key);
    ASSERT_TRUE(key) << key.error();
    EXPECT_EQ(key->text(), neumann_key);
    Note note = read_note(neumann_note).value();
    EXPECT_TRUE(key->verifies(note.text, note.signatures.front()));
    EXPECT_FALSE(key->verifies(note.text + "x\n", note.signatures.front()));
    note.signatures.front().name = "Another";
    EXPECT_FALSE(key->verifies(note.text, note.signatures.front()));
}

TEST(VerifierKeyText, is_refused_where_it_is_not_of_its_id_or_no_key) {
    EXPECT_FALSE(VerifierKey::read("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(VerifierKey::read("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(VerifierKey::read("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(VerifierKey::read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T"));
    EXPECT_FALSE(VerifierKey::read("PeterNeumann+c74f20a3"));
    EXPECT_FALSE(VerifierKey::of("n", KeyType::ed25519, "short"));
    EXPECT_FALSE(VerifierKey::of("n", KeyType::sm2, "\x04" + std::string(64, '\x01'))) << "no point of the curve";
}

/// The signature of GB/T 32918.5, Appendix A: the key, the message and r, s as printed there.
TEST(Sm2, verifies_the_signature_of_the_standard) {
    const auto key = VerifierKey::of("standard", KeyType::sm2,
                                     bytes_of_hex("0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                                                  "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"));
    ASSERT_TRUE(key);
    NoteSignature signature{.name = "standard",
                            .key_id = key->id(),
                            .bytes = bytes_of_hex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                                                  "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")};
    EXPECT_TRUE(key->verifies("message digest", signature));
    EXPECT_FALSE(key->verifies("message digesT", signature));
    signature.bytes[0] ^= 1;
    EXPECT_FALSE(key->verifies("message digest", signature));
}

class Key : public testing::TestWithParam<KeyType> {
  protected:
    tests::TemporaryFolder folder_;
};

TEST_P(Key, signs_what_its_public_half_alone_verifies) {
    const PrivateKey key = PrivateKey::generate(GetParam());
    const VerifierKey verifier = key.verifier("log.example/a");
    const NoteSignature signature = key.sign("log.example/a", "text\n", 1'700'000'000);
    EXPECT_TRUE(verifier.verifies("text\n", signature));
    EXPECT_FALSE(verifier.verifies("texT\n", signature));
    EXPECT_FALSE(PrivateKey::generate(GetParam()).verifier("log.example/a").verifies("text\n", signature));
    for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
        NoteSignature flipped = signature;
        flipped.bytes[i] = static_cast<char>(flipped.bytes[i] ^ 1);
        EXPECT_FALSE(verifier.verifies("text\n", flipped)) << i;
    }
    NoteSignature cut = signature;
    cut.bytes.pop_back();
    EXPECT_FALSE(verifier.verifies("text\n", cut));
    EXPECT_EQ(VerifierKey::read(verifier.text()), verifier);
}

TEST_P(Key, is_read_from_its_file_with_its_passphrase_alone) {
    const PrivateKey key = PrivateKey::generate(GetParam());
    const fs::path file = folder_.path() / "key.pem";
    ASSERT_TRUE(key.write(file, "correct horse"));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(key.write(file, "correct horse")) << "a key is never overwritten";
    const auto again = PrivateKey::read(file, "correct horse", GetParam());
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(again->verifier("n"), key.verifier("n"));
    EXPECT_FALSE(PrivateKey::read(file, "correct horsE", GetParam()));
    EXPECT_FALSE(PrivateKey::read(folder_.path() / "none.pem", "correct horse", GetParam()));
    const KeyType other = GetParam() == KeyType::sm2 ? KeyType::ed25519 : KeyType::sm2;
    EXPECT_FALSE(PrivateKey::read(file, "correct horse", other)) << "a key of another kind";
}

INSTANTIATE_TEST_SUITE_P(Types, Key, testing::Values(KeyType::ed25519, KeyType::cosignature, KeyType::sm2),
                         [](const auto& type) {
                             switch (type.param) {
                                 case KeyType::ed25519:
                                     return "ed25519";
                                 case KeyType::cosignature:
                                     return "cosignature";
                                 case KeyType::sm2:
                                     return "sm2";
                             }
                             return "";
                         });

TEST(Cosignature, says_when_it_was_made) {
    const PrivateKey key = PrivateKey::generate(KeyType::cosignature);
    NoteSignature signature = key.sign("witness.example/w", "text\n", 1'700'000'000);
    EXPECT_EQ(time_of_cosignature(signature), 1'700'000'000U);
    signature.bytes[0] = '\xff';
    EXPECT_FALSE(time_of_cosignature(signature)) << "beyond 2^63 - 1";
}

TEST(CheckpointText, is_read_as_it_was_written) {
    const Checkpoint checkpoint{.origin = "example.com/behind-the-sofa",
                                .head = {20852163, *hash_of_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")}};
    const std::string text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    EXPECT_EQ(text_of(checkpoint), text);
    EXPECT_EQ(read_checkpoint(text), checkpoint);
    EXPECT_EQ(read_checkpoint(text + "an extension\n"), checkpoint);
}

TEST(CheckpointText, is_refused_where_a_line_is_not_as_it_must_be) {
    const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    for (const std::string& text :
         {std::string("\n1\n") + root, "a\n01\n" + root, "a\n-1\n" + root, "a\n1\n" + root + "\n",
          std::string("a\n1\nCsUYapGGPo4=\n"), "a\n1\n" + root.substr(0, root.size() - 1), std::string("a\n1\n"),
          std::string("a\n"), std::string()}) {
        EXPECT_FALSE(read_checkpoint(text)) << text;
    }
}

TEST(LogProofText, is_read_as_it_was_written) {
    Hash hash{};
    hash[3] = 7;
    const LogProof proof{.index = 5, .inclusion = {hash, Hash{}}, .checkpoint = std::string(neumann_note)};
    const auto read = read_log_proof(text_of(proof));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, proof);
    const LogProof alone{.index = 0, .inclusion = {}, .checkpoint = std::string(neumann_note)};
    EXPECT_EQ(read_log_proof(text_of(alone)), alone);
}

TEST(LogProofText, passes_over_what_nothing_vouches_for_and_refuses_the_rest) {
    EXPECT_TRUE(read_log_proof("c2sp.org/tlog-proof@v1\nextra YQ==\nindex 1\n\nx\n"));
    for (const char* text : {"c2sp.org/tlog-proof@v2\nindex 1\n\nx\n", "c2sp.org/tlog-proof@v1\nindex 01\n\nx\n",
                             "c2sp.org/tlog-proof@v1\r\nindex 1\n\nx\n", "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx\n",
                             "c2sp.org/tlog-proof@v1\nindex 1\n", "c2sp.org/tlog-proof@v1\n\nx\n",
                             "c2sp.org/tlog-proof@v1\nextra a\nindex 1\n\nx\n", ""}) {
        EXPECT_FALSE(read_log_proof(text)) << text;
    }
    std::string many = "c2sp.org/tlog-proof@v1\nindex 1\n";
    for (int i = 0; i < 66; ++i) many += base64_of(Hash{}) + "\n";
    EXPECT_FALSE(read_log_proof(many + "\nx\n"));
}

TEST(ConsistencyText, is_lines_of_hashes_and_nothing_else) {
    const std::vector<Hash> proof = {Hash{1}, Hash{2}};
    EXPECT_EQ(read_consistency(text_of_consistency(proof)), proof);
    EXPECT_EQ(read_consistency(""), std::vector<Hash>());
    const std::string line = base64_of(Hash{}) + "\n";
    for (const std::string& text : {line + "\n", "\n" + line, line.substr(0, 43) + "\n", base64_of(Hash{}), line + " ",
                                    base64_of(Hash{}) + "\r\n"}) {
        EXPECT_FALSE(read_consistency(text)) << text;
    }
}

}  // namespace
}  // namespace shenyi::storage::log
