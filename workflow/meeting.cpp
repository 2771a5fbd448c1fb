#include "workflow/meeting.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

template <class Test>
const Statement* last_of(const std::vector<Statement>& statements, const PersonId& person, Test test) {
    const auto found = std::find_if(statements.rbegin(), statements.rend(),
                                    [&](const Statement& one) { return one.person == person && test(one); });
    return found == statements.rend() ? nullptr : &*found;
}

bool is_any(const Statement&) {
    return true;
}

void add_once(std::vector<PersonId>& people, const PersonId& person) {
    if (std::ranges::find(people, person) == people.end()) people.push_back(person);
}

}  // namespace

const Ballot* Item::last_closed_ballot() const {
    for (auto ballot = ballots.rbegin(); ballot != ballots.rend(); ++ballot) {
        if (ballot->state == BallotState::closed) return &*ballot;
    }
    return nullptr;
}

const Statement* Item::last_statement_of(const PersonId& person) const {
    return last_of(statements, person, is_any);
}

const Statement* Item::last_word_of(const PersonId& person) const {
    const Statement* now = last_statement_of(person);
    return now ? now : last_of(stated_before, person, is_any);
}

const Statement* Item::own_word_of(const PersonId& person) const {
    const Dissent* dissent = dissent_of(person);
    const bool confirmed = dissent && dissent->confirmed;
    const Statement* now =
        last_of(statements, person, [&](const Statement& one) { return one.by_himself || confirmed; });
    return now ? now : last_of(stated_before, person, is_any);
}

const Declaration* Item::own_declaration_of(const PersonId& person) const {
    const auto now = declarations.find(person);
    if (now != declarations.end() && now->second.by_himself) return &now->second;
    const auto before = declared_before.find(person);
    return before == declared_before.end() ? nullptr : &before->second;
}

const Dissent* Item::dissent_of(const PersonId& person) const {
    const auto found = std::ranges::find(dissents, person, &Dissent::person);
    return found == dissents.end() ? nullptr : &*found;
}

const Item* Meeting::item(const ItemId& wanted) const {
    const auto found = std::ranges::find(items, wanted, &Item::id);
    return found == items.end() ? nullptr : &*found;
}

bool Meeting::is_due(const PersonId& person) const {
    return roster && std::ranges::find(roster->due, person) != roster->due.end();
}

bool Meeting::attends(const PersonId& person) const {
    return roster && std::ranges::find(roster->attendees, person, &Attendee::person) != roster->attendees.end();
}

bool Meeting::has_signed(const PersonId& person) const {
    return std::ranges::find(signatures, person, &Signature::person) != signatures.end();
}

std::vector<PersonId> Meeting::signatories() const {
    std::vector<PersonId> people;
    add_once(people, chair);
    add_once(people, recorder);
    for (const PersonId& person : were_present) {
        if (is_due(person)) add_once(people, person);
    }
    return people;
}

std::vector<PersonId> Meeting::still_to_sign() const {
    std::vector<PersonId> people = signatories();
    std::erase_if(people, [&](const PersonId& person) {
        return has_signed(person) ||
               std::ranges::find(signature_refusals, person, &SignatureRefusal::person) != signature_refusals.end();
    });
    return people;
}

bool Meeting::signed_by_a_second_person() const {
    return std::ranges::any_of(signatures, [&](const Signature& signature) {
        return !signature.sheet && signature.person != recorder && were_present.contains(signature.person) &&
               (is_due(signature.person) || attends(signature.person));
    });
}

std::vector<PersonId> Meeting::may_sign_beside_the_sheet() const {
    std::vector<PersonId> people;
    if (!entered_late || signed_by_a_second_person()) return people;
    for (const Signature& signature : signatures) {
        if (signature.sheet && signature.person != recorder) add_once(people, signature.person);
    }
    return people;
}

}  // namespace shenyi::workflow
