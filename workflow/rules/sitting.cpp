#include "workflow/rules/sitting.hpp"

#include "workflow/rules/words.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <span>

namespace shenyi::workflow::rules {

namespace {

void add_once(std::vector<PersonId>& people, const PersonId& person) {
    if (!contains(people, person)) people.push_back(person);
}

/// The chair and, where the order of the two matters, the leader who does not chair: as far as they take part in the
/// item.
std::vector<PersonId> last_speakers(const Context& at, const std::vector<PersonId>& everybody) {
    std::vector<PersonId> last;
    if (contains(everybody, at.meeting->chair)) last.push_back(at.meeting->chair);
    const bool leader_closes =
        at.meeting->forum == Forum::office_meeting || (at.matter && at.matter->kind == MatterKind::key_matter);
    if (!leader_closes) return last;
    for (const PersonId& leader : leaders_present(at)) add_once(last, leader);
    return last;
}

std::size_t after_last_statement(const Item& item, const PersonId& person) {
    for (std::size_t i = item.statements.size(); i > 0; --i) {
        if (item.statements[i - 1].person == person) return i;
    }
    return 0;
}

/// Whether a last speaker's position still closes the round: none of those before him has spoken, or come in, since.
bool closes_the_round(const Context& at, const PersonId& person, const std::vector<PersonId>& before) {
    const std::size_t next = after_last_statement(*at.item, person);
    if (next == 0) return false;
    const Instant stated = at.item->statements[next - 1].at;
    const auto since = std::span(at.item->statements).subspan(next);
    const bool spoken = std::ranges::any_of(since, [&](const Statement& one) { return contains(before, one.person); });
    const bool arrived = std::ranges::any_of(at.meeting->attendance, [&](const Attendance& one) {
        return one.event == AttendanceEvent::arrived && one.at > stated && contains(before, one.person);
    });
    return !spoken && !arrived;
}

}  // namespace

bool contains(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

std::vector<std::string> names_of(const Context& at, const std::vector<PersonId>& people) {
    std::vector<std::string> names;
    for (const PersonId& person : people) names.push_back(at.name_of(person));
    return names;
}

std::vector<Term> terms_of(const std::vector<Forum>& forums) {
    std::vector<Term> terms;
    for (const Forum forum : forums) terms.push_back(term_of("forum", forum));
    return terms;
}

bool is_action(const Context& at, Target target, std::string_view action) {
    return at.command.target == target && at.command.action == action;
}

Date day_of(const Meeting& meeting) {
    return date_of(meeting.occurred_at.value_or(meeting.held_at));
}

Date day_of_sitting(const Context& at) {
    return at.meeting->entered_late ? day_of(*at.meeting) : date_of(at.happened());
}

bool is_chaired(const Meeting& meeting, const Item& item) {
    return meeting.is_present(meeting.chair) && !item.recused.contains(meeting.chair);
}

const Item* recused_from(const Context& at, const PersonId& person) {
    const auto is_kept_out = [&](const Item& item) { return item.recused.contains(person); };
    if (at.item) return is_kept_out(*at.item) ? at.item : nullptr;
    if (!is_action(at, Target::meeting, "replace_chair")) return nullptr;
    const auto found = std::ranges::find_if(at.meeting->items, [&](const Item& item) {
        return item.state == ItemState::open && !outcome_reached(item) && is_kept_out(item);
    });
    return found == at.meeting->items.end() ? nullptr : &*found;
}

Role leader_of(Forum forum) {
    return forum == Forum::office_meeting ? Role::director : Role::party_secretary;
}

bool may_lead(const Organ& organ, Forum forum, const PersonId& person, Date day) {
    const Role role = leader_of(forum);
    if (holds(organ, person, role, day)) return true;
    return std::ranges::any_of(delegations_to(organ, person, day),
                               [&](const Delegation* delegation) { return holds(organ, delegation->by, role, day); });
}

std::vector<PersonId> leaders_present(const Context& at) {
    const std::vector<PersonId> everybody = voters(*at.meeting, *at.item);
    std::vector<PersonId> leaders = holders_of(at.organ(), leader_of(at.meeting->forum), day_of(*at.meeting));
    std::erase_if(leaders, [&](const PersonId& leader) { return !contains(everybody, leader); });
    return leaders;
}

std::vector<PersonId> still_to_speak(const Context& at, const PersonId* speaker) {
    const std::vector<PersonId> everybody = voters(*at.meeting, *at.item);
    const std::vector<PersonId> last = last_speakers(at, everybody);
    if (speaker && !contains(last, *speaker)) return {};

    std::vector<PersonId> owing;
    std::vector<PersonId> before;
    for (const PersonId& person : everybody) {
        if (contains(last, person)) continue;
        if (!at.item->last_statement_of(person)) owing.push_back(person);
        before.push_back(person);
    }
    for (const PersonId& person : last) {
        if (speaker && person == *speaker) break;
        if (!closes_the_round(at, person, before)) owing.push_back(person);
        before.push_back(person);
    }
    return owing;
}

}  // namespace shenyi::workflow::rules
