#include "api/visibility.hpp"

#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/organ.hpp"
#include "workflow/roles.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace shenyi::api {
namespace {

using namespace workflow;

struct Reader {
    const World& world;
    const PersonId& person;
    std::vector<HeldPost> posts;

    bool holds(Role role, const std::optional<UnitId>& unit = std::nullopt) const {
        return std::ranges::any_of(posts, [&](const HeldPost& held) {
            return held.post != nullptr && held.post->role == role && (!unit || held.post->unit == *unit);
        });
    }
    /// Drafter, undertaker or head of the unit.
    bool works_in(const std::optional<UnitId>& unit) const {
        return unit && (holds(Role::drafter, unit) || holds(Role::undertaker, unit) || holds(Role::section_head, unit));
    }
};

Reader reader_of(const World& world, const PersonId& person) {
    return {world, person, world.organ ? acting_posts(*world.organ, person, world.today) : std::vector<HeldPost>{}};
}

bool reached_review(const Matter& matter) {
    return !matter.requests.empty();
}

bool reached_decision(const Matter& matter) {
    constexpr Stage stages[] = {Stage::decided, Stage::issued,   Stage::in_force, Stage::suspended,
                                Stage::lapsed,  Stage::repealed, Stage::closed};
    return std::ranges::find(stages, matter.stage) != std::end(stages);
}

bool reached_opinion(const Matter& matter) {
    return !matter.opinions.empty();
}

bool reviews(const Reader& reader, const Matter& matter) {
    const UnitId* body = reviewing_body(*reader.world.organ, matter.kind, matter.issuer);
    return body != nullptr && (reader.holds(Role::legal_reviewer, *body) || reader.holds(Role::gov_review_body, *body));
}

bool leads_portfolio(const Reader& reader, const Matter& matter) {
    return reader.holds(Role::portfolio_leader, matter.undertaking_unit) ||
           (matter.lead_unit && reader.holds(Role::portfolio_leader, *matter.lead_unit));
}

/// He is due, or serves as chair or recorder, in a meeting that the matter stands or stood before.
bool meets_on(const Reader& reader, const Matter& matter) {
    return std::ranges::any_of(matter.placements, [&](const Placement& placement) {
        const Meeting* meeting = find(reader.world, placement.meeting);
        if (meeting == nullptr || placement.state == ItemState::removed) return false;
        const auto members = members_of(*reader.world.organ, meeting->forum, date_of(meeting->held_at));
        return meeting->chair == reader.person || meeting->recorder == reader.person ||
               meeting->is_due(reader.person) || std::ranges::find(members, reader.person) != members.end();
    });
}

bool was_asked(const Reader& reader, const Matter& matter) {
    const bool adviser = std::ranges::any_of(matter.advisers_asked,
                                             [&](const AdviserAsked& asked) { return asked.adviser == reader.person; });
    return adviser || std::ranges::any_of(matter.consultations, [&](const Consultation& consultation) {
               return reader.works_in(consultation.unit);
           });
}

void add_draft(const Draft& draft, std::set<DocumentId>& papers) {
    for (const DraftDocument& each : draft.documents) papers.insert(each.document);
}

}  // namespace

Sight sight_of(const World& world, const PersonId& person, const Matter& matter) {
    if (!world.organ || matter.organ != world.organ->id) return Sight::none;
    const Reader reader = reader_of(world, person);
    if (reader.works_in(matter.undertaking_unit) || reader.works_in(matter.lead_unit)) return Sight::whole;
    if (matter.created_by == person) return Sight::whole;
    if (reader.holds(Role::inspector) || reader.holds(Role::director) || leads_portfolio(reader, matter)) {
        return Sight::whole;
    }
    if (reviews(reader, matter) && reached_review(matter)) return Sight::whole;
    if (meets_on(reader, matter)) return Sight::whole;
    if (reader.holds(Role::office_clerk)) return reached_opinion(matter) ? Sight::whole : Sight::card;
    if (was_asked(reader, matter)) return Sight::asked;
    const bool acts_after =
        reader.holds(Role::disclosure_officer) || reader.holds(Role::archivist) || reader.holds(Role::executing_unit);
    if (acts_after && reached_decision(matter)) return Sight::settled;
    return Sight::none;
}

bool sees(const World& world, const PersonId& person, const Meeting& meeting) {
    if (!world.organ || meeting.organ != world.organ->id) return false;
    const Reader reader = reader_of(world, person);
    if (reader.holds(Role::office_clerk) || reader.holds(Role::director) || reader.holds(Role::inspector)) return true;
    if (meeting.chair == person || meeting.recorder == person || meeting.is_due(person) || meeting.attends(person)) {
        return true;
    }
    const auto members = members_of(*world.organ, meeting.forum, date_of(meeting.held_at));
    return std::ranges::find(members, person) != members.end();
}

bool sees_attempts(const World& world, const PersonId& person, const Matter& matter) {
    const Reader reader = reader_of(world, person);
    return reader.holds(Role::inspector) || reader.holds(Role::director) || reviews(reader, matter);
}

std::set<DocumentId> papers_of(const Matter& matter, Sight sight, const PersonId& reader) {
    std::set<DocumentId> papers;
    if (sight == Sight::none || sight == Sight::card) return papers;
    if (sight == Sight::settled) {
        const SettledText* settled = matter.settled();
        const Draft* draft = settled != nullptr ? matter.draft(settled->version) : nullptr;
        if (draft != nullptr) add_draft(*draft, papers);
        return papers;
    }
    for (const Draft& draft : matter.drafts) add_draft(draft, papers);
    for (const ReviewRequest& request : matter.requests) {
        for (const Material& material : request.materials) papers.insert(material.document);
        if (sight != Sight::whole) continue;
        for (const ClockStop& stop : request.stops) papers.insert(stop.document);
    }
    for (const Consultation& consultation : matter.consultations) {
        if (consultation.document && (sight == Sight::whole || consultation.recorded_by == reader)) {
            papers.insert(*consultation.document);
        }
    }
    if (sight == Sight::whole && matter.feasibility_study) papers.insert(*matter.feasibility_study);
    return papers;
}

std::set<DocumentId> papers_of(const Meeting& meeting) {
    std::set<DocumentId> papers;
    for (const Item& item : meeting.items) papers.insert(item.documents.begin(), item.documents.end());
    if (meeting.roster) {
        for (const Exclusion& exclusion : meeting.roster->excluded) papers.insert(exclusion.document);
    }
    for (const Leave& leave : meeting.leaves) {
        if (leave.written_opinion) papers.insert(*leave.written_opinion);
    }
    for (const Signature& signature : meeting.signatures) {
        if (signature.sheet) papers.insert(*signature.sheet);
    }
    return papers;
}

}  // namespace shenyi::api
