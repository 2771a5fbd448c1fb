#include "workflow/evolve/evolve.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

/// One overload for each event of an organ's stream; one that is missing does not compile.
struct OrganFold {
    Organ& organ;
    const EventMeta& meta;

    void operator()(const OrganFounded& event) const {
        organ.name = event.name;
        organ.own_issuer = event.own_issuer;
        for (const LawBinding& each : event.binding) organ.binding.insert_or_assign(each.law, each.binding);
    }

    void operator()(const UnitFormed& event) const {
        organ.units.insert_or_assign(event.unit, Unit{.id = event.unit, .name = event.name});
    }

    void operator()(const CompetenceFixed& event) const {
        // One body for each kind and issuer: what was fixed before is replaced.
        std::erase_if(organ.competences, [&](const Competence& competence) {
            return competence.kind == event.kind && competence.issuer == event.issuer;
        });
        organ.competences.push_back({.kind = event.kind, .issuer = event.issuer, .body = event.body});
    }

    void operator()(const PersonRegistered& event) const {
        organ.people.insert_or_assign(
            event.person,
            Person{.id = event.person, .login = event.login, .name = event.name, .registered_at = meta.at});
    }

    void operator()(const PostEntered& event) const {
        Post post{.id = event.post,
                  .person = event.person,
                  .role = event.role,
                  .title = event.title,
                  .unit = event.unit,
                  .from = event.from,
                  .document = event.document,
                  .entered_by = meta.actor,
                  .entered_at = meta.at,
                  .marks = {.entered_reset_at = meta.reset_at}};
        if (event.founding) confirm(post);
        organ.posts.insert_or_assign(event.post, std::move(post));
    }

    void operator()(const PostConfirmed& event) const {
        if (Post* post = post_of(event.post)) confirm(*post);
    }

    void operator()(const PostEndEntered& event) const {
        if (Post* post = post_of(event.post)) {
            post->end = PostEnd{.to = event.to,
                                .document = event.document,
                                .entered_by = meta.actor,
                                .entered_at = meta.at,
                                .marks = {.entered_reset_at = meta.reset_at}};
        }
    }

    void operator()(const PostEndConfirmed& event) const {
        Post* post = post_of(event.post);
        if (!post || !post->end) return;
        post->end->confirmed_by = meta.actor;
        post->end->marks.confirmed_reset_at = meta.reset_at;
    }

    void operator()(const DelegationRecorded& event) const {
        organ.delegations.insert_or_assign(event.delegation, Delegation{.id = event.delegation,
                                                                        .by = event.by,
                                                                        .to = event.to,
                                                                        .from = event.from,
                                                                        .until = event.until,
                                                                        .reason = event.reason,
                                                                        .recorded_at = meta.at,
                                                                        .reset_at = meta.reset_at});
    }

    void operator()(const AdviserEngaged& event) const {
        organ.engagements.push_back({.person = event.person,
                                     .from = event.from,
                                     .until = event.until,
                                     .field = event.field,
                                     .conflicts = event.conflicts,
                                     .document = event.document,
                                     .entered_by = meta.actor,
                                     .entered_at = meta.at,
                                     .reset_at = meta.reset_at});
    }

    void operator()(const RosterSet& event) const {
        organ.rosters.push_back({.forum = event.forum, .from = event.from, .members = event.members});
    }

    void operator()(const CalendarLoaded& event) const {
        organ.loaded_calendars.push_back({.year = event.year,
                                          .loaded_by = meta.actor,
                                          .loaded_at = meta.at,
                                          .marks = {.entered_reset_at = meta.reset_at}});
        if (event.founding) confirm(organ.loaded_calendars.back());
    }

    void operator()(const CalendarConfirmed& event) const {
        for (auto loaded = organ.loaded_calendars.rbegin(); loaded != organ.loaded_calendars.rend(); ++loaded) {
            if (loaded->year.year == event.year && loaded->year.version == event.version) return confirm(*loaded);
        }
    }

    void operator()(const CalendarReminded&) const {}  // it is told to the office; the calendar is what it was

    void operator()(const DayBegun& event) const { organ.last_daily_job = event.day; }

    void operator()(const ProcedureAdopted& event) const {
        organ.procedures.push_back({.name = event.name, .hash = event.hash, .from = event.from});
    }

    void operator()(const PackAdopted& event) const {
        organ.packs.push_back({.name = event.name, .hash = event.hash, .from = event.from});
    }

    void operator()(const OpinionNumbered& event) const { organ.opinion_numbers[event.year] = event.number; }

    void operator()(const SummaryNumbered& event) const {
        organ.summary_numbers[{event.forum, event.year}] = event.number;
    }

  private:
    Post* post_of(const PostId& id) const {
        const auto found = organ.posts.find(id);
        return found == organ.posts.end() ? nullptr : &found->second;
    }

    void confirm(Post& post) const {
        post.confirmed_by = meta.actor;
        post.confirmed_at = meta.at;
        post.marks.confirmed_reset_at = meta.reset_at;
    }

    void confirm(LoadedCalendar& loaded) const {
        loaded.confirmed_by = meta.actor;
        loaded.marks.confirmed_reset_at = meta.reset_at;
        organ.calendar.years.insert_or_assign(loaded.year.year, loaded.year);
    }
};

}  // namespace

void evolve(Organ& organ, const OrganEvent& event, const EventMeta& meta) {
    std::visit(OrganFold{organ, meta}, event);
    organ.last_event_at = meta.at;
}

}  // namespace shenyi::workflow
