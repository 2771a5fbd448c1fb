#include "api/programs/demo.hpp"
#include "api/programs/fsck.hpp"
#include "api/programs/migrate.hpp"
#include "api/programs/rebuild.hpp"
#include "api/programs/serve.hpp"
#include "api/programs/settings.hpp"
#include "api/programs/tour.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace {

using shenyi::api::programs::Given;
using shenyi::api::programs::TourGiven;

void add_common(CLI::App& program, Given& given) {
    program.add_option("--data", given.data,
                       "Folder of keys and documents; without it: data, for a demo one that goes with the program");
    program.add_option("--database", given.database, "sqlite:PATH or postgresql://…; shenyi.db in the data folder");
    program.add_option("--schemas", given.schemas, "Folder of the contract, rules and procedures")
        ->capture_default_str();
}

void add_listening(CLI::App& program, Given& given) {
    program.add_option("--address", given.address, "Address to listen on")->capture_default_str();
    program.add_option("--port", given.port, "Port to listen on; 0: a free one")->capture_default_str();
}

CLI::App* add_tour(CLI::App& shenyi, TourGiven& given) {
    CLI::App* tour = shenyi.add_subcommand("tour", "Walk the main path of the demo bureau before the reader's eyes");
    tour->add_option("--url", given.url, "http://HOST:PORT of a running demo; without it one is started");
    tour->add_option("--lang", given.language, "zh or en; without it by LANG");
    tour->add_flag("--step", given.step, "Wait for Enter before each part");
    tour->add_option("--schemas", given.schemas, "Folder of the contract, rules and procedures")->capture_default_str();
    return tour;
}

int run(int argc, char** argv) {
    CLI::App shenyi("审议: legality review of decisions");
    shenyi.require_subcommand(1);
    Given given;
    bool found = false;
    TourGiven tour_given;
    CLI::App* serve = shenyi.add_subcommand("serve", "Serve the bureau");
    CLI::App* demo = shenyi.add_subcommand("demo", "Serve the demo bureau with a clock of its own");
    CLI::App* migrate = shenyi.add_subcommand("migrate", "Bring the database's schema up to date");
    CLI::App* fsck = shenyi.add_subcommand("fsck", "Examine the record and every table that follows from it");
    CLI::App* rebuild = shenyi.add_subcommand("rebuild", "Fill every table that follows from the record anew");
    for (CLI::App* program : {serve, demo, migrate, fsck, rebuild}) add_common(*program, given);
    for (CLI::App* program : {serve, demo}) add_listening(*program, given);
    migrate->add_flag("--found", found, "Found the bureau of schemas/bureau where there is none");
    CLI::App* tour = add_tour(shenyi, tour_given);
    // Told with all other faults, at once.
    for (CLI::App* program : {serve, demo, migrate, tour}) program->allow_extras();
    try {
        shenyi.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return shenyi.exit(fault) == 0 ? 0 : shenyi::api::programs::wrong_settings;
    }
    for (const CLI::App* program : {serve, demo, migrate}) {
        for (std::string& word : program->remaining()) given.not_understood.push_back(std::move(word));
    }
    tour_given.not_understood = tour->remaining();
    if (tour->parsed()) return shenyi::api::programs::tour(tour_given);
    if (serve->parsed()) return shenyi::api::programs::serve(given);
    if (demo->parsed()) return shenyi::api::programs::demo(given);
    if (fsck->parsed()) return shenyi::api::programs::fsck(given);
    if (rebuild->parsed()) return shenyi::api::programs::rebuild(given);
    return shenyi::api::programs::migrate(given, found);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        std::cerr << "shenyi: " << fault.what() << '\n';
        return 1;
    }
}
