#include "storage/document_spool.hpp"

#include <soci/soci.h>
#include <sodium.h>

#include <stdexcept>

namespace shenyi::storage {

namespace {

constexpr auto insert_chunk = R"(
    INSERT INTO document_chunk (organ, document, n, bytes)
    VALUES (:organ, :document, :n, decode(:bytes, 'hex')))";

constexpr auto select_chunk = R"(
    SELECT encode(bytes, 'hex') FROM document_chunk WHERE organ = :organ AND document = :document AND n = :n)";

std::string hex_of(const std::string& bytes) {
    std::string text(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    text.pop_back();
    return text;
}

std::string bytes_of(const std::string& hex) {
    std::string bytes(hex.size() / 2, '\0');
    std::size_t size = 0;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(), nullptr,
                       &size, nullptr) != 0 ||
        size != bytes.size()) {
        throw std::runtime_error("a chunk of a document is not hexadecimal");
    }
    return bytes;
}

/// Chunks in the database, in the transaction of their row. An upload is gathered in a nameless file first, because a
/// chunk's key holds the digest of all of them, and because no transaction may wait for a client.
class DocumentChunks final : public DocumentBytes {
  public:
    std::unique_ptr<DocumentSpool> spool() override {
        return std::make_unique<DocumentSpool>(std::filesystem::temp_directory_path(), DocumentSpool::Named::no);
    }

    void place(DocumentSpool& /*spool*/, const DocumentRow& /*row*/) override {}

    void insert(Connection& connection, DocumentSpool& spool, const DocumentRow& row) override {
        int n = 0;
        std::string bytes;
        soci::statement statement = (connection.sql().prepare << insert_chunk, soci::use(row.organ.value, "organ"),
                                     soci::use(row.id.value, "document"), soci::use(n, "n"), soci::use(bytes, "bytes"));
        for (;; ++n) {
            const std::string chunk = spool.chunk(n);
            if (chunk.empty()) return;
            bytes = hex_of(chunk);
            statement.execute(true);
        }
    }

    std::optional<std::string> chunk(Connection& connection, const workflow::OrganId& organ,
                                     const workflow::DocumentId& id, std::int64_t n) override {
        std::string bytes;
        const int number = static_cast<int>(n);
        connection.sql() << select_chunk, soci::use(organ.value, "organ"), soci::use(id.value, "document"),
            soci::use(number, "n"), soci::into(bytes);
        if (!connection.sql().got_data()) return std::nullopt;
        return bytes_of(bytes);
    }
};

}  // namespace

std::unique_ptr<DocumentBytes> documents_in_chunks() {
    return std::make_unique<DocumentChunks>();
}

}  // namespace shenyi::storage
