#include "api/programs/record.hpp"

#include "api/programs/database.hpp"
#include "storage/definitions/procedures.hpp"

#include <fmt/format.h>

namespace shenyi::api::programs {

tl::expected<Reading, std::vector<std::string>> reading_of(const Settings& settings, storage::Role role) {
    std::vector<std::string> faults;
    const std::filesystem::path file = settings.data / "mac.key";
    const auto key = std::filesystem::is_regular_file(file)
                         ? storage::log::MacKey::load(file.string())
                         : tl::unexpected(fmt::format("{} is not there: the record cannot be checked without its key",
                                                      file.string()));
    if (!key) faults.push_back(key.error());
    if (std::string fault = schema_fault(settings, role); !fault.empty()) faults.push_back(std::move(fault));
    auto definitions = storage::definitions::read_definitions(settings.schemas);
    if (!definitions) {
        for (const auto& fault : definitions.error()) faults.push_back(storage::definitions::text_of(fault));
    }
    auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) faults.push_back(migrations.error());
    if (!faults.empty()) {
        take_back_folders(settings);
        return tl::unexpected(std::move(faults));
    }
    return Reading{*key, *std::move(definitions), *std::move(migrations)};
}

std::string told(const storage::RecordFinding& found) {
    return fmt::format("{} {} {}: {}", found.code, found.table, found.key, found.what);
}

}  // namespace shenyi::api::programs
