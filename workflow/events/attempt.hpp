#pragma once

#include "workflow/finding.hpp"
#include "workflow/ids.hpp"

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What was refused, and who came in and went.
namespace shenyi::workflow {

/// An action that was refused: who tried what, and every finding (R-ARC-04).
struct AttemptRefused {
    static constexpr std::string_view type = "attempt.refused";
    std::string action;
    std::string target;  ///< stream of the matter, meeting, person or organ
    std::vector<Finding> findings;
    bool not_your_role = false;
};
BOOST_DESCRIBE_STRUCT(AttemptRefused, (), (action, target, findings, not_your_role))

/// From the tenth refusal of one person on one resource within an hour on: one event for all of them.
struct AttemptsCounted {
    static constexpr std::string_view type = "attempts.counted";
    PersonId person;
    std::string target;
    Instant from;
    Instant to;
    int count;
};
BOOST_DESCRIBE_STRUCT(AttemptsCounted, (), (person, target, from, to, count))

struct LoggedIn {
    static constexpr std::string_view type = "session.opened";
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LoggedIn, (), (person))

struct LoggedOut {
    static constexpr std::string_view type = "session.closed";
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LoggedOut, (), (person))

/// Failed log-ins of one login from one address, counted and written once a minute.
struct LogInsFailed {
    static constexpr std::string_view type = "session.failed";
    std::string login;
    std::string address;
    int count;
};
BOOST_DESCRIBE_STRUCT(LogInsFailed, (), (login, address, count))

}  // namespace shenyi::workflow
