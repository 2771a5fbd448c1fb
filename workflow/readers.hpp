#pragma once

#include "workflow/world.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who sees what (rules.md §6), said once. A matter or meeting is opened to names (`unit/…`, `person/…`, `office`); a
/// person bears names by his posts of the day. He sees what is opened to a name that he bears, and nothing else. Lists
/// are kept by these names, a single resource is asked by the same ones.
namespace shenyi::workflow {

/// How much of a matter somebody sees, the narrowest first.
enum class Sight {
    none,
    published,  ///< what was published: the settled text and where
    card,       ///< that it is there, its stage and gate; no papers and no opinions
    asked,      ///< the versions he was asked about, his own opinion or reply and what became of it
    sitting,    ///< the versions on the agenda of a meeting whose recorder he is
    settled,    ///< the settled text and the decision
    file,       ///< papers and opinions of what was reviewed, and the decisions
    whole,      ///< the file with its history
};

/// What somebody is to a matter: a row of the table.
enum class Tie {
    anybody,
    office,
    asked,   ///< an adviser asked, still in his post
    author,  ///< of an adviser's opinion, whatever his post is now: he may have to withdraw it
    consulted,
    recorder,
    after_decision,  ///< disclosure officer, archivist, executing unit
    member,          ///< due in a forum on whose agenda it stands, or its chair
    portfolio,
    director,
    unit,  ///< undertaking or lead unit
    reviewer,
    inspector
};

/// A matter is opened to whoever bears the name `reader`.
struct Opening {
    std::string reader;
    Tie tie;
    std::optional<UnitId> unit = std::nullopt;        ///< the consulted one
    std::optional<MeetingId> meeting = std::nullopt;  ///< the recorder's

    bool operator==(const Opening&) const = default;
};

/// Names from `first` to `last`, both included and compared as bytes; mostly one. Members of a forum whose roster is
/// not fixed yet are named by forum and day, so that who is a member of a range of days bears a range of names.
struct Names {
    std::string first;
    std::string last;

    bool cover(const std::string& name) const { return first <= name && name <= last; }
    bool operator==(const Names&) const = default;
};

/// The names that a person bears on a day. One of the three administrators (三员) bears none.
std::vector<Names> names_of(const Organ& organ, const PersonId& person, Date day);
bool cover(const std::vector<Names>& names, const std::string& name);

/// To whom the matter is opened by what it is itself; by a meeting on whose agenda it stands; by all of it together,
/// where `world` holds those meetings. Each of the first two follows from one state, so that lists keep it by stream.
std::vector<Opening> openings_of(const Matter& matter);
std::vector<Opening> openings_of(const Meeting& meeting, const MatterId& matter);
std::vector<Opening> openings_of(const World& world, const Matter& matter);

/// To whom the meeting is opened with its papers and record; and to whom at all: attendees, and whom
/// its roster leaves out, who hears of that (R-MEET-04).
std::vector<std::string> record_readers_of(const Meeting& meeting);
std::vector<std::string> readers_of(const Meeting& meeting);

/// What a tie opens of this matter.
Sight sight_by(Tie tie, const Matter& matter);

/// The newest version that the office may read: reviewed, or keeping the opinion on one that was; 0 where there is
/// none.
int newest_reviewed(const Matter& matter);

/// Whether an adviser's opinion has gone to the unit: with the legality opinion on its version, whose review it served.
bool released(const Matter& matter, const AdviserOpinion& opinion);

/// The widest that the person's ties to the matter open. `world` holds the meetings it stands in.
Sight sight_of(const World& world, const PersonId& person, const Matter& matter);

/// Whether the person sees that the meeting is there.
bool sees(const World& world, const PersonId& person, const Meeting& meeting);

}  // namespace shenyi::workflow
