#include "api/programs/fsck.hpp"

#include "api/programs/record.hpp"
#include "storage/document_check.hpp"
#include "storage/schema_check.hpp"

#include <fmt/format.h>

#include <iostream>

namespace shenyi::api::programs {
namespace {

constexpr int findings = 1;

void print(const storage::Examined& examined) {
    for (const storage::RecordFinding& found : examined.findings) std::cout << told(found) << '\n';
    for (const auto& [code, count] : examined.by_code) std::cout << fmt::format("{}: {}\n", code, count);
    if (examined.not_compared > 0) {
        std::cout << fmt::format("{} rows could not be compared: their events cannot be read to the end\n",
                                 examined.not_compared);
    }
    std::cout << fmt::format("{}: {} events in {} streams, {} rows that follow from them, {} documents\n",
                             examined.clean() ? "clean" : "NOT CLEAN", examined.events, examined.streams, examined.rows,
                             examined.documents);
}

}  // namespace

int fsck(const Given& given) {
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    const auto reading = reading_of(*settings, storage::Role::auditor);
    if (!reading) return tell(reading.error());
    storage::Connection connection(settings->database, storage::Role::auditor);
    connection.begin_reading();
    storage::Examined examined;
    for (const std::string& difference : storage::schema_differences(connection, reading->migrations)) {
        examined.tell({.code = "E_SCHEMA", .table = "schema", .key = "", .what = difference});
    }
    examined.add(storage::fsck(connection, reading->key, reading->definitions));
    const auto bytes = storage::document_bytes(settings->database.engine, settings->data / storage::documents_folder);
    storage::examine_documents(connection, *bytes, examined);
    connection.rollback();
    print(examined);
    return examined.clean() ? 0 : findings;
}

}  // namespace shenyi::api::programs
