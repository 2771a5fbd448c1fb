#pragma once

#include "api/programs/diagnosis.hpp"
#include "api/programs/settings.hpp"
#include "storage/definitions/procedures.hpp"
#include "storage/log/envelope.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"

#include <memory>
#include <optional>

/// The parts of `shenyi doctor`. Each looks, and changes nothing.
namespace shenyi::api::programs {

/// What the parts tell one another.
struct Patient {
    const Settings& settings;
    workflow::Instant now;  ///< by the system's clock, or a demo's
    bool demo = false;      ///< the data folder holds one
    std::optional<storage::log::MacKey> key = {};
    bool recorded = false;                        ///< the store holds events of the organ
    std::optional<workflow::OrganId> organ = {};  ///< of the bureau file
    std::optional<int> holder = {};               ///< the process that holds the SQLite file
    bool served = false;                          ///< a server answers at the address
};

/// The version, and the settings in force; secrets are not told.
void look_at_settings(const Patient& patient, Diagnoses& found);
/// The data folder with its room, the key, the documents, the folder of the log.
void look_at_places(Patient& patient, Diagnoses& found);
/// The folder `schemas`: contract, rules, messages, procedures, calendars, bureau.
void look_at_schemas(Patient& patient, Diagnoses& found);
/// Who holds the store and who listens at the address.
void look_at_server(Patient& patient, Diagnoses& found);
/// The database, what it enforces, the organ's record, calendar and day, events without checkpoint, sessions.
void look_at_store(Patient& patient, Diagnoses& found);
/// What waits to be sealed, how far the log is signed, and whether what signs it is there.
void look_at_seal(const Patient& patient, storage::Connection& connection, Diagnoses& found);
/// Where there is no key: how bad that is depends on what it would prove.
void look_at_missing_key(const Patient& patient, Diagnoses& found);

}  // namespace shenyi::api::programs
