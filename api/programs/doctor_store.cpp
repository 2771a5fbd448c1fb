#include "api/programs/doctor_looks.hpp"

#include "api/programs/database.hpp"
#include "storage/condition.hpp"
#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/messages.hpp"
#include "storage/definitions/rules.hpp"
#include "storage/feed.hpp"
#include "storage/schema_check.hpp"
#include "storage/sentence.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shenyi::api::programs {
namespace {

using namespace workflow;
using storage::definitions::text_of;

/// So many of a list are told; the rest is counted.
constexpr std::size_t listed_max = 3;
/// From here on the next year's calendar should be known (R-CAL-04).
constexpr std::chrono::month calendar_needed_from{12};
/// Two clocks further apart than this are not kept by the same time service; beyond the other, acts are refused.
constexpr std::chrono::seconds clocks_apart{2};
constexpr std::chrono::seconds clocks_far_apart{60};

std::string first_of(const std::vector<std::string>& list) {
    const std::size_t told = std::min(list.size(), listed_max);
    std::string text =
        fmt::format("{}", fmt::join(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(told), "; "));
    return told == list.size() ? text : fmt::format("{}; and {} more", text, list.size() - told);
}

/// A sentence of the form `what; run: command`, or `what; say: statement`, in its parts.
struct Sentence {
    std::string what;
    std::string to_do;
};

Sentence apart(const std::string& sentence) {
    for (const std::string_view mark : {"; run: ", "; say: ", "; "}) {
        const auto at = sentence.find(mark);
        if (at != std::string::npos) return {sentence.substr(0, at), sentence.substr(at + mark.size())};
    }
    return {sentence, {}};
}

std::string until_it_answers(const storage::Database& database) {
    return database.engine == storage::Engine::sqlite
               ? "name the right file, or restore it from the backup; keep a copy of what is there"
               : "see whether it runs (pg_isready) and whether --database names it; look into its log";
}

template <class Read>
auto read_or_tell(Read&& read, std::vector<std::string>& faults) {
    auto value = read();
    if (!value) {
        for (const auto& fault : value.error()) faults.push_back(text_of(fault));
    }
    return value;
}

/// Whether the schema is this program's, so that its tables can be read.
bool look_at_schema(const Patient& patient, storage::Connection& connection, Diagnoses& found) {
    const Settings& settings = patient.settings;
    const auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) {
        found.add(Grade::fault, "schema", migrations.error(), "name the program's own folder with --schemas");
        return false;
    }
    const auto state = storage::schema_state(connection, *migrations);
    if (!std::holds_alternative<storage::SchemaCurrent>(state)) {
        auto [what, to_do] = apart(storage::told(state));
        if (std::holds_alternative<storage::SchemaMissing>(state)) to_do = with_places(to_do, settings);
        found.add(Grade::fault, "schema", std::move(what), std::move(to_do));
        return false;
    }
    const auto differences = storage::schema_differences(connection, *migrations);
    if (differences.empty()) {
        found.ok("schema", storage::told(state) + " and enforced: keys, triggers and rights are all there");
    } else {
        found.add(Grade::fault, "schema",
                  "the database does not enforce what its schema says: " + first_of(differences),
                  "find out who changed it; put it back from schemas/sql or restore the backup; then: shenyi fsck");
    }
    return true;
}

void look_at_clock(storage::Connection& connection, Diagnoses& found) {
    const auto theirs = storage::database_clock(connection);
    if (!theirs) {
        found.ok("clock", "the database goes by this machine's");
        return;
    }
    const auto ours = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto apart_by = std::chrono::abs(*theirs - ours);
    const std::string told = fmt::format("this machine's clock and the database's are {} ms apart", apart_by.count());
    if (apart_by < clocks_apart) return found.ok("clock", told);
    found.add(apart_by < clocks_far_apart ? Grade::warning : Grade::fault, "clock", told,
              "set both by the same time service: timedatectl, chronyc tracking");
}

void look_at_calendar(const Organ& organ, Date today, Diagnoses& found) {
    const int year = static_cast<int>(today.year());
    std::vector<int> known;
    for (const auto& [each, calendar] : organ.calendar.years) {
        if (!calendar.notices.empty()) known.push_back(each);
    }
    const auto knows = [&](int each) { return std::ranges::find(known, each) != known.end(); };
    const std::string told = known.empty() ? std::string("no year is known")
                                           : fmt::format("known from {} to {}", known.front(), known.back());
    const std::string to_do =
        "load the State Council's notice (load_calendar) and have it confirmed (confirm_calendar)";
    if (!knows(year)) {
        found.add(Grade::fault, "calendar", fmt::format("{}; {} is missing: working days are not counted", told, year),
                  to_do);
    } else if (today.month() >= calendar_needed_from && !knows(year + 1)) {
        found.add(Grade::warning, "calendar", fmt::format("{}; {} is missing", told, year + 1), to_do);
    } else {
        found.ok("calendar", told);
    }
}

void look_at_day(const Patient& patient, const Organ& organ, Date today, Diagnoses& found) {
    if (organ.last_daily_job == today) return found.ok("day", iso(today) + " has begun");
    const std::string last = organ.last_daily_job ? "the last day that was begun is " + iso(*organ.last_daily_job)
                                                  : std::string("no day was begun yet");
    if (patient.served) {
        found.add(Grade::fault, "day", last + " although a server runs: reminders and alarms are not written",
                  "look for 'the day could not be begun' in the log; restart the server");
    } else {
        found.ok("day", last + "; a server begins today's when it starts");
    }
}

void look_at_newest(Patient& patient, storage::Connection& connection, Diagnoses& found) {
    const auto newest = storage::newest_recorded(connection, *patient.organ);
    patient.recorded = newest.has_value();
    if (!newest) return;
    const std::string told = fmt::format("the newest event is of {}", rfc3339(*newest));
    if (*newest <= patient.now) return found.ok("record", told);
    found.add(Grade::fault, "record", told + ", which is still to come: until then every act is refused (clock_behind)",
              "set the clock right: timedatectl");
}

/// What the record says, as far as it proves itself; null where it does not.
std::shared_ptr<const Organ> look_at_record(const Patient& patient, storage::Connection& connection, Diagnoses& found) {
    try {
        const auto organ = storage::organ_of_record(connection, *patient.organ, *patient.key);
        if (!organ) {
            found.add(Grade::warning, "record", "there is no bureau in the store",
                      with_places("shenyi migrate --found", patient.settings));
        }
        return organ;
    } catch (const storage::log::RecordDamaged& thrown) {
        found.add(Grade::fault, "record", fmt::format("the organ's record does not prove itself: {}", thrown.what()),
                  with_places("if mac.key is of another store, bring back its own; else keep a copy and: shenyi fsck",
                              patient.settings));
        return nullptr;
    }
}

void look_into(Patient& patient, storage::Connection& connection, Diagnoses& found) {
    connection.begin_reading();
    const std::string version = storage::database_version(connection);
    const bool foreign = storage::is_of_another_program(connection);  // reads the file: whether it is one at all
    found.ok("database", fmt::format("{} answers ({})", patient.settings.database.shown(), version));
    if (foreign) {
        found.add(Grade::fault, "schema", "the file is a database of another program",
                  "name another one with --database");
        return;
    }
    look_at_clock(connection, found);
    if (!look_at_schema(patient, connection, found)) return;
    look_at_seal(patient, connection, found);
    found.ok("sessions", fmt::format("{} open", storage::sessions_open(connection, patient.now)));
    if (!patient.organ) return;
    look_at_newest(patient, connection, found);
    if (!patient.key) return;
    const auto organ = look_at_record(patient, connection, found);
    if (!organ) return;
    look_at_calendar(*organ, date_of(patient.now), found);
    look_at_day(patient, *organ, date_of(patient.now), found);
}

}  // namespace

void look_at_schemas(Patient& patient, Diagnoses& found) {
    const std::filesystem::path& folder = patient.settings.schemas;
    std::vector<std::string> faults;
    const auto rules = read_or_tell([&] { return storage::definitions::read_rules(folder / "rules.yaml"); }, faults);
    if (rules) {
        read_or_tell([&] { return storage::definitions::Messages::read(folder / "messages", *rules); }, faults);
    }
    const auto calendars =
        read_or_tell([&] { return storage::definitions::read_calendars(folder / "calendars"); }, faults);
    const auto definitions = read_or_tell([&] { return storage::definitions::read_definitions(folder); }, faults);
    if (calendars && definitions) {
        const auto bureau = read_or_tell(
            [&] {
                return storage::definitions::read_bureau(folder / "bureau" / "bureau.yaml", *calendars, **definitions);
            },
            faults);
        if (bureau) patient.organ = bureau->id;
    }
    if (faults.empty()) {
        found.ok("schemas", folder.string() + " can be read: rules, messages, procedures, calendars, bureau");
    } else {
        found.add(Grade::fault, "schemas", first_of(faults), "mend the file, or name the right folder with --schemas");
    }
}

void look_at_store(Patient& patient, Diagnoses& found) {
    const storage::Database& database = patient.settings.database;
    try {
        storage::Connection connection(database, storage::Role::onlooker);
        look_into(patient, connection, found);
        connection.rollback();
    } catch (const storage::NeverMigrated& thrown) {
        const auto [what, to_do] = apart(thrown.what());
        found.add(Grade::fault, "database", fmt::format("{}: {}", database.shown(), what),
                  with_places(to_do, patient.settings));
    } catch (const storage::UnfitDatabase& thrown) {
        auto [what, to_do] = apart(thrown.what());
        if (to_do.empty()) to_do = until_it_answers(database);
        found.add(Grade::fault, "database", fmt::format("{}: {}", database.shown(), what), to_do);
    } catch (const std::exception& thrown) {
        found.add(Grade::fault, "database", fmt::format("{}: {}", database.shown(), storage::sentence_of(thrown)),
                  until_it_answers(database));
    }
}

}  // namespace shenyi::api::programs
