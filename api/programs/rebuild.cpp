#include "api/programs/rebuild.hpp"

#include "api/programs/database.hpp"
#include "api/programs/record.hpp"
#include "storage/rebuild.hpp"

#include <fmt/format.h>

#include <iostream>

namespace shenyi::api::programs {
namespace {

constexpr int damaged = 1;

}  // namespace

int rebuild(const Given& given) {
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    if (const std::string fault = fault_before_writing(*settings, storage::Role::migrate); !fault.empty())
        return tell({fault});
    const auto reading = reading_of(*settings, storage::Role::migrate);
    if (!reading) return tell(reading.error());
    // Holds the lock of an SQLite file against a server that runs on it.
    const auto store = storage::Store::open(settings->database, {.role = storage::Role::migrate});
    if (!store) return tell({store.error().detail});
    storage::Connection connection = (*store)->connect();
    const auto rebuilt = storage::rebuild(connection, reading->key, reading->definitions);
    if (!rebuilt) {
        std::cerr << "shenyi: the record is damaged, nothing was changed; run: shenyi fsck\n"
                  << told(rebuilt.error()) << '\n';
        return damaged;
    }
    std::cout << fmt::format("{}: {} rows rebuilt from {} events\n", settings->database.shown(), rebuilt->rows,
                             rebuilt->events);
    return 0;
}

}  // namespace shenyi::api::programs
