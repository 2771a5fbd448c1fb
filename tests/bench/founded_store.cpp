#include "tests/bench/founded_store.hpp"

#include "storage/definitions/bureau.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace shenyi::bench {

FoundedStore::FoundedStore(storage::Engine engine, const std::filesystem::path& schemas, std::size_t matters,
                           int drafters)
    : database_(tests::fresh_database(engine)) {
    const auto app = api::App::open({.database = database_.database(), .data = database_.folder(), .schemas = schemas});
    if (!app) throw std::runtime_error(app.error().front());
    if (const auto founded = (*app)->found(); !founded) throw std::runtime_error(founded.error().detail);
    targets_ = open_matters(**app, matters);
    for (int i = 1; i <= drafters; ++i) {
        const auto person = storage::definitions::founding_person(fmt::format("drafter{}", i));
        auto token = (*app)->accounts->open_session((*app)->organ, person, (*app)->clock->now(), std::chrono::hours(1));
        if (!token) throw std::runtime_error(token.error().detail);
        tokens_.push_back(*std::move(token));
    }
    (*app)->stop();
}

std::string FoundedStore::location() const {
    const storage::Database& database = database_.database();
    return (database.engine == storage::Engine::sqlite ? "sqlite:" : "") + database.location;
}

}  // namespace shenyi::bench
