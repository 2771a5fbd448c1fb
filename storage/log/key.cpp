#include "storage/log/key.hpp"

#include "storage/log/hash.hpp"
#include "storage/log/whole_file.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace shenyi::storage::log {

namespace {

template <auto free_it>
struct Free {
    template <class T>
    void operator()(T* held) const {
        free_it(held);
    }
};
using PKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>>;
using Encrypted = std::unique_ptr<X509_SIG, Free<X509_SIG_free>>;

constexpr std::string_view sm2_type = "\xffsm2-sm3/1";
/// GB/T 35276. OpenSSL 3.0 takes an empty one where none is set, later ones this: never left to it.
constexpr std::string_view sm2_id = "1234567812345678";
constexpr std::size_t half_bytes = 32;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t time_bytes = 8;
constexpr std::size_t key_file_bytes_max = std::size_t{16} * 1024;

[[noreturn]] void fail(const std::string& what) {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    throw std::runtime_error(what + ": " + text.data());
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view signature_type(KeyType type) {
    switch (type) {
        case KeyType::ed25519:
            return "\x01";
        case KeyType::cosignature:
            return "\x04";
        case KeyType::sm2:
            return sm2_type;
    }
    return {};
}

std::size_t public_bytes(KeyType type) {
    return type == KeyType::sm2 ? 1 + 2 * half_bytes : half_bytes;
}

const char* name_in_openssl(KeyType type) {
    return type == KeyType::sm2 ? "SM2" : "ED25519";
}

std::uint32_t id_of(const std::string& name, KeyType type, const std::string& public_key) {
    Hasher hasher(HashAlgorithm::sha256);
    const Hash hash = hasher.plain(name + "\n" + std::string(signature_type(type)) + public_key);
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < sizeof id; ++i) id = id << 8U | hash[i];
    return id;
}

/// Null where the bytes are no public key: no point of the curve.
PKey public_key_of(KeyType type, const std::string& public_key) {
    if (type != KeyType::sm2) {
        return PKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(public_key), public_key.size()));
    }
    std::string group = "SM2";
    std::string point = public_key;
    const std::array<OSSL_PARAM, 3> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    const PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
    EVP_PKEY* key = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters.data())) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    return PKey(key);
}

/// What a witness signs in place of the text alone.
std::string cosigned(std::string_view text, std::uint64_t time) {
    return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

/// Prepared for one signature by SM2, which hashes the distinguishing id in. The digest does not own its parameters.
struct Sm2Context {
    PKeyContext parameters;
    DigestContext digest;
};

Sm2Context sm2_context(EVP_PKEY* key, bool signs) {
    Sm2Context context{PKeyContext(EVP_PKEY_CTX_new(key, nullptr)), DigestContext(EVP_MD_CTX_new())};
    if (!context.parameters || !context.digest) fail("SM2");
    EVP_MD_CTX_set_pkey_ctx(context.digest.get(), context.parameters.get());
    const auto begin = signs ? EVP_DigestSignInit : EVP_DigestVerifyInit;
    const bool ready = EVP_PKEY_CTX_set1_id(context.parameters.get(), sm2_id.data(), sm2_id.size()) == 1 &&
                       begin(context.digest.get(), nullptr, EVP_sm3(), nullptr, key) == 1;
    if (!ready) fail("SM2");
    return context;
}

/// r ‖ s of the DER that OpenSSL gives.
std::string halves_of_der(std::string_view der) {
    const unsigned char* at = bytes(der);
    const EcdsaSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!signature) fail("SM2");
    std::string halves(signature_bytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(halves.data());
    const BIGNUM* r = ECDSA_SIG_get0_r(signature.get());
    const BIGNUM* s = ECDSA_SIG_get0_s(signature.get());
    if (BN_bn2binpad(r, out, half_bytes) < 0 || BN_bn2binpad(s, out + half_bytes, half_bytes) < 0) fail("SM2");
    return halves;
}

std::string der_of_halves(std::string_view halves) {
    const EcdsaSignature signature(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(bytes(halves), half_bytes, nullptr);
    BIGNUM* s = BN_bin2bn(bytes(halves) + half_bytes, half_bytes, nullptr);
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r, s) != 1) fail("SM2");
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    if (size <= 0) fail("SM2");
    std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}

std::string sign_sm2(EVP_PKEY* key, std::string_view text) {
    const Sm2Context context = sm2_context(key, true);
    std::size_t size = 0;
    if (EVP_DigestSignUpdate(context.digest.get(), text.data(), text.size()) != 1 ||
        EVP_DigestSignFinal(context.digest.get(), nullptr, &size) != 1) {
        fail("SM2");
    }
    std::string der(size, '\0');
    if (EVP_DigestSignFinal(context.digest.get(), reinterpret_cast<unsigned char*>(der.data()), &size) != 1)
        fail("SM2");
    der.resize(size);
    return halves_of_der(der);
}

bool verify_sm2(EVP_PKEY* key, std::string_view text, std::string_view halves) {
    const std::string der = der_of_halves(halves);
    const Sm2Context context = sm2_context(key, false);
    const bool fits = EVP_DigestVerifyUpdate(context.digest.get(), text.data(), text.size()) == 1 &&
                      EVP_DigestVerifyFinal(context.digest.get(), bytes(der), der.size()) == 1;
    ERR_clear_error();
    return fits;
}

std::string sign_ed25519(EVP_PKEY* key, std::string_view text) {
    const DigestContext context(EVP_MD_CTX_new());
    std::string signature(signature_bytes, '\0');
    std::size_t size = signature.size();
    const bool done = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
                      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                     bytes(text), text.size()) == 1;
    if (!done || size != signature.size()) fail("Ed25519");
    return signature;
}

bool verify_ed25519(EVP_PKEY* key, std::string_view text, std::string_view signature) {
    const DigestContext context(EVP_MD_CTX_new());
    const bool fits =
        context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
    ERR_clear_error();
    return fits;
}

std::string hex_of_id(std::uint32_t id) {
    constexpr std::string_view letters_of_hex = "0123456789abcdef";
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4) text += letters_of_hex[id >> static_cast<unsigned>(shift) & 0x0fU];
    return text;
}

/// The key as encrypted PKCS#8, which every program of the kind reads.
Encrypted encrypt(EVP_PKEY* key, std::string_view passphrase, int rounds) {
    std::array<unsigned char, 16> salt{};
    if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) fail("a private key's file");
    const KeyInfo info(EVP_PKEY2PKCS8(key));
    X509_ALGOR* scheme = PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, salt.data(), static_cast<int>(salt.size()),
                                           nullptr, NID_hmacWithSHA256);
    if (!info || !scheme) fail("a private key's file");
    Encrypted encrypted(PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), scheme));
    if (!encrypted) {
        X509_ALGOR_free(scheme);
        fail("a private key's file");
    }
    return encrypted;
}

int give_passphrase(char* buffer, int size, int, void* passphrase) {
    const auto& given = *static_cast<const std::string_view*>(passphrase);
    if (given.size() > static_cast<std::size_t>(size)) return -1;
    std::memcpy(buffer, given.data(), given.size());
    return static_cast<int>(given.size());
}

}  // namespace

VerifierKey::VerifierKey(std::string name, KeyType type, std::string public_key)
    : name_(std::move(name)), type_(type), public_key_(std::move(public_key)), id_(id_of(name_, type_, public_key_)) {}

std::optional<VerifierKey> VerifierKey::of(std::string name, KeyType type, std::string public_key) {
    if (!is_key_name(name) || public_key.size() != public_bytes(type)) return std::nullopt;
    if (!public_key_of(type, public_key)) return std::nullopt;
    return VerifierKey(std::move(name), type, std::move(public_key));
}

tl::expected<VerifierKey, std::string> VerifierKey::read(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) return tl::unexpected(std::string("a verifier key is NAME+ID+KEY"));
    const auto encoded = bytes_of_base64(text.substr(second + 1));
    if (!encoded) return tl::unexpected(std::string("the key is not base64"));
    for (const KeyType type : {KeyType::ed25519, KeyType::cosignature, KeyType::sm2}) {
        const std::string_view prefix = signature_type(type);
        if (!encoded->starts_with(prefix)) continue;
        auto key = of(std::string(text.substr(0, first)), type, encoded->substr(prefix.size()));
        if (!key) return tl::unexpected(std::string("the name or the key cannot be one"));
        if (hex_of_id(key->id()) != text.substr(first + 1, second - first - 1)) {
            return tl::unexpected(std::string("the id is not that of the key"));
        }
        return *std::move(key);
    }
    return tl::unexpected(std::string("the key is of an unknown type"));
}

std::string VerifierKey::text() const {
    return name_ + "+" + hex_of_id(id_) + "+" + base64_of(std::string(signature_type(type_)) + public_key_);
}

std::optional<std::uint64_t> time_of_cosignature(const NoteSignature& signature) {
    if (signature.bytes.size() != time_bytes + signature_bytes) return std::nullopt;
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < time_bytes; ++i) time = time << 8U | static_cast<unsigned char>(signature.bytes[i]);
    if (time > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return time;
}

bool VerifierKey::verifies(std::string_view text, const NoteSignature& signature) const {
    if (!signs(signature)) return false;
    const PKey key = public_key_of(type_, public_key_);
    if (!key) return false;
    if (type_ == KeyType::cosignature) {
        const auto time = time_of_cosignature(signature);
        return time && verify_ed25519(key.get(), cosigned(text, *time), signature.bytes.substr(time_bytes));
    }
    if (signature.bytes.size() != signature_bytes) return false;
    return type_ == KeyType::sm2 ? verify_sm2(key.get(), text, signature.bytes)
                                 : verify_ed25519(key.get(), text, signature.bytes);
}

struct PrivateKey::State {
    State(KeyType of_type, PKey held) : type(of_type), key(held.release(), EVP_PKEY_free) {}

    KeyType type;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
};

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate(KeyType type) {
    PKey key(type == KeyType::sm2 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                                  : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key) fail("a new key");
    return PrivateKey(std::make_unique<State>(type, std::move(key)));
}

tl::expected<PrivateKey, std::string> PrivateKey::read(const std::filesystem::path& file, std::string_view passphrase,
                                                       KeyType type) {
    const auto pem = read_whole_file(file, key_file_bytes_max);
    if (!pem) return tl::unexpected("the signing key " + file.string() + " cannot be read");
    const Bio in(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
    if (!in) fail("a private key's file");
    PKey key(PEM_read_bio_PrivateKey(in.get(), nullptr, give_passphrase, &passphrase));
    ERR_clear_error();
    if (!key) {
        return tl::unexpected("the signing key " + file.string() + " is damaged, or is not opened by this passphrase");
    }
    if (EVP_PKEY_is_a(key.get(), name_in_openssl(type)) != 1) {
        return tl::unexpected("the signing key " + file.string() + " is of another kind than the log's");
    }
    return PrivateKey(std::make_unique<State>(type, std::move(key)));
}

tl::expected<void, std::string> PrivateKey::write(const std::filesystem::path& file, std::string_view passphrase,
                                                  int rounds) const {
    const Encrypted encrypted = encrypt(state_->key.get(), passphrase, rounds);
    const Bio out(BIO_new(BIO_s_mem()));
    if (!out || PEM_write_bio_PKCS8(out.get(), encrypted.get()) != 1) fail("a private key's file");
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    const auto written = write_new_file(file, {text, static_cast<std::size_t>(size)}, Readers::owner);
    if (written) return {};
    return tl::unexpected("the signing key " + file.string() + " cannot be written: " + written.error().message());
}

VerifierKey PrivateKey::verifier(const std::string& name) const {
    std::string public_key(public_bytes(state_->type), '\0');
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(state_->key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        reinterpret_cast<unsigned char*>(public_key.data()), public_key.size(),
                                        &size) != 1 ||
        size != public_key.size()) {
        fail("a public key");
    }
    auto key = VerifierKey::of(name, state_->type, std::move(public_key));
    if (!key) throw std::invalid_argument("no name of a key: " + name);
    return *std::move(key);
}

NoteSignature PrivateKey::sign(const std::string& name, std::string_view text, std::uint64_t time) const {
    NoteSignature signature{.name = name, .key_id = verifier(name).id(), .bytes = {}};
    EVP_PKEY* key = state_->key.get();
    switch (state_->type) {
        case KeyType::ed25519:
            signature.bytes = sign_ed25519(key, text);
            break;
        case KeyType::cosignature:
            for (int shift = 56; shift >= 0; shift -= 8) {
                signature.bytes += static_cast<char>(time >> static_cast<unsigned>(shift) & 0xffU);
            }
            signature.bytes += sign_ed25519(key, cosigned(text, time));
            break;
        case KeyType::sm2:
            signature.bytes = sign_sm2(key, text);
            break;
    }
    return signature;
}

}  // namespace shenyi::storage::log
