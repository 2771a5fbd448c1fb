#include "storage/documents.hpp"

#include "storage/document_spool.hpp"
#include "workflow/code_points.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace shenyi::storage {

namespace {

using workflow::DocumentId;
using workflow::OrganId;

constexpr auto select_document = R"(
    SELECT organ, id, size, sm3, media_type, name, uploaded_by, at FROM document WHERE organ = :organ AND id = :id)";

/// The engine asks by content alone. The organs are found by steps along the key, which begins with the organ, so that
/// nothing is scanned.
constexpr auto select_document_of_any_organ = R"(
    WITH RECURSIVE holder(organ) AS (
        SELECT min(organ) FROM document
        UNION ALL
        SELECT (SELECT min(d.organ) FROM document d WHERE d.organ > holder.organ) FROM holder
        WHERE holder.organ IS NOT NULL)
    SELECT d.organ, d.id, d.size, d.sm3, d.media_type, d.name, d.uploaded_by, d.at
    FROM holder CROSS JOIN document d WHERE d.organ = holder.organ AND d.id = :id ORDER BY d.organ)";

/// Beside another upload of the same content PostgreSQL waits and then does nothing; on SQLite there is none beside.
constexpr auto insert_document = R"(
    INSERT INTO document (organ, id, size, sm3, media_type, name, uploaded_by, at)
    VALUES (:organ, :id, :size, :sm3, :media_type, :name, :uploaded_by, :at) ON CONFLICT DO NOTHING)";

constexpr auto insert_uploader = R"(
    INSERT INTO document_upload (organ, document, person, at, name, media_type)
    VALUES (:organ, :document, :person, :at, :name, :media_type) ON CONFLICT DO NOTHING)";

/// Rows of before the names were kept have none: then the document's own are used.
constexpr auto select_uploads = R"(
    SELECT person, name, media_type, at FROM document_upload WHERE organ = :organ AND document = :document)";

/// The columns of a row, bound one by one: a row of unknown types reads integers differently on the two databases.
struct Columns {
    DocumentRow row;
    long long size = 0;
    std::string at;

    DocumentRow value() const {
        const auto instant = workflow::parse_instant(at);
        if (!instant) throw std::runtime_error("a document's row holds no instant");
        DocumentRow whole = row;
        whole.size = size;
        whole.at = *instant;
        return whole;
    }
};

/// The statement with its parameters, given `out` to fill.
template <class Prepared>
soci::statement into_columns(Prepared&& prepared, Columns& out) {
    return (prepared, soci::into(out.row.organ.value), soci::into(out.row.id.value), soci::into(out.size),
            soci::into(out.row.sm3), soci::into(out.row.media_type), soci::into(out.row.name),
            soci::into(out.row.uploaded_by.value), soci::into(out.at));
}

std::optional<DocumentRow> find_in(Connection& connection, const OrganId& organ, const DocumentId& id) {
    Columns columns;
    soci::statement statement = into_columns(
        (connection.sql().prepare << select_document, soci::use(organ.value, "organ"), soci::use(id.value, "id")),
        columns);
    statement.execute();
    if (!statement.fetch()) return std::nullopt;
    return columns.value();
}

struct UploadRow {
    std::string person;
    std::string name;
    std::string media_type;
    std::string at;
};

std::vector<UploadRow> uploads_of(Connection& connection, const DocumentRow& document) {
    UploadRow upload;
    soci::statement statement = (connection.sql().prepare << select_uploads, soci::use(document.organ.value, "organ"),
                                 soci::use(document.id.value, "document"), soci::into(upload.person),
                                 soci::into(upload.name), soci::into(upload.media_type), soci::into(upload.at));
    statement.execute();
    std::vector<UploadRow> uploads;
    while (statement.fetch()) uploads.push_back(upload);
    return uploads;
}

/// The document as the first of these persons who uploaded it gave it.
DocumentRow as_given(Connection& connection, DocumentRow document, const std::vector<workflow::PersonId>& by) {
    if (by.empty()) return document;
    const auto uploads = uploads_of(connection, document);
    for (const workflow::PersonId& person : by) {
        const auto own = std::ranges::find(uploads, person.value, &UploadRow::person);
        if (own == uploads.end()) continue;
        document.uploaded_by = person;
        document.at = workflow::parse_instant(own->at).value_or(document.at);
        if (own->name.empty()) return document;
        document.name = own->name;
        document.media_type = own->media_type;
        return document;
    }
    return document;
}

/// False where the content is known already.
bool insert_row(Connection& connection, const DocumentRow& row) {
    const long long size = row.size;
    const std::string at = workflow::rfc3339(row.at);
    soci::statement statement = (connection.sql().prepare << insert_document, soci::use(row.organ.value, "organ"),
                                 soci::use(row.id.value, "id"), soci::use(size, "size"), soci::use(row.sm3, "sm3"),
                                 soci::use(row.media_type, "media_type"), soci::use(row.name, "name"),
                                 soci::use(row.uploaded_by.value, "uploaded_by"), soci::use(at, "at"));
    statement.execute(true);
    return statement.get_affected_rows() == 1;
}

/// Names go into files and headers of other programs. The API has refused what does not fit.
void check_name(std::string_view name) {
    const auto unfit = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
    };
    if (name.empty() || name.size() > limits::document_name_bytes || std::ranges::any_of(name, unfit)) {
        throw std::logic_error("a document's name was not checked");
    }
}

StoreError upload_error_of(const std::exception& thrown) {
    if (const auto* system = dynamic_cast<const std::system_error*>(&thrown)) {
        const int code = system->code().value();
        const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
        if (code == EROFS || code == EACCES) return {StoreError::Kind::denied, thrown.what()};
        return {full ? StoreError::Kind::no_room : StoreError::Kind::unavailable, thrown.what()};
    }
    StoreError error = fault_of(thrown).error();
    // An upload has read nothing that could have become stale: it only did not get the lock in time.
    if (error.kind == StoreError::Kind::stale) error.kind = StoreError::Kind::unavailable;
    return error;
}

class KeptUpload final : public Documents::Upload {
  public:
    KeptUpload(Store& store, DocumentBytes& bytes, DocumentRow row)
        : store_(store), bytes_(bytes), row_(std::move(row)) {
        try {
            spool_ = bytes_.spool();
        } catch (const std::system_error& thrown) {
            error_ = upload_error_of(thrown);
        }
    }

    /// A disk that fails is told by `finish`: here it would be taken for a document that is too long.
    bool write(std::string_view bytes) override {
        if (row_.size + static_cast<std::int64_t>(bytes.size()) > limits::document_bytes) too_long_ = true;
        if (too_long_) spool_.reset();
        if (!spool_) return !too_long_;
        row_.size += static_cast<std::int64_t>(bytes.size());
        digests_.add(bytes);
        try {
            spool_->write(bytes);
        } catch (const std::system_error& thrown) {
            error_ = upload_error_of(thrown);
            spool_.reset();
        }
        return true;
    }

    tl::expected<DocumentRow, StoreError> finish() override {
        if (error_) return tl::unexpected(*error_);
        if (!spool_) throw std::logic_error("an upload that is too long, or finished, is to be dropped");
        DocumentDigests::Hex digests = digests_.finish();
        row_.id = {std::string(document_id_prefix) + digests.sha256};
        row_.sm3 = std::move(digests.sm3);
        const std::unique_ptr<DocumentSpool> spool = std::move(spool_);
        try {
            bytes_.place(*spool, row_);
            return keep(*spool);
        } catch (const std::runtime_error& thrown) {  // SOCI's and the system's errors are of this kind
            return tl::unexpected(upload_error_of(thrown));
        }
    }

  private:
    DocumentRow keep(DocumentSpool& spool) {
        Connection connection = store_.connect();
        Transaction transaction(connection);
        auto known = find_in(connection, row_.organ, row_.id);
        if (!known) {
            if (insert_row(connection, row_)) {
                bytes_.insert(connection, spool, row_);
            } else {
                known = find_in(connection, row_.organ, row_.id);
            }
        }
        insert_uploader_of(connection, row_);
        DocumentRow own = as_given(connection, known.value_or(row_), {row_.uploaded_by});
        transaction.commit();
        return own;
    }

    /// Whoever had the content may attach it.
    static void insert_uploader_of(Connection& connection, const DocumentRow& row) {
        const std::string at = workflow::rfc3339(row.at);
        connection.sql() << insert_uploader, soci::use(row.organ.value, "organ"), soci::use(row.id.value, "document"),
            soci::use(row.uploaded_by.value, "person"), soci::use(at, "at"), soci::use(row.name, "name"),
            soci::use(row.media_type, "media_type");
    }

    Store& store_;
    DocumentBytes& bytes_;
    DocumentRow row_;
    DocumentDigests digests_;
    std::unique_ptr<DocumentSpool> spool_;
    std::optional<StoreError> error_;
    bool too_long_ = false;
};

/// Whether a media type is text whose encoding is UTF-8, by its parameter or for want of one.
bool is_text(std::string_view media_type) {
    std::string type;
    for (const char c : media_type) {
        if (c != ' ' && c != '"') type += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const std::string name = type.substr(0, type.find(';'));
    if (name != "text/plain" && name != "text/markdown") return false;
    const auto charset = type.find(";charset=");
    if (charset == std::string::npos) return true;
    const std::string value = type.substr(charset + 9, type.find(';', charset + 1) - charset - 9);
    return value == "utf-8" || value == "utf8" || value == "us-ascii";
}

bool is_utf8(std::string_view text) {
    const std::u32string points = workflow::code_points_of(text);
    return std::ranges::none_of(points, [](char32_t point) { return point >= 0xdc00 && point <= 0xdfff; });
}

std::vector<std::string> lines_of(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

struct Damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads one document by chunks, one ahead of what it gives, so that the last is held back until all bytes have proved
/// to be those of the name. Throws where they are not: the reader's answer then breaks off before its end.
class Reading {
  public:
    Reading(Store& store, DocumentBytes& bytes, DocumentRow row)
        : store_(store), bytes_(bytes), row_(std::move(row)), ahead_(fetch()), given_(next()) {}

    std::optional<std::string> give() { return std::exchange(given_, next()); }

  private:
    std::optional<std::string> next() {
        if (!ahead_) return std::nullopt;
        return std::exchange(ahead_, fetch());
    }

    std::optional<std::string> fetch() {
        auto chunk = store_.readers().read(
            [&](Connection& connection) { return bytes_.chunk(connection, row_.organ, row_.id, n_); });
        if (!chunk) throw std::runtime_error("a document cannot be read: " + chunk.error().detail);
        if (*chunk) {
            ++n_;
            digests_.add(**chunk);
            return std::move(*chunk);
        }
        if (std::string(document_id_prefix) + digests_.finish().sha256 != row_.id.value) {
            throw Damaged("the bytes of " + row_.id.value + " are damaged or missing");
        }
        return std::nullopt;
    }

    Store& store_;
    DocumentBytes& bytes_;
    DocumentRow row_;
    DocumentDigests digests_;
    std::int64_t n_ = 0;
    std::optional<std::string> ahead_;
    std::optional<std::string> given_;
};

class KeptDocuments final : public Documents {
  public:
    KeptDocuments(Store& store, std::unique_ptr<DocumentBytes> bytes) : store_(store), bytes_(std::move(bytes)) {}

    std::unique_ptr<Upload> begin(const OrganId& organ, const workflow::PersonId& by, std::string name,
                                  std::string media_type, workflow::Instant at) override {
        check_name(name);
        return std::make_unique<KeptUpload>(store_, *bytes_,
                                            DocumentRow{.organ = organ,
                                                        .media_type = std::move(media_type),
                                                        .name = std::move(name),
                                                        .uploaded_by = by,
                                                        .at = at});
    }

    tl::expected<std::optional<DocumentRow>, StoreError> find(
        const OrganId& organ, const DocumentId& id, const std::vector<workflow::PersonId>& given_by) override {
        return store_.readers().read([&](Connection& connection) {
            auto row = find_in(connection, organ, id);
            if (row) row = as_given(connection, std::move(*row), given_by);
            return row;
        });
    }

    tl::expected<Content, StoreError> read(const OrganId& organ, const DocumentId& id) override {
        auto row = find(organ, id, {});
        if (!row) return tl::unexpected(std::move(row.error()));
        if (!*row) return [] { return std::nullopt; };
        try {
            return [reading = std::make_shared<Reading>(store_, *bytes_, std::move(**row))] { return reading->give(); };
        } catch (const Damaged& thrown) {
            return tl::unexpected(StoreError{StoreError::Kind::damaged, thrown.what()});
        }
    }

    std::optional<std::vector<std::string>> lines(Connection& connection, const DocumentId& id) override {
        const auto row = find_text(connection, id);
        if (!row) return std::nullopt;
        std::string text;
        for (std::int64_t n = 0; std::ssize(text) < row->size; ++n) {
            const auto chunk = bytes_->chunk(connection, row->organ, id, n);
            if (!chunk) throw std::runtime_error("the bytes of " + id.value + " are missing");
            text += *chunk;
        }
        if (!is_utf8(text)) return std::nullopt;
        return lines_of(text);
    }

    std::optional<StoreError> cannot_gather() override {
        constexpr std::size_t block = 4096;  // of a file system: fewer bytes may still fit where no file does
        try {
            bytes_->spool()->write(std::string(block, '\0'));
            return std::nullopt;
        } catch (const std::system_error& thrown) {
            return upload_error_of(thrown);
        }
    }

  private:
    static std::optional<DocumentRow> find_text(Connection& connection, const DocumentId& id) {
        Columns columns;
        soci::statement statement = into_columns(
            (connection.sql().prepare << select_document_of_any_organ, soci::use(id.value, "id")), columns);
        statement.execute();
        std::vector<DocumentRow> rows;
        while (statement.fetch()) rows.push_back(columns.value());
        for (const DocumentRow& row : rows) {
            if (row.size <= limits::compared_text_bytes && somebody_calls_it_text(connection, row)) return row;
        }
        return std::nullopt;
    }

    static bool somebody_calls_it_text(Connection& connection, const DocumentRow& row) {
        return is_text(row.media_type) || std::ranges::any_of(uploads_of(connection, row), [](const UploadRow& upload) {
                   return is_text(upload.media_type);
               });
    }

    Store& store_;
    std::unique_ptr<DocumentBytes> bytes_;
};

}  // namespace

std::unique_ptr<DocumentBytes> document_bytes(Engine engine, std::filesystem::path folder) {
    return engine == Engine::sqlite ? documents_in_files(std::move(folder)) : documents_in_chunks();
}

std::unique_ptr<Documents> make_documents(Store& store, std::filesystem::path folder) {
    return std::make_unique<KeptDocuments>(store, document_bytes(store.database().engine, std::move(folder)));
}

}  // namespace shenyi::storage
