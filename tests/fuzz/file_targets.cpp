#include "storage/definitions/calendars.hpp"
#include "storage/definitions/messages.hpp"
#include "storage/definitions/packs.hpp"
#include "storage/definitions/procedures.hpp"
#include "storage/definitions/rules.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace shenyi::fuzz {

namespace {

namespace definitions = storage::definitions;
namespace fs = std::filesystem;

/// A folder of this process, gone with the program.
class Folder {
  public:
    fs::path write(const std::string& name, std::string_view bytes) const {
        std::ofstream(path() / name, std::ios::binary) << bytes;
        return path() / name;
    }
    const fs::path& path() const { return folder_.path(); }

  private:
    tests::TemporaryFolder folder_;
};

const Folder& folder() {
    static const Folder one;
    return one;
}

}  // namespace

void read_procedure_file(std::string_view bytes) {
    static const definitions::RuleIds guards = definitions::guarded_rules();
    const auto procedure = definitions::read_procedure(folder().write("procedure.yaml", bytes), guards);
    if (!procedure) require(!definitions::text_of(procedure.error()).empty(), "a procedure that is refused has faults");
}

void read_calendar_file(std::string_view bytes) {
    folder().write("2026.json", bytes);
    const auto calendar = definitions::read_calendars(folder().path());
    if (!calendar) {
        require(!calendar.error().empty(), "a calendar that is refused has faults");
        return;
    }
    require(calendar->years.size() == 1, "one file is one year");
    require(workflow::faults_of(calendar->years.begin()->second, {}).empty(), "a year that was taken has no fault");
}

void read_rules_file(std::string_view bytes) {
    const auto rules = definitions::read_rules(folder().write("rules.yaml", bytes));
    if (!rules) require(!definitions::text_of(rules.error()).empty(), "a table that is refused has faults");
}

void read_pack_file(std::string_view bytes) {
    const auto pack = definitions::read_pack(folder().write("pack.yaml", bytes));
    if (!pack) require(!definitions::text_of(pack.error()).empty(), "a pack that is refused has faults");
}

void read_message_file(std::string_view bytes) {
    folder().write("zh-CN.yaml", bytes);
    folder().write("en.yaml", bytes);
    const auto messages = definitions::Messages::read(folder().path(), {});
    if (!messages) {
        require(!definitions::text_of(messages.error()).empty(), "a catalogue that is refused has faults");
        return;
    }
    for (const std::string& key : messages->keys()) (void)messages->render("en", key, {{"name", "{name}"}});
}

}  // namespace shenyi::fuzz
