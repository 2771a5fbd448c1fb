#include "storage/migrations.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <soci/soci.h>

#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>

#include "storage/dialect.hpp"
#include "storage/statements.hpp"

namespace shenyi::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t digits_of_number = 4;
constexpr std::uintmax_t file_size_max = 1'000'000;

/// The files of one number, before they are read.
struct Files {
    std::string name;
    std::optional<fs::path> common;
    std::optional<fs::path> own;
};

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not to be had");
    }
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest.at(i));
    return hex;
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
        text.replace(at, word.size(), by);
    }
}

std::string in_dialect(std::string text, const Dialect& dialect) {
    replace_all(text, "{i64}", dialect.int64_type());
    replace_all(text, "{strict}", dialect.strict());
    replace_all(text, "{keyed}", dialect.keyed());
    return text;
}

tl::expected<std::string, std::string> read_text(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed) return tl::unexpected(fmt::format("{}: {}", path.string(), failed.message()));
    if (size > file_size_max)
        return tl::unexpected(fmt::format("{}: larger than {} bytes", path.string(), file_size_max));
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return tl::unexpected(fmt::format("{}: cannot be read", path.string()));
    return text.str();
}

/// `0003_gate.sqlite.sql` → number 3, name `gate`, database `sqlite` (empty for both). Empty if it is no such name.
struct FileName {
    int number;
    std::string name;
    std::string engine;
};
std::optional<FileName> take_apart(const std::string& file) {
    if (file.size() < digits_of_number + 2 || file[digits_of_number] != '_' || !file.ends_with(".sql"))
        return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < digits_of_number; ++i) {
        if (file[i] < '0' || file[i] > '9') return std::nullopt;
        number = number * 10 + (file[i] - '0');
    }
    const auto rest =
        file.substr(digits_of_number + 1, file.size() - digits_of_number - 1 - std::string_view(".sql").size());
    const auto dot = rest.find('.');
    FileName parts{number, rest.substr(0, dot), dot == std::string::npos ? "" : rest.substr(dot + 1)};
    if (parts.name.empty()) return std::nullopt;
    if (!parts.engine.empty() && parts.engine != "sqlite" && parts.engine != "postgresql") return std::nullopt;
    return parts;
}

tl::expected<std::map<int, Files>, std::string> list_files(const fs::path& folder, const Dialect& dialect) {
    std::map<int, Files> numbers;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        const auto file = entry.path().filename().string();
        if (!file.ends_with(".sql")) continue;
        const auto parts = take_apart(file);
        if (!parts)
            return tl::unexpected(fmt::format("{}: not named NNNN_name.sql, .sqlite.sql or .postgresql.sql", file));
        auto& files = numbers[parts->number];
        if (!files.name.empty() && files.name != parts->name) {
            return tl::unexpected(fmt::format("{}: the number is taken by {}", file, files.name));
        }
        files.name = parts->name;
        if (parts->engine.empty()) files.common = entry.path();
        if (parts->engine == dialect.name()) files.own = entry.path();
    }
    if (failed) return tl::unexpected(fmt::format("{}: {}", folder.string(), failed.message()));
    if (numbers.empty()) return tl::unexpected(fmt::format("{}: no migrations", folder.string()));
    return numbers;
}

tl::expected<Migration, std::string> read_migration(int number, const Files& files, const Dialect& dialect) {
    Migration migration{.number = number, .name = files.name, .statements = {}, .sha256 = {}};
    std::string bytes;
    for (const auto& path : {files.common, files.own}) {
        if (!path) continue;
        const auto text = read_text(*path);
        if (!text) return tl::unexpected(text.error());
        auto statements = split_statements(in_dialect(*text, dialect));
        if (!statements) return tl::unexpected(fmt::format("{}: {}", path->string(), statements.error()));
        migration.statements.insert(migration.statements.end(), statements->begin(), statements->end());
        bytes += *text;
    }
    migration.sha256 = sha256_hex(bytes);
    return migration;
}

/// A row of the record.
struct Applied {
    int number;
    std::string name;
    std::string sha256;
};

constexpr const char* select_applied = "select number, name, sha256 from schema_migration order by number";
constexpr const char* insert_applied =
    "insert into schema_migration (number, name, sha256, applied_at) values (:number, :name, :sha256, :at)";

std::vector<Applied> applied_migrations(Connection& connection) {
    std::vector<Applied> applied;
    if (!connection.dialect().has_migrations(connection.sql())) return applied;
    Applied row{};
    soci::statement statement = (connection.sql().prepare << select_applied, soci::into(row.number),
                                 soci::into(row.name), soci::into(row.sha256));
    statement.execute();
    while (statement.fetch()) applied.push_back(row);
    return applied;
}

void run(Connection& connection, const Migration& migration, const std::string& at) {
    for (const auto& statement : migration.statements) connection.execute(statement);
    connection.sql() << insert_applied, soci::use(migration.number), soci::use(migration.name),
        soci::use(migration.sha256), soci::use(at);
}

}  // namespace

tl::expected<std::vector<Migration>, std::string> read_migrations(const fs::path& folder, Engine engine) {
    const Dialect& dialect = dialect_of(engine);
    const auto numbers = list_files(folder, dialect);
    if (!numbers) return tl::unexpected(numbers.error());

    std::vector<Migration> migrations;
    for (const auto& [number, files] : *numbers) {
        const auto next = static_cast<int>(migrations.size()) + 1;
        if (number != next) return tl::unexpected(fmt::format("{}: migration {} is missing", folder.string(), next));
        auto migration = read_migration(number, files, dialect);
        if (!migration) return tl::unexpected(migration.error());
        migrations.push_back(std::move(*migration));
    }
    return migrations;
}

SchemaState schema_state(Connection& connection, const std::vector<Migration>& migrations) {
    const auto applied = applied_migrations(connection);
    const auto known = std::min(applied.size(), migrations.size());
    for (std::size_t i = 0; i < known; ++i) {
        const auto& [number, name, sha256] = applied[i];
        const Migration& ours = migrations[i];
        if (number != ours.number) return SchemaAltered{fmt::format("migration {} is not recorded", ours.number)};
        if (name != ours.name || sha256 != ours.sha256) {
            return SchemaAltered{fmt::format("migration {} ran as {} with SHA-256 {}, this program has {} with {}",
                                             number, name, sha256, ours.name, ours.sha256)};
        }
    }
    if (applied.size() > migrations.size()) return SchemaNewer{applied.back().number};
    if (applied.size() == migrations.size()) return SchemaCurrent{static_cast<int>(applied.size())};
    return SchemaMissing{static_cast<int>(applied.size()) + 1, static_cast<int>(migrations.size())};
}

std::string told(const SchemaState& state) {
    struct Teller {
        std::string operator()(const SchemaCurrent& is) const {
            return fmt::format("the schema is current ({})", is.number);
        }
        std::string operator()(const SchemaMissing& is) const {
            return fmt::format("migrations {} to {} did not run on this database; run: shenyi migrate", is.from, is.to);
        }
        std::string operator()(const SchemaNewer& is) const {
            return fmt::format(
                "the schema is of a newer program (migration {}); start that program, or bring this one up to date, in "
                "its source folder: git pull && ./run build",
                is.found);
        }
        std::string operator()(const SchemaAltered& is) const {
            return fmt::format(
                "the schema is not the one of this program: {}; a released migration is never edited: start "
                "the program that the database was migrated with, or restore its schemas folder",
                is.what);
        }
    };
    return std::visit(Teller{}, state);
}

SchemaState migrate(Connection& connection, const std::vector<Migration>& migrations, workflow::Instant now) {
    const auto at = workflow::rfc3339(now);
    // The state is asked again inside each transaction: another migrator may have come first.
    for (;;) {
        Transaction transaction(connection);
        connection.dialect().prepare_migration(connection.sql());
        auto state = schema_state(connection, migrations);
        const auto* missing = std::get_if<SchemaMissing>(&state);
        if (missing == nullptr) return state;
        run(connection, migrations[static_cast<std::size_t>(missing->from) - 1], at);
        transaction.commit();
    }
}

}  // namespace shenyi::storage
