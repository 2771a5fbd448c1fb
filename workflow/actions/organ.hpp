#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// The security administrator opens an account; it holds no post yet.
struct RegisterPerson {
    std::string login;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(RegisterPerson, (), (login, name))

/// The security administrator enters an appointment, with its document (R-ACC-08).
struct EnterPost {
    Role role;
    std::string title;
    UnitId unit;
    Date from;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(EnterPost, (), (role, title, unit, from, document))

/// Director or office confirm it, never for themselves.
struct ConfirmPost {
    std::optional<bool> confirmed;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(ConfirmPost, (), (confirmed))

/// Enters the end of a post; confirmed by the same `confirm`.
struct EndPost {
    Date to;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(EndPost, (), (to, document))

struct Delegate {
    PersonId to;
    Date from;
    Date until;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Delegate, (), (to, from, until, reason))

struct EngageAdviser {
    PersonId person;
    Date from;
    Date until;
    std::string field;
    std::vector<std::string> conflicts;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(EngageAdviser, (), (person, from, until, field, conflicts, document))

struct ResetPassword {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ResetPassword, (), (reason))

/// Loads a year's holiday arrangement as its notice gives it (R-CAL-01).
struct LoadCalendar {
    int year;
    std::string notice;
    std::vector<CalendarDay> days;
};
BOOST_DESCRIBE_STRUCT(LoadCalendar, (), (year, notice, days))

struct ConfirmCalendar {
    std::optional<bool> confirmed;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(ConfirmCalendar, (), (confirmed))

Events events_of(const Context& at, const RegisterPerson& body);
Events events_of(const Context& at, const EnterPost& body);
Events events_of(const Context& at, const ConfirmPost& body);
Events events_of(const Context& at, const EndPost& body);
Events events_of(const Context& at, const Delegate& body);
Events events_of(const Context& at, const EngageAdviser& body);
Events events_of(const Context& at, const ResetPassword& body);
Events events_of(const Context& at, const LoadCalendar& body);
Events events_of(const Context& at, const ConfirmCalendar& body);

BodyFaults faults_of(const Context& at, const RegisterPerson& body);
BodyFaults faults_of(const Context& at, const EnterPost& body);
BodyFaults faults_of(const Context& at, const ConfirmPost& body);
BodyFaults faults_of(const Context& at, const EndPost& body);
BodyFaults faults_of(const Context& at, const Delegate& body);
BodyFaults faults_of(const Context& at, const EngageAdviser& body);
BodyFaults faults_of(const Context& at, const LoadCalendar& body);
BodyFaults faults_of(const Context& at, const ConfirmCalendar& body);

}  // namespace shenyi::workflow
