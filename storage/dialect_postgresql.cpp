#include "storage/dialect.hpp"
#include "storage/sentence.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>

namespace shenyi::storage {

namespace {

constexpr int oldest_server = 150'000;

PGconn* handle_of(soci::session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

/// `keyword='value'` of a connection string, quoted as libpq wants it.
void append(std::string& text, std::string_view keyword, std::string_view value) {
    text.append(keyword).append("='");
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    text += "' ";
}

/// The URL taken apart and put together as a connection string, with our own settings where the URL says nothing.
std::string connection_string(const std::string& url) {
    std::string text;
    append(text, "connect_timeout", std::to_string(limits::connect_wait.count()));
    append(text, "application_name", "shenyi");
    PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
    for (const auto* option = options; option != nullptr && option->keyword != nullptr; ++option) {
        if (option->val != nullptr) append(text, option->keyword, option->val);
    }
    PQconninfoFree(options);
    append(text, "client_encoding", "UTF8");  // the last one counts
    return text;
}

std::string_view role_name(Role role) {
    switch (role) {
        case Role::app:
        case Role::onlooker:
            return "shenyi_app";
        case Role::sealer:
            return "shenyi_sealer";
        case Role::auditor:
            return "shenyi_auditor";
        case Role::eraser:
            return "shenyi_eraser";
        case Role::migrate:
            return "";
    }
    return "";
}

/// All that a server asks goes along an index, row by row: so plans are made once and for that, whatever the planner
/// happens to know of sizes. Who examines whole tables is left to plan.
std::string_view planning_of(Role role) {
    if (role != Role::app) return "";
    return "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off;"
           "set enable_mergejoin = off;";
}

void set_up_session(soci::session& session, Role role) {
    const auto statement_time = role == Role::migrate ? limits::migration_statement_time : limits::statement_time;
    // pg_temp last, or a temporary table of the same name would stand before ours.
    postgresql_dialect().execute(
        session,
        fmt::format("{}set search_path = shenyi, pg_temp; set client_min_messages = warning; set timezone = 'UTC';"
                    "set lock_timeout = {}; set statement_timeout = {};"
                    "set idle_in_transaction_session_timeout = {}",
                    planning_of(role), limits::lock_wait.count(), statement_time.count(),
                    limits::idle_in_transaction.count()));
}

void check_server(soci::session& session) {
    if (const int version = PQserverVersion(handle_of(session)); version < oldest_server) {
        throw UnfitDatabase(fmt::format("PostgreSQL 15 or newer is needed, this is {}", version / 10'000));
    }
    std::string encoding;
    std::string commit;
    std::string path;
    session << "select current_setting('server_encoding'), current_setting('synchronous_commit'), "
               "current_setting('search_path')",
        soci::into(encoding), soci::into(commit), soci::into(path);
    if (encoding != "UTF8") {
        throw UnfitDatabase(fmt::format(
            "the database is encoded in {}, needed is UTF8; make one with: createdb -T template0 -E UTF8 NAME",
            encoding));
    }
    if (commit == "off") throw UnfitDatabase("synchronous_commit is off: an answered write could be lost");
    if (path != "shenyi, pg_temp") throw UnfitDatabase(fmt::format("search_path is {}", path));
}

/// Becomes the role, and makes sure that what it became cannot act as the owner of the tables.
void become(soci::session& session, std::string_view role) {
    const std::string name(role);
    std::string login;
    int exists = 0;
    int member = 0;
    session
        << "select session_user::text, count(*)::int, coalesce(max(pg_has_role(session_user, oid, 'MEMBER')::int), 0) "
           "from pg_roles where rolname = :name",
        soci::into(login), soci::into(exists), soci::into(member), soci::use(name);
    if (exists == 0) {
        throw NeverMigrated(
            fmt::format("the role {} does not exist: the database was never migrated; run: shenyi migrate", role));
    }
    if (member == 0) {
        throw UnfitDatabase(fmt::format("the login {0} is no member of {1}; say: GRANT {1} TO {0}", login, role));
    }
    postgresql_dialect().execute(session, fmt::format("set role {}", role));
    std::string now;
    int powerful = 1;
    session << "select current_user::text, (rolsuper or pg_has_role(oid, 'shenyi_owner', 'MEMBER'))::int "
               "from pg_roles where rolname = current_user",
        soci::into(now), soci::into(powerful);
    if (now != role) throw UnfitDatabase(fmt::format("the login {} acts as {}, needed is {}", login, now, role));
    if (powerful != 0)
        throw UnfitDatabase(fmt::format("the role {} can act as owner or superuser; take that from it", role));
}

/// Table and trigger; bit 32 of `tgtype` is TRUNCATE.
std::vector<std::pair<std::string, std::string>> triggers_against_truncate(soci::session& session,
                                                                           const std::vector<std::string>& tables) {
    std::vector<std::pair<std::string, std::string>> found;
    std::string table;
    std::string trigger;
    soci::statement statement =
        (session.prepare << "select c.relname::text, t.tgname::text from pg_trigger t join pg_class c on c.oid = "
                            "t.tgrelid where c.relnamespace = 'shenyi'::regnamespace and not t.tgisinternal "
                            "and (t.tgtype & 32) <> 0",
         soci::into(table), soci::into(trigger));
    statement.execute();
    while (statement.fetch()) {
        if (std::find(tables.begin(), tables.end(), table) != tables.end()) found.emplace_back(table, trigger);
    }
    return found;
}

/// What a superuser would have to say before this login can migrate: a statement each, in order. A login that may make
/// roles makes those that are missing itself, and becomes a member of them (0001_foundation).
constexpr const char* select_missing_rights = R"sql(
WITH login AS (SELECT rolname, rolcreaterole FROM pg_roles WHERE rolname = session_user),
     wanted (role, n) AS (VALUES ('shenyi_owner', 1), ('shenyi_migrate', 2), ('shenyi_app', 3), ('shenyi_sealer', 4),
                                 ('shenyi_auditor', 5), ('shenyi_eraser', 6)),
     unmade AS (SELECT role, n FROM wanted WHERE role NOT IN (SELECT rolname FROM pg_roles)),
     granted AS (SELECT g.roleid::regrole::text AS role, g.member::regrole::text AS member FROM pg_auth_members g)
SELECT 'CREATE ROLE ' || role || ' NOLOGIN', n FROM unmade, login WHERE NOT rolcreaterole
UNION ALL
SELECT 'GRANT shenyi_owner TO shenyi_migrate', 7 FROM login
 WHERE NOT rolcreaterole AND ('shenyi_owner', 'shenyi_migrate') NOT IN (SELECT role, member FROM granted)
UNION ALL
SELECT format('GRANT shenyi_owner TO %I', rolname), 8 FROM login
 WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'shenyi_owner' AND pg_has_role(session_user, r.oid, 'MEMBER'))
   AND NOT (rolcreaterole AND 'shenyi_owner' IN (SELECT role FROM unmade))
UNION ALL
SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), rolname), 9 FROM login
 WHERE NOT has_database_privilege(session_user, current_database(), 'CREATE')
   AND NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'shenyi')
ORDER BY n
)sql";

/// Tells a login that may not migrate what it lacks, before the database refuses it in words of its own.
void check_rights_to_migrate(soci::session& session) {
    std::string login;
    int superuser = 0;
    session << "SELECT quote_ident(rolname), rolsuper::int FROM pg_roles WHERE rolname = session_user",
        soci::into(login), soci::into(superuser);
    if (superuser != 0) return;
    std::string statement;
    int order = 0;
    std::string commands;
    soci::statement asked = (session.prepare << select_missing_rights, soci::into(statement), soci::into(order));
    asked.execute();
    while (asked.fetch()) commands += "\n  " + statement + ';';
    if (commands.empty()) return;
    throw UnfitDatabase(
        fmt::format("the login {0} may not make the schema. A superuser must first say in this database:{1}\n"
                    "and, where {0} is to serve too:\n  GRANT shenyi_app, shenyi_sealer TO {0};",
                    login, commands));
}

class PostgresqlDialect final : public Dialect {
  public:
    std::unique_ptr<soci::session> connect(const Database& database, Role role) const override {
        auto session = std::make_unique<soci::session>(soci::postgresql, connection_string(database.location));
        // The name of a refusing constraint stands in a line of the verbose message and nowhere else.
        PQsetErrorVerbosity(handle_of(*session), PQERRORS_VERBOSE);
        set_up_session(*session, role);
        check_server(*session);
        if (role != Role::migrate) become(*session, role_name(role));
        if (role == Role::onlooker) execute(*session, "set default_transaction_read_only = on");
        return session;
    }

    void execute(soci::session& session, const std::string& statement) const override {
        PGconn* handle = handle_of(session);
        PGresult* result = PQexec(handle, statement.c_str());
        const ExecStatusType status = PQresultStatus(result);
        const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const std::string sqlstate = state != nullptr ? state : "08000";  // no state: the connection broke
        const std::string message = PQerrorMessage(handle);
        const char* done = PQcmdStatus(result);  // of no result, which a broken connection gives, it is null
        const bool undone = statement.starts_with("commit") && done != nullptr && std::string_view(done) == "ROLLBACK";
        PQclear(result);
        // After a refused statement PostgreSQL answers a commit with a rollback, and calls that a success.
        if (undone) {
            throw soci::postgresql_soci_error("the transaction had failed and was rolled back", "25P02");
        }
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
        throw soci::postgresql_soci_error(message, sqlstate.c_str());
    }

    bool roll_back(soci::session& session) const noexcept override {
        PGconn* handle = handle_of(session);
        if (PQtransactionStatus(handle) == PQTRANS_IDLE) return true;  // rolled back already, by a failed commit
        PGresult* result = PQexec(handle, "rollback");
        const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        return done;
    }

    bool alive(soci::session& session) const noexcept override { return PQstatus(handle_of(session)) == CONNECTION_OK; }

    std::string_view begin_writing() const override { return "begin"; }
    std::string_view commit_and_begin() const override { return "commit and chain"; }
    std::string_view begin_reading() const override { return "begin isolation level repeatable read, read only"; }
    std::string_view lock_to_write() const override { return " for update"; }
    /// A lock of the database's own, since a row can only be locked by who may change it: the number stands for
    /// nothing.
    std::string_view lock_log() const override { return "select pg_advisory_xact_lock(7310305713266258537)"; }
    std::string_view lock_to_read() const override { return " for share"; }

    std::string_view int64_type() const override { return "BIGINT"; }
    std::string_view strict() const override { return ""; }
    std::string_view keyed() const override { return ""; }
    std::string_view name() const override { return "postgresql"; }

    std::string version(soci::session& session) const override {
        std::string number;
        session << "select current_setting('server_version')", soci::into(number);
        return "PostgreSQL " + number;
    }
    std::string clock(soci::session& session) const override {
        std::string now;
        session << "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
            soci::into(now);
        return now;
    }

    bool has_migrations(soci::session& session) const override {
        int tables = 0;
        session << "select count(*)::int from pg_catalog.pg_tables where schemaname = 'shenyi' and tablename = "
                   "'schema_migration'",
            soci::into(tables);
        return tables == 1;
    }

    void prepare_migration(soci::session& session) const override {
        execute(session, "select pg_advisory_xact_lock(hashtextextended('shenyi migrate', 0))");
        check_rights_to_migrate(session);
        if (has_migrations(session)) execute(session, "set local role shenyi_owner");
    }

    void empty_tables(soci::session& session, const std::vector<std::string>& tables) const override {
        const std::string all = fmt::format("{}", fmt::join(tables, ", "));
        // Whoever commits has locked rows of `stream` first: he is waited for here, before anything is locked that he
        // has read or is about to write, and who comes later waits here.
        execute(session, "lock table stream in exclusive mode");
        execute(session, fmt::format("lock table {} in access exclusive mode", all));
        const auto refusing = triggers_against_truncate(session, tables);
        for (const auto& [table, trigger] : refusing) {
            execute(session, fmt::format("alter table {} disable trigger {}", table, trigger));
        }
        execute(session, fmt::format("truncate {}", all));
        for (const auto& [table, trigger] : refusing) {
            execute(session, fmt::format("alter table {} enable always trigger {}", table, trigger));
        }
    }
};

}  // namespace

const Dialect& postgresql_dialect() {
    static const PostgresqlDialect dialect;
    return dialect;
}

}  // namespace shenyi::storage
