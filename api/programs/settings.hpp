#pragma once

#include "storage/store.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// What the command line of the programs says, and what is wrong with it.
namespace shenyi::api::programs {

/// Exit status of a program that was told wrong.
inline constexpr int wrong_settings = 2;

/// As given, before anything is looked at.
struct Given {
    std::string address = "127.0.0.1";
    std::string port = "8080";
    std::string data;      ///< empty: `data`; for a demo without `database` a folder that goes with the program
    std::string database;  ///< empty: `shenyi.db` in the data folder
    std::string schemas = SHENYI_SCHEMAS;
    bool demo = false;
    std::vector<std::string> not_understood;  ///< words that no option took
};

/// A folder of one's own under the system's temporary one, removed with everything in it at the end.
class TemporaryFolder {
  public:
    /// Throws std::runtime_error where none can be made.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Settings {
    std::string address;
    std::uint16_t port;
    std::filesystem::path data;
    storage::Database database;
    std::filesystem::path schemas;
    std::shared_ptr<const TemporaryFolder> temporary;  ///< null where the data folder stays
};

/// All faults at once, each a sentence for the operator. Makes the data folder, if nothing is at fault.
tl::expected<Settings, std::vector<std::string>> settings_of(const Given& given);

/// Prints the faults on standard error and gives `wrong_settings`.
int tell(const std::vector<std::string>& faults);

/// Brings the schema up to date. The error is a sentence for the operator.
tl::expected<void, std::string> migrate_database(const Settings& settings);
/// Why the program cannot run on this database: its schema is not the one of this program. Empty where it is.
std::string schema_fault(const Settings& settings);

}  // namespace shenyi::api::programs
