#pragma once

#include "workflow/clearing.hpp"
#include "workflow/finding.hpp"
#include "workflow/ids.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was refused, who came in and went, and who read what.
namespace shenyi::workflow {

/// What a refusal is besides: discussed first and reviewed, or its members named, afterwards (会后补审, R-GATE-01).
enum class AttemptKind { review_after_meeting };
BOOST_DESCRIBE_ENUM(AttemptKind, review_after_meeting)

/// An action that was refused: who tried what, every finding, and what he was told (R-ARC-04: who, when, rule, facts).
/// Events of before these were kept lack the optional members: what was tried and told then is not known.
struct AttemptRefused {
    static constexpr std::string_view type = "attempt.refused";
    std::string action;
    std::string target;  ///< stream of the matter, meeting, person or organ
    std::vector<Finding> findings;
    bool not_your_role = false;
    /// What was asked for, a JSON object in canonical form (`workflow/codec/attempt.hpp` says what of it is kept).
    std::optional<std::string> body;
    /// Of each finding, in their order, who could clear it, as it was told.
    std::optional<std::vector<std::vector<Clearer>>> who_can_clear;
    /// Where the actor's role did not allow it: the roles that may.
    std::optional<std::vector<Role>> roles_that_may;
    /// Streams of other matters and meetings on which the attempt bears.
    std::vector<std::string> about;
    /// Events of before it was kept tell it by their findings alone (`kind_counted`).
    std::optional<AttemptKind> counted_as = {};
};
BOOST_DESCRIBE_STRUCT(AttemptRefused, (),
                      (action, target, findings, not_your_role, body, who_can_clear, roles_that_may, about, counted_as))

/// What a refusal with these findings is counted as.
std::optional<AttemptKind> kind_of(const std::vector<Finding>& findings);

/// What an attempt was counted as; where that was not kept yet, as its findings tell.
std::optional<AttemptKind> kind_counted(const AttemptRefused& attempt);

/// How often a name occurs among counted attempts.
struct NameCounted {
    std::string name;
    int count;

    bool operator==(const NameCounted&) const = default;
};
BOOST_DESCRIBE_STRUCT(NameCounted, (), (name, count))

/// From the tenth refusal of one person on one resource within an hour on: one event for all of them, with how often
/// each action was tried, how often each rule refused (`not_your_role` where the role did not allow it), and how many
/// were of which kind.
struct AttemptsCounted {
    static constexpr std::string_view type = "attempts.counted";
    PersonId person;
    std::string target;
    Instant from;
    Instant to;
    int count;
    std::optional<std::vector<NameCounted>> actions;
    std::optional<std::vector<NameCounted>> rules;
    std::vector<std::string> about;
    std::optional<std::vector<NameCounted>> counted_as = {};
};
BOOST_DESCRIBE_STRUCT(AttemptsCounted, (), (person, target, from, to, count, actions, rules, about, counted_as))

struct LoggedIn {
    static constexpr std::string_view type = "session.opened";
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LoggedIn, (), (person))

struct LoggedOut {
    static constexpr std::string_view type = "session.closed";
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LoggedOut, (), (person))

/// Failed log-ins of one login from one address, counted and written once a minute.
struct LogInsFailed {
    static constexpr std::string_view type = "session.failed";
    std::string login;
    std::string address;
    int count;
};
BOOST_DESCRIBE_STRUCT(LogInsFailed, (), (login, address, count))

/// What somebody opened of a matter or meeting.
enum class ReadKind {
    matter,
    gate,
    drafts,
    draft,
    difference,
    document,
    history,
    responsibility,
    meeting,
    file,
    minutes
};
BOOST_DESCRIBE_ENUM(ReadKind, matter, gate, drafts, draft, difference, document, history, responsibility, meeting, file,
                    minutes)

/// One thing that was opened, and how often. What a version is read by is its number; of a comparison, the later one.
struct ReadEntry {
    ReadKind what;
    std::optional<int> version;
    std::optional<ItemId> item;
    std::optional<DocumentId> document;
    Instant first;
    Instant last;
    int count = 1;

    bool operator==(const ReadEntry&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReadEntry, (), (what, version, item, document, first, last, count))

/// What one person opened of one matter or meeting (rules.md §6: his reading is on record; event-log.md P8). What is
/// opened for the first time within an hour is written with the next minute, how often it was opened again when the
/// hour ends; the counts of several events add up.
struct RecordRead {
    static constexpr std::string_view type = "record.read";
    PersonId person;
    std::string resource;  ///< stream of the matter or meeting
    std::vector<ReadEntry> readings;
};
BOOST_DESCRIBE_STRUCT(RecordRead, (), (person, resource, readings))

}  // namespace shenyi::workflow
