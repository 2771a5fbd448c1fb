#pragma once

#include "workflow/ids.hpp"
#include "workflow/organ.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What happens to an organ: units, posts, rosters, engagements, calendars, procedures.
namespace shenyi::workflow {

/// How far a law binds this organ, where it differs from the rules' own default. A law's key (`713`) is no member name.
struct LawBinding {
    std::string law;
    std::string binding;  ///< `binds`, `by_reference`, `comparison`, `own_control`
};
BOOST_DESCRIBE_STRUCT(LawBinding, (), (law, binding))

struct OrganFounded {
    static constexpr std::string_view type = "organ.founded";
    std::string name;
    std::string own_issuer;
    std::vector<LawBinding> binding;
};
BOOST_DESCRIBE_STRUCT(OrganFounded, (), (name, own_issuer, binding))

struct UnitFormed {
    static constexpr std::string_view type = "unit.formed";
    UnitId unit;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(UnitFormed, (), (unit, name))

struct CompetenceFixed {
    static constexpr std::string_view type = "competence.fixed";
    MatterKind kind;
    std::string issuer;
    UnitId body;
};
BOOST_DESCRIBE_STRUCT(CompetenceFixed, (), (kind, issuer, body))

struct PersonRegistered {
    static constexpr std::string_view type = "person.registered";
    PersonId person;
    std::string login;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonRegistered, (), (person, login, name))

/// An appointment entered, still to be confirmed by somebody else. At the founding it is confirmed at once.
struct PostEntered {
    static constexpr std::string_view type = "post.entered";
    PostId post;
    PersonId person;
    Role role;
    std::string title;
    UnitId unit;
    Date from;
    std::optional<DocumentId> document;
    bool founding = false;
};
BOOST_DESCRIBE_STRUCT(PostEntered, (), (post, person, role, title, unit, from, document, founding))

struct PostConfirmed {
    static constexpr std::string_view type = "post.confirmed";
    PostId post;
};
BOOST_DESCRIBE_STRUCT(PostConfirmed, (), (post))

struct PostEndEntered {
    static constexpr std::string_view type = "post.end_entered";
    PostId post;
    Date to;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(PostEndEntered, (), (post, to, document))

struct PostEndConfirmed {
    static constexpr std::string_view type = "post.end_confirmed";
    PostId post;
};
BOOST_DESCRIBE_STRUCT(PostEndConfirmed, (), (post))

struct DelegationRecorded {
    static constexpr std::string_view type = "delegation.recorded";
    DelegationId delegation;
    PersonId by;
    PersonId to;
    Date from;
    Date until;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DelegationRecorded, (), (delegation, by, to, from, until, reason))

struct AdviserEngaged {
    static constexpr std::string_view type = "adviser.engaged";
    PersonId person;
    Date from;
    Date until;
    std::string field;
    std::vector<std::string> conflicts;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(AdviserEngaged, (), (person, from, until, field, conflicts, document))

struct RosterSet {
    static constexpr std::string_view type = "roster.set";
    Forum forum;
    Date from;
    std::vector<PersonId> members;
};
BOOST_DESCRIBE_STRUCT(RosterSet, (), (forum, from, members))

struct CalendarLoaded {
    static constexpr std::string_view type = "calendar.loaded";
    CalendarYear year;
    bool founding = false;
};
BOOST_DESCRIBE_STRUCT(CalendarLoaded, (), (year, founding))

struct CalendarConfirmed {
    static constexpr std::string_view type = "calendar.confirmed";
    int year;
    std::string version;
    /// Matters whose counted days the year's data changes (R-CAL-04). Only events of before each matter's own stream
    /// told it (`deadlines.moved`) name them here.
    std::vector<MatterId> recount;
};
BOOST_DESCRIBE_STRUCT(CalendarConfirmed, (), (year, version, recount))

/// The daily reminder that a year's calendar is not loaded yet (R-CAL-04).
struct CalendarReminded {
    static constexpr std::string_view type = "calendar.reminded";
    int year;
};
BOOST_DESCRIBE_STRUCT(CalendarReminded, (), (year))

/// The daily job has run for a day; whichever server came first.
struct DayBegun {
    static constexpr std::string_view type = "day.begun";
    Date day;
};
BOOST_DESCRIBE_STRUCT(DayBegun, (), (day))

struct ProcedureAdopted {
    static constexpr std::string_view type = "procedure.adopted";
    std::string name;
    std::string hash;
    Date from;
};
BOOST_DESCRIBE_STRUCT(ProcedureAdopted, (), (name, hash, from))

struct PackAdopted {
    static constexpr std::string_view type = "pack.adopted";
    std::string name;
    std::string hash;
    Date from;
};
BOOST_DESCRIBE_STRUCT(PackAdopted, (), (name, hash, from))

/// The next number of the organ's review ledger in a year was given out.
struct OpinionNumbered {
    static constexpr std::string_view type = "opinion.numbered";
    int year;
    int number;
};
BOOST_DESCRIBE_STRUCT(OpinionNumbered, (), (year, number))

/// The next number among the summaries (会议纪要) of a forum's meetings in a year was given out (R-MEET-19).
struct SummaryNumbered {
    static constexpr std::string_view type = "summary.numbered";
    Forum forum;
    int year;
    int number;
};
BOOST_DESCRIBE_STRUCT(SummaryNumbered, (), (forum, year, number))

}  // namespace shenyi::workflow
