#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

struct OpenItem {
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(OpenItem, (), (occurred_at))

struct DeclareInterest {
    PersonId person;
    bool interest;
    std::optional<std::string> text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(DeclareInterest, (), (person, interest, text, occurred_at))

struct Recuse {
    PersonId person;
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(Recuse, (), (person, reason, occurred_at))

struct Speak {
    PersonId person;
    Position position;
    std::optional<std::string> text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(Speak, (), (person, position, text, occurred_at))

/// The head's decision in the office meeting (R-DEC-02).
struct HeadDecide {
    Outcome outcome;
    std::optional<std::string> head_reasons;
    std::vector<Amendment> amendments;
    std::optional<CloseReason> close_reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(HeadDecide, (), (outcome, head_reasons, amendments, close_reason, occurred_at))

struct DeferItem {
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(DeferItem, (), (reason, occurred_at))

/// The author confirms, or until he signs the record mends, the text of his dissent (R-MEET-14).
struct ConfirmDissent {
    PersonId person;
    std::string text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(ConfirmDissent, (), (person, text, occurred_at))

struct RecordRefusalToConfirm {
    PersonId person;
    std::vector<PersonId> witnesses;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(RecordRefusalToConfirm, (), (person, witnesses, occurred_at))

struct CloseItem {
    std::optional<UnitId> executing_unit;
    std::optional<ResponsiblePersons> responsible;
    std::optional<bool> no_dissent;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(CloseItem, (), (executing_unit, responsible, no_dissent, occurred_at))

Events events_of(const Context& at, const OpenItem& body);
Events events_of(const Context& at, const DeclareInterest& body);
Events events_of(const Context& at, const Recuse& body);
Events events_of(const Context& at, const Speak& body);
Events events_of(const Context& at, const HeadDecide& body);
Events events_of(const Context& at, const DeferItem& body);
Events events_of(const Context& at, const ConfirmDissent& body);
Events events_of(const Context& at, const RecordRefusalToConfirm& body);
Events events_of(const Context& at, const CloseItem& body);

BodyFaults faults_of(const Context& at, const DeclareInterest& body);
BodyFaults faults_of(const Context& at, const Recuse& body);
BodyFaults faults_of(const Context& at, const Speak& body);
BodyFaults faults_of(const Context& at, const HeadDecide& body);
BodyFaults faults_of(const Context& at, const ConfirmDissent& body);
BodyFaults faults_of(const Context& at, const RecordRefusalToConfirm& body);
BodyFaults faults_of(const Context& at, const CloseItem& body);

}  // namespace shenyi::workflow
