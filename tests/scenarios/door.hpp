#pragma once

#include "tests/scenarios/views.hpp"
#include "workflow/command.hpp"
#include "workflow/dates.hpp"
#include "workflow/events.hpp"
#include "workflow/finding.hpp"
#include "workflow/ids.hpp"
#include "workflow/terms.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shenyi::tests {

/// What a scenario gives before its first step, beyond the demo bureau as it is founded.
struct Setting {
    /// Log-ins of the members of a forum, in place of the bureau's own roster.
    std::map<workflow::Forum, std::vector<std::string>> rosters;

    /// The bureau's founding events under this setting.
    std::vector<workflow::OrganEvent> applied_to(std::vector<workflow::OrganEvent> founding) const;
};

/// A finding as a door tells it.
struct Told {
    /// `R-GATE-01`, `R-GATE-01.papers`. Over HTTP only the message tells the variant: every variant it may be.
    std::vector<std::string> names;
    boost::json::object facts;         ///< as on the wire
    std::vector<std::string> missing;  ///< `legality_opinion`
    std::vector<std::string> clears;   ///< roles that can clear it

    /// A rule without variant stands for any of its texts.
    bool is(std::string_view rule) const;
    std::string text() const;
};

/// What a scenario's step came to. Exactly one of the first four says it, or `refusals` does.
struct StepResult {
    bool accepted = false;
    bool not_your_role = false;
    bool unseen = false;              ///< what it is about is not there for this person
    std::vector<std::string> faults;  ///< pointers of a faulty body
    std::vector<Told> refusals;
    std::vector<Told> warnings;
    std::string created;
    std::string event;  ///< the first that it brought about

    std::string text() const;
};

/// One way into the bureau: the core alone, an engine on a database, or a running server. Scenarios are the same
/// through each.
class Door {
  public:
    virtual ~Door() = default;

    /// The first call says when the bureau is founded; later ones only go forward.
    virtual void set_clock(workflow::Instant now) = 0;
    /// Lets the daily job of the clock's day run.
    virtual void begin_day() = 0;
    virtual StepResult act(const std::string& login, workflow::Target target, const std::string& action,
                           workflow::Subject subject, const boost::json::value& body) = 0;
    /// Keeps a document of this text, uploaded by that person.
    virtual workflow::DocumentId document(const std::string& login, const std::string& text) = 0;
    virtual workflow::PersonId person(const std::string& login) = 0;
    virtual workflow::UnitId unit(const std::string& name) = 0;
    virtual MatterView matter(const workflow::MatterId& id) = 0;
    virtual MeetingView meeting(const workflow::MeetingId& id) = 0;
    /// Checklist items that the review of a matter answers now.
    virtual std::vector<std::string> checklist(const workflow::MatterId& id) = 0;
    virtual std::vector<std::string> required_materials(const workflow::MatterId& id) = 0;
};

std::unique_ptr<Door> core_door(const Setting& setting);

/// A finding of the core, with the roles that the rules' file lets clear it.
Told told(const workflow::Finding& finding);
std::vector<Told> told(const std::vector<workflow::Finding>& findings);

/// Every document that a body names, wherever it stands.
std::vector<workflow::DocumentId> documents_in(const boost::json::value& body);

}  // namespace shenyi::tests
