#pragma once

#include "workflow/calendar.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::workflow {

/// A section (科室) of the organ.
struct Unit {
    UnitId id;
    std::string name;

    bool operator==(const Unit&) const = default;
};
BOOST_DESCRIBE_STRUCT(Unit, (), (id, name))

/// Who somebody is. What he may do follows from his posts; how he logs in stands in his own stream.
struct Person {
    PersonId id;
    std::string login;
    std::string name;
    Instant registered_at;

    bool operator==(const Person&) const = default;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, login, name, registered_at))

/// R-ACC-09 on what one person enters and another confirms: when the password of either was reset, where he acted
/// within a day of it.
struct Marks {
    std::optional<Instant> entered_reset_at;
    std::optional<Instant> confirmed_reset_at;

    bool any() const { return entered_reset_at || confirmed_reset_at; }
    bool operator==(const Marks&) const = default;
};
BOOST_DESCRIBE_STRUCT(Marks, (), (entered_reset_at, confirmed_reset_at))

/// The end of a post: entered by one person, confirmed by another, like the appointment (R-ACC-08).
struct PostEnd {
    Date to;
    std::optional<DocumentId> document;
    PersonId entered_by;
    Instant entered_at;
    std::optional<PersonId> confirmed_by;
    Marks marks;

    bool operator==(const PostEnd&) const = default;
};
BOOST_DESCRIBE_STRUCT(PostEnd, (), (to, document, entered_by, entered_at, confirmed_by, marks))

/// A dated post (任职). It counts from `from` on, once confirmed, up to and including the confirmed end's day.
struct Post {
    PostId id;
    PersonId person;
    Role role;
    std::string title;
    UnitId unit;
    Date from;
    std::optional<DocumentId> document;
    PersonId entered_by;
    Instant entered_at;
    std::optional<PersonId> confirmed_by;
    std::optional<Instant> confirmed_at;
    std::optional<PostEnd> end;
    Marks marks;

    bool held_on(Date day) const {
        if (!confirmed_by || day < from) return false;
        return !(end && end->confirmed_by) || day <= end->to;
    }
    bool operator==(const Post&) const = default;
};
BOOST_DESCRIBE_STRUCT(Post, (),
                      (id, person, role, title, unit, from, document, entered_by, entered_at, confirmed_by,
                       confirmed_at, end, marks))

/// A recorded substitution (委托代理): `to` may act in the posts of `by` from `from` up to and including `until`.
struct Delegation {
    DelegationId id;
    PersonId by;
    PersonId to;
    Date from;
    Date until;
    std::string reason;
    Instant recorded_at;
    std::optional<Instant> reset_at = {};  ///< of the password of `by`, who recorded it within a day of it (R-ACC-09)

    bool in_force_on(Date day) const { return from <= day && day <= until; }
    bool operator==(const Delegation&) const = default;
};
BOOST_DESCRIBE_STRUCT(Delegation, (), (id, by, to, from, until, reason, recorded_at, reset_at))

/// The engagement (聘任) of a legal adviser or public lawyer, R-ADV-04. The last day counts.
struct Engagement {
    PersonId person;
    Date from;
    Date until;
    std::string field;
    std::vector<std::string> conflicts;
    std::optional<DocumentId> document;  ///< the letter of engagement (聘书、聘用合同)
    PersonId entered_by = {};
    Instant entered_at = {};
    std::optional<Instant> reset_at = {};  ///< of the password of who entered it within a day of it (R-ACC-09)

    bool covers(Date day) const { return from <= day && day <= until; }
    bool operator==(const Engagement&) const = default;
};
BOOST_DESCRIBE_STRUCT(Engagement, (),
                      (person, from, until, field, conflicts, document, entered_by, entered_at, reset_at))

/// Who sits in a forum from a day on, R-MEET-04. The newest roster that has begun counts, as far as those on it are in
/// office, and with it whoever was appointed to the forum since.
struct Roster {
    Forum forum;
    Date from;
    std::vector<PersonId> members;

    bool operator==(const Roster&) const = default;
};
BOOST_DESCRIBE_STRUCT(Roster, (), (forum, from, members))

/// Which unit reviews which documents (审查机构), R-REV-01: by kind and issuing organ.
struct Competence {
    MatterKind kind;
    std::string issuer;
    UnitId body;

    bool operator==(const Competence&) const = default;
};
BOOST_DESCRIBE_STRUCT(Competence, (), (kind, issuer, body))

/// A year's working-day calendar as one person loaded it and another confirmed it, R-CAL-01.
struct LoadedCalendar {
    CalendarYear year;
    PersonId loaded_by;
    Instant loaded_at;
    std::optional<PersonId> confirmed_by;
    Marks marks;

    bool operator==(const LoadedCalendar&) const = default;
};
BOOST_DESCRIBE_STRUCT(LoadedCalendar, (), (year, loaded_by, loaded_at, confirmed_by, marks))

/// A procedure or policy pack that the organ uses from a day on, named by its hash.
struct Adopted {
    std::string name;
    std::string hash;
    Date from;

    bool operator==(const Adopted&) const = default;
};
BOOST_DESCRIBE_STRUCT(Adopted, (), (name, hash, from))

/// The state of an organ's stream: its units and people, who holds which post, rosters, calendars, procedures and
/// packs. Everything that tells who may do what lies in one stream, so that one lock keeps it still while a command is
/// decided.
struct Organ {
    OrganId id;
    std::string name;
    std::string own_issuer;  ///< the name under which it issues its own documents
    std::map<UnitId, Unit> units;
    std::map<PersonId, Person> people;
    std::map<PostId, Post> posts;
    std::map<DelegationId, Delegation> delegations;
    std::vector<Engagement> engagements;
    std::vector<Roster> rosters;
    std::vector<Competence> competences;
    std::vector<LoadedCalendar>
        loaded_calendars;  ///< in the order of loading; the newest confirmed one of a year counts
    Calendar calendar;     ///< the confirmed years
    std::vector<Adopted> procedures;
    std::vector<Adopted> packs;
    std::map<std::string, std::string> binding;  ///< law → `binds`, `by_reference`, `comparison`, `own_control`
    std::map<int, int> opinion_numbers;          ///< year → the last number of the review ledger that was given out
    std::map<std::pair<Forum, int>, int> summary_numbers;  ///< forum and year → the last number of a summary
    std::optional<Date> last_daily_job;
    std::optional<Instant> last_event_at;

    bool operator==(const Organ&) const = default;
};

/// Whether a post of this role makes its holder a member of the forum: in the Party group its secretary and members, in
/// the office meeting the leading group (领导班子成员). Of the engine's own reading (R-MEET-04).
bool seats(Role role, Forum forum);

/// The members of a forum on a day: those on its roster who hold a post on that day by which they sit in it, and
/// whoever took up such a post after the roster's day. Rosters follow posts, which two people and a document make
/// (R-ACC-08). Empty if no roster has begun.
std::vector<PersonId> members_of(const Organ& organ, Forum forum, Date day);

/// Days, both counted, on which somebody is a member of a forum by one of his posts; without a last day, until further
/// notice.
struct Membership {
    Forum forum;
    Date from;
    std::optional<Date> until;

    bool operator==(const Membership&) const = default;
};

/// All of a person's, one for each post and roster: they may overlap.
std::vector<Membership> memberships_of(const Organ& organ, const PersonId& person);

/// The posts that a person holds on a day in his own name.
std::vector<const Post*> posts_of(const Organ& organ, const PersonId& person, Date day);

/// Those for whom a person may act on a day by a recorded delegation. One to or from an administrator (三员) has no
/// effect: they do no business, in nobody's place, and nobody does theirs (R-ACC-08).
std::vector<const Delegation*> delegations_to(const Organ& organ, const PersonId& person, Date day);

/// Whether a person holds a role on a day in his own name.
bool holds(const Organ& organ, const PersonId& person, Role role, Date day);

/// Those who hold a role on a day, in the order of their posts' ids; in one unit, if a unit is given.
std::vector<PersonId> holders_of(const Organ& organ, Role role, Date day, const UnitId* unit = nullptr);

/// The engagement that covers a day, or null.
const Engagement* engagement_of(const Organ& organ, const PersonId& person, Date day);

/// A person's name, or his id where he is not known.
std::string name_of(const Organ& organ, const PersonId& person);

/// The unit that is competent to review a kind of document of an issuer; null where none is fixed.
const UnitId* reviewing_body(const Organ& organ, MatterKind kind, const std::string& issuer);

/// Whether a role belongs to one of the three administrators (三员), who do no business.
bool is_administrator(Role role);

/// Whether a person is one of the three on a day.
bool is_administrator(const Organ& organ, const PersonId& person, Date day);

}  // namespace shenyi::workflow
