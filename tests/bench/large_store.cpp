#include "tests/bench/large_store.hpp"

#include "storage/done_acts.hpp"
#include "storage/lists.hpp"
#include "storage/work_lists.hpp"

#include <soci/soci.h>

#include <fmt/format.h>

namespace shenyi::bench {

namespace {

using storage::Connection;
using storage::Engine;
using workflow::Box;

constexpr std::size_t real_matters = 256;
constexpr std::size_t explained_rows = 51;

/// What the two databases write differently: so many rows numbered `i`, and an id and an instant made of the number.
struct Words {
    std::string before;
    std::string from;
    std::string number;
    std::string instant;
    std::string unit;
};

Words words_of(Engine engine, std::size_t rows) {
    if (engine == Engine::postgresql) {
        return {"", fmt::format("FROM generate_series(1, {}) AS g (i)", rows), "lpad(CAST(i AS text), 32, '0')",
                "to_char(timestamp '2026-01-01' + i * interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS.\"000Z\"')",
                "'unit_' || CAST(i % 20 AS text)"};
    }
    return {fmt::format("WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < {}) ", rows),
            "FROM g", "printf('%032d', i)", "strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', i || ' seconds')",
            "'unit_' || (i % 20)"};
}

/// Table with its columns, and what is put into them: {n} the number as text, {at} an instant, {unit} a unit.
struct Filled {
    const char* table;
    const char* values;
    int every = 1;  ///< so many matters a row
};

constexpr const char* digest = "'0000000000000000000000000000000000000000000000000000000000000000'";

constexpr Filled filled[] = {
    {"stream (organ, id, seq, last_leaf)", "'matter/mat_' || {n}, 1, {digest}"},
    {"event (organ, id, stream, stream_seq, type, outcome, actor_id, at, body, leaf_sha256, leaf_sm3, mac)",
     "'evt_' || {n}, 'matter/mat_' || {n}, 1, 'matter.created', 'ok', 'per_' || {n}, {at}, '{{}}', {digest}, {digest}, "
     "'0'"},
    {"idempotency (organ, actor, method, path, key, body_sha256, status, answer, at)",
     "'per_0', 'POST', '/api/v1/matters', {n}, {digest}, 201, '{{}}', {at}"},
    {"matter (organ, id, kind, needs_office, needs_party)", "'mat_' || {n}, 'major_decision', 1, 1"},
    {"matter_view (organ, id, kind, title, stage, undertaking_unit, created_by, created_at, updated_at, seq)",
     "'mat_' || {n}, 'major_decision', '事项' || {n}, 'proposed', {unit}, 'per_0', {at}, {at}, 1"},
    {"matter_reader (organ, matter, source, reader)", "'mat_' || {n}, 'matter/mat_' || {n}, 'unit/' || {unit}"},
    {"matter_reader (organ, matter, source, reader)", "'mat_' || {n}, 'matter/mat_' || {n}, 'office'"},
    {"task (organ, box, addressee, since, id, resource, action, role, matter)",
     "'todo', 'drafter@' || {unit}, {at}, 'tsk_' || {n}, 'matter/mat_' || {n}, 'record_study', 'drafter', "
     "'mat_' || {n}"},
    {"deadline (organ, matter, id, kind, unit, day, counted, ordered_by, role, persons)",
     "'mat_' || {n}, 'mat_' || {n} || ':1', 'review_ceiling', {unit}, '2026-04-01', 0, '2026-04-01', 'drafter', '[]'"},
    {"meeting_view (organ, id, forum, stage, held_at, seq)", "'mtg_' || {n}, 'office_meeting', 'closed', {at}, 9", 10},
    {"meeting_reader (organ, meeting, reader, held_at)", "'mtg_' || {n}, 'unit/' || {unit}, {at}", 10},
};

std::string statement_of(const Filled& each, const Words& words, const std::string& organ) {
    using fmt::arg;
    const std::string values = fmt::format(fmt::runtime(each.values), arg("n", words.number), arg("at", words.instant),
                                           arg("unit", words.unit), arg("digest", digest));
    // SQLite wants what numbers the rows behind the table.
    return fmt::format("INSERT INTO {} {}SELECT '{}', {} {} WHERE i % {} = 0", each.table, words.before, organ, values,
                       words.from, each.every);
}

void fill(const tests::TestDatabase& database, const std::string& organ, std::size_t rows) {
    Connection connection = database.owner();
    if (database.engine() == Engine::sqlite) {
        // Only while it is filled: keys that come in no order want most of their index at hand.
        connection.execute("PRAGMA cache_size = -524288");
        connection.execute("PRAGMA synchronous = OFF");
    }
    const Words words = words_of(database.engine(), rows);
    for (const Filled& each : filled) {
        storage::Transaction transaction(connection);
        connection.execute(statement_of(each, words, organ));
        transaction.commit();
    }
    // As it would be after some days: PostgreSQL's autovacuum has been there, SQLite's log is in its file.
    connection.execute(database.engine() == Engine::postgresql ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");
}

std::string plan_of(Connection& connection, const storage::ListQuery& query) {
    const bool postgresql = connection.engine() == Engine::postgresql;
    std::string told;
    auto statement = (connection.sql().prepare << (postgresql ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + query.text);
    for (const auto& [name, value] : query.values) statement, soci::use(value, name);
    const soci::rowset<soci::row> rows = statement;
    for (const soci::row& row : rows) told += row.get<std::string>(postgresql ? 0 : 3) + "\n";
    return told;
}

}  // namespace

LargeStore::LargeStore(Engine engine, std::size_t matters) : bureau_(engine, real_matters) {
    fill(bureau_.database(), bureau_.app().organ.value, matters);
}

std::vector<std::pair<std::string, std::string>> LargeStore::plans() {
    const auto& organ = bureau_.app().organ;
    const storage::ListKey after{"2026-01-01T00:10:00.000Z", "mat_"};
    const std::vector<std::pair<std::string, storage::ListQuery>> queries{
        {"matters", storage::matters_query(organ, some_names(), {}, {}, explained_rows)},
        {"matters of a stage",
         storage::matters_query(organ, some_names(), {.stage = "proposed"}, after, explained_rows)},
        {"meetings", storage::meetings_query(organ, some_names(), {}, after, explained_rows)},
        {"tasks", storage::tasks_query(organ, Box::todo, some_desks().front(), {}, explained_rows)},
        {"tasks further on", storage::tasks_query(organ, Box::todo, some_desks().front(), after, explained_rows)},
        {"done", storage::done_query(organ, workflow::PersonId{"per_1"}, after, explained_rows)},
        {"deadlines", storage::deadlines_query(organ, {}, {}, explained_rows)},
        {"deadlines of a unit",
         storage::deadlines_query(organ, {.unit = workflow::UnitId{"unit_1"}}, after, explained_rows)},
        {"reviews due", storage::reviews_query(organ, *workflow::parse_date("2026-03-20"))},
    };
    Connection connection = bureau_.database().connect();
    std::vector<std::pair<std::string, std::string>> plans;
    for (const auto& [name, query] : queries) plans.emplace_back(name, plan_of(connection, query));
    return plans;
}

std::vector<std::string> some_desks() {
    return {"drafter@unit_1", "drafter@", "per_0"};
}

std::vector<workflow::Names> some_names() {
    return {{"unit/unit_1", "unit/unit_1"}, {"office", "office"}, {"person/per_0", "person/per_0"}};
}

}  // namespace shenyi::bench
