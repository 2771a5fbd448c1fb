#pragma once

#include "storage/documents.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace shenyi::storage {

/// What precedes the SHA-256 in the id of a document.
inline constexpr std::string_view document_id_prefix = "sha256:";

/// SHA-256 and SM3 of the same bytes, taken as they pass. Throws std::runtime_error where OpenSSL fails.
class DocumentDigests {
  public:
    DocumentDigests();
    ~DocumentDigests();
    DocumentDigests(const DocumentDigests&) = delete;
    DocumentDigests& operator=(const DocumentDigests&) = delete;

    void add(std::string_view bytes);

    struct Hex {
        std::string sha256;
        std::string sm3;
    };
    /// Of everything added. To be asked once.
    Hex finish();

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;

    Context sha256_;
    Context sm3_;
};

/// A file that gathers an upload; gone with the object unless it was moved to its place. Throws std::system_error.
class DocumentSpool {
  public:
    enum class Named {
        yes,  ///< keeps its name until then, for `move_to`, and a lock that tells it from what a dead process left
        no,   ///< has none from the start: a crash leaves nothing
    };

    DocumentSpool(const std::filesystem::path& folder, Named named);
    ~DocumentSpool();
    DocumentSpool(const DocumentSpool&) = delete;
    DocumentSpool& operator=(const DocumentSpool&) = delete;

    void write(std::string_view bytes);
    std::int64_t size() const { return size_; }

    /// The n-th chunk of limits::document_chunk_bytes, counted from 0; empty behind the end.
    std::string chunk(std::int64_t n) const;

    /// Makes content and name durable: bytes first, then the name, then the folder that holds it.
    void move_to(const std::filesystem::path& path);

    /// Takes away what uploads of dead processes left in `folder`.
    static void clear(const std::filesystem::path& folder);

  private:
    int file_ = -1;
    std::filesystem::path path_;  // empty once nameless or moved
    std::int64_t size_ = 0;
};

/// The n-th chunk of an open file, or less at its end. Throws std::system_error.
std::string chunk_of(int file, std::int64_t n);

/// Where the bytes of documents lie. What is the same wherever they lie is in documents.cpp.
class DocumentBytes {
  public:
    virtual ~DocumentBytes() = default;

    virtual std::unique_ptr<DocumentSpool> spool() = 0;
    /// Brings the bytes to where they stay, before the row's transaction. May be done twice for the same content.
    virtual void place(DocumentSpool& spool, const DocumentRow& row) = 0;
    /// Writes the bytes within the transaction that has just inserted the row.
    virtual void insert(Connection& connection, DocumentSpool& spool, const DocumentRow& row) = 0;
    /// The n-th chunk; nothing behind the end, or where the bytes are missing.
    virtual std::optional<std::string> chunk(Connection& connection, const workflow::OrganId& organ,
                                             const workflow::DocumentId& id, std::int64_t n) = 0;
};

std::unique_ptr<DocumentBytes> documents_in_files(std::filesystem::path folder);
std::unique_ptr<DocumentBytes> documents_in_chunks();
/// `folder` is used beside an embedded database only, and made by the first upload.
std::unique_ptr<DocumentBytes> document_bytes(Engine engine, std::filesystem::path folder);

}  // namespace shenyi::storage
