#pragma once

#include "tests/workflow/rules/room.hpp"
#include "workflow/actions/action.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/context.hpp"

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <utility>

/// A matter on the reviewer's desk, in memory, for the guards of the gate and of the review. The letters section
/// drafts, the legal section reviews; `adviser` and `adviser2` are engaged; an office meeting is called for 2026-03-20.
/// A test changes what it is about and asks one guard.
namespace shenyi::workflow {

inline PersonId person(const std::string& name) {
    return {name};
}
/// A fact that is a text, for `has_fact`.
inline std::string text(const char* value) {
    return value;
}
/// The matter's draft on the agenda of the desk's meeting.
inline PlaceOnAgenda placing(int version, std::optional<Shortening> shortening = {}) {
    return {.meeting = {"mtg_1"}, .draft = version, .shortening = std::move(shortening)};
}
/// A lawful opinion on version 1 that finds these items of the checklist met.
inline IssueLegalityOpinion answering(std::vector<std::string> items) {
    IssueLegalityOpinion body{.draft = 1, .conclusion = Conclusion::lawful, .facts = "审查情况", .reasons = "理由"};
    for (std::string& item : items) body.answers.push_back({std::move(item), AnswerFinding::met, "符合"});
    return body;
}

struct Desk {
    Organ organ;
    PolicyPack pack;
    Procedure procedure;
    Matter matter{};
    std::optional<Matter> other;  ///< another matter of the organ
    Meeting meeting{};
    std::map<DocumentId, DocumentFacts> documents;
    Account account;
    Instant now = at_time("2026-03-16T09:00:00+08:00");

    Desk() {
        organ.id = {"org_1"};
        organ.units[UnitId{"letters"}] = {.id = {"letters"}, .name = "办信科"};
        organ.units[UnitId{"legal"}] = {.id = {"legal"}, .name = "法制科"};
        organ.units[UnitId{"office"}] = {.id = {"office"}, .name = "办公室"};
        organ.competences.push_back({MatterKind::major_decision, "信访局", {"legal"}});
        organ.competences.push_back({MatterKind::normative_document, "信访局", {"legal"}});
        appoint("director", Role::director, "office");
        appoint("deputy", Role::portfolio_leader, "letters");
        appoint("chief", Role::section_head, "letters");
        appoint("drafter", Role::drafter, "letters");
        appoint("legal", Role::legal_reviewer, "legal");
        appoint("legal2", Role::legal_reviewer, "legal");
        appoint("adviser", Role::legal_adviser, "legal");
        appoint("adviser2", Role::legal_adviser, "legal");
        appoint("clerk", Role::office_clerk, "office");
        appoint("secadmin", Role::security_admin, "office");
        for (const char* one : {"adviser", "adviser2"}) {
            organ.engagements.push_back({.person = {one}, .from = on("2020-01-01"), .until = on("2030-12-31")});
        }
        knows_calendar(2026);
        procedure.required_materials = {{MaterialKind::drafting_note, "", true}};
        procedure.checklist = {{"authority", "权限"}, {"procedure", "程序"}, {"content", "内容"}};
        matter = a_matter("mat_1", "供热补贴办法");
        meeting = {.id = {"mtg_1"},
                   .organ = organ.id,
                   .forum = Forum::office_meeting,
                   .stage = MeetingStage::planned,
                   .held_at = at_time("2026-03-20T09:00:00+08:00")};
    }

    Matter a_matter(const std::string& id, const std::string& title) const {
        Matter one{.id = {id},
                   .organ = organ.id,
                   .kind = MatterKind::major_decision,
                   .title = title,
                   .stage = Stage::reviewed,
                   .undertaking_unit = {"letters"},
                   .lead_unit = UnitId{"letters"},
                   .issuer = "信访局"};
        one.route = {Forum::office_meeting};
        one.procedure = "procedure";
        one.pack = "pack";
        return one;
    }

    Post& appoint(const std::string& name, Role role, const std::string& unit, const std::string& from = "2020-01-01") {
        organ.people[{name}] = {.id = {name}, .login = name, .name = name};
        const PostId id{"pst_" + std::to_string(organ.posts.size())};
        return organ.posts[id] = Post{.id = id,
                                      .person = {name},
                                      .role = role,
                                      .unit = {unit},
                                      .from = on(from),
                                      .document = DocumentId{"sha256:post"},
                                      .entered_by = {"secadmin"},
                                      .entered_at = start_of(on(from)),
                                      .confirmed_by = PersonId{"clerk"},
                                      .confirmed_at = start_of(on(from))};
    }
    void knows_calendar(int year, std::vector<CalendarDay> days = {}) {
        organ.calendar.years[year] = {.year = year, .notices = {"通知"}, .days = std::move(days), .version = "1"};
    }

    /// A shorter period with the paper of its approval, which this person uploaded.
    Shortening shortened_by(const std::string& name) {
        const DocumentId paper{"sha256:approval_" + name};
        documents[paper] = {.uploaded_by = {name}, .uploaders = {{name}}};
        return {.reason = "防汛", .approver = {name}, .document = paper};
    }

    /// Files the next version. `main` is its text; `from` and `change` where it is to keep an opinion.
    Draft& drafts(Matter& one, const std::string& main, std::optional<int> from = {},
                  ChangeClass change = ChangeClass::substantive) const {
        const int version = static_cast<int>(one.drafts.size()) + 1;
        for (Clearance& clearance : one.clearances) clearance.standing = false;
        one.drafts.push_back(
            {.version = version,
             .digest = {one.id.value + "/" + std::to_string(version)},
             .main = {main},
             .documents = {{{main}, DocumentRole::draft, "草案"}, {{"note"}, DocumentRole::drafting_note, {}}},
             .drafters = {{"drafter"}},
             .uploaders = {{"drafter"}},
             .submitted_by = {"drafter"},
             .submitted_at = at_time("2026-03-01T09:00:00+08:00") + std::chrono::minutes(version)});
        one.drafts.back().change = change;
        one.drafts.back().from = from;
        return one.drafts.back();
    }
    ReviewRequest& sends(Matter& one, const std::string& accepted = "2026-03-02T09:00:00+08:00") const {
        one.requests.push_back({.version = one.drafts.back().version,
                                .digest = one.drafts.back().digest,
                                .requested_by = {"chief"},
                                .requested_at = at_time(accepted) - std::chrono::hours(1),
                                .legal_basis = {{"信访工作条例", "第三十四条", {}}},
                                .procedures_done = "已征求意见",
                                .accepted_by = PersonId{"legal"},
                                .accepted_at = at_time(accepted)});
        return one.requests.back();
    }
    AdviserOpinion& advises(Matter& one, const std::string& adviser, int version, Conclusion conclusion,
                            const std::string& at = "2026-03-03T09:00:00+08:00") const {
        one.adviser_opinions.push_back({.id = {"opn_a" + std::to_string(one.adviser_opinions.size())},
                                        .version = version,
                                        .conclusion = conclusion,
                                        .author = {adviser},
                                        .given_at = at_time(at)});
        return one.adviser_opinions.back();
    }
    LegalityOpinion& opines(Matter& one, Conclusion conclusion,
                            const std::string& at = "2026-03-10T09:00:00+08:00") const {
        const Draft& draft = one.drafts.back();
        one.opinions.push_back({.id = {one.id.value + "/opn_" + std::to_string(one.opinions.size())},
                                .number = "审〔2026〕1号",
                                .version = draft.version,
                                .digest = draft.digest,
                                .conclusion = conclusion,
                                .author = {"legal"},
                                .issued_at = at_time(at)});
        if (conclusion == Conclusion::lawful) clears(one, at);
        return one.opinions.back();
    }
    Clearance& clears(Matter& one, const std::string& at = "2026-03-10T09:00:00+08:00") const {
        const Draft& draft = one.drafts.back();
        one.clearances.push_back({.id = {"clr_" + std::to_string(one.clearances.size())},
                                  .version = draft.version,
                                  .digest = draft.digest,
                                  .opinion = one.opinions.back().id,
                                  .since = at_time(at)});
        return one.clearances.back();
    }
    /// The next version, sent, advised on, found lawful.
    void passes(Matter& one, const std::string& main) const {
        drafts(one, main);
        sends(one);
        advises(one, "adviser2", one.drafts.back().version, Conclusion::lawful);
        opines(one, Conclusion::lawful);
    }
    Placement& places(Matter& one) {
        const Draft& draft = one.drafts.back();
        meeting.items.push_back({.id = {"itm_1"},
                                 .kind = ItemKind::decision,
                                 .title = one.title,
                                 .matter = one.id,
                                 .version = draft.version,
                                 .digest = draft.digest});
        one.placements.push_back({.item = {"itm_1"},
                                  .meeting = meeting.id,
                                  .forum = meeting.forum,
                                  .version = draft.version,
                                  .digest = draft.digest});
        return one.placements.back();
    }

    using Guard = std::optional<Finding> (*)(const Context&);

    World world() const {
        auto definitions = std::make_shared<Definitions>();
        definitions->procedures["procedure"] = std::make_shared<Procedure>(procedure);
        definitions->packs["pack"] = std::make_shared<PolicyPack>(pack);
        definitions->meetings = std::make_shared<Procedure>();
        World one{.now = now, .today = date_of(now), .definitions = std::move(definitions)};
        one.organ = std::make_shared<Organ>(organ);
        one.account = account;
        one.matters[matter.id] = std::make_shared<Matter>(matter);
        if (other) one.matters[other->id] = std::make_shared<Matter>(*other);
        one.meetings[meeting.id] = std::make_shared<Meeting>(meeting);
        one.documents = documents;
        return one;
    }
    std::optional<Finding> asks(Guard guard, const Command& command) const {
        const World all = world();
        return guard(context_of(all, command));
    }
    /// What a guard says to an action on the matter; without a body it is only asked whether the action is possible.
    std::optional<Finding> asks(Guard guard, std::string action, std::any body = {},
                                const std::string& actor = "clerk") const {
        return asks(guard, {.target = Target::matter,
                            .action = std::move(action),
                            .subject = {.organ = organ.id, .matter = matter.id},
                            .actor = {actor},
                            .body = std::move(body)});
    }
    std::optional<Finding> asks_item(Guard guard, std::string action, std::optional<Instant> occurred_at = {}) const {
        return asks(guard, {.target = Target::item,
                            .action = std::move(action),
                            .subject = {.organ = organ.id, .meeting = meeting.id, .item = ItemId{"itm_1"}},
                            .actor = {"clerk"},
                            .body = {},
                            .occurred_at = occurred_at});
    }
    std::optional<Finding> asks_meeting(Guard guard, std::string action, std::any body = {}) const {
        return asks(guard, {.target = Target::meeting,
                            .action = std::move(action),
                            .subject = {.organ = organ.id, .meeting = meeting.id},
                            .actor = {"clerk"},
                            .body = std::move(body)});
    }
};

}  // namespace shenyi::workflow
