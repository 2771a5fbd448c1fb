#include "storage/attempts.hpp"

#include "storage/log/envelope.hpp"
#include "storage/streams.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"

#include <soci/soci.h>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace shenyi::storage {

using namespace workflow;

namespace {

constexpr std::string_view select_counts = "SELECT organ, stream, hour_ends, counted FROM attempt_count WHERE ";

void add_name(std::optional<std::vector<NameCounted>>& names, const std::string& name) {
    std::vector<NameCounted>& list = names ? *names : names.emplace();
    const auto found = std::ranges::find(list, name, &NameCounted::name);
    if (found != list.end()) {
        ++found->count;
    } else {
        list.push_back({name, 1});
    }
}

void add_about(AttemptsCounted& counted, const std::vector<std::string>& about) {
    for (const std::string& stream : about) {
        if (counted.about.size() == limits::attempts_about) return;
        if (std::ranges::find(counted.about, stream) == counted.about.end()) counted.about.push_back(stream);
    }
}

/// The stream of the resource, without the item: a count is of the whole meeting.
std::string resource_in(const std::string& target) {
    const auto slash = target.find('/', target.find('/') + 1);
    return target.substr(0, slash);
}

template <class... Uses>
std::vector<AttemptCount> read_counts(Connection& connection, const std::string& condition, Uses... uses) {
    std::vector<AttemptCount> counts;
    const std::string query = std::string(select_counts) + condition;
    std::string organ;
    std::string stream;
    std::string hour_ends;
    std::string counted;
    auto prepared = (connection.sql().prepare << query);
    (prepared, ..., uses);
    soci::statement statement =
        (prepared, soci::into(organ), soci::into(stream), soci::into(hour_ends), soci::into(counted));
    statement.execute();
    while (statement.fetch()) {
        const auto parsed = codec::parse(counted);
        const auto read = codec::read<AttemptsCounted>(parsed ? *parsed : boost::json::value());
        const auto ends = parse_instant(hour_ends);
        if (!read || !ends) throw log::RecordDamaged("a count of attempts on " + stream + " cannot be read");
        counts.push_back({{organ}, stream, *ends, *read});
    }
    return counts;
}

}  // namespace

AttemptCount first_counted(const OrganId& organ, const std::string& stream, const PersonId& person,
                           const AttemptRefused& attempt, Instant at, Instant hour_ends) {
    AttemptCount count{.organ = organ,
                       .stream = stream,
                       .hour_ends = hour_ends,
                       .counted = {.person = person,
                                   .target = resource_in(attempt.target),
                                   .from = at,
                                   .to = at,
                                   .count = 0,
                                   .actions = {},
                                   .rules = {},
                                   .about = {}}};
    add_to(count, attempt, at);
    return count;
}

void add_to(AttemptCount& count, const AttemptRefused& attempt, Instant at) {
    AttemptsCounted& counted = count.counted;
    ++counted.count;
    counted.to = std::max(counted.to, at);
    add_name(counted.actions, attempt.action);
    if (attempt.not_your_role) add_name(counted.rules, "not_your_role");
    for (const Finding& finding : attempt.findings) add_name(counted.rules, finding.rule);
    if (attempt.counted_as) add_name(counted.counted_as, boost::describe::enum_to_string(*attempt.counted_as, ""));
    add_about(counted, attempt.about);
}

Row row_of(const AttemptCount& count) {
    Row row = key_of(count);
    row.emplace_back(rfc3339(count.hour_ends));
    row.emplace_back(boost::json::serialize(codec::write(count.counted)));
    return row;
}

Row key_of(const AttemptCount& count) {
    return {count.organ.value, count.stream, count.counted.person.value};
}

std::optional<AttemptCount> running_count(Connection& connection, const OrganId& organ, const std::string& stream,
                                          const PersonId& person) {
    auto counts =
        read_counts(connection, "organ = :organ AND stream = :stream AND person = :person",
                    soci::use(organ.value, "organ"), soci::use(stream, "stream"), soci::use(person.value, "person"));
    return counts.empty() ? std::nullopt : std::optional(std::move(counts.front()));
}

std::vector<AttemptCount> running_counts(Connection& connection, const OrganId& organ,
                                         const std::set<std::string>& streams) {
    const std::string names = json_names(streams);
    return read_counts(
        connection, "organ = :organ AND stream " + in_names(connection.engine(), ":names") + " ORDER BY stream, person",
        soci::use(organ.value, "organ"), soci::use(names, "names"));
}

std::vector<AttemptCount> ended_counts(Connection& connection, Instant now) {
    const std::string until = rfc3339(now);
    const int most = limits::attempts_ended;
    return read_counts(connection, "hour_ends <= :now ORDER BY organ, stream, person LIMIT :most",
                       soci::use(until, "now"), soci::use(most, "most"));
}

}  // namespace shenyi::storage
