#include "tests/bench/bare_store.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <deque>
#include <stdexcept>
#include <thread>

namespace shenyi::bench {

namespace {

using storage::Connection;
using storage::Engine;

constexpr std::size_t commands_a_batch = 16;
constexpr int history_rows = 30;

constexpr const char* make_record =
    "CREATE TABLE record (id TEXT PRIMARY KEY, seq BIGINT NOT NULL, state TEXT NOT NULL)";
constexpr const char* make_history =
    "CREATE TABLE history (id TEXT NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, seq))";
constexpr const char* fill_records =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(:count AS integer)) "
    "INSERT INTO record (id, seq, state) SELECT 'record-' || CAST(i AS text), 30, CAST(:state AS text) FROM n";
constexpr const char* fill_history =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
    "INSERT INTO history (id, seq, body) SELECT id, i, CAST(:body AS text) FROM record CROSS JOIN n";
constexpr const char* update_record = "UPDATE record SET seq = seq + 1, state = :state WHERE id = :id";
constexpr const char* insert_history =
    "INSERT INTO history (id, seq, body) SELECT id, seq, :body FROM record WHERE id = :id";
constexpr const char* write_set_postgresql =
    "WITH c AS (SELECT * FROM json_to_recordset(CAST(:commands AS json)) AS c (id text, state text, body text)), "
    "u AS (UPDATE record r SET seq = r.seq + 1, state = c.state FROM c WHERE r.id = c.id RETURNING r.id, r.seq, "
    "c.body) "
    "INSERT INTO history (id, seq, body) SELECT id, seq, body FROM u";
constexpr const char* update_set_sqlite =
    "UPDATE record SET seq = record.seq + 1, state = c.value ->> 'state' FROM json_each(:commands) c "
    "WHERE record.id = c.value ->> 'id'";
constexpr const char* insert_set_sqlite =
    "INSERT INTO history (id, seq, body) SELECT r.id, r.seq, c.value ->> 'body' FROM json_each(:commands) c "
    "CROSS JOIN record r WHERE r.id = c.value ->> 'id'";
constexpr const char* select_record =
    "SELECT r.seq, r.state, h.seq, h.body FROM record r JOIN history h ON h.id = r.id "
    "WHERE r.id = :id AND h.seq <= 30 ORDER BY h.seq";

const std::string record_state(300, 's');
const std::string history_body(1024, 'b');

std::string id_of(std::size_t n) {
    return fmt::format("record-{}", n + 1);
}

/// The records that one session writes, over and over, and no other one does.
class Share {
  public:
    Share(std::size_t first, std::size_t step, std::size_t records) : first_(first), step_(step), records_(records) {}

    std::string next() {
        const std::string id = id_of(at_);
        at_ += step_;
        if (at_ >= records_) at_ = first_;
        return id;
    }

  private:
    const std::size_t first_;
    const std::size_t step_;
    const std::size_t records_;
    std::size_t at_ = first_;
};

/// A session that writes one command a transaction.
class Session {
  public:
    Session(Connection connection, Share share)
        : connection_(std::move(connection)),
          share_(share),
          update_((connection_.sql().prepare << update_record, soci::use(record_state, "state"), soci::use(id_, "id"))),
          insert_(
              (connection_.sql().prepare << insert_history, soci::use(history_body, "body"), soci::use(id_, "id"))) {}

    void write() {
        id_ = share_.next();
        storage::Transaction transaction(connection_);
        update_.execute(true);
        insert_.execute(true);
        transaction.commit();
    }

  private:
    Connection connection_;
    Share share_;
    std::string id_;
    soci::statement update_;
    soci::statement insert_;
};

/// What a set of commands is for one round.
std::string commands_of(Share& share) {
    boost::json::array commands;
    for (std::size_t i = 0; i < commands_a_batch; ++i) {
        commands.push_back(boost::json::object{{"id", share.next()}, {"state", record_state}, {"body", history_body}});
    }
    return boost::json::serialize(commands);
}

}  // namespace

BareStore::BareStore(Engine engine, std::size_t records) : database_(tests::bare_database(engine)), records_(records) {
    Connection connection = database_.owner();
    if (engine == Engine::postgresql) connection.execute("CREATE SCHEMA shenyi");
    connection.execute(make_record);
    connection.execute(make_history);
    const auto count = static_cast<long long>(records);
    storage::Transaction transaction(connection);
    connection.sql() << fill_records, soci::use(count, "count"), soci::use(record_state, "state");
    connection.sql() << fill_history, soci::use(history_body, "body");
    transaction.commit();
}

Figures BareStore::drive_transactions(std::size_t sessions, Clock::duration run) {
    std::deque<Session> all;
    for (std::size_t i = 0; i < sessions; ++i) all.emplace_back(database_.owner(), Share(i, sessions, records_));
    std::vector<Figures> each(sessions);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < sessions; ++i) {
        threads.emplace_back([&each, &all, i, run] { each[i] = repeat(run, [&] { all[i].write(); }); });
    }
    for (std::thread& thread : threads) thread.join();
    Figures sum;
    for (const Figures& one : each) {
        sum.per_second += one.per_second;
        sum.acknowledged += one.acknowledged;
        sum.p50_ms += one.p50_ms / static_cast<double>(sessions);
        sum.p99_ms = std::max(sum.p99_ms, one.p99_ms);
    }
    return sum;
}

Figures BareStore::drive_batches(Clock::duration run) {
    Connection connection = database_.owner();
    Share share(0, 1, records_);
    std::string commands;
    Figures figures;
    if (connection.engine() == Engine::postgresql) {
        soci::statement write = (connection.sql().prepare << write_set_postgresql, soci::use(commands, "commands"));
        figures = repeat(run, [&] {
            commands = commands_of(share);
            write.execute(true);
        });
    } else {
        soci::statement update = (connection.sql().prepare << update_set_sqlite, soci::use(commands, "commands"));
        soci::statement insert = (connection.sql().prepare << insert_set_sqlite, soci::use(commands, "commands"));
        figures = repeat(run, [&] {
            commands = commands_of(share);
            storage::Transaction transaction(connection);
            update.execute(true);
            insert.execute(true);
            transaction.commit();
        });
    }
    figures.per_second *= commands_a_batch;
    figures.acknowledged *= commands_a_batch;
    return figures;
}

Figures BareStore::drive_reads(Clock::duration run) {
    Connection connection = database_.owner();
    Share share(0, 1, records_);
    std::string id;
    std::string state_read;
    std::string body_read;
    long long seq = 0;
    long long history_seq = 0;
    soci::statement select = (connection.sql().prepare << select_record, soci::use(id, "id"), soci::into(seq),
                              soci::into(state_read), soci::into(history_seq), soci::into(body_read));
    return repeat(run, [&] {
        id = share.next();
        select.execute();
        int rows = 0;
        while (select.fetch()) ++rows;
        if (rows != history_rows) throw std::runtime_error("a record without its history");
    });
}

double log_position(const tests::TestDatabase& database) {
    Connection connection = database.owner();
    double position = 0;
    connection.sql() << "SELECT CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS double precision)",
        soci::into(position);
    return position;
}

void checkpoint(const tests::TestDatabase& database) {
    database.owner().execute("CHECKPOINT");
}

}  // namespace shenyi::bench
