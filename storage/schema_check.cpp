#include "storage/schema_check.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "storage/dialect.hpp"
#include "storage/expected_schema.hpp"

namespace shenyi::storage {

namespace {

using Facts = std::set<std::string>;

/// `sqlite_` names are SQLite's own (indexes of keys, the sequence table, statistics).
constexpr const char* select_sqlite_schema =
    "select type || ' ' || name || char(10) || coalesce(sql, '') from sqlite_master where name not like 'sqlite\\_%' "
    "escape '\\'";

/// What the database enforces, in the sentences of expected_schema.cpp. The last two parts tell only what nobody
/// expects.
constexpr const char* select_enforced = R"sql(
select 'table ' || c.relname || ', owner ' || c.relowner::regrole
       || ', checks ' || (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c')
       || ', foreign keys ' || (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'f')
       || ', unique keys ' || (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'u')
       || ', primary keys ' || (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')
  from pg_class c where c.relnamespace = 'shenyi'::regnamespace and c.relkind in ('r', 'p')
union all
select 'trigger ' || t.tgname || ' on ' || c.relname || ' runs ' || p.proname
       || case t.tgenabled when 'A' then ', always' when 'D' then ', never' else ', at times' end
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
 where c.relnamespace = 'shenyi'::regnamespace and not t.tgisinternal
union all
select 'function ' || p.proname || ' with search_path '
       || coalesce(replace((select s from unnest(p.proconfig) s where s like 'search_path=%'), 'search_path=', ''), '')
       || case when p.prosecdef then ' and the rights of its owner' else '' end || chr(10) || p.prosrc
  from pg_proc p where p.pronamespace = 'shenyi'::regnamespace
union all
select 'grant ' || a.privilege_type || ' on schema ' || n.nspname || ' to '
       || case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end
  from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'shenyi' and a.grantee <> n.nspowner
union all
select 'grant ' || a.privilege_type || ' on ' || c.relname || ' to '
       || case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end
  from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'shenyi'::regnamespace and a.grantee <> c.relowner
union all
select 'grant ' || a.privilege_type || ' of ' || t.attname || ' on ' || c.relname || ' to '
       || case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end
  from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
 where c.relnamespace = 'shenyi'::regnamespace and a.grantee <> c.relowner
union all
select 'rule ' || r.rulename || ' on ' || c.relname
  from pg_rewrite r join pg_class c on c.oid = r.ev_class
 where c.relnamespace = 'shenyi'::regnamespace and r.rulename <> '_RETURN'
union all
select distinct 'switched-off keys of ' || c.relname
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
 where c.relnamespace = 'shenyi'::regnamespace and t.tgisinternal and t.tgenabled <> 'O'
)sql";

Facts facts_of(soci::session& session, const char* question) {
    Facts facts;
    std::string fact;
    soci::statement statement = (session.prepare << question, soci::into(fact));
    statement.execute();
    while (statement.fetch()) facts.insert(fact);
    return facts;
}

Facts sqlite_facts_of(const std::vector<Migration>& migrations) {
    soci::session memory(soci::sqlite3, "db=:memory:");
    for (const auto& migration : migrations) {
        for (const auto& statement : migration.statements) sqlite_dialect().execute(memory, statement);
    }
    return facts_of(memory, select_sqlite_schema);
}

std::string first_line(const std::string& fact) {
    return fact.substr(0, fact.find('\n'));
}

void tell_those_only_in(const Facts& left, const Facts& right, std::string_view sentence,
                        std::vector<std::string>& told) {
    Facts only;
    std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::inserter(only, only.end()));
    for (const auto& fact : only) told.push_back(fmt::format("{}: {}", sentence, first_line(fact)));
}

}  // namespace

std::vector<std::string> schema_differences(Connection& connection, const std::vector<Migration>& migrations) {
    const bool sqlite = connection.engine() == Engine::sqlite;
    const Facts expected = sqlite ? sqlite_facts_of(migrations) : expected_facts(migrations);
    const Facts found = facts_of(connection.sql(), sqlite ? select_sqlite_schema : select_enforced);

    std::vector<std::string> differences;
    tell_those_only_in(expected, found, "missing or altered", differences);
    tell_those_only_in(found, expected, "found and not expected", differences);
    return differences;
}

tl::expected<void, std::string> ready_to_serve(Connection& connection, const std::vector<Migration>& migrations) {
    const auto state = schema_state(connection, migrations);
    if (!std::holds_alternative<SchemaCurrent>(state)) return tl::unexpected(told(state));
    const auto differences = schema_differences(connection, migrations);
    if (differences.empty()) return {};
    return tl::unexpected(
        fmt::format("the database does not enforce what its schema says: {}", fmt::join(differences, "; ")));
}

}  // namespace shenyi::storage
