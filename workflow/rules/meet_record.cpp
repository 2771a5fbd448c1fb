#include "workflow/actions/meeting.hpp"
#include "workflow/rules/meet.hpp"
#include "workflow/rules/sequence.hpp"
#include "workflow/rules/sitting.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

/// R-MEET-17 and R-MEET-19: when what is entered of a meeting happened, and who signs its record.
namespace shenyi::workflow::rules {

namespace {

/// Those whose signature makes a record from paper that of two: who has not signed, and who is only on the sheet.
std::vector<PersonId> others_to_sign(const Meeting& meeting) {
    std::vector<PersonId> others = meeting.still_to_sign();
    std::erase(others, meeting.recorder);
    std::ranges::copy(meeting.may_sign_beside_the_sheet(), std::back_inserter(others));
    return others;
}

/// The meeting whose adoption of the settled text was entered from paper and is signed by nobody else. What was not
/// loaded cannot be trusted to be signed.
std::optional<Finding> entered_and_unsigned(const Context& at) {
    const SettledText* text = at.matter ? at.matter->settled() : nullptr;
    if (!text) return std::nullopt;
    for (const Placement& placement : at.matter->placements) {
        if (!placement.adopted() || !placement.settled || placement.settled->digest != text->digest) continue;
        const Meeting* meeting = find(at.world, placement.meeting);
        if (meeting && (!meeting->entered_late || meeting->signed_by_a_second_person())) continue;
        Facts facts = {{"forum", terms_of({placement.forum})}};
        if (meeting) facts.emplace("date", day_of(*meeting));
        std::vector<PersonId> others = meeting ? others_to_sign(*meeting) : std::vector<PersonId>{};
        return Finding{.rule = "R-MEET-17",
                       .variant = "late",
                       .subject = placement.meeting.value,
                       .facts = std::move(facts),
                       .missing = {Missing::signature},
                       .owing = std::move(others)};
    }
    return std::nullopt;
}

bool refused_to_sign(const Meeting& meeting, const PersonId& person) {
    return std::ranges::find(meeting.signature_refusals, person, &SignatureRefusal::person) !=
           meeting.signature_refusals.end();
}

Finding unsigned_by(const Context& at, std::string variant, const PersonId& person) {
    return {
        .rule = "R-MEET-19",
        .variant = std::move(variant),
        .facts = {{"names", names_of(at, {person})}},
        .missing = {Missing::another_person},
    };
}

}  // namespace

/// R-MEET-17 会议不得提前开启；补录的会议记录须经另一名到会人员签字，方可登记、公布。
/// The earlier of the recorded and the entered time counts. No entered time lies ahead, or before what the act follows
/// in the record (`sequence.hpp`): what happened on paper is entered as it happened. Source: the engine's own control.
std::optional<Finding> r_meet_17(const Context& at) {
    if (at.command.target == Target::matter) return entered_and_unsigned(at);
    if (auto finding = impossible_time(at)) return finding;
    if (!is_action(at, Target::meeting, "open")) return std::nullopt;
    const Date day = date_of(at.meeting->held_at);
    if (date_of(at.happened()) >= day) return std::nullopt;

    return Finding{.rule = "R-MEET-17", .facts = {{"date", day}}, .missing = {Missing::meeting}};
}

/// R-MEET-19 会议记录经主持人、记录员和到会成员签字后办结。
/// Each signs once and for himself; the recorder alone enters a sheet signed on paper, or a refusal before two
/// witnesses. Who is on the sheet of a record entered from paper may sign himself too, since R-MEET-17 asks for him.
/// Source: 《中国共产党党组工作条例（试行）》(2015) 第二十七条; signatures: the engine's own control.
std::optional<Finding> r_meet_19(const Context& at) {
    if (!at.meeting) return std::nullopt;
    const auto* body = at.body<SignRecord>();
    const std::vector<PersonId> owing = at.meeting->still_to_sign();
    const bool recorder = at.actor() == at.meeting->recorder;
    const bool enters = body && (body->refused_by || body->signed_sheet);
    if (enters && !recorder) {
        return unsigned_by(at, "recorder", at.meeting->recorder);
    }
    const PersonId& whose = body && body->refused_by ? *body->refused_by : at.actor();
    const bool for_all = recorder && (!body || body->signed_sheet);
    if (!enters && contains(at.meeting->may_sign_beside_the_sheet(), at.actor())) return std::nullopt;
    if (for_all ? owing.empty() : !contains(owing, whose)) {
        return unsigned_by(at, refused_to_sign(*at.meeting, whose) ? "refused" : "not_owed", whose);
    }
    if (!body || !body->refused_by || are_two_witnesses(body->witnesses, whose)) return std::nullopt;

    return unsigned_by(at, "witnesses", whose);
}

}  // namespace shenyi::workflow::rules
