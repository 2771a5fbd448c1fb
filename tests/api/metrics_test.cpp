#include "api/metrics.hpp"
#include "storage/definitions/yaml_file.hpp"
#include "tests/api/bureau_server.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::Contains;
using testing::Gt;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A scrape: the value of each series as it is written, `shenyi_requests_total{route="healthz",status="200"}`.
using Series = std::map<std::string, double>;

Series series_in(const std::string& text) {
    Series series;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto space = line.rfind(' ');
        if (!line.starts_with('#') && space != std::string::npos) {
            series[line.substr(0, space)] = std::stod(line.substr(space + 1));
        }
    }
    return series;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> found_in(const std::string& text, const std::string& pattern, int group) {
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.insert((*at)[group]);
    return found;
}

/// The server of a bureau on a working day, in which something of everything has happened.
class Figures : public OnBothDatabases {
  protected:
    std::string scrape() { return server.client().request("GET", "/metrics").body; }
    double at(const std::string& name) {
        const Series series = series_in(scrape());
        const auto found = series.find(name);
        return found == series.end() ? -1 : found->second;
    }
    void refuse() {
        const std::string matter = "/matters/" + server.propose();
        const json::object body{{"lead_unit", "unit_letters"}};
        ASSERT_EQ(server.act("director", matter + "/actions/open", body, matter).status, 409);
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Figures, move_with_what_they_count) {
    ASSERT_TRUE(server.app().begin_day());
    const Series before = series_in(scrape());
    refuse();
    ASSERT_EQ(server.log_in("visits", "wrong").status, 401);
    const Series after = series_in(scrape());
    for (const char* name : {"shenyi_requests_total{route=\"matter_action\",status=\"409\"}",
                             "shenyi_request_seconds_count{route=\"metrics\"}",
                             "shenyi_refusals_total{rule=\"R-INIT-03\"}", "shenyi_events_total",
                             "shenyi_batch_commands_count", "shenyi_commit_seconds_count", "shenyi_commit_seconds_sum",
                             "shenyi_password_checks_total", "shenyi_log_ins_failed_total", "shenyi_sessions_open"}) {
        ASSERT_TRUE(after.contains(name)) << name;
        const auto earlier = before.find(name);
        EXPECT_GT(after.at(name), earlier == before.end() ? 0 : earlier->second) << name;
    }
    for (const char* name :
         {"shenyi_disk_free_bytes{folder=\"data\"}", "shenyi_disk_size_bytes{folder=\"data\"}",
          "process_resident_memory_bytes", "process_open_fds", "process_max_fds", "process_cpu_seconds_total",
          "process_start_time_seconds", "shenyi_commands_waiting_max", "shenyi_work_waiting_max"}) {
        EXPECT_THAT(after, Contains(testing::Pair(name, Gt(0)))) << name;
    }
    EXPECT_EQ(after.at("shenyi_ready"), 1);
    EXPECT_EQ(after.at("shenyi_database_up"), 1);
    EXPECT_EQ(after.at("shenyi_calendar_last_year"), 2026);
    EXPECT_EQ(after.at("shenyi_day_begun_timestamp_seconds"), 1'772'380'800) << "2026-03-02T00:00+08:00";
    EXPECT_GE(after.at("shenyi_events_pending_oldest_seconds"), 0);
}

TEST_P(Figures, tell_that_and_why_a_server_is_not_ready) {
    auto owner = database.owner();
    owner.sql() << "INSERT INTO event SELECT organ, 'evt_forged', stream, stream_seq + 1, type, outcome, actor_id, at, "
                   "body, leaf_sha256, leaf_sm3, mac FROM event WHERE stream LIKE 'organ/%' ORDER BY stream_seq DESC "
                   "LIMIT 1";
    owner.sql() << "UPDATE stream SET seq = seq + 1 WHERE id LIKE 'organ/%'";
    ASSERT_EQ(server.log_in("visits", "demo").status, 503);
    const Series series = series_in(scrape());
    EXPECT_EQ(series.at("shenyi_ready"), 0);
    EXPECT_EQ(series.at("shenyi_database_up"), 1);
    EXPECT_EQ(series.at("shenyi_not_ready{reason=\"record_damaged\"}"), 1);
    EXPECT_EQ(series.at("shenyi_not_ready{reason=\"not_writable\"}"), 0);
    EXPECT_GT(series.at("shenyi_store_failures_total{kind=\"damaged\"}"), 0);
    EXPECT_FALSE(series.contains("shenyi_day_begun_timestamp_seconds")) << "what is not known is not told as 0";
}

ON_BOTH_DATABASES(Figures);

TEST(Metrics, show_what_is_looked_at_when_somebody_asks) {
    api::Metrics metrics({"R-GATE-01"});
    const auto at = workflow::parse_instant("2026-03-02T09:00:00+08:00").value();
    Series series = series_in(metrics.text({.at = at}));
    EXPECT_FALSE(series.contains("shenyi_sessions_open"));
    EXPECT_FALSE(series.contains("shenyi_calendar_last_year"));
    EXPECT_EQ(series.at("shenyi_refusals_total{rule=\"R-GATE-01\"}"), 0);
    series = series_in(metrics.text({.at = at,
                                     .not_ready = "unavailable",
                                     .database_answers = true,
                                     .commands = {7, 2048},
                                     .pool = {3, 1024},
                                     .streams_open = 4,
                                     .log_lines_lost = 5,
                                     .events_pending = 12,
                                     .oldest_pending = at - std::chrono::minutes(2),
                                     .sessions = 6,
                                     .day_begun = workflow::date_of(at),
                                     .calendar_until = 2027,
                                     .spaces = {{.folder = "data", .free = 10, .size = 100}}}));
    const Series expected{{"shenyi_commands_waiting", 7},
                          {"shenyi_commands_waiting_max", 2048},
                          {"shenyi_work_waiting", 3},
                          {"shenyi_work_waiting_max", 1024},
                          {"shenyi_event_streams_open", 4},
                          {"shenyi_log_lines_lost_total", 5},
                          {"shenyi_events_pending", 12},
                          {"shenyi_events_pending_oldest_seconds", 120},
                          {"shenyi_sessions_open", 6},
                          {"shenyi_calendar_last_year", 2027},
                          {"shenyi_disk_free_bytes{folder=\"data\"}", 10},
                          {"shenyi_disk_size_bytes{folder=\"data\"}", 100},
                          {"shenyi_not_ready{reason=\"unavailable\"}", 1},
                          {"shenyi_ready", 0},
                          {"shenyi_database_up", 1}};
    for (const auto& [name, value] : expected) EXPECT_THAT(series, Contains(testing::Pair(name, value)));
}

TEST(Metrics, have_no_label_that_anyone_could_make_up) {
    api::Metrics metrics({"R-GATE-01"});
    metrics.committed({.events = {}, .commands = 1, .refused_by = {"R-GATE-01", "R-MADE-UP"}});
    metrics.answered({.path = "/made/up", .status = 404});
    const std::string text = metrics.text({});
    EXPECT_THAT(text, HasSubstr("shenyi_refusals_total{rule=\"R-GATE-01\"} 1"));
    EXPECT_THAT(text, HasSubstr("shenyi_refusals_total{rule=\"other\"} 1"));
    EXPECT_THAT(text, HasSubstr("shenyi_requests_total{route=\"none\",status=\"404\"} 1"));
    EXPECT_THAT(text, Not(HasSubstr("R-MADE-UP")));
    EXPECT_THAT(text, Not(HasSubstr("/made/up")));
}

/// What is handed to an operator, against what a server tells.
class OperatingFiles : public testing::Test {
  protected:
    /// Names and label values that a server tells when something of everything has happened.
    static const std::string& scrape() {
        static const std::string text = [] {
            const TestDatabase database = fresh_database(storage::Engine::sqlite);
            BureauServer server(database);
            server.app().begin_day();
            server.propose();
            return server.client().request("GET", "/metrics").body;
        }();
        return text;
    }
    static fs::path file(const std::string& name) { return source_folder() / "docs" / name; }
    static json::value alerts() { return storage::definitions::read_yaml(file("operating/alerts.yaml")).value().tree; }
    static std::vector<std::string> told(const json::value& rules, const char* member) {
        std::vector<std::string> all;
        for (const json::value& rule : rules.as_array()) all.emplace_back(rule.at(member).as_string());
        return all;
    }
    static json::value rules() { return alerts().at("groups").at(0).at("rules"); }
    /// Every PromQL expression of the dashboard.
    static std::vector<std::string> queries() {
        std::vector<std::string> all;
        const json::value dashboard = json::parse(text_of(file("operating/grafana.json")));
        for (const json::value& panel : dashboard.at("panels").as_array()) {
            const auto* targets = panel.as_object().if_contains("targets");
            if (targets == nullptr) continue;
            for (const json::value& target : targets->as_array()) all.emplace_back(target.at("expr").as_string());
        }
        return all;
    }
    /// What a query names and no server tells; `up` is Prometheus's own.
    static std::set<std::string> unknown_in(const std::string& query) {
        const auto families = found_in(scrape(), R"(# TYPE (\w+) )", 1);
        std::set<std::string> unknown;
        for (std::string name : found_in(query, R"(\b((shenyi|process)_\w+))", 1)) {
            if (!families.contains(name)) name = std::regex_replace(name, std::regex("_(bucket|sum|count)$"), "");
            if (!families.contains(name)) unknown.insert(name);
        }
        for (const std::string& label : found_in(query, R"re((reason|kind|folder)="(\w+)")re", 0)) {
            if (scrape().find(label) == std::string::npos) unknown.insert(label);
        }
        return unknown;
    }
};

TEST_F(OperatingFiles, alerts_ask_for_figures_that_there_are_and_say_what_to_do) {
    const json::value all = rules();
    ASSERT_GE(all.as_array().size(), 12U);
    for (const json::value& rule : all.as_array()) {
        const std::string name(rule.at("alert").as_string());
        const std::string query(rule.at("expr").as_string());
        EXPECT_THAT(unknown_in(query), IsEmpty()) << name;
        EXPECT_GT(found_in(query, R"(\b(up|shenyi_\w+|process_\w+)\b)", 1).size(), 0U) << name;
        EXPECT_THAT((std::set<std::string>{"critical", "warning", "info"}),
                    Contains(std::string(rule.at("labels").at("severity").as_string())));
        for (const char* member : {"summary", "summary_zh", "runbook"}) {
            EXPECT_GT(rule.at("annotations").at(member).as_string().size(), 6U) << name << ' ' << member;
        }
    }
}

TEST_F(OperatingFiles, the_dashboard_asks_for_figures_that_there_are) {
    const auto all = queries();
    ASSERT_GE(all.size(), 20U);
    for (const std::string& query : all) EXPECT_THAT(unknown_in(query), IsEmpty()) << query;
}

TEST_F(OperatingFiles, the_page_tells_every_figure_and_every_alert_and_no_other) {
    const std::string page = text_of(file("operating.md"));
    EXPECT_EQ(found_in(page, R"re(\| `((shenyi|process)_\w+)` \|)re", 1), found_in(scrape(), R"(# TYPE (\w+) )", 1));
    const auto names = told(rules(), "alert");
    EXPECT_EQ(found_in(page, R"re(\| `?(Shenyi[A-Z]\w+)`? \|)re", 1),
              std::set<std::string>(names.begin(), names.end()));
}

}  // namespace
}  // namespace shenyi::tests
