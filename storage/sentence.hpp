#pragma once

#include "storage/errors.hpp"

#include <exception>
#include <string>

namespace shenyi::storage {

/// The database has no schema yet; the text ends with the command that makes it.
struct NeverMigrated : UnfitDatabase {
    using UnfitDatabase::UnfitDatabase;
};

/// What was thrown as a sentence for the operator: the database's own words, without codes, statement and places in its
/// source.
std::string sentence_of(const std::exception& thrown);

}  // namespace shenyi::storage
