#include "api/programs/demo.hpp"
#include "api/programs/doctor.hpp"
#include "api/programs/export.hpp"
#include "api/programs/fsck.hpp"
#include "api/programs/migrate.hpp"
#include "api/programs/rebuild.hpp"
#include "api/programs/serve.hpp"
#include "api/programs/settings.hpp"
#include "api/programs/tour.hpp"

#include <CLI/CLI.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using shenyi::api::programs::Given;
using shenyi::api::programs::GivenExport;
using shenyi::api::programs::GivenTrust;
using shenyi::api::programs::TourGiven;

using shenyi::api::programs::tell;

/// An option, and the variable SHENYI_… that stands in for it.
void add(CLI::App& program, const std::string& option, std::optional<std::string>& value, const std::string& told,
         std::string_view usual = {}) {
    program.add_option(option, value, told)
        ->envname(shenyi::api::programs::variable_of(option))
        ->default_str(std::string(usual));
}

void add_common(CLI::App& program, Given& given) {
    add(program, "--data", given.data,
        "Folder of keys and documents; without it: data, for a demo one that goes with the program");
    add(program, "--database", given.database, "sqlite:PATH or postgresql://…; shenyi.db in the data folder");
    add(program, "--schemas", given.schemas, "Folder of the contract, rules and procedures", SHENYI_SCHEMAS);
}

void add_listening(CLI::App& program, Given& given) {
    add(program, "--address", given.address, "Address to listen on", shenyi::api::programs::usual_address);
    add(program, "--proxy", given.proxy, "Addresses of proxies, by commas: their X-Forwarded-For tells the client's");
    add(program, "--port", given.port, "Port to listen on; 0: a free one", shenyi::api::programs::usual_port);
}

/// What guards log-ins and sessions, and where the log goes. A demo's usual numbers are others, and lax.
void add_guarding(CLI::App& program, Given& given) {
    const bool demo = program.get_name() == "demo";
    const auto usual = demo ? shenyi::api::Protection::of_a_demo() : shenyi::api::Protection{};
    std::size_t at = 0;
    for (const auto& option : shenyi::api::programs::protection_options()) {
        add(program, std::string(option.name), given.protection.at(at++), std::string(option.told),
            std::to_string(option.usual(usual)));
    }
    add(program, "--log", given.log, "Folder in which the log is kept, a file a day; without it: standard error only");
    add(program, "--log-days", given.log_days, "Days for which files of the log are kept",
        std::to_string(shenyi::api::LogPlace{}.days));
}

/// The log that proves itself; for good from its first event on.
void add_sealing(CLI::App& program, Given& given) {
    add(program, "--seal-origin", given.seal_origin,
        "Name of the sealed log, as receipts tell it; without it shenyi/ and 16 digits of the store's own");
    add(program, "--seal-profile", given.seal_profile, "std (SHA-256, Ed25519), gm (SM3, SM2) or dual (both)", "std");
}

void add_trust(CLI::App& program, GivenTrust& given) {
    add(program, "--policy", given.policy, "Policy file or verifier keys by which the log's checkpoints are checked");
    add(program, "--signer-state", given.signer_state, "The signer's state: what was signed last must be in the log");
}

CLI::App* add_export(CLI::App& exporting, GivenExport& wanted) {
    CLI::App* log = exporting.add_subcommand("log", "The log as C2SP tlog-tiles, with its public keys");
    log->add_option("FOLDER", wanted.folder, "Where to; it is made");
    log->add_option("--hash", wanted.hash, "Of which tree: sha256 or sm3")->default_str("sha256");
    log->fallthrough();
    return log;
}

CLI::App* add_tour(CLI::App& shenyi, TourGiven& given) {
    CLI::App* tour = shenyi.add_subcommand("tour", "Walk the main path of the demo bureau before the reader's eyes");
    add(*tour, "--url", given.url, "http://HOST:PORT of a running demo; without it one is started");
    add(*tour, "--lang", given.language, "zh or en; without it by LANG");
    tour->add_flag("--step", given.step, "Wait for Enter before each part");
    add(*tour, "--schemas", given.schemas, "Folder of the contract, rules and procedures", SHENYI_SCHEMAS);
    return tour;
}

/// No command among the words: every wrong one by name, and those there are.
int tell_no_command(const CLI::App& shenyi) {
    std::vector<std::string> faults;
    for (const std::string& word : shenyi.remaining()) {
        const char* kind = word.starts_with('-') ? "option before a command" : "command";
        faults.push_back(word + ": there is no such " + kind);
    }
    std::string known = "a command is needed:";
    for (const CLI::App* command : shenyi.get_subcommands({})) known += ' ' + command->get_name();
    faults.push_back(known + "; shenyi COMMAND --help tells its options");
    return tell(faults);
}

int run(int argc, char** argv) {
    CLI::App shenyi("审议: legality review of decisions");
    shenyi.require_subcommand(0, 1);
    // Each its own: a variable is read for every program, and would overwrite what an option of the one that runs says.
    std::map<const CLI::App*, Given> given_to;
    bool found = false;
    bool as_json = false;
    TourGiven tour_given;
    GivenTrust trust;
    CLI::App* serve = shenyi.add_subcommand("serve", "Serve the bureau");
    CLI::App* demo = shenyi.add_subcommand("demo", "Serve the demo bureau with a clock of its own");
    CLI::App* migrate = shenyi.add_subcommand("migrate", "Bring the database's schema up to date");
    CLI::App* fsck = shenyi.add_subcommand("fsck", "Examine the record, its log and every table that follows from it");
    CLI::App* rebuild = shenyi.add_subcommand("rebuild", "Fill every table that follows from the record anew");
    CLI::App* exporting = shenyi.add_subcommand("export", "Write out what others are to read");
    CLI::App* doctor = shenyi.add_subcommand("doctor", "Tell in a page what is wrong and what to do; changes nothing");
    for (CLI::App* program : {serve, demo, migrate, fsck, rebuild, exporting, doctor})
        add_common(*program, given_to[program]);
    for (CLI::App* program : {serve, demo, doctor}) add_listening(*program, given_to[program]);
    for (CLI::App* program : {serve, demo, doctor}) add_guarding(*program, given_to[program]);
    for (CLI::App* program : {serve, demo, migrate}) add_sealing(*program, given_to[program]);
    add_trust(*fsck, trust);
    GivenExport wanted;
    const CLI::App* log = add_export(*exporting, wanted);
    doctor->add_flag("--json", as_json, "As JSON");
    migrate->add_flag("--found", found, "Found the bureau of schemas/bureau where there is none");
    CLI::App* tour = add_tour(shenyi, tour_given);
    // Told with all other faults, at once.
    shenyi.allow_extras();
    for (CLI::App* program : shenyi.get_subcommands({})) program->allow_extras();
    try {
        shenyi.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return shenyi.exit(fault) == 0 ? 0 : shenyi::api::programs::wrong_settings;
    }
    if (shenyi.get_subcommands().empty()) return tell_no_command(shenyi);
    Given given = given_to[shenyi.get_subcommands().front()];
    given.not_understood = shenyi.remaining(true);
    tour_given.not_understood = given.not_understood;
    if (tour->parsed()) return shenyi::api::programs::tour(tour_given);
    if (serve->parsed()) return shenyi::api::programs::serve(given);
    if (demo->parsed()) return shenyi::api::programs::demo(given);
    if (doctor->parsed()) return shenyi::api::programs::doctor(given, as_json);
    if (log->parsed()) return shenyi::api::programs::export_log(given, wanted);
    if (exporting->parsed()) return tell({"export: of what? shenyi export log FOLDER"});
    if (fsck->parsed()) return shenyi::api::programs::fsck(given, trust);
    if (rebuild->parsed()) return shenyi::api::programs::rebuild(given);
    return shenyi::api::programs::migrate(given, found);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const shenyi::api::http::CannotListen& fault) {
        return tell({fault.what()});
    } catch (const std::exception& fault) {
        std::cerr << "shenyi: " << fault.what() << '\n';
        return 1;
    }
}
