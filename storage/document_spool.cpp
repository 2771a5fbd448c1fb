#include "storage/document_spool.hpp"

#include "storage/descriptor.hpp"
#include "storage/log/whole_file.hpp"
#include "workflow/hexadecimal.hpp"

#include <openssl/evp.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace shenyi::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".part";

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void sync_folder(const fs::path& folder) {
    const auto flushed = log::flush_folder(folder);
    if (!flushed) throw std::system_error(flushed.error(), "a folder of documents cannot be made durable");
}

std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> begun(const EVP_MD* hash) {
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex(context.get(), hash, nullptr) != 1)
        throw std::runtime_error("a hash of OpenSSL failed");
    return context;
}

std::string hex_of(EVP_MD_CTX* context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context, digest.data(), &size) != 1) throw std::runtime_error("a hash of OpenSSL failed");
    return workflow::hexadecimal({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace

void DocumentDigests::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

DocumentDigests::DocumentDigests() : sha256_(begun(EVP_sha256()).release()), sm3_(begun(EVP_sm3()).release()) {}
DocumentDigests::~DocumentDigests() = default;

void DocumentDigests::add(std::string_view bytes) {
    for (EVP_MD_CTX* context : {sha256_.get(), sm3_.get()}) {
        if (EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1)
            throw std::runtime_error("a hash of OpenSSL failed");
    }
}

DocumentDigests::Hex DocumentDigests::finish() {
    return {.sha256 = hex_of(sha256_.get()), .sm3 = hex_of(sm3_.get())};
}

DocumentSpool::DocumentSpool(const fs::path& folder, Named named) {
    std::string pattern = (folder / "upload-XXXXXX").string() + std::string(suffix);
    file_ = ::mkostemps(pattern.data(), static_cast<int>(suffix.size()), O_CLOEXEC);
    if (file_ < 0) fail("an upload cannot be gathered");
    if (named == Named::no) {
        ::unlink(pattern.c_str());
        return;
    }
    path_ = pattern;
    ::flock(file_, LOCK_EX | LOCK_NB);  // nobody else knows the name yet
}

DocumentSpool::~DocumentSpool() {
    if (!path_.empty()) ::unlink(path_.c_str());
    if (file_ >= 0) ::close(file_);
}

void DocumentSpool::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("an upload cannot be gathered");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += written;
    }
}

std::string chunk_of(int file, std::int64_t n) {
    std::string bytes(limits::document_chunk_bytes, '\0');
    std::size_t filled = 0;
    const std::int64_t start = n * static_cast<std::int64_t>(limits::document_chunk_bytes);
    while (filled < bytes.size()) {
        const ssize_t got = ::pread(file, bytes.data() + filled, bytes.size() - filled,
                                    static_cast<off_t>(start + static_cast<std::int64_t>(filled)));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("a document cannot be read");
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

std::string DocumentSpool::chunk(std::int64_t n) const {
    return chunk_of(file_, n);
}

void DocumentSpool::move_to(const fs::path& path) {
    const fs::path folder = path.parent_path();
    if (fs::create_directories(folder)) sync_folder(folder.parent_path());
    if (::fchmod(file_, S_IRUSR | S_IRGRP) != 0 || ::fsync(file_) != 0) fail("a document cannot be made durable");
    if (::rename(path_.c_str(), path.c_str()) != 0) fail("a document cannot be given its name");
    path_.clear();
    sync_folder(folder);
}

void DocumentSpool::clear(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (!entry.path().string().ends_with(suffix)) continue;
        const Descriptor file(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
        // Whoever still gathers it holds the lock.
        if (file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    }
}

}  // namespace shenyi::storage
