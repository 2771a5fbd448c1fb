#include "tests/bench/matter_page.hpp"

#include "storage/definitions/bureau.hpp"
#include "storage/event_rows.hpp"
#include "storage/log/envelope.hpp"
#include "storage/streams.hpp"
#include "storage/world.hpp"
#include "tests/bench/bare_store.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/bench/long_matter.hpp"
#include "tests/bench/started.hpp"
#include "workflow/decide.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace shenyi::bench {

namespace {

using namespace workflow;
using storage::Connection;

constexpr std::size_t page_events = 60;
constexpr std::size_t short_matter = 50;
constexpr std::size_t long_matter = 500;

const PersonId reader = storage::definitions::founding_person("drafter");

/// Reads matters of one bureau as the server does, but without what it keeps of them: each time with a cache that knows
/// the organ and the reader, whom every request asks for, and nothing else.
class ColdReader {
  public:
    explicit ColdReader(Bureau& bureau)
        : app_(bureau.app()),
          key_(storage::log::MacKey::load((bureau.database().folder() / "mac.key").string()).value()),
          warm_(key_, storage::limits::cached_events),
          no_text_([](Connection&, const DocumentId&) { return std::nullopt; }) {
        read([&](Connection& connection) { look(connection, warm_, {}); });
    }

    /// The matter alone, as `WorkflowEngine::read` loads it.
    void load(const MatterId& matter) {
        read([&](Connection& connection) { look(connection, *cold(), matter); });
    }

    /// The matter, every action with what the law says of it, and the events.
    void read_page(const MatterId& matter) {
        read([&](Connection& connection) {
            const World world = look(connection, *cold(), matter);
            for (const auto& entry : world.definitions->procedures.at(world.matters.at(matter)->procedure)->actions) {
                if (entry.first == "create") continue;
                ask(world, matter, entry.first);
            }
            read_events(connection, matter);
        });
    }

  private:
    template <class Read>
    void read(Read&& read) {
        const auto done = app_.store->readers().read([&](Connection& connection) {
            read(connection);
            return true;
        });
        if (!done) throw std::runtime_error(done.error().detail);
    }

    World look(Connection& connection, storage::Streams& streams, const std::optional<MatterId>& matter) {
        storage::WorldLoader loader(connection, streams, app_.definitions, app_.organ, storage::Lock::none, no_text_);
        return loader.world_for({.target = workflow::Target::matter,
                                 .action = {},
                                 .subject = {.organ = app_.organ, .matter = matter},
                                 .actor = reader},
                                app_.clock->now());
    }

    std::unique_ptr<storage::Streams> cold() {
        auto streams = std::make_unique<storage::Streams>(key_, storage::limits::cached_events);
        for (const std::string& name : {stream_of(app_.organ).name, stream_of(reader).name}) {
            if (auto kept = warm_.kept(app_.organ, name)) streams->keep(app_.organ, name, *std::move(kept));
        }
        return streams;
    }

    void ask(const World& world, const MatterId& matter, const std::string& action) {
        const auto answer = decide(world, {.target = workflow::Target::matter,
                                           .action = action,
                                           .subject = {.organ = app_.organ, .matter = matter},
                                           .actor = reader});
        asked_ += answer ? 1 : 0;
    }

    void read_events(Connection& connection, const MatterId& matter) {
        std::size_t events = 0;
        std::optional<std::string> previous;
        connection.kept<storage::EventRows>().read(app_.organ, {{stream_of(matter).name, 0}},
                                                   [&](const storage::log::EventRow& row) {
                                                       storage::log::open(row, previous, key_);
                                                       previous = row.leaf_sha256;
                                                       ++events;
                                                   });
        if (events != page_events) throw std::runtime_error("a page with other events than expected");
    }

    api::App& app_;
    storage::log::MacKey key_;
    storage::Streams warm_;
    storage::ReadText no_text_;
    std::size_t asked_ = 0;
};

std::vector<std::string> page_of(const MatterId& matter) {
    const std::string path = "/api/v1/matters/" + matter.value;
    return {path, path + "/actions", path + fmt::format("/history?limit={}", page_events)};
}

void measure_cold_page(Bureau& bureau, const MatterId& matter, const Wanted& wanted, Report& report) {
    const auto engine = bureau.database().engine();
    ColdReader cold(bureau);
    BareStore bare(engine, usual_matters);
    Row row{.name = "page_cold",
            .figure =
                "a matter's page (matter, actions, 60 events) from the database ÷ a bare statement reading a record "
                "with 30 history rows",
            .database = name_of(engine),
            .measured = {},
            .reach = at_least(0.5)};
    boost::json::array pages;
    boost::json::array statements;
    for (int round = 0; round < rounds; ++round) {
        const double page = repeat(wanted.run(), [&] { cold.read_page(matter); }).per_second;
        const double statement = bare.drive_reads(wanted.run()).per_second;
        row.measured.push_back(page / statement);
        pages.push_back(page);
        statements.push_back(statement);
    }
    row.beside = {{"pages_a_second", pages}, {"statements_a_second", statements}};
    report.add(std::move(row));
}

void measure_warm_page(Bureau& bureau, const MatterId& matter, const Wanted& wanted, Report& report) {
    Started peer = empty_server();
    const std::uint16_t port = peer.port_behind(serves);
    const std::vector<std::string> paths = page_of(matter);
    Row row{.name = "page_warm",
            .figure = "the same page (three GETs) warm over HTTP ÷ an empty answer of Beast of 1 kB, 16 connections",
            .database = name_of(bureau.database().engine()),
            .measured = {},
            .reach = at_least(0.25)};
    boost::json::array pages;
    boost::json::array answers;
    for (int round = 0; round < rounds; ++round) {
        const Figures page = drive_reads(bureau, paths, usual_connections, wanted.run());
        if (page.failed > 0) report.fault("page_warm: a page was not read");
        const double empty = drive_empty(port, usual_connections, wanted.run()).per_second;
        pages.push_back(page.per_second / static_cast<double>(paths.size()));
        answers.push_back(empty);
        row.measured.push_back(page.per_second / static_cast<double>(paths.size()) / empty);
    }
    row.beside = {{"pages_a_second", pages}, {"empty_answers_a_second", answers}};
    for (const std::string& path : paths) {
        row.beside["of " + path.substr(path.rfind('/'))] =
            drive_reads(bureau, {path}, usual_connections, wanted.run()).per_second;
    }
    report.add(std::move(row));
}

void measure_cold_load(Bureau& bureau, const Wanted& wanted, Report& report) {
    api::App& app = bureau.app();
    const MatterId few = write_long_matter(*app.engine, app.organ, short_matter);
    const MatterId many = write_long_matter(*app.engine, app.organ, long_matter);
    ColdReader cold(bureau);
    Row row{.name = "cold_load",
            .figure = "cold load of a matter of 500 events ÷ of 50",
            .database = name_of(bureau.database().engine()),
            .measured = {},
            .reach = at_most(8)};
    boost::json::array of_many;
    boost::json::array of_few;
    for (int round = 0; round < rounds; ++round) {
        const double longer = repeat(wanted.run(), [&] { cold.load(many); }).mean_ms();
        const double shorter = repeat(wanted.run(), [&] { cold.load(few); }).mean_ms();
        of_many.push_back(longer);
        of_few.push_back(shorter);
        row.measured.push_back(longer / shorter);
    }
    row.beside = {{"ms_of_500", of_many}, {"ms_of_50", of_few}};
    report.add(std::move(row));
}

}  // namespace

void measure_matter_page(const Wanted& wanted, Report& report) {
    if (!wanted.wants("page_cold") && !wanted.wants("page_warm") && !wanted.wants("cold_load")) return;
    for (const storage::Engine engine : wanted.engines()) {
        Bureau bureau(engine, 1);
        const MatterId matter = write_long_matter(*bureau.app().engine, bureau.app().organ, page_events);
        if (wanted.wants("page_cold")) measure_cold_page(bureau, matter, wanted, report);
        if (wanted.wants("page_warm")) measure_warm_page(bureau, matter, wanted, report);
        if (wanted.wants("cold_load")) measure_cold_load(bureau, wanted, report);
    }
}

}  // namespace shenyi::bench
