#include "tests/bypass/steps.hpp"

#include "storage/definitions/procedures.hpp"
#include "storage/document_check.hpp"
#include "storage/fsck.hpp"
#include "storage/schema_check.hpp"
#include "storage/sealed_events.hpp"
#include "tests/bypass/events_left.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/digest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace shenyi::tests {

namespace json = boost::json;
namespace fs = std::filesystem;
using storage::Engine;

namespace {

std::string text(const json::object& object, std::string_view name, std::string otherwise = {}) {
    const json::value* member = object.if_contains(name);
    return member && member->is_string() ? std::string(member->get_string()) : std::move(otherwise);
}

std::vector<std::string> texts(const json::value& value) {
    if (value.is_string()) return {std::string(value.get_string())};
    std::vector<std::string> all;
    for (const json::value& each : value.as_array()) all.emplace_back(each.as_string());
    return all;
}

bool is_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// The text with what its `$names` stand for.
std::string filled(const std::string& text, const Meaning& meant) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        std::size_t end = i + 1;
        while (end < text.size() && is_of_name(text[end])) ++end;
        out += std::string(meant(json::value(text.substr(i, end - i))).as_string());
        i = end - 1;
    }
    return out;
}

std::vector<std::string> answers_to(storage::Connection& owner, const std::string& query) {
    std::vector<std::string> all;
    std::string one;
    soci::statement rows = (owner.sql().prepare << query, soci::into(one));
    rows.execute();
    while (rows.fetch()) all.push_back(one);
    return all;
}

/// Takes away everything that stands in a superuser's way, as one who means to tamper would; gives the statements that
/// put it back as it was.
std::vector<std::string> unlock(storage::Connection& owner, Engine engine) {
    if (engine == Engine::sqlite) {
        const auto back = answers_to(owner, "SELECT sql FROM sqlite_master WHERE type = 'trigger'");
        owner.execute("PRAGMA foreign_keys = off");
        for (const std::string& each :
             answers_to(owner, "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'")) {
            owner.execute(each);
        }
        return back;
    }
    const std::string tables = " FROM pg_tables WHERE schemaname = 'shenyi'";
    auto back = answers_to(owner, "SELECT 'ALTER TABLE ' || tablename || ' ENABLE TRIGGER ALL'" + tables);
    const auto always = answers_to(
        owner,
        "SELECT 'ALTER TABLE ' || c.relname || ' ENABLE ALWAYS TRIGGER ' || t.tgname FROM pg_trigger t JOIN pg_class c "
        "ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'shenyi' AND NOT "
        "t.tgisinternal AND t.tgenabled = 'A'");
    back.insert(back.end(), always.begin(), always.end());
    for (const std::string& each :
         answers_to(owner, "SELECT 'ALTER TABLE ' || tablename || ' DISABLE TRIGGER ALL'" + tables)) {
        owner.execute(each);
    }
    return back;
}

HttpAnswer answer_to(RunningServer& server, const json::object& asked, const std::string& path, const std::string& body,
                     HeaderList headers) {
    const std::string login = text(asked, "as");
    if (!login.empty()) headers.emplace_back("Authorization", "Bearer " + server.token(login));
    const bool typed = std::ranges::any_of(headers, [](const auto& field) { return field.first == "Content-Type"; });
    if (!body.empty() && !typed) headers.emplace_back("Content-Type", "application/json");
    return HttpClient(server.port()).request(text(asked, "method", "POST"), "/api/v1" + path, headers, body);
}

std::string file_of(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

bool WaySteps::take(const json::object& step, const Meaning& meant) {
    if (step.contains("sql")) {
        sql(step, meant);
    } else if (step.contains("fsck")) {
        fsck(step);
    } else if (const json::value* wanted = step.if_contains("left")) {
        left(wanted->as_object());
    } else if (const json::value* asked = step.if_contains("http")) {
        http(asked->as_object(), meant);
    } else if (step.contains("ready")) {
        ready(std::string(of_engine(step.at("ready")).as_string()));
    } else if (const json::value* changed = step.if_contains("procedure")) {
        procedure(changed->as_object());
    } else if (step.contains("clock_set_back")) {
        clock_set_back(text(step, "clock_set_back"));
    } else if (const json::value* forged = step.if_contains("paper")) {
        paper(forged->as_object());
    } else {
        return false;
    }
    return true;
}

const json::value& WaySteps::of_engine(const json::value& value) const {
    const auto* both = value.if_object();
    if (!both || !both->contains("sqlite")) return value;
    return both->at(engine_ == Engine::sqlite ? "sqlite" : "postgresql");
}

/// What was done so far is sealed before somebody lays hands on it: on PostgreSQL that is another thread's business.
void WaySteps::let_the_queue_be_sealed() {
    storage::Connection connection = database().connect(storage::Role::auditor);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (storage::queue_of(connection).events > 0) {
        ASSERT_LT(std::chrono::steady_clock::now(), end) << "the queue is not sealed";
        std::this_thread::yield();
    }
}

void WaySteps::sql(const json::object& step, const Meaning& meant) {
    let_the_queue_be_sealed();
    std::vector<std::string> statements;
    for (const std::string& each : texts(of_engine(step.at("sql")))) statements.push_back(filled(each, meant));
    const json::value* stops = step.if_contains("stopped_by");
    const std::string wanted = stops ? std::string(of_engine(*stops).as_string()) : "allowed";
    EXPECT_EQ(tried(statements, text(step, "under", "application")), wanted) << statements.back();
}

std::string WaySteps::tried(const std::vector<std::string>& statements, const std::string& under) {
    const bool as_owner = under == "owner" || under == "unlocked";
    storage::Connection connection = as_owner ? database().owner() : database().connect();
    if (under == "shell" && engine_ == Engine::sqlite) {
        connection.execute("PRAGMA foreign_keys = off");
        connection.execute("PRAGMA recursive_triggers = off");
    }
    std::vector<std::string> back;
    if (under == "unlocked") back = unlock(connection, engine_);
    try {
        connection.begin();
        for (const std::string& statement : statements) connection.execute(statement);
        connection.commit();
    } catch (const soci::soci_error& thrown) {
        const storage::Fault fault = storage::fault_of(thrown);
        connection.rollback();
        if (fault.kind == storage::StoreError::Kind::denied) return "denied";
        return fault.constraint.empty() ? std::string(thrown.what()) : fault.constraint;
    }
    for (const std::string& statement : back) connection.execute(statement);
    return "allowed";
}

void WaySteps::fsck(const json::object& step) {
    const bool another = step.contains("under_key");
    const fs::path file = database().folder() / (another ? "another.key" : "mac.key");
    const storage::log::MacKey key = storage::log::MacKey::load_or_make(file.string());
    auto connection = database().connect(storage::Role::auditor);
    connection.begin_reading();
    storage::Examined found;
    for (const std::string& difference : storage::schema_differences(connection, door_.server().app().migrations)) {
        found.tell({.code = "E_SCHEMA", .table = "schema", .key = "", .what = difference});
    }
    found.add(storage::fsck(connection, key, door_.server().app().definitions));
    const auto bytes = storage::document_bytes(engine_, database().folder() / storage::documents_folder);
    storage::examine_documents(connection, *bytes, found);
    std::string told;
    for (const auto& each : found.findings)
        told += each.code + " " + each.table + " " + each.key + ": " + each.what + "\n";
    if (step.at("fsck").is_string()) {
        EXPECT_TRUE(found.clean()) << told;
        return;
    }
    for (const json::value& each : step.at("fsck").as_array()) {
        const json::object& wanted = each.as_object();
        const bool there = std::ranges::any_of(found.findings, [&](const storage::RecordFinding& one) {
            return one.code == text(wanted, "code") && one.table == text(wanted, "table") &&
                   one.what.find(text(wanted, "what")) != std::string::npos;
        });
        EXPECT_TRUE(there) << json::serialize(each) << " is not among\n" << told;
    }
}

void WaySteps::left(const json::object& wanted) {
    const std::string login = text(wanted, "by");
    const std::string by = login.empty() ? "" : door_.person(login).value;
    if (wanted.contains("attempts")) {
        EXPECT_EQ(std::ssize(events_of_type(database(), "attempt.refused")), wanted.at("attempts").as_int64());
    } else if (wanted.contains("attempt")) {
        left_attempt(wanted, by);
    } else {
        const std::string type = text(wanted, "event");
        const std::vector<EventLeft> events = events_of_type(database(), type);
        EXPECT_TRUE(std::ranges::any_of(events, [&](const EventLeft& one) { return by.empty() || one.actor == by; }))
            << "no " << type << " of " << login;
    }
}

void WaySteps::left_attempt(const json::object& wanted, const std::string& by) {
    const std::string action = text(wanted, "attempt");
    const json::value* named = wanted.if_contains("rules");
    std::vector<std::string> rules = named ? texts(*named) : std::vector<std::string>{};
    std::ranges::sort(rules);
    std::string told;
    for (const EventLeft& attempt : events_of_type(database(), "attempt.refused")) {
        std::vector<std::string> had = rules_of(attempt);
        std::ranges::sort(had);
        const bool same = attempt.data.at("action") == json::value(action) && attempt.actor == by && had == rules;
        if (same) return;
        told += json::serialize(attempt.data.at("action")) + " by " + attempt.actor + ":";
        for (const std::string& each : had) told += " " + each;
        told += "\n";
    }
    ADD_FAILURE() << "no attempt " << json::serialize(wanted) << " among\n" << told;
}

void WaySteps::http(const json::object& asked, const Meaning& meant) {
    RunningServer& server = door_.server();
    HeaderList headers;
    if (const json::value* given = asked.if_contains("headers")) {
        for (const auto& [name, value] : given->as_object()) {
            headers.emplace_back(std::string(name), filled(std::string(value.as_string()), meant));
        }
    }
    if (const std::string on = filled(text(asked, "on"), meant); !on.empty()) {
        const std::string path = (on.starts_with("mtg_") ? "/meetings/" : "/matters/") + on;
        headers.emplace_back("If-Match", server.get("director", path).header("ETag"));
    }
    const json::value* body = asked.if_contains("body");
    const std::string sent = !body               ? ""
                             : body->is_string() ? filled(std::string(body->get_string()), meant)
                                                 : json::serialize(meant(*body));
    const std::string path = filled(text(asked, "path"), meant);
    const HttpAnswer answer = answer_to(server, asked, path, sent, std::move(headers));
    EXPECT_EQ(answer.status, asked.at("status").as_int64()) << path << "\n" << answer.body;
    if (const std::string type = text(asked, "type"); !type.empty()) {
        EXPECT_THAT(answer.body, testing::HasSubstr("/docs/problems/" + type)) << path;
    }
}

void WaySteps::ready(const std::string& says) {
    auto connection = database().connect();
    const auto ready = storage::ready_to_serve(connection, door_.server().app().migrations);
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error(), testing::HasSubstr(says));
}

void WaySteps::procedure(const json::object& asked) {
    const TemporaryFolder copy;
    const fs::path schemas = copy.path() / "schemas";
    fs::copy(schemas_folder(), schemas, fs::copy_options::recursive);
    const fs::path file = schemas / "procedures" / text(asked, "file");
    std::string content = file_of(file);
    for (const std::string& line : texts(asked.at("cut"))) {
        const auto found = content.find(line);
        ASSERT_NE(found, std::string::npos) << line;
        content.erase(found, line.size());
    }
    std::ofstream(file) << content << text(asked, "adds");
    const auto read = storage::definitions::read_definitions(schemas);
    ASSERT_FALSE(read) << "such a procedure was read";
    EXPECT_THAT(storage::definitions::text_of(read.error()), testing::HasSubstr(text(asked, "says")));
}

void WaySteps::clock_set_back(const std::string& instant) {
    api::App& app = door_.server().app();
    const workflow::Instant now = workflow::parse_instant(instant).value();
    storage::WorkflowEngine late(*app.store, *app.documents, app.definitions, [now] { return now; },
                                 {.mac_key_file = database().folder() / "mac.key", .origin = "shenyi"});
    const workflow::PersonId office = door_.person("office");
    const auto kept = late.record(app.organ, office, {{workflow::stream_of(app.organ), workflow::UnitFormed{}}});
    ASSERT_FALSE(kept);
    EXPECT_THAT(kept.error().detail, testing::StartsWith("clock_behind"));
}

void WaySteps::paper(const json::object& asked) {
    const std::string digest = workflow::sha256_hex(text(asked, "text"));
    const std::string becomes = text(asked, "becomes");
    if (engine_ == Engine::sqlite) {
        const fs::path file = database().folder() / storage::documents_folder / digest.substr(0, 2) / digest;
        ASSERT_TRUE(fs::exists(file)) << file;
        fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
        std::ofstream(file) << becomes;
        return;
    }
    EXPECT_EQ(tried({"UPDATE document_chunk SET bytes = convert_to('" + becomes +
                     "', 'UTF8') WHERE document = 'sha256:" + digest + "'"},
                    "unlocked"),
              "allowed");
}

}  // namespace shenyi::tests
