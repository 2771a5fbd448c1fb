#include "api/programs/migrate.hpp"

#include "api/app.hpp"
#include "api/programs/database.hpp"

#include <iostream>
#include <stdexcept>

namespace shenyi::api::programs {
namespace {

void print_one_time_passwords(App& app) {
    const auto snapshot = app.engine->read({.organ = app.organ}, {});
    if (!snapshot) throw std::runtime_error(snapshot.error().detail);
    for (const auto& entry : snapshot->world.organ->people) {
        const std::string password = storage::Accounts::one_time();
        const auto set = app.accounts->set_password(app.organ, entry.first, password, true, app.clock->now());
        if (!set) throw std::runtime_error(set.error().detail);
        std::cout << entry.second.login << '\t' << password << '\n';
    }
}

}  // namespace

int migrate(const Given& given, bool found) {
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    const auto migrated = migrate_database(*settings);
    if (!migrated) return tell({migrated.error()});
    std::cout << settings->database.shown() << ": the schema is up to date\n";
    if (*migrated) {
        std::cout << with_places("lists and tables are still as the earlier program made them; run: shenyi rebuild",
                                 *settings)
                  << '\n';
    }
    if (!found) return 0;

    const auto app = App::open(
        {.database = settings->database, .data = settings->data, .schemas = settings->schemas, .seal = settings->seal});
    if (!app) return tell(app.error());
    const auto founded = (*app)->found();
    if (!founded) return tell({founded.error().detail});
    if (*founded) print_one_time_passwords(**app);
    return 0;
}

}  // namespace shenyi::api::programs
