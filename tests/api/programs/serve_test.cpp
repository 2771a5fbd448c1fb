#include "api/app.hpp"
#include "api/demo/found.hpp"
#include "storage/definitions/bureau.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// A demo store on SQLite in a folder, with its bureau and no past, served by a process of its own.
class ServedFile : public testing::Test {
  protected:
    void SetUp() override {
        const Ended migrated = run_program({"migrate", "--data", folder_.path()});
        ASSERT_EQ(migrated.status, 0) << migrated.err;
        const auto app = api::App::open({.database = {storage::Engine::sqlite, folder_.path() / "shenyi.db"},
                                         .data = folder_.path(),
                                         .schemas = schemas_folder(),
                                         .demo = true,
                                         .cost = storage::PasswordCost::cheapest()});
        ASSERT_TRUE(app) << app.error().front();
        ASSERT_TRUE((*app)->found());
        const auto drafter = storage::definitions::founding_person("drafter");
        ASSERT_TRUE((*app)->accounts->set_password((*app)->organ, drafter, "demo", false, (*app)->clock->now()));
        (*app)->stop();
    }

    void start(Program::Errors errors = Program::Errors::read) {
        std::vector<std::string> words{"demo", "--port", "0", "--data", folder_.path()};
        words.insert(words.end(), options_.begin(), options_.end());
        server_ = std::make_unique<Program>(words, Program::Variables{}, errors);
        const std::string port = server_->wait_for("the demo bureau:  http://127.0.0.1:");
        port_ = static_cast<std::uint16_t>(std::stoi(port));
    }
    void log_in() { token_ = token("demo"); }
    static HeaderList as(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
    std::string token(const std::string& password) {
        const json::object body{{"login", "drafter"}, {"password", password}};
        const auto answer = HttpClient(port_).post_json("/api/v1/sessions", json::serialize(body));
        if (answer.status != 201) throw std::runtime_error(answer.body);
        return std::string(json::parse(answer.body).at("token").as_string());
    }
    HttpAnswer ask(const std::string& path, const json::object& body, HeaderList headers = {}) {
        headers.emplace_back("Authorization", "Bearer " + token_);
        return HttpClient(port_).post_json("/api/v1" + path, json::serialize(body), headers);
    }
    /// The program logs it. Sessions end with the day before.
    void begin_a_day() {
        log_in();
        const auto moved = ask("/demo/clock", json::object{{"advance_working_days", 1}});
        if (moved.status != 200) throw std::runtime_error(moved.body);
        log_in();
    }
    /// A matter that the server answered for with 201.
    std::string propose(const std::string& key) {
        const json::object body{{"kind", "major_decision"},
                                {"title", "信访积案化解专项方案"},
                                {"undertaking_unit", "unit_letters"},
                                {"proposal", json::object{{"source", "department"}}}};
        const auto answer = ask("/matters", body, {{"Idempotency-Key", key}});
        if (answer.status != 201) throw std::runtime_error(answer.body);
        return std::string(json::parse(answer.body).at("matter").at("id").as_string());
    }
    /// To the matter as it was proposed.
    HttpAnswer object_to(const std::string& matter, const std::string& key) {
        return ask("/matters/" + matter + "/actions/note_objection", json::object{{"text", "意见"}},
                   {{"Idempotency-Key", key}, {"If-Match", "\"1\""}});
    }
    int status_of(const std::string& matter) {
        return HttpClient(port_).request("GET", "/api/v1/matters/" + matter, as(token_)).status;
    }
    /// The files that the server has open although nobody finds them any more.
    std::vector<std::string> lost_files() {
        std::vector<std::string> lost;
        const auto descriptors = std::filesystem::path("/proc") / std::to_string(server_->process()) / "fd";
        for (const auto& entry : std::filesystem::directory_iterator(descriptors)) {
            std::error_code gone;
            const std::string file = std::filesystem::read_symlink(entry.path(), gone).string();
            if (file.find("shenyi.db") != std::string::npos && file.ends_with("(deleted)")) lost.push_back(file);
        }
        return lost;
    }

    TemporaryFolder folder_;
    std::vector<std::string> options_;
    std::unique_ptr<Program> server_;
    std::uint16_t port_ = 0;
    std::string token_;
};

TEST_F(ServedFile, keeps_what_it_answered_whoever_comes_near_it_meanwhile) {
    start();
    log_in();
    const std::string before = propose("before");
    for (const char* program : {"serve", "migrate", "demo", "rebuild"}) {
        std::vector<std::string> words{program, "--data", folder_.path()};
        if (words.front() == "serve" || words.front() == "demo") words.insert(words.end(), {"--port", "0"});
        const Ended refused = run_program(words);
        EXPECT_EQ(refused.status, 2) << program;
        // Of a demo's folder `serve` asks no more than that it is one.
        const std::string why = "in use by process " + std::to_string(server_->process());
        EXPECT_THAT(refused.err, HasSubstr(words.front() == "serve" ? "holds a demo" : why)) << program;
    }
    const Ended examined = run_program({"fsck", "--data", folder_.path()});
    EXPECT_EQ(examined.status, 0) << examined.out << examined.err;
    const Ended wrong = run_program({"fsck", "--data", folder_.path(), "--policy", folder_.path() / "shenyi.db",
                                     "--signer-state", folder_.path() / "none"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, testing::AllOf(HasSubstr("--policy: "), HasSubstr("--signer-state: ")));
    {
        // As any other program that knows SQLite: it comes, reads, is the last it knows of, and goes.
        storage::Connection reader({storage::Engine::sqlite, folder_.path() / "shenyi.db"}, storage::Role::auditor);
        reader.execute("select count(*) from event");
    }
    EXPECT_THAT(lost_files(), testing::IsEmpty());
    const std::string after = propose("after");
    server_->kill();
    start();
    EXPECT_EQ(status_of(before), 200);
    EXPECT_EQ(status_of(after), 200);
}

TEST_F(ServedFile, serves_on_when_nobody_reads_any_more_what_it_logs) {
    start(Program::Errors::unread);
    begin_a_day();
    EXPECT_EQ(status_of(propose("after")), 200);
}

TEST_F(ServedFile, writes_nothing_and_says_so_while_its_clock_is_behind) {
    start();
    begin_a_day();
    const std::string before = propose("before");
    server_->kill();
    const auto file = folder_.path() / api::demo::clock_file;
    std::int64_t offset_ms = 0;
    std::ifstream(file) >> offset_ms;
    constexpr std::int64_t an_hour_ms = 3'600'000;
    std::ofstream(file) << offset_ms - an_hour_ms;
    start();
    const auto refused = object_to(before, "objection");
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_THAT(refused.body, HasSubstr("/docs/problems/clock_behind"));
    EXPECT_EQ(status_of(before), 200);
    server_->kill();
    std::ofstream(file) << offset_ms;
    start();
    EXPECT_EQ(object_to(before, "objection").status, 200);
}

TEST_F(ServedFile, keeps_its_log_in_a_file_a_day_that_others_do_not_read) {
    namespace fs = std::filesystem;
    const fs::path log = folder_.path() / "log";
    options_ = {"--log", log, "--log-days", "7"};
    start();
    std::vector<fs::path> files(fs::directory_iterator(log), fs::directory_iterator{});
    ASSERT_EQ(files.size(), 1U);
    EXPECT_THAT(files.front().filename().string(), testing::MatchesRegex("shenyi_....-..-..\\.log"));
    EXPECT_EQ(fs::status(files.front()).permissions(),
              fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

}  // namespace
}  // namespace shenyi::tests
