#pragma once

#include "api/programs/settings.hpp"
#include "storage/log/envelope.hpp"
#include "storage/migrations.hpp"
#include "storage/replay.hpp"

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// What the programs that examine the record have in common.
namespace shenyi::api::programs {

/// What a record is read with.
struct Reading {
    storage::log::MacKey key;
    std::shared_ptr<const workflow::Definitions> definitions;
    std::vector<storage::Migration> migrations;
};

/// The key of the record's MACs, of a database whose schema is this program's, and the procedures and packs. Asks as
/// this role. The errors are sentences for the operator. Makes nothing: without its key a record proves nothing.
tl::expected<Reading, std::vector<std::string>> reading_of(const Settings& settings, storage::Role role);

/// A finding in one line: code, table, key, what differs.
std::string told(const storage::RecordFinding& found);

}  // namespace shenyi::api::programs
