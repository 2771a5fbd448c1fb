#include "storage/log_keys.hpp"

#include "storage/log/note.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/whole_file.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

namespace shenyi::storage {

namespace {

namespace fs = std::filesystem;

using Checked = tl::expected<void, std::string>;
using Trees = std::vector<Signer::Tree>;
using PublicKeys = std::vector<log::VerifierKey>;

constexpr std::string_view passphrase_file = "passphrase";
constexpr std::string_view policy_file = "policy.txt";
constexpr std::string_view public_keys_file = "vkey.txt";
constexpr std::string_view state_file = "state";
constexpr mode_t folder_mode = 0700;

/// A tree that a log may have.
struct TreeKind {
    log::HashAlgorithm hash;
    log::KeyType key;
    std::string_view file;
    std::string_view origin_end;
};
constexpr std::array tree_kinds = {TreeKind{log::HashAlgorithm::sha256, log::KeyType::ed25519, "sha256.pem", ""},
                                   TreeKind{log::HashAlgorithm::sm3, log::KeyType::sm2, "sm3.pem", "-sm3"}};
constexpr std::array log_profiles = {LogProfile::std, LogProfile::gm, LogProfile::dual};

bool has_tree(LogProfile profile, log::HashAlgorithm hash) {
    switch (profile) {
        case LogProfile::std:
            return hash == log::HashAlgorithm::sha256;
        case LogProfile::gm:
            return hash == log::HashAlgorithm::sm3;
        case LogProfile::dual:
            return true;
    }
    return false;
}

/// The profile that has exactly these trees; nothing where they are none.
std::optional<LogProfile> profile_with(const std::set<log::HashAlgorithm>& trees) {
    for (const LogProfile profile : log_profiles) {
        const bool fits = std::ranges::all_of(tree_kinds, [&](const TreeKind& kind) {
            return has_tree(profile, kind.hash) == trees.contains(kind.hash);
        });
        if (fits) return profile;
    }
    return std::nullopt;
}

std::optional<LogProfile> profile_of(const PublicKeys& keys) {
    std::set<log::HashAlgorithm> trees;
    for (const TreeKind& kind : tree_kinds) {
        if (std::ranges::find(keys, kind.key, &log::VerifierKey::type) != keys.end()) trees.insert(kind.hash);
    }
    return profile_with(trees);
}

log::VerifierKey verifier_of(const Signer::Tree& tree) {
    return tree.key->verifier(tree.origin);
}

log::Policy policy_of(const Trees& trees) {
    log::Policy policy;
    for (const Signer::Tree& tree : trees) {
        policy.logs.push_back({.hash = tree.hash,
                               .origin = tree.origin,
                               .keys = {log::PolicyKey{.key = verifier_of(tree)}},
                               .witnesses = {}});
    }
    return policy;
}

std::string public_keys_of(const Trees& trees) {
    std::string text;
    for (const Signer::Tree& tree : trees) text += verifier_of(tree).text() + "\n";
    return text;
}

class KeyFolder {
  public:
    KeyFolder(const fs::path& folder, LogProfile profile, std::string origin)
        : folder_(folder.has_filename() ? folder : folder.parent_path()),
          profile_(profile),
          origin_(std::move(origin)) {}

    tl::expected<Trees, std::string> open() const;

  private:
    /// What is in the folder.
    struct Found {
        bool is_made = false;  ///< with all the keys of the log's profile
        std::set<log::HashAlgorithm> keys;
    };

    fs::path at(std::string_view name) const { return folder_ / name; }
    Checked make_folder() const;
    tl::expected<std::set<std::string>, std::string> names() const;
    tl::expected<Found, std::string> look() const;
    Checked check(const Found& found) const;
    tl::expected<std::string, std::string> make_passphrase() const;
    tl::expected<std::string, std::string> read_passphrase() const;
    Checked make_keys(const Found& found, const std::string& passphrase) const;
    Checked flush() const;
    tl::expected<Trees, std::string> read_keys(const std::string& passphrase) const;
    Checked publish(const Trees& trees) const;
    Checked keep(std::string_view name, std::string_view bytes, log::Readers readers) const;
    tl::expected<PublicKeys, std::string> published() const;
    tl::unexpected<std::string> is_of(LogProfile profile) const;

    fs::path folder_;
    LogProfile profile_;
    std::string origin_;
};

tl::expected<Trees, std::string> KeyFolder::open() const {
    if (auto made = make_folder(); !made) return tl::unexpected(made.error());
    const auto found = look();
    if (!found) return tl::unexpected(found.error());
    if (auto fits = check(*found); !fits) return tl::unexpected(fits.error());
    const bool is_new = !found->is_made && found->keys.empty();
    const auto passphrase = is_new ? make_passphrase() : read_passphrase();
    if (!passphrase) return tl::unexpected(passphrase.error());
    if (!found->is_made) {
        if (auto made = make_keys(*found, *passphrase); !made) return tl::unexpected(made.error());
    }
    auto trees = read_keys(*passphrase);
    if (!trees) return trees;
    if (auto published = publish(*trees); !published) return tl::unexpected(published.error());
    return trees;
}

Checked KeyFolder::make_folder() const {
    if (::mkdir(folder_.c_str(), folder_mode) == 0 || errno == EEXIST) return {};
    return tl::unexpected(
        fmt::format("the folder of the signing keys {} cannot be made: {}", folder_.string(), std::strerror(errno)));
}

tl::expected<std::set<std::string>, std::string> KeyFolder::names() const {
    std::set<std::string> names;
    std::error_code fault;
    for (fs::directory_iterator each(folder_, fault); !fault && each != fs::directory_iterator();
         each.increment(fault)) {
        names.insert(each->path().filename().string());
    }
    if (!fault) return names;
    return tl::unexpected(
        fmt::format("the folder of the signing keys {} cannot be read: {}", folder_.string(), fault.message()));
}

/// The keys are looked for after what is made behind them: where that is, they all are, whoever else is making the
/// folder just now.
tl::expected<KeyFolder::Found, std::string> KeyFolder::look() const {
    const auto before = names();
    const auto after = before ? names() : before;
    if (!after) return tl::unexpected(after.error());
    Found found;
    for (const std::string_view mark : {policy_file, public_keys_file, state_file}) {
        if (before->contains(std::string(mark))) found.is_made = true;
    }
    for (const TreeKind& kind : tree_kinds) {
        if (after->contains(std::string(kind.file))) found.keys.insert(kind.hash);
    }
    return found;
}

/// Whether the folder is of the profile, and lacks no key that it once had.
Checked KeyFolder::check(const Found& found) const {
    const auto keys = published();
    if (!keys) return tl::unexpected(keys.error());
    const auto profile = keys->empty() ? profile_with(found.keys) : profile_of(*keys);
    const bool goes_on = !found.is_made && profile_ == LogProfile::dual;
    if (profile && *profile != profile_ && !goes_on) return is_of(*profile);
    for (const TreeKind& kind : tree_kinds) {
        const bool is_there = found.keys.contains(kind.hash);
        if (found.is_made && !is_there && has_tree(profile_, kind.hash)) {
            return tl::unexpected(fmt::format(
                "the signing key {} is missing, and another cannot sign in its place; put it back from a copy",
                at(kind.file).string()));
        }
        if (is_there && !has_tree(profile_, kind.hash)) {
            return tl::unexpected(fmt::format("{} is no key of this log, which is of the profile {}; take it away",
                                              at(kind.file).string(), name_of(profile_)));
        }
    }
    return {};
}

tl::unexpected<std::string> KeyFolder::is_of(LogProfile profile) const {
    return tl::unexpected(fmt::format(
        "the log of {} is of the profile {}, not {}, and a log keeps its profile; start it with {}, or, if a "
        "signing key is missing from the folder, put it back from a copy",
        folder_.string(), name_of(profile), name_of(profile_), name_of(profile)));
}

tl::expected<std::string, std::string> KeyFolder::make_passphrase() const {
    log::Hash random{};
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
        return tl::unexpected(std::string("there are no random bytes for a passphrase of the signing keys"));
    }
    return keep(passphrase_file, log::hex_of(random) + "\n", log::Readers::owner).and_then([&] {
        return read_passphrase();
    });
}

tl::expected<std::string, std::string> KeyFolder::read_passphrase() const {
    const fs::path file = at(passphrase_file);
    const auto refused = [&](std::string_view what) {
        return tl::unexpected(fmt::format("the passphrase of the signing keys {} {}", file.string(), what));
    };
    // One byte more is the newline.
    auto line = log::read_whole_file(file, log::passphrase_bytes_max + 1);
    if (!line && line.error() == log::FileFault::missing) return refused("is missing; put it back from a copy");
    if (!line && line.error() == log::FileFault::unreadable) return refused("cannot be read");
    std::error_code fault;
    const fs::perms mode = fs::status(file, fault).permissions();
    if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
        return refused(fmt::format("is open to others than its owner (mode {:04o}); give it the mode 0600",
                                   static_cast<unsigned>(mode & fs::perms::mask)));
    }
    if (line && line->ends_with('\n')) line->pop_back();
    if (line && !line->empty() && line->size() <= log::passphrase_bytes_max && log::is_plain_text(*line)) {
        return *std::move(line);
    }
    return refused(fmt::format("is not one line of text with 1 to {} bytes", log::passphrase_bytes_max));
}

Checked KeyFolder::make_keys(const Found& found, const std::string& passphrase) const {
    // 64 hexadecimal digits are 32 random bytes, whoever drew them.
    const int rounds = log::hash_of_hex(passphrase) ? log::random_passphrase_rounds : log::passphrase_rounds;
    for (const TreeKind& kind : tree_kinds) {
        if (!has_tree(profile_, kind.hash) || found.keys.contains(kind.hash)) continue;
        auto written = log::PrivateKey::generate(kind.key).write(at(kind.file), passphrase, rounds);
        std::error_code ignored;
        // Another server may have been faster; its key is this one's too.
        if (!written && !fs::exists(at(kind.file), ignored)) return written;
    }
    return flush();
}

/// What another process made may not be on the disk yet.
Checked KeyFolder::flush() const {
    auto flushed = log::flush_folder(folder_);
    if (flushed) flushed = log::flush_folder(folder_.parent_path());
    // A folder that was made for us may stand in one that we may not read.
    if (flushed || flushed.error() == std::errc::permission_denied) return {};
    return tl::unexpected(fmt::format("the folder of the signing keys {} is not made durable: {}", folder_.string(),
                                      flushed.error().message()));
}

tl::expected<Trees, std::string> KeyFolder::read_keys(const std::string& passphrase) const {
    Trees trees;
    for (const TreeKind& kind : tree_kinds) {
        if (!has_tree(profile_, kind.hash)) continue;
        auto key = log::PrivateKey::read(at(kind.file), passphrase, kind.key);
        if (!key) return tl::unexpected(key.error());
        trees.push_back({.hash = kind.hash,
                         .origin = origin_ + std::string(kind.origin_end),
                         .key = std::make_shared<const log::PrivateKey>(*std::move(key))});
    }
    return trees;
}

/// What outsiders are given says the same as the keys.
Checked KeyFolder::publish(const Trees& trees) const {
    if (auto kept = keep(policy_file, log::text_of(policy_of(trees)), log::Readers::everybody); !kept) return kept;
    if (auto kept = keep(public_keys_file, public_keys_of(trees), log::Readers::everybody); !kept) return kept;
    const auto keys = published();
    if (!keys) return tl::unexpected(keys.error());
    for (const Signer::Tree& tree : trees) {
        if (std::ranges::find(*keys, verifier_of(tree)) != keys->end()) continue;
        return tl::unexpected(
            fmt::format("{} does not name the signing key {}: the key or the origin is another than when the log was "
                        "made. Put back "
                        "what was there; if it is the file that is wrong, take it away, and it is written anew",
                        at(public_keys_file).string(), verifier_of(tree).text()));
    }
    const auto profile = profile_of(*keys);
    if (profile && *profile != profile_) return is_of(*profile);
    return {};
}

/// Makes a file where there is none.
Checked KeyFolder::keep(std::string_view name, std::string_view bytes, log::Readers readers) const {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(at(name), ignored))) return {};
    const auto made = log::write_new_file(at(name), bytes, readers);
    if (made || made.error() == std::errc::file_exists) return {};
    return tl::unexpected(fmt::format("{} cannot be written: {}", at(name).string(), made.error().message()));
}

/// None where the file is not there.
tl::expected<PublicKeys, std::string> KeyFolder::published() const {
    const std::string file = at(public_keys_file).string();
    const auto text = log::read_whole_file(file, log::policy_bytes_max);
    if (!text && text.error() == log::FileFault::missing) return PublicKeys{};
    if (!text) return tl::unexpected(fmt::format("{} cannot be read", file));
    auto keys = log::read_verifier_keys(*text);
    if (keys) return *std::move(keys);
    const log::LineFault& first = keys.error().front();
    return tl::unexpected(
        fmt::format("{}, line {}: {}; put it back from a copy, or take it away, and it is written anew", file,
                    first.line, first.what));
}

}  // namespace

std::optional<LogProfile> log_profile_named(std::string_view name) {
    const auto found = std::ranges::find(log_profiles, name, [](LogProfile profile) { return name_of(profile); });
    return found == log_profiles.end() ? std::nullopt : std::optional(*found);
}

std::string_view name_of(LogProfile profile) {
    switch (profile) {
        case LogProfile::std:
            return "std";
        case LogProfile::gm:
            return "gm";
        case LogProfile::dual:
            return "dual";
    }
    return {};
}

tl::expected<std::vector<Signer::Tree>, std::string> open_log_keys(const std::filesystem::path& folder,
                                                                   LogProfile profile, const std::string& origin) {
    if (log::is_key_name(origin)) return KeyFolder(folder, profile, origin).open();
    return tl::unexpected(fmt::format(
        "the origin of a log is a name without spaces, plus signs and control characters, not \"{}\"", origin));
}

std::filesystem::path signer_state_in(const std::filesystem::path& folder) {
    return folder / state_file;
}

std::string fingerprint_of(const Signer::Tree& tree) {
    return log::hex_of(log::Hasher(log::HashAlgorithm::sha256).plain(verifier_of(tree).public_key()));
}

}  // namespace shenyi::storage
