#include "storage/work_lists.hpp"
#include "storage/work_rows.hpp"

#include "tests/scenarios/store_door.hpp"
#include "tests/storage/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <future>

namespace shenyi::tests {

using namespace workflow;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
namespace json = boost::json;

/// Work lists, deadlines and the daily job behind an engine.
class WorkOn : public testing::TestWithParam<storage::Engine> {
  protected:
    void act(const std::string& login, Target target, const std::string& action, const Subject& subject,
             const json::value& body) {
        const StepResult result = door.act(login, target, action, subject, body);
        EXPECT_TRUE(result.accepted) << action << ": " << result.text();
    }

    /// A normative document that the reviewer accepts at this instant.
    MatterId accepted(const std::string& instant, const std::string& title) {
        door.set_clock(*parse_instant(instant));
        const std::string unit = door.unit("办信科").value;
        const MatterId matter{door.act("drafter", Target::matter, "create", {},
                                       json::object{{"kind", "normative_document"},
                                                    {"title", title},
                                                    {"undertaking_unit", unit},
                                                    {"proposal", json::object{{"source", "department"}}}})
                                  .created};
        const auto paper = [&](const std::string& login, const std::string& text) {
            return json::value(door.document(login, title + text).value);
        };
        const Subject on{.matter = matter};
        act("drafter", Target::matter, "record_study", on, json::object{{"document", paper("drafter", "研究")}});
        act("director", Target::matter, "open", on, json::object{{"lead_unit", unit}});
        act("drafter", Target::matter, "submit_draft", on,
            json::object{
                {"documents",
                 json::array{json::object{{"document", paper("drafter", "第一条")}, {"role", "draft"}},
                             json::object{{"document", paper("drafter", "说明")}, {"role", "drafting_note"}},
                             json::object{{"document", paper("drafter", "评估")}, {"role", "pre_assessment"}}}},
                {"drafters", json::array{door.person("drafter").value}}});
        json::array materials;
        for (const char* kind : {"application", "draft", "drafting_note", "pre_assessment", "legal_basis",
                                 "procedures_statement", "comments_record"}) {
            materials.push_back(json::object{{"kind", kind}, {"document", paper("chief", kind)}});
        }
        act("chief", Target::matter, "request_review", on,
            json::object{{"draft", 1},
                         {"legal_basis", json::array{json::object{{"title", "信访工作条例"}, {"article", "第一条"}}}},
                         {"materials", std::move(materials)},
                         {"procedures_done", "已征求意见"}});
        act("legal", Target::matter, "accept_for_review", on, json::object{});
        return matter;
    }

    /// `issue_legality_opinion 2025-05-22`, newest first.
    std::vector<std::string> tasks(const std::string& login, Box box = Box::todo) {
        const auto world = door.engine().read({.organ = door.organ()}, door.person(login)).value().world;
        const auto desks = storage::desks_of(*world.organ, door.person(login), world.today);
        std::vector<std::string> lines;
        auto connection = door.database().connect();
        const auto page = storage::list_tasks(connection, door.organ(), box, desks, 50, {}).value();
        for (const storage::TaskRow& row : page.items) {
            lines.push_back(row.action + (row.due ? " " + iso(*row.due) : ""));
        }
        return lines;
    }
    /// All pages of so many rows: `open 补贴办法`, newest first.
    std::vector<std::string> done(const std::string& login, std::size_t limit = 50) {
        std::vector<std::string> lines;
        std::optional<std::string> cursor;
        do {
            const auto page = door.engine().done(door.organ(), door.person(login), limit, cursor).value().value();
            for (const storage::TaskRow& row : page.items) {
                lines.push_back(row.action + (row.title.empty() ? "" : " " + row.title));
            }
            EXPECT_LE(page.items.size(), limit);
            cursor = page.next_cursor;
        } while (cursor);
        return lines;
    }

    std::vector<std::string> deadlines() {
        std::vector<std::string> lines;
        auto connection = door.database().connect();
        const auto page = storage::list_deadlines(connection, door.organ(), {}, 50, {}).value();
        for (const storage::DeadlineRow& row : page.items) {
            lines.push_back(row.kind + " " +
                            (row.date ? iso(*row.date) : "missing " + std::to_string(*row.missing_year)));
        }
        return lines;
    }

    std::size_t count(const std::string& stream, const std::string& type) {
        const auto events = door.engine().events(door.organ(), {stream}).value();
        return static_cast<std::size_t>(std::ranges::count_if(
            events, [&](const storage::StoredEvent& event) { return event.reference.type == type; }));
    }

    void load_2027() {
        const auto day = [](const char* date, const char* name, bool off = true) {
            return json::object{{"date", date}, {"off", off}, {"name", name}};
        };
        act("sysadmin", Target::organ, "load_calendar", {},
            json::object{{"year", 2027},
                         {"notice", "国办发明电〔2026〕7号"},
                         {"days", json::array{day("2027-01-01", "元旦"), day("2027-02-06", "春节"),
                                              day("2027-02-13", "春节", false), day("2027-04-05", "清明节"),
                                              day("2027-05-01", "劳动节"), day("2027-06-09", "端午节"),
                                              day("2027-09-15", "中秋节"), day("2027-10-01", "国庆节")}}});
    }

    StoreDoor door{GetParam()};
};

TEST_P(WorkOn, puts_each_act_on_the_desk_of_whom_it_waits_for_and_takes_it_off_again) {
    const MatterId matter = accepted("2025-04-28T09:00:00+08:00", "补贴办法");
    EXPECT_THAT(tasks("legal"), Contains("issue_legality_opinion 2025-05-22"));
    EXPECT_THAT(tasks("legal"), Not(Contains("accept_for_review")));
    EXPECT_THAT(tasks("legal2"), Not(Contains("issue_legality_opinion 2025-05-22")));
    EXPECT_THAT(tasks("chief"), IsEmpty());
    EXPECT_THAT(done("chief"), ElementsAre("request_review 补贴办法"));
    EXPECT_THAT(tasks("drafter", Box::started), ElementsAre("create"));
    EXPECT_THAT(tasks("deputy1", Box::copied), UnorderedElementsAre("request_review", "open"));
    EXPECT_THAT(deadlines(), ElementsAre("review_floor 2025-05-08", "review_ceiling 2025-05-22"));
    act("legal", Target::matter, "return_for_completion", {.matter = matter},
        json::object{{"ground", "incomplete"}, {"missing", json::array{"复函"}}});
    EXPECT_THAT(tasks("legal"), IsEmpty());
    EXPECT_THAT(tasks("chief"), ElementsAre("request_review 2025-05-06"));
    EXPECT_THAT(deadlines(), ElementsAre("material_fix 2025-05-06"));
}

TEST_P(WorkOn, tells_what_somebody_did_from_his_own_events) {
    accepted("2025-04-28T09:00:00+08:00", "补贴办法");
    accepted("2025-04-29T09:00:00+08:00", "抚恤办法");
    const std::vector<std::string> all = done("drafter");
    EXPECT_THAT(all, UnorderedElementsAre("submit_draft 抚恤办法", "record_study 抚恤办法", "create 抚恤办法",
                                          "submit_draft 补贴办法", "record_study 补贴办法", "create 补贴办法"));
    for (std::size_t limit = 1; limit <= all.size(); ++limit) EXPECT_EQ(done("drafter", limit), all) << limit;
    EXPECT_THAT(done("member4"), IsEmpty());
    EXPECT_FALSE(door.engine().done(door.organ(), door.person("drafter"), 1, "x").value());
    // A second look of the same person, a refused act and the alarms of the day are none.
    EXPECT_THAT(done("director"), ElementsAre("open 抚恤办法", "open 补贴办法"));
}

TEST_P(WorkOn, raises_one_alarm_though_two_servers_begin_the_day) {
    const MatterId matter = accepted("2025-04-28T09:00:00+08:00", "补贴办法");
    const auto second = door.another_engine();
    door.set_clock(*parse_instant("2025-05-23T00:00:00+08:00"));
    auto begin = [&](storage::WorkflowEngine& engine) { return engine.begin_day(door.organ()).value(); };
    auto one = std::async(std::launch::async, [&] { return begin(door.engine()); });
    auto other = std::async(std::launch::async, [&] { return begin(*second); });
    EXPECT_EQ(one.get() + other.get(), 1);
    EXPECT_EQ(count(stream_of(matter).name, "review.overdue"), 1U);
    EXPECT_EQ(count(stream_of(door.organ()).name, "day.begun"), 1U);
    EXPECT_THAT(tasks("legal", Box::copied), Contains("review_overdue"));
    EXPECT_THAT(tasks("director", Box::copied), Contains("review_overdue"));
    EXPECT_FALSE(begin(*second));

    door.set_clock(*parse_instant("2025-05-26T08:00:00+08:00"));
    EXPECT_TRUE(begin(*second));
    EXPECT_EQ(count(stream_of(matter).name, "review.overdue"), 1U);
    EXPECT_THAT(tasks("legal"), Contains("issue_legality_opinion 2025-05-22"));
}

TEST_P(WorkOn, reminds_of_the_calendar_until_it_is_loaded_and_counts_anew_when_it_is_confirmed) {
    const MatterId matter = accepted("2026-12-16T09:00:00+08:00", "年末安排");
    EXPECT_TRUE(door.engine().begin_day(door.organ()).value());
    EXPECT_THAT(tasks("sysadmin"), ElementsAre("load_calendar"));
    EXPECT_THAT(tasks("office", Box::copied), Contains("load_calendar"));
    EXPECT_THAT(deadlines(), ElementsAre("review_floor 2026-12-23", "review_ceiling missing 2027"));

    load_2027();
    EXPECT_THAT(tasks("sysadmin"), IsEmpty());
    EXPECT_THAT(tasks("office"), ElementsAre("confirm_calendar"));
    act("office", Target::organ, "confirm_calendar", {.year = 2027}, json::object{});
    EXPECT_THAT(tasks("office"), IsEmpty());
    EXPECT_THAT(deadlines(), ElementsAre("review_floor 2026-12-23", "review_ceiling 2027-01-07"));
    EXPECT_THAT(tasks("legal"), Contains("issue_legality_opinion 2027-01-07"));
    EXPECT_THAT(tasks("chief", Box::copied), Contains("confirm_calendar"));

    const auto events = door.engine().events(door.organ(), {stream_of(matter).name}).value();
    const auto& last = std::get<DeadlinesMoved>(std::get<MatterEvent>(events.back().event));
    EXPECT_EQ(last.year, 2027);
    EXPECT_FALSE(last.calendar_before);
    EXPECT_THAT(last.moved,
                ElementsAre(MovedDeadline{
                    .kind = DeadlineKind::review_ceiling, .after = parse_date("2027-01-07"), .missing_before = 2027}));
    door.set_clock(*parse_instant("2026-12-17T00:00:00+08:00"));
    EXPECT_TRUE(door.engine().begin_day(door.organ()).value());
    EXPECT_THAT(tasks("sysadmin"), IsEmpty());
}

TEST_P(WorkOn, writes_into_each_matter_whose_days_a_notice_moves_and_rebuilds_what_that_left) {
    const MatterId one = accepted("2026-03-02T09:00:00+08:00", "补贴办法");
    const MatterId other = accepted("2026-03-02T10:00:00+08:00", "奖励办法");
    const MatterId later = accepted("2026-03-09T09:00:00+08:00", "管理办法");
    act("sysadmin", Target::organ, "load_calendar", {},
        json::object{{"year", 2026},
                     {"notice", "国办发明电〔2026〕9号"},
                     {"days", json::array{json::object{{"date", "2026-03-07"}, {"off", false}, {"name", "调休"}},
                                          json::object{{"date", "2026-03-08"}, {"off", false}, {"name", "调休"}}}}});
    act("office", Target::organ, "confirm_calendar", {.year = 2026}, json::object{});
    for (const MatterId& each : {one, other}) EXPECT_EQ(count(stream_of(each).name, "deadlines.moved"), 1U);
    EXPECT_EQ(count(stream_of(later).name, "deadlines.moved"), 0U);
    EXPECT_THAT(tasks("chief", Box::copied), Contains("confirm_calendar").Times(2));
    expect_the_record_to_bear_its_tables(door);
}

INSTANTIATE_TEST_SUITE_P(Databases, WorkOn, testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                         [](const auto& each_case) {
                             return each_case.param == storage::Engine::sqlite ? "sqlite" : "postgresql";
                         });

}  // namespace shenyi::tests
