#include "storage/signer_state.hpp"

#include "storage/file_lock.hpp"
#include "storage/log/hash.hpp"
#include "storage/log/note.hpp"
#include "storage/log/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace shenyi::storage {

namespace {

constexpr std::string_view slot_begins = "shenyi-signer-state@v1\n";
constexpr std::string_view serial_word = "serial ";
constexpr std::string_view length_word = "length ";
constexpr std::string_view hash_word = "sha256 ";
constexpr std::size_t slot_bytes = 4096;
constexpr std::size_t slots = 2;

struct Slot {
    std::uint64_t serial = 0;
    std::vector<std::string> notes;
};

std::string hash_of(std::uint64_t serial, std::string_view notes) {
    log::Hasher hasher(log::HashAlgorithm::sha256);
    return log::hex_of(
        hasher.plain(fmt::format("{}{}\n{}{}\n{}", serial_word, serial, length_word, notes.size(), notes)));
}

std::string bytes_of(const Slot& slot) {
    std::string notes;
    for (const std::string& note : slot.notes) notes += note + "\n";
    std::string bytes = fmt::format("{}{}{}\n{}{}\n{}{}\n\n{}", slot_begins, serial_word, slot.serial, length_word,
                                    notes.size(), hash_word, hash_of(slot.serial, notes), notes);
    if (bytes.size() > slot_bytes) throw std::length_error("the notes do not fit the signer's state");
    bytes.resize(slot_bytes, '\0');
    return bytes;
}

/// What follows a word on the next line.
std::optional<std::string_view> told(std::string_view& rest, std::string_view word) {
    const auto line = log::next_line(rest);
    if (!line || !line->starts_with(word)) return std::nullopt;
    return line->substr(word.size());
}

std::optional<std::uint64_t> told_number(std::string_view& rest, std::string_view word) {
    const auto text = told(rest, word);
    const auto number = text ? log::read_decimal(*text) : tl::make_unexpected(std::string());
    if (!number) return std::nullopt;
    return *number;
}

/// A note has one empty line, which ends its text, and one of ours behind its signatures.
std::optional<std::vector<std::string>> split(std::string_view notes) {
    std::vector<std::string> all;
    while (!notes.empty()) {
        const auto text_end = notes.find("\n\n");
        const auto end = text_end == std::string_view::npos ? text_end : notes.find("\n\n", text_end + 2);
        if (end == std::string_view::npos) return std::nullopt;
        all.emplace_back(notes.substr(0, end + 1));
        notes.remove_prefix(end + 2);
    }
    return all;
}

/// Nothing where the bytes are no whole slot.
std::optional<Slot> read_slot(std::string_view bytes) {
    if (!bytes.starts_with(slot_begins)) return std::nullopt;
    bytes.remove_prefix(slot_begins.size());
    const auto serial = told_number(bytes, serial_word);
    const auto length = serial ? told_number(bytes, length_word) : std::nullopt;
    const auto hash = length ? told(bytes, hash_word) : std::nullopt;
    if (!hash || !bytes.starts_with('\n') || bytes.size() - 1 < *length) return std::nullopt;
    const std::string_view notes = bytes.substr(1, *length);
    if (hash_of(*serial, notes) != *hash) return std::nullopt;
    auto all = split(notes);
    if (!all) return std::nullopt;
    return Slot{.serial = *serial, .notes = *std::move(all)};
}

/// The last one that was written to its end; nothing where none is whole.
std::optional<Slot> newest_slot(int descriptor) {
    std::array<char, slots * slot_bytes> bytes{};
    if (::pread(descriptor, bytes.data(), bytes.size(), 0) < 0) return std::nullopt;
    std::optional<Slot> newest;
    for (std::size_t i = 0; i < slots; ++i) {
        auto slot = read_slot({bytes.data() + i * slot_bytes, slot_bytes});
        if (slot && (!newest || slot->serial >= newest->serial)) newest = std::move(slot);
    }
    return newest;
}

void write_all(int descriptor, std::string_view bytes, std::size_t offset) {
    while (!bytes.empty()) {
        const auto written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw std::system_error(errno, std::generic_category(), "the signer's state is not written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::size_t>(written);
    }
}

void flush(int descriptor) {
    if (::fdatasync(descriptor) != 0) {
        throw std::system_error(errno, std::generic_category(), "the signer's state is not made durable");
    }
}

std::string sentence(const std::filesystem::path& file, std::string_view what) {
    return fmt::format("the signer's state {} {}: {}", file.string(), what, std::strerror(errno));
}

}  // namespace

SignerState::SignerState(Descriptor file, std::unique_ptr<FileLock> lock)
    : file_(std::move(file)), lock_(std::move(lock)) {}

SignerState::~SignerState() = default;

tl::expected<std::unique_ptr<SignerState>, SignerFault> SignerState::open(const std::filesystem::path& file) {
    auto lock = FileLock::take(lock_file_of(file.string()));
    if (!lock) {
        return tl::unexpected(SignerFault{.what = fmt::format("the signer's state {}: {}", file.string(), lock.error()),
                                          .is_in_use = true});
    }
    Descriptor opened(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (opened.get() < 0 && errno == ENOENT) {
        // One slot is enough: the next writing goes to the other.
        const auto made = log::write_new_file(file, bytes_of({}), log::Readers::owner);
        if (!made) {
            return tl::unexpected(SignerFault{
                fmt::format("the signer's state {} cannot be made: {}", file.string(), made.error().message())});
        }
        opened = Descriptor(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    }
    if (opened.get() < 0) return tl::unexpected(SignerFault{sentence(file, "cannot be opened")});
    std::unique_ptr<SignerState> state(new SignerState(std::move(opened), *std::move(lock)));
    if (state->read()) return state;
    return tl::unexpected(
        SignerFault{fmt::format("the signer's state {} is damaged: neither of its slots is whole. Put it back from "
                                "a copy; without it nothing tells whether the database was set back",
                                file.string())});
}

tl::expected<std::vector<std::string>, std::string> SignerState::look(const std::filesystem::path& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (opened.get() < 0) return tl::unexpected(sentence(file, "cannot be read"));
    auto newest = newest_slot(opened.get());
    if (!newest) return tl::unexpected(fmt::format("{} is no signer's state: no slot of it is whole", file.string()));
    return std::move(newest->notes);
}

/// False where no slot is whole.
bool SignerState::read() {
    auto newest = newest_slot(file_.get());
    if (!newest) return false;
    serial_ = newest->serial;
    notes_ = std::move(newest->notes);
    return true;
}

void SignerState::write(std::vector<std::string> notes) {
    const Slot next{.serial = serial_ + 1, .notes = std::move(notes)};
    write_all(file_.get(), bytes_of(next), next.serial % slots * slot_bytes);
    flush(file_.get());
    serial_ = next.serial;
    notes_ = next.notes;
}

}  // namespace shenyi::storage
