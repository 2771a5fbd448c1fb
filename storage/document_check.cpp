#include "storage/document_check.hpp"

#include <soci/soci.h>

#include <utility>
#include <vector>

namespace shenyi::storage {

namespace {

constexpr auto select_documents = "SELECT organ, id, size, sm3 FROM document ORDER BY organ, id";

std::vector<DocumentRow> rows_of(Connection& connection) {
    DocumentRow row;
    long long size = 0;
    soci::statement statement = (connection.sql().prepare << select_documents, soci::into(row.organ.value),
                                 soci::into(row.id.value), soci::into(size), soci::into(row.sm3));
    statement.execute();
    std::vector<DocumentRow> rows;
    while (statement.fetch()) {
        row.size = size;
        rows.push_back(row);
    }
    return rows;
}

/// What is wrong with a document; empty where nothing is.
std::string fault_in(Connection& connection, DocumentBytes& bytes, const DocumentRow& row) {
    DocumentDigests digests;
    std::int64_t size = 0;
    for (std::int64_t n = 0; auto chunk = bytes.chunk(connection, row.organ, row.id, n); ++n) {
        size += std::ssize(*chunk);
        digests.add(*chunk);
    }
    if (size == 0 && row.size > 0) return "the bytes are missing";
    const DocumentDigests::Hex found = digests.finish();
    if (std::string(document_id_prefix) + found.sha256 != row.id.value) return "the bytes are not those of its name";
    if (found.sm3 != row.sm3) return "sm3 is " + row.sm3 + ", the bytes say " + found.sm3;
    if (size != row.size) return "size is " + std::to_string(row.size) + ", the bytes say " + std::to_string(size);
    return {};
}

}  // namespace

void examine_documents(Connection& connection, DocumentBytes& bytes, Examined& into) {
    for (const DocumentRow& row : rows_of(connection)) {
        ++into.documents;
        std::string what = fault_in(connection, bytes, row);
        if (what.empty()) continue;
        into.tell({.code = "E_DOCUMENT", .table = "document", .key = row.id.value, .what = std::move(what)});
    }
}

}  // namespace shenyi::storage
