#pragma once

#include "storage/definitions/yaml_file.hpp"

#include "workflow/dates.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <tl/expected.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rules table, `schemas/rules.yaml`: what a rule rests on and who can clear it. What the rule checks is code.
namespace shenyi::storage::definitions {

/// What a rule does. `refuse_unless_reason`: refused until a reason with author and time is recorded, then a warning.
/// `refuse_and_warn`: part refuses, part warns; its variants say which text does what. `computed`: a way of counting.
enum class RuleClass { refuse, warn, refuse_unless_reason, refuse_and_warn, computed };
BOOST_DESCRIBE_ENUM(RuleClass, refuse, warn, refuse_unless_reason, refuse_and_warn, computed)

/// How well a text is known: found and read; seen in part or second-hand; from memory, to be checked; our own control.
enum class TextStatus { read, partly, memory, design };
BOOST_DESCRIBE_ENUM(TextStatus, read, partly, memory, design)

/// What a law is to an organ: it binds; it is followed by reference (参照); it serves comparison; it is our own
/// control.
enum class Binding { binds, by_reference, comparison, own_control };
BOOST_DESCRIBE_ENUM(Binding, binds, by_reference, comparison, own_control)

struct LawTitle {
    std::string zh;
    std::string en;

    bool operator==(const LawTitle&) const = default;
};
BOOST_DESCRIBE_STRUCT(LawTitle, (), (zh, en))

struct Law {
    LawTitle title;
    std::optional<std::string> number;
    std::optional<workflow::Date> issued;
    std::optional<workflow::Date> effective_from;   ///< empty where it was not seen
    std::optional<workflow::Date> effective_until;  ///< the last day on which it held; empty: it holds
    TextStatus text_status;
    std::vector<workflow::MatterKind> kinds;  ///< of which it speaks; empty: of all
    std::vector<workflow::Forum> forums;      ///< whose proceedings it rules; empty: of all

    bool operator==(const Law&) const = default;
};
BOOST_DESCRIBE_STRUCT(Law, (), (title, number, issued, effective_from, effective_until, text_status, kinds, forums))

struct Source {
    std::string law;                     ///< key in `Rules::laws`
    std::optional<std::string> article;  ///< empty where the number was not seen
    TextStatus status;                   ///< of this article
    std::optional<std::string> about;    ///< what of the rule it carries

    bool operator==(const Source&) const = default;
};
BOOST_DESCRIBE_STRUCT(Source, (), (law, article, status, about))

enum class ActedOn { matter, meeting, item, organ };
BOOST_DESCRIBE_ENUM(ActedOn, matter, meeting, item, organ)

/// Who can clear what a rule refuses, by which action.
struct Clearing {
    workflow::Role role;
    std::string action;
    std::optional<ActedOn> target;              ///< empty: matter
    std::optional<workflow::Missing> supplies;  ///< helps only where this is missing; empty: whatever is

    bool operator==(const Clearing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Clearing, (), (role, action, target, supplies))

/// Another text of a rule; where a member is empty, the rule's own counts.
struct RuleVariant {
    std::optional<RuleClass> class_;
    std::optional<std::vector<Clearing>> clears;

    bool operator==(const RuleVariant&) const = default;
};
BOOST_DESCRIBE_STRUCT(RuleVariant, (), (class_, clears))

struct Rule {
    std::string id;
    std::string group;  ///< the file of its guard
    RuleClass class_;
    bool guard;                              ///< a guard function checks it
    std::optional<std::string> enforced_by;  ///< where there is no guard
    std::vector<workflow::Role> actor;       ///< whose act it concerns; empty: the engine's, or anybody's
    std::vector<Clearing> clears;
    std::vector<Source> sources;
    std::map<std::string, RuleVariant> variants;

    bool operator==(const Rule&) const = default;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (id, group, class_, guard, enforced_by, actor, clears, sources, variants))

struct Rules {
    std::map<std::string, Law, std::less<>> laws;
    /// What each law is to an organ that says nothing of itself.
    std::map<std::string, Binding, std::less<>> binding;
    std::map<std::string, Rule, std::less<>> rules;

    /// Null where there is no such rule.
    const Rule* find(std::string_view id) const;
};

/// Reads and checks the file; all faults at once, each with line and member.
tl::expected<Rules, FileFaults> read_rules(const std::filesystem::path& file);

/// Who can clear a finding of this rule and variant; an unknown variant counts as the rule itself.
const std::vector<Clearing>& clearings(const Rule& rule, std::string_view variant);

/// Whether the action supplies something of what is missing.
bool helps(const Clearing& clearing, const std::vector<workflow::Missing>& missing);

/// The class of a text; of `refuse_and_warn` and the like only the finding itself can tell.
RuleClass class_of(const Rule& rule, std::string_view variant);

/// What a finding is about, as far as that decides which law speaks.
struct CitedCase {
    std::optional<workflow::MatterKind> kind;
    std::optional<workflow::Forum> forum;
    std::optional<workflow::Date> day;  ///< cited is what was in force on it; empty: all
};

/// A source as a finding cites it.
struct Citation {
    std::string law;
    std::optional<std::string> article;
    TextStatus text_status;
    std::optional<workflow::Date> effective_from;
    Binding binds;

    bool operator==(const Citation&) const = default;
};
BOOST_DESCRIBE_STRUCT(Citation, (), (law, article, text_status, effective_from, binds))

/// The sources of a rule, what binds this organ first. A law that another replaces keeps its entry with its last day,
/// so that what was found under it cites it for ever. `organ_binding` (workflow::Organ::binding) goes before the file's
/// own `binding`; a law that speaks of other kinds of matters or of the other forum only is cited for comparison.
std::vector<Citation> citations(const Rules& rules, const Rule& rule,
                                const std::map<std::string, std::string>& organ_binding, const CitedCase& of);

}  // namespace shenyi::storage::definitions
