#pragma once

#include "workflow/dates.hpp"
#include "workflow/expected.hpp"
#include "workflow/ids.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shenyi::workflow {

/// A word of one of the closed vocabularies, named by catalogue and code (`stage`, `drafting`) and put into a language
/// at the edge.
struct Term {
    std::string catalogue;
    std::string code;

    bool operator==(const Term&) const = default;
};
BOOST_DESCRIBE_STRUCT(Term, (), (catalogue, code))

/// One fact of a finding. Texts are names and titles as people wrote them.
using Fact = std::variant<std::int64_t, std::string, Date, Instant, Term, std::vector<std::string>, std::vector<Term>>;
using Facts = std::map<std::string, Fact>;

enum class FindingClass { refuse, warn };
BOOST_DESCRIBE_ENUM(FindingClass, refuse, warn)

/// What a rule has to say against a command: which rule, which of its texts, about what, with which facts, and what is
/// missing. Sentences, articles and who can clear it are added at the edge, from the rules table and the message
/// catalogue.
struct Finding {
    std::string rule;
    std::string variant;  ///< which of the rule's texts, empty for the first
    FindingClass class_ = FindingClass::refuse;
    std::string subject;  ///< id of what it is about, empty for the command's own subject
    Facts facts;
    std::vector<Missing> missing;
    /// Those whose own act is missing, where nobody else of their role can do it for them. It only narrows down who can
    /// clear (`clearing.hpp`) and is not told: the facts name them.
    std::vector<PersonId> owing = {};
    std::vector<PersonId> excluded = {};     ///< whom it keeps from the act: another person clears it; not told either
    std::optional<MatterId> of_matter = {};  ///< whose people clear it, where the command names no matter; nor told
    bool of_what_is_done = false;  ///< a warning of what the act brings about: one that is refused brings nothing about

    bool refuses() const { return class_ == FindingClass::refuse; }
    bool operator==(const Finding&) const = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (rule, variant, class_, subject, facts, missing))

/// The one finding that is no rule of law: the action is not possible in this stage.
inline constexpr std::string_view wrong_stage = "wrong_stage";
/// What within a stage makes an action impossible: variants of `wrong_stage`.
inline constexpr std::array<std::string_view, 5> wrong_states{"clock_runs", "clock_stopped", "no_objection", "no_point",
                                                              "no_other_reviewer"};

/// A fault of a command's body that only the records show: what it names does not exist or does not fit (422).
struct BodyFault {
    std::string pointer;  ///< RFC 6901, into the body
    Expected expected;

    bool operator==(const BodyFault&) const = default;
};

/// Why a command was not carried out. Exactly one of the three lists says it, in this order of precedence.
struct Refusal {
    std::vector<Role> roles_that_may;    ///< not empty: the actor's role does not allow the action (403)
    std::vector<BodyFault> body_faults;  ///< not empty: the body is faulty (422)
    std::vector<Finding> findings;       ///< not empty: rules refuse (409)
    std::vector<Finding> warnings;

    bool not_your_role() const { return !roles_that_may.empty(); }
};

}  // namespace shenyi::workflow
