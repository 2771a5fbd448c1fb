#include "api/clock.hpp"
#include "api/demo/found.hpp"
#include "api/demo/play.hpp"
#include "api/demo/tour.hpp"
#include "storage/lists.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/served_app.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using namespace workflow;

/// A demo store, founded by nobody yet.
struct Opened {
    explicit Opened(storage::Engine engine) : database(fresh_database(engine)), served(settings_of(database)) {}

    static api::AppSettings settings_of(const TestDatabase& database) {
        api::demo::begin_clock(database.folder(), schemas_folder());
        return demo_settings(database);
    }

    TestDatabase database;
    ServedApp served;
};

/// The demo bureau with its past, as `shenyi demo` opens it. Loaded once for all tests of a suite on a database.
class Demo : public OnBothDatabases {
  protected:
    void SetUp() override {
        std::unique_ptr<Opened>& store = stores()[GetParam()];
        if (!store) {
            store = std::make_unique<Opened>(GetParam());
            api::demo::found(store->served.app(), schemas_folder());
        }
        served_ = &store->served;
        app_ = &served_->app();
    }
    static void TearDownTestSuite() { stores().clear(); }
    static std::map<storage::Engine, std::unique_ptr<Opened>>& stores() {
        static std::map<storage::Engine, std::unique_ptr<Opened>> stores;
        return stores;
    }

    /// Everything of the organ is opened to its director.
    const std::vector<workflow::Names> director_names{{"director", "director"}};

    std::vector<storage::MatterSummary> matters() {
        auto page = app_->store->readers().read([&](storage::Connection& connection) {
            return storage::list_matters(connection, app_->organ, director_names, {}, storage::limits::page,
                                         std::nullopt);
        });
        return (*page)->items;
    }
    std::vector<storage::MeetingSummary> meetings() {
        auto page = app_->store->readers().read([&](storage::Connection& connection) {
            return storage::list_meetings(connection, app_->organ, director_names, {}, storage::limits::page,
                                          std::nullopt);
        });
        return (*page)->items;
    }
    std::vector<storage::StoredEvent> attempts() {
        std::vector<std::string> streams;
        for (const auto& matter : matters()) streams.push_back(attempts_on(matter.id.value).name);
        for (const auto& meeting : meetings()) streams.push_back(attempts_on(meeting.id.value).name);
        return *app_->engine->events(app_->organ, streams);
    }
    std::shared_ptr<const Meeting> meeting(const MeetingId& id) {
        Subject subject{.organ = app_->organ};
        subject.meeting = id;
        return app_->engine->read(subject, {})->world.meetings.at(id);
    }

    ServedApp* served_ = nullptr;
    api::App* app_ = nullptr;
};

TEST_P(Demo, holds_a_matter_at_every_stage_that_can_be_reached_and_of_both_kinds) {
    std::set<std::string> stages;
    std::set<std::string> kinds;
    for (const auto& matter : matters()) {
        stages.insert(matter.stage);
        kinds.insert(matter.kind);
    }
    for (const char* stage :
         {"proposed", "opened", "drafting", "submitted_for_review", "under_review", "returned", "reviewed", "on_agenda",
          "in_discussion", "deferred", "rejected", "rework", "decided", "issued", "withdrawn"}) {
        EXPECT_TRUE(stages.contains(stage)) << stage;
    }
    EXPECT_EQ(kinds, (std::set<std::string>{"major_decision", "normative_document"}));
}

TEST_P(Demo, remembers_who_was_refused_at_the_gate_and_who_disagreed) {
    std::set<std::string> rules;
    for (const auto& event : attempts()) {
        const auto* attempt = std::get_if<AttemptRefused>(&std::get<AttemptEvent>(event.event));
        if (attempt == nullptr) continue;
        for (const Finding& finding : attempt->findings) rules.insert(finding.rule);
    }
    for (const char* rule : {"R-GATE-01", "R-GATE-02", "R-GATE-04", "R-GATE-05", "R-REV-10", "R-DEC-08"}) {
        EXPECT_TRUE(rules.contains(rule)) << rule;
    }
    std::set<Forum> forums_with_dissent;
    for (const auto& each : meetings()) {
        const auto held = meeting(each.id);
        for (const Item& item : held->items) {
            if (std::ranges::any_of(item.dissents, &Dissent::confirmed)) forums_with_dissent.insert(held->forum);
        }
    }
    EXPECT_EQ(forums_with_dissent.size(), 2U);
}

TEST_P(Demo, was_lived_in_the_order_of_its_days_before_the_first_morning) {
    EXPECT_GE(app_->clock->now(), api::demo::first_morning);
    EXPECT_LT(app_->clock->now(), api::demo::first_morning + std::chrono::hours(1));
    for (const auto& matter : matters()) {
        const auto events = *app_->engine->events(app_->organ, {stream_of(matter.id).name});
        ASSERT_FALSE(events.empty());
        EXPECT_TRUE(std::ranges::is_sorted(
            events, {}, [](const storage::StoredEvent& event) { return event.reference.recorded_at; }));
        EXPECT_GE(events.front().reference.recorded_at, *parse_instant("2026-01-05T08:30:00+08:00"));
        EXPECT_LE(events.back().reference.recorded_at, api::demo::first_morning);
    }
}

TEST_P(Demo, is_not_loaded_twice) {
    const auto before = matters();
    api::demo::found(*app_, schemas_folder());
    EXPECT_EQ(matters(), before);
}

/// A bureau whose loading stopped in the middle.
class DemoCutOff : public Demo {
  protected:
    void SetUp() override {
        opened_ = std::make_unique<Opened>(GetParam());
        app_ = &opened_->served.app();
        ASSERT_TRUE(app_->found());
        auto past = api::demo::read_past(schemas_folder() / "bureau" / "matters.yaml");
        past.steps.resize(past.steps.size() / 2);
        api::demo::Play(*app_, schemas_folder() / "bureau" / "documents").run(past.steps);
    }

    std::unique_ptr<Opened> opened_;
};

TEST_P(DemoCutOff, goes_on_where_its_loading_stopped) {
    const auto half = matters();
    api::demo::found(*app_, schemas_folder());
    const auto whole = matters();
    EXPECT_GT(whole.size(), half.size());
    EXPECT_EQ(whole.size(), 19U);
    api::demo::found(*app_, schemas_folder());
    EXPECT_EQ(matters(), whole);
}

/// The demo bureau served on a free port.
class DemoTour : public Demo {
  protected:
    void SetUp() override {
        Demo::SetUp();
        served_->serve();
    }

    json::value script() { return api::demo::read_script(schemas_folder() / "bureau" / "tour.yaml"); }
    std::vector<std::string> walk(const json::value& script, api::Language language) {
        api::demo::Visitors visitors(api::http::Client("127.0.0.1", served_->port()), std::string(api::tag(language)));
        api::demo::TourPage page(printed_, *app_->messages, language);
        api::demo::Tour tour(visitors, page, schemas_folder() / "bureau" / "documents", [] {});
        return tour.walk(script);
    }

    std::ostringstream printed_;
};

TEST_P(DemoTour, goes_as_told_in_both_languages_one_after_the_other) {
    EXPECT_EQ(walk(script(), api::Language::zh), std::vector<std::string>{}) << printed_.str();
    EXPECT_NE(printed_.str().find("未经合法性审查"), std::string::npos);
    EXPECT_NE(printed_.str().find("方律衡"), std::string::npos);
    printed_.str("");
    EXPECT_EQ(walk(script(), api::Language::en), std::vector<std::string>{}) << printed_.str();
    EXPECT_NE(printed_.str().find("legality review"), std::string::npos);
    EXPECT_EQ(printed_.str().find("⟨"), std::string::npos) << "a fact without a value";
}

TEST_P(DemoTour, tells_where_a_step_does_not_go_as_told) {
    json::value changed = script();
    for (json::value& step : changed.at("steps").as_array()) {
        json::value* refused = step.as_object().if_contains("refused");
        if (refused != nullptr) *refused = json::array{"R-CAL-01"};
    }
    const auto faults = walk(changed, api::Language::zh);
    ASSERT_FALSE(faults.empty());
    EXPECT_NE(faults.front().find("no finding under R-CAL-01"), std::string::npos) << faults.front();
}

ON_BOTH_DATABASES(Demo);
ON_BOTH_DATABASES(DemoCutOff);
ON_BOTH_DATABASES(DemoTour);

}  // namespace
}  // namespace shenyi::tests
