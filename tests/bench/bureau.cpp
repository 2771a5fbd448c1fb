#include "tests/bench/bureau.hpp"

#include "storage/definitions/bureau.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/digest.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <stdexcept>

namespace shenyi::bench {

namespace {

using namespace workflow;
namespace json = boost::json;

const PersonId writer = storage::definitions::founding_person("drafter");

std::any body_of(workflow::Target target, const std::string& action, const json::value& body) {
    auto read = codec::read_body(target, action, body);
    if (!read) throw std::runtime_error("faulty body at " + read.error().front().pointer);
    return *std::move(read);
}

/// One place in the closed loop: its matters in turn, the next command from the answer to the last.
struct Place {
    std::vector<Target*> targets;
    std::size_t next = 0;
    std::size_t sent = 0;
    Clock::time_point since;
    Waits waits;
};

class Loop {
  public:
    Loop(Bureau& bureau, std::size_t connections, Clock::duration run)
        : bureau_(bureau), places_(connections), open_(connections), end_(Clock::now() + run) {
        auto& targets = bureau.targets();
        for (std::size_t i = 0; i < targets.size(); ++i) places_[i % connections].targets.push_back(&targets[i]);
    }

    Figures run() {
        const auto begin = Clock::now();
        for (Place& place : places_) send(place);
        done_.get_future().wait();
        const auto took = Clock::now() - begin;
        Waits all;
        for (const Place& place : places_) all.add(place.waits);
        return all.figures(took);
    }

  private:
    void send(Place& place) {
        Target& target = *place.targets[place.next];
        place.next = (place.next + 1) % place.targets.size();
        static std::atomic<std::size_t> keys{0};
        place.since = Clock::now();
        bureau_.engine().submit(
            bureau_.submission(target, "c" + std::to_string(++keys)),
            [this, &place, &target](const tl::expected<storage::Outcome, storage::StoreError>& outcome) {
                take(place, target, outcome);
            });
    }

    void take(Place& place, Target& target, const tl::expected<storage::Outcome, storage::StoreError>& outcome) {
        const auto now = Clock::now();
        if (outcome && outcome->kind == storage::Outcome::Kind::accepted) {
            target.seq = outcome->seq;
            place.waits.add(now - place.since);
        } else {
            place.waits.fail();
        }
        if (now < end_) return send(place);
        if (--open_ == 0) done_.set_value();
    }

    Bureau& bureau_;
    std::vector<Place> places_;
    std::atomic<std::size_t> open_;
    const Clock::time_point end_;
    std::promise<void> done_;
};

/// One person stands here for a bureau of them.
constexpr api::Rate unlimited{.burst = 1'000'000'000, .each = std::chrono::milliseconds(1)};

api::AppSettings unlimited_settings(const tests::TestDatabase& database, const std::filesystem::path& schemas,
                                    bool seals) {
    api::AppSettings settings = tests::demo_settings(database);
    settings.schemas = schemas;
    settings.writes = unlimited;
    settings.seal.seals = seals;
    return settings;
}

}  // namespace

Bureau::Bureau(storage::Engine engine, std::size_t matters, bool seals)
    : Bureau(std::make_shared<tests::TestDatabase>(tests::fresh_database(engine)), tests::schemas_folder(), matters,
             seals) {}

Bureau::Bureau(std::shared_ptr<const tests::TestDatabase> database, const std::filesystem::path& schemas,
               std::size_t matters, bool seals)
    : database_(std::move(database)), served_(unlimited_settings(*database_, schemas, seals)) {
    api::App& app = served_.app();
    if (!app.found()) throw std::runtime_error("not founded");
    auto token = app.accounts->open_session(app.organ, writer, app.clock->now(), std::chrono::hours(1));
    if (!token) throw std::runtime_error(token.error().detail);
    token_ = *std::move(token);
    targets_ = open_matters(app, matters);
    served_.serve();
}

std::vector<Target> open_matters(api::App& app, std::size_t matters) {
    const auto snapshot = app.engine->read({.organ = app.organ}, writer);
    const auto& units = snapshot.value().world.organ->units;
    const auto own = std::ranges::find_if(units, [](const auto& each) { return each.second.name == "办信科"; });
    const std::string unit = own->first.value;
    std::vector<std::future<std::string>> created;
    for (std::size_t i = 0; i < matters; ++i) {
        const json::value body{{"kind", "major_decision"},
                               {"title", "第" + std::to_string(i) + "件重大事项"},
                               {"undertaking_unit", unit},
                               {"proposal", {{"source", "department"}}}};
        auto promise = std::make_shared<std::promise<std::string>>();
        created.push_back(promise->get_future());
        app.engine->submit(
            {.command = {.target = workflow::Target::matter,
                         .action = "create",
                         .subject = {.organ = app.organ},
                         .actor = writer,
                         .body = body_of(workflow::Target::matter, "create", body)},
             .address = "127.0.0.1"},
            [promise](const auto& outcome) { promise->set_value(outcome ? outcome->created : std::string()); });
        if (created.size() % storage::limits::batch == 0) created.back().wait();
    }
    std::vector<Target> targets;
    for (auto& each : created) {
        targets.push_back({.matter = each.get()});
        if (targets.back().matter.empty()) throw std::runtime_error("a matter was not opened");
    }
    return targets;
}

storage::Submission Bureau::submission(const Target& target, const std::string& key) const {
    const json::value body{{"text", "对本事项的一点意见"}};
    return {.command = {.target = workflow::Target::matter,
                        .action = "note_objection",
                        .subject = {.organ = served_.app().organ, .matter = MatterId{target.matter}},
                        .actor = writer,
                        .body = body_of(workflow::Target::matter, "note_objection", body)},
            .if_match = target.seq,
            .key = storage::IdempotencyKey{"POST", "/api/v1/matters/" + target.matter + "/actions/note_objection", key,
                                           sha256_hex("x")},
            .address = "127.0.0.1"};
}

Figures drive_committer(Bureau& bureau, std::size_t connections, Clock::duration run) {
    return Loop(bureau, connections, run).run();
}

}  // namespace shenyi::bench
