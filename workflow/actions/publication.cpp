#include "workflow/actions/publication.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

/// The decision by which a forum adopted the settled text.
std::optional<DecisionId> decision_of(const Matter& matter, Forum forum, const Digest& digest) {
    std::optional<DecisionId> decision;
    for (const Placement& placement : matter.placements) {
        if (placement.forum == forum && placement.settled && placement.settled->digest == digest) {
            decision = placement.decision;
        }
    }
    return decision;
}

}  // namespace

Events events_of(const Context& at, const Publish& body) {
    const Draft& draft = *at.draft();
    Events events;
    events.add(at.matter->id,
               TextPublished{.version = draft.version,
                             .digest = draft.digest,
                             .channel = body.channel,
                             .effective_on = body.effective_on,
                             .office_decision = decision_of(*at.matter, Forum::office_meeting, draft.digest),
                             .party_decision = decision_of(*at.matter, Forum::party_group, draft.digest),
                             .first = at.matter->publications.empty()});
    return events;
}

BodyFaults faults_of(const Context& at, const Publish& body) {
    BodyFaults faults;
    check_draft(at, body.draft, "/draft", faults);
    // A text comes into force once: a further channel does not give it another day.
    const bool another_day = std::ranges::any_of(at.matter->publications, [&](const Publication& before) {
        return body.effective_on && before.effective_on && before.effective_on != body.effective_on;
    });
    if (another_day) faults.push_back({"/effective_on", "effective_as_published"});
    return faults;
}

}  // namespace shenyi::workflow
