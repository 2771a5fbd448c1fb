#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "storage/migrations.hpp"
#include "storage/store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace shenyi::tests {

/// A database of one test's own, gone with it.
class TestDatabase {
  public:
    explicit TestDatabase(storage::Engine engine);
    ~TestDatabase();
    TestDatabase(TestDatabase&& other) noexcept
        : folder_(std::move(other.folder_)),
          name_(std::exchange(other.name_, {})),
          database_(std::move(other.database_)) {}
    TestDatabase& operator=(TestDatabase&&) = delete;

    /// What a program is given: opened with Role::app it is the application.
    const storage::Database& database() const { return database_; }
    storage::Engine engine() const { return database_.engine; }
    /// PostgreSQL: the same database under another login.
    storage::Database database_as(const std::string& login) const;

    storage::Connection connect(storage::Role role = storage::Role::app) const { return {database_, role}; }
    /// For tampering: the superuser; on SQLite an ordinary connection, which may drop triggers.
    storage::Connection owner() const { return {database_, storage::Role::migrate}; }

    /// Beside an SQLite database's file there is room for documents, keys and the like.
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    friend TestDatabase fresh_database(storage::Engine engine);
    TestDatabase(storage::Engine engine, const std::string& from_template);

    TemporaryFolder folder_;
    std::string name_;  // PostgreSQL; empty once moved from
    storage::Database database_;
};

/// Migrated, empty otherwise: a copy of one made once in the process.
TestDatabase fresh_database(storage::Engine engine);
/// Without any schema.
TestDatabase bare_database(storage::Engine engine);

std::filesystem::path schemas_folder();
/// The migrations of the source tree.
const std::vector<storage::Migration>& migrations(storage::Engine engine);

/// Base of suites that run on both: `class X : public OnBothDatabases {}; TEST_P(X, …); ON_BOTH_DATABASES(X);`
class OnBothDatabases : public testing::TestWithParam<storage::Engine> {};

std::string engine_name(const testing::TestParamInfo<storage::Engine>& info);

#define ON_BOTH_DATABASES(suite)                                                                                    \
    INSTANTIATE_TEST_SUITE_P(on, suite,                                                                             \
                             testing::Values(shenyi::storage::Engine::sqlite, shenyi::storage::Engine::postgresql), \
                             shenyi::tests::engine_name)

/// For what only one of the two can show: `class Y : public X {}; TEST_P(Y, …); ON_DATABASE(Y, postgresql);`
#define ON_DATABASE(suite, engine) \
    INSTANTIATE_TEST_SUITE_P(on, suite, testing::Values(shenyi::storage::Engine::engine), shenyi::tests::engine_name)

}  // namespace shenyi::tests
