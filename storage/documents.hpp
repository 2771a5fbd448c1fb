#pragma once

#include "storage/store.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::storage {

/// Within the data folder.
inline constexpr auto documents_folder = "documents";

namespace limits {
inline constexpr std::int64_t document_bytes = 200LL * 1024 * 1024;
/// As long as the usual file systems let a name be.
inline constexpr std::size_t document_name_bytes = 255;
inline constexpr std::size_t document_chunk_bytes = 1024 * 1024;
/// Texts longer than this are not compared clause by clause; only a substantive change can be filed then.
inline constexpr std::int64_t compared_text_bytes = 4LL * 1024 * 1024;
}  // namespace limits

/// A kept document, named by its content. Name, type, uploader and time are those of one upload of it.
struct DocumentRow {
    workflow::OrganId organ;
    workflow::DocumentId id;
    std::int64_t size = 0;
    std::string sm3;
    std::string media_type;
    std::string name;
    workflow::PersonId uploaded_by;
    workflow::Instant at;
};

/// Documents by content: files beside an embedded database, chunks in PostgreSQL. Written once, never changed; the same
/// content twice is one document. Each uploader keeps the name and type that he gave it first, and is told of no
/// other's.
class Documents {
  public:
    /// An upload under way. Nothing is kept until `finish`; destroying it before drops what came.
    class Upload {
      public:
        virtual ~Upload() = default;
        /// Takes the next bytes. False once there are more than limits::document_bytes.
        virtual bool write(std::string_view bytes) = 0;
        /// Keeps the document and gives the row of this uploader.
        virtual tl::expected<DocumentRow, StoreError> finish() = 0;
    };

    virtual ~Documents() = default;
    virtual std::unique_ptr<Upload> begin(const workflow::OrganId& organ, const workflow::PersonId& by,
                                          std::string name, std::string media_type, workflow::Instant at) = 0;
    /// The document as the first of `given_by` who uploaded it gave it; as its first uploader did where none of them
    /// did.
    virtual tl::expected<std::optional<DocumentRow>, StoreError> find(
        const workflow::OrganId& organ, const workflow::DocumentId& id,
        const std::vector<workflow::PersonId>& given_by = {}) = 0;
    /// The content in chunks, one a call, nothing at the end. May be called from any thread, one at a time. The last
    /// chunk is given only once all of them are those of the name: of a document that fits into one nothing is given
    /// where it was altered (`damaged`), a longer one breaks off, for the call throws.
    using Content = std::function<std::optional<std::string>()>;
    virtual tl::expected<Content, StoreError> read(const workflow::OrganId& organ, const workflow::DocumentId& id) = 0;
    /// The text by line, where an uploader says that it is text/plain or text/markdown in UTF-8 and not too long to
    /// compare.
    virtual std::optional<std::vector<std::string>> lines(Connection& connection, const workflow::DocumentId& id) = 0;
    /// Why no upload can be gathered; empty where one can. Found out by writing a few bytes, which are gone again.
    virtual std::optional<StoreError> cannot_gather() = 0;
};

/// `folder` is used by embedded databases only.
std::unique_ptr<Documents> make_documents(Store& store, std::filesystem::path folder);

}  // namespace shenyi::storage
