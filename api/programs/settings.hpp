#pragma once

#include "api/http/bound_address.hpp"
#include "api/log_lines.hpp"
#include "api/programs/protection.hpp"
#include "api/protection.hpp"
#include "api/seal_settings.hpp"
#include "storage/store.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the command line of the programs says, and what is wrong with it.
namespace shenyi::api::programs {

/// Exit status of a program that was told wrong.
inline constexpr int wrong_settings = 2;

/// What is meant where nothing is given.
inline constexpr std::string_view usual_address = "127.0.0.1";
inline constexpr std::string_view usual_port = "8080";

/// As given, before anything is looked at: by an option, or by the variable SHENYI_… of its name.
struct Given {
    std::optional<std::string> address;
    std::optional<std::string> port;
    std::optional<std::string> data;      ///< without: `data`; for a demo without `database` a folder that goes with it
    std::optional<std::string> database;  ///< without: `shenyi.db` in the data folder
    std::optional<std::string> schemas;
    GivenProtection protection;
    std::optional<std::string> log;  ///< without: standard error only
    std::optional<std::string> log_days;
    std::optional<std::string> seal_origin;   ///< without: by the store's key
    std::optional<std::string> seal_profile;  ///< without: std
    std::optional<std::string> proxy;
    bool demo = false;
    bool listens = false;                     ///< the program serves: address and port are asked for
    bool looks_only = false;                  ///< it changes nothing: no folder is made and no port taken
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
    std::shared_ptr<const http::BoundAddress> bound;  ///< null where the program does not serve
    std::filesystem::path data;
    storage::Database database;
    std::filesystem::path schemas;
    Protection protection;
    LogPlace log;
    SealSettings seal;
    std::vector<std::string> proxies;                  ///< whose word on the client's address is taken
    std::shared_ptr<const TemporaryFolder> temporary;  ///< null where the data folder stays
    std::vector<std::filesystem::path> made;           ///< folders that were not there, the innermost first
};

/// All faults at once, each a sentence for the operator that begins with the option's name. Takes address and port and
/// makes the data folder, if nothing is at fault.
tl::expected<Settings, std::vector<std::string>> settings_of(const Given& given);

/// Takes the folders away again that were made and are empty: the store they were to hold is not there.
void take_back_folders(const Settings& settings);

/// The words that no option took, as faults.
std::vector<std::string> faults_of_words(const std::vector<std::string>& not_understood);
/// The variable that stands in for an option: `SHENYI_LOG_DAYS` for `--log-days`.
std::string variable_of(std::string_view option);
/// The option, or the variable that stood in for it: `--port`, `SHENYI_PORT`.
std::string name_of(std::string_view option, const std::string& value);

/// Prints the faults on standard error and gives `wrong_settings`.
int tell(const std::vector<std::string>& faults);

}  // namespace shenyi::api::programs
