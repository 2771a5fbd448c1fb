#include "workflow/meeting.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

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
    for (auto statement = statements.rbegin(); statement != statements.rend(); ++statement) {
        if (statement->person == person) return &*statement;
    }
    return nullptr;
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
