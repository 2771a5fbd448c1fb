#pragma once

#include "storage/log/envelope.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"
#include "workflow/organ.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/// What an operator asks of a store. Reads only.
namespace shenyi::storage {

/// `PostgreSQL 15.8`, `SQLite 3.40.1`.
std::string database_version(Connection& connection);

/// The database's own clock; nothing on SQLite, which has only this machine's.
std::optional<workflow::Instant> database_clock(Connection& connection);

/// Whether there is something in the database that is not Shenyi's: an SQLite file never migrated that has tables.
bool is_of_another_program(Connection& connection);

/// Sessions that have not expired at `now`.
std::int64_t sessions_open(Connection& connection, workflow::Instant now);

/// An organ's state, folded from its verified events; null where it has none. Throws log::RecordDamaged where they do
/// not prove themselves under the key.
std::shared_ptr<const workflow::Organ> organ_of_record(Connection& connection, const workflow::OrganId& organ,
                                                       const log::MacKey& key);

}  // namespace shenyi::storage
