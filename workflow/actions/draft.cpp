#include "workflow/actions/draft.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/diff.hpp"
#include "workflow/digest.hpp"
#include "workflow/evolve/evolve.hpp"
#include "workflow/sides.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <set>

namespace shenyi::workflow {

namespace {

const DraftDocument* main_of(const std::vector<DraftDocument>& documents) {
    const auto found = std::ranges::find(documents, DocumentRole::draft, &DraftDocument::role);
    return found == documents.end() ? nullptr : &*found;
}

std::vector<ClearanceId> standing_clearances(const Matter& matter) {
    std::vector<ClearanceId> standing;
    for (const Clearance& clearance : matter.clearances) {
        if (clearance.standing) standing.push_back(clearance.id);
    }
    return standing;
}

std::vector<PersonId> uploaders_of(const World& world, const std::vector<DraftDocument>& documents) {
    std::vector<PersonId> uploaders;
    for (const DraftDocument& each : documents) {
        const PersonId& person = world.documents.at(each.document).uploaded_by;
        if (std::ranges::find(uploaders, person) == uploaders.end()) uploaders.push_back(person);
    }
    return uploaders;
}

DraftSubmitted submitted(const Context& at, const std::vector<DraftDocument>& documents,
                         const std::vector<PersonId>& drafters, const std::optional<std::string>& note) {
    DraftSubmitted draft{.version = static_cast<int>(at.matter->drafts.size()) + 1,
                         .digest = digest_of(documents),
                         .main = main_of(documents)->document,
                         .documents = documents,
                         .drafters = drafters,
                         .uploaders = uploaders_of(at.world, documents),
                         .change = ChangeClass::substantive,
                         .note = note,
                         .stage = Stage::drafting,
                         .superseded = standing_clearances(*at.matter)};
    // Where its first uploader is none of the drafters, the text is taken for his who files it.
    const PersonId author = drafting_uploader(at, documents, drafters).value_or(at.actor());
    if (draft.uploaders != std::vector{author}) draft.text_uploader = author;
    return draft;
}

BodyFaults document_faults(const Context& at, const std::vector<DraftDocument>& documents,
                           const std::vector<PersonId>& drafters) {
    BodyFaults faults;
    std::set<DocumentId> seen;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const std::string pointer = "/documents/" + std::to_string(i);
        check_document(at, documents[i].document, pointer + "/document", faults);
        if (!seen.insert(documents[i].document).second) faults.push_back({pointer + "/document", "each_document_once"});
    }
    if (std::ranges::count(documents, DocumentRole::draft, &DraftDocument::role) != 1) {
        faults.push_back({"/documents", "one_draft"});
    }
    for (std::size_t i = 0; i < drafters.size(); ++i) {
        check_person(at, drafters[i], "/drafters/" + std::to_string(i), faults);
    }
    if (drafters.empty()) faults.push_back({"/drafters", "a_drafter"});
    if (faults.empty() && at.matter->draft_with(digest_of(documents))) {
        faults.push_back({"/documents", "other_documents"});
    }
    return faults;
}

/// The opinion that a version rests on: its own or that of the nearest version it continues.
const LegalityOpinion* opinion_carried_by(const Matter& matter, int version) {
    for (const int each : matter.continued_by(version)) {
        if (const LegalityOpinion* opinion = matter.opinion_on(each)) return opinion;
    }
    return nullptr;
}

/// The amended adoption that waits for the confirmed text: the newest decision, if it amended and is not settled yet
/// (R-DEC-03).
const Placement* awaiting_text(const Matter& matter, const Draft& draft) {
    const Placement* newest = nullptr;
    for (const Placement& placement : matter.placements) {
        if (placement.state == ItemState::closed) newest = &placement;
    }
    if (!newest || newest->outcome != Outcome::adopted_as_amended || newest->settled) return nullptr;
    const auto chain = matter.continued_by(draft.version);
    return std::ranges::find(chain, newest->version) == chain.end() ? nullptr : newest;
}

}  // namespace

Digest digest_of(const std::vector<DraftDocument>& documents) {
    std::string lines;
    for (const DraftDocument& each : documents) {
        lines += boost::describe::enum_to_string(each.role, "");
        lines += ' ';
        lines += each.document.value;
        lines += '\n';
    }
    return Digest{"sha256:" + sha256_hex(lines)};
}

std::optional<std::vector<std::string>> changed_clauses(const World& world, const DocumentId& before,
                                                        const DocumentId& after) {
    const auto old_text = world.documents.find(before);
    const auto new_text = world.documents.find(after);
    if (old_text == world.documents.end() || new_text == world.documents.end()) return std::nullopt;
    if (!old_text->second.paragraphs || !new_text->second.paragraphs) return std::nullopt;
    std::vector<std::string> changed;
    const auto old_clauses = clauses_of(*old_text->second.paragraphs);
    const auto new_clauses = clauses_of(*new_text->second.paragraphs);
    for (const ClauseChange& change : diff(old_clauses, new_clauses)) changed.push_back(change.clause);
    return changed;
}

Events events_of(const Context& at, const SubmitDraft& body) {
    Events events{.created = std::to_string(at.matter->drafts.size() + 1)};
    events.add(at.matter->id, submitted(at, body.documents, body.drafters, body.note));
    return events;
}

/// Why an item whose text is the newest no longer leaves the agenda: the drafter's own words, else what happened, in
/// the language of the record.
std::string reason_of_removal(const SubmitChangedDraft& body, int version) {
    if (body.note && !body.note->empty()) return *body.note;
    return "提交第" + std::to_string(version) + "版，原文本不再提请审议";
}

Events events_of(const Context& at, const SubmitChangedDraft& body) {
    DraftSubmitted draft = submitted(at, body.documents, body.drafters, body.note);
    draft.change = body.change;
    draft.from = body.from;
    draft.stage = body.change == ChangeClass::substantive ? Stage::drafting : Stage::reviewed;
    const auto changed = changed_clauses(at.world, at.matter->draft(body.from)->main, draft.main);
    draft.changed_clauses = changed.value_or(std::vector<std::string>{});
    if (!changed) draft.compared = false;
    Events events{.created = std::to_string(draft.version)};
    take_off_agendas(at, *at.matter, "R-GATE-04", reason_of_removal(body, draft.version), draft.stage, events);
    events.add(at.matter->id, std::move(draft));
    return events;
}

Events events_of(const Context& at, const ConfirmChange& body) {
    const Matter& matter = *at.matter;
    const Draft& draft = *matter.draft(body.draft);
    ChangeConfirmed confirmed{.version = body.draft, .kind = body.kind, .stage = Stage::reviewed};
    Events events;
    if (body.kind == ChangeClass::substantive) {
        confirmed.stage = Stage::drafting;
        events.add(matter.id, confirmed);
        return events;
    }
    const LegalityOpinion* opinion = opinion_carried_by(matter, draft.version);
    const bool clears = opinion && !opinion->withdrawn && opinion->conclusion != Conclusion::unlawful &&
                        opinion->conclusion != Conclusion::exploratory;
    if (clears) {
        confirmed.clearance = ClearanceGiven{.clearance = {at.world.fresh.id("clr_")},
                                             .opinion = opinion->id,
                                             .version = draft.version,
                                             .digest = draft.digest};
        if (const Placement* placement = awaiting_text(matter, draft)) {
            confirmed.settled.push_back(TextSettled{.decision = *placement->decision,
                                                    .forum = placement->forum,
                                                    .item = placement->item,
                                                    .version = draft.version,
                                                    .digest = draft.digest,
                                                    .clearance = confirmed.clearance->clearance});
        }
    }
    Matter after = matter;
    evolve(after, MatterEvent{confirmed}, EventMeta{.at = at.now(), .actor = at.actor()});
    if (after.settled()) confirmed.stage = Stage::decided;
    events.add(matter.id, confirmed);
    return events;
}

Events events_of(const Context& at, const Endorse& body) {
    Events events;
    events.add(at.matter->id, DraftEndorsed{.version = at.matter->newest_draft()->version, .text = body.text});
    return events;
}

Events events_of(const Context& at, const DeclineEndorsement& body) {
    Events events;
    events.add(at.matter->id, EndorsementDeclined{.version = at.matter->newest_draft()->version, .text = body.text});
    return events;
}

BodyFaults faults_of(const Context& at, const SubmitDraft& body) {
    return document_faults(at, body.documents, body.drafters);
}

BodyFaults faults_of(const Context& at, const SubmitChangedDraft& body) {
    BodyFaults faults = document_faults(at, body.documents, body.drafters);
    check_draft(at, body.from, "/from", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const ConfirmChange& body) {
    BodyFaults faults;
    const Draft* draft = at.matter->draft(body.draft);
    if (!draft) {
        check_draft(at, body.draft, "/draft", faults);
    } else if (!draft->from || draft->version != at.matter->newest_draft()->version) {
        faults.push_back({"/draft", "newest_change"});
    }
    return faults;
}

}  // namespace shenyi::workflow
