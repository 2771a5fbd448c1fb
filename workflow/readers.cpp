#include "workflow/readers.hpp"

#include "workflow/context.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/organ.hpp"
#include "workflow/roles.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <set>

namespace shenyi::workflow {

namespace {

constexpr auto last_day_there_is = "9999-12-31";

std::string name(std::string_view kind, const std::string& whose) {
    return std::string(kind) + '/' + whose;
}
std::string person_name(const PersonId& person) {
    return name("person", person.value);
}
std::string reviewers_name(MatterKind kind, const std::string& issuer) {
    return name("reviewers", boost::describe::enum_to_string(kind, "")) + '/' + issuer;
}
std::string members_name(Forum forum, const std::string& day) {
    return name("members", boost::describe::enum_to_string(forum, "")) + '/' + day;
}

bool drafts_or_heads(Role role) {
    return role == Role::drafter || role == Role::undertaker || role == Role::section_head;
}

class NameList {
  public:
    explicit NameList(const Organ& organ) : organ_(organ) {}

    void bear(std::string name) { bear(Names{name, name}); }
    void bear(const Names& one) {
        if (std::ranges::find(names_, one) == names_.end()) names_.push_back(one);
    }

    void bear_by(const HeldPost& held) {
        const Role role = held.post->role;
        const UnitId& unit = held.post->unit;
        if (role == Role::director) bear("director");
        if (role == Role::inspector) bear("inspector");
        if (role == Role::office_clerk) bear("office");
        if (role == Role::disclosure_officer) bear("disclosure");
        if (role == Role::archivist) bear("archive");
        if (role == Role::portfolio_leader) bear(name("portfolio", unit.value));
        if (drafts_or_heads(role)) bear(name("unit", unit.value));
        if (drafts_or_heads(role) || role == Role::executing_unit) bear(name("executing", unit.value));
        if (drafts_or_heads(role) || is_reviewing(role) || role == Role::office_clerk)
            bear(name("consulted", unit.value));
        if (is_reviewing(role)) bear_as_reviewer(unit);
        // To be asked is one person's own: it passes to no substitute.
        if (is_advising(role) && held.by_delegation == nullptr) bear(name("asked", held.post->person.value));
    }

    void bear_as_member(const PersonId& person) {
        for (const Membership& sits : memberships_of(organ_, person)) {
            const std::string last = sits.until ? iso(*sits.until) : last_day_there_is;
            bear(Names{members_name(sits.forum, iso(sits.from)), members_name(sits.forum, last)});
        }
    }

    std::vector<Names> take() { return std::move(names_); }

  private:
    void bear_as_reviewer(const UnitId& unit) {
        for (const Competence& competence : organ_.competences) {
            const UnitId* body = reviewing_body(organ_, competence.kind, competence.issuer);
            if (body != nullptr && *body == unit) bear(reviewers_name(competence.kind, competence.issuer));
        }
    }

    const Organ& organ_;
    std::vector<Names> names_;
};

/// Who is due there, or while no roster is fixed the members of the forum on that day.
std::vector<std::string> members_in(const Meeting& meeting) {
    std::vector<std::string> names{person_name(meeting.chair)};
    if (!meeting.roster) {
        names.push_back(members_name(meeting.forum, iso(date_of(meeting.held_at))));
        return names;
    }
    for (const PersonId& person : meeting.roster->due) names.push_back(person_name(person));
    return names;
}

bool decided(const Matter& matter) {
    constexpr Stage stages[] = {Stage::decided, Stage::issued,   Stage::in_force, Stage::suspended,
                                Stage::lapsed,  Stage::repealed, Stage::closed};
    return std::ranges::find(stages, matter.stage) != std::end(stages) &&
           std::ranges::any_of(matter.placements, &Placement::adopted);
}

void open_after_decision(const Matter& matter, std::vector<Opening>& openings) {
    if (!decided(matter)) return;
    openings.push_back({"disclosure", Tie::after_decision});
    openings.push_back({"archive", Tie::after_decision});
    for (const Placement& placement : matter.placements) {
        if (!placement.adopted() || !placement.executing_unit) continue;
        openings.push_back({name("executing", placement.executing_unit->value), Tie::after_decision});
    }
}

void open_to_asked(const Matter& matter, std::vector<Opening>& openings) {
    for (const AdviserAsked& asked : matter.advisers_asked) {
        if (asked.declined_for_interest) continue;
        openings.push_back({name("asked", asked.adviser.value), Tie::asked});
    }
    for (const AdviserOpinion& opinion : matter.adviser_opinions) {
        openings.push_back({person_name(opinion.author), Tie::author});
    }
    for (const Consultation& consultation : matter.consultations) {
        openings.push_back(
            {.reader = name("consulted", consultation.unit.value), .tie = Tie::consulted, .unit = consultation.unit});
    }
}

}  // namespace

std::vector<Names> names_of(const Organ& organ, const PersonId& person, Date day) {
    const std::vector<const Post*> own = posts_of(organ, person, day);
    if (std::ranges::any_of(own, [](const Post* post) { return is_administrator(post->role); })) return {};
    NameList names(organ);
    names.bear(person_name(person));
    names.bear("anybody");
    for (const HeldPost& held : acting_posts(organ, person, day)) names.bear_by(held);
    names.bear_as_member(person);
    return names.take();
}

bool cover(const std::vector<Names>& names, const std::string& name) {
    return std::ranges::any_of(names, [&](const Names& each) { return each.cover(name); });
}

std::vector<Opening> openings_of(const Matter& matter) {
    std::vector<Opening> openings{{"director", Tie::director},
                                  {"inspector", Tie::inspector},
                                  {"office", Tie::office},
                                  {name("unit", matter.undertaking_unit.value), Tie::unit},
                                  {name("portfolio", matter.undertaking_unit.value), Tie::portfolio}};
    if (matter.lead_unit && *matter.lead_unit != matter.undertaking_unit) {
        openings.push_back({name("unit", matter.lead_unit->value), Tie::unit});
        openings.push_back({name("portfolio", matter.lead_unit->value), Tie::portfolio});
    }
    if (!matter.requests.empty()) openings.push_back({reviewers_name(matter.kind, matter.issuer), Tie::reviewer});
    open_to_asked(matter, openings);
    open_after_decision(matter, openings);
    if (!matter.publications.empty()) openings.push_back({"anybody", Tie::anybody});
    return openings;
}

std::vector<Opening> openings_of(const Meeting& meeting, const MatterId& matter) {
    const bool stands = std::ranges::any_of(
        meeting.items, [&](const Item& item) { return item.matter == matter && item.state != ItemState::removed; });
    if (!stands) return {};
    std::vector<Opening> openings;
    for (std::string& reader : members_in(meeting)) openings.push_back({std::move(reader), Tie::member});
    openings.push_back({.reader = person_name(meeting.recorder), .tie = Tie::recorder, .meeting = meeting.id});
    return openings;
}

std::vector<Opening> openings_of(const World& world, const Matter& matter) {
    std::vector<Opening> openings = openings_of(matter);
    std::set<MeetingId> meetings;
    for (const Placement& placement : matter.placements) meetings.insert(placement.meeting);
    for (const MeetingId& id : meetings) {
        const Meeting* meeting = find(world, id);
        if (meeting == nullptr) continue;
        for (Opening& opening : openings_of(*meeting, matter.id)) openings.push_back(std::move(opening));
    }
    return openings;
}

std::vector<std::string> record_readers_of(const Meeting& meeting) {
    std::vector<std::string> readers = members_in(meeting);
    readers.insert(readers.end(), {"director", "inspector", "office", person_name(meeting.recorder)});
    return readers;
}

std::vector<std::string> readers_of(const Meeting& meeting) {
    std::vector<std::string> readers = record_readers_of(meeting);
    if (!meeting.roster) return readers;
    for (const Attendee& attendee : meeting.roster->attendees) readers.push_back(person_name(attendee.person));
    for (const Exclusion& exclusion : meeting.roster->excluded) readers.push_back(person_name(exclusion.person));
    return readers;
}

Sight sight_by(Tie tie, const Matter& matter) {
    switch (tie) {
        case Tie::anybody:
            return Sight::published;
        case Tie::office:
            return matter.opinions.empty() ? Sight::card : Sight::file;
        case Tie::asked:
        case Tie::author:
        case Tie::consulted:
            return Sight::asked;
        case Tie::recorder:
            return Sight::sitting;
        case Tie::after_decision:
            return Sight::settled;
        case Tie::member:
        case Tie::portfolio:
        case Tie::director:
        case Tie::unit:
        case Tie::reviewer:
        case Tie::inspector:
            return Sight::whole;
    }
    return Sight::none;
}

int newest_reviewed(const Matter& matter) {
    int newest = 0;
    for (const Draft& draft : matter.drafts) {
        if (matter.opinion_on(draft.version) != nullptr) newest = draft.version;
        if (draft.continues() && newest != 0 && *draft.from <= newest) newest = draft.version;
    }
    return newest;
}

bool released(const Matter& matter, const AdviserOpinion& opinion) {
    return std::ranges::any_of(matter.continued_by(opinion.version),
                               [&](int version) { return matter.opinion_on(version) != nullptr; });
}

Sight sight_of(const World& world, const PersonId& person, const Matter& matter) {
    if (!world.organ || matter.organ != world.organ->id) return Sight::none;
    const std::vector<Names> names = names_of(*world.organ, person, world.today);
    Sight sight = Sight::none;
    for (const Opening& opening : openings_of(world, matter)) {
        if (cover(names, opening.reader)) sight = std::max(sight, sight_by(opening.tie, matter));
    }
    return sight;
}

bool sees(const World& world, const PersonId& person, const Meeting& meeting) {
    if (!world.organ || meeting.organ != world.organ->id) return false;
    const std::vector<Names> names = names_of(*world.organ, person, world.today);
    return std::ranges::any_of(readers_of(meeting), [&](const std::string& reader) { return cover(names, reader); });
}

}  // namespace shenyi::workflow
