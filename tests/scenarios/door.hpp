#pragma once

#include "workflow/command.hpp"
#include "workflow/dates.hpp"
#include "workflow/finding.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace shenyi::tests {

/// What a scenario's step came to.
struct StepResult {
    bool accepted = false;
    bool not_your_role = false;
    std::vector<std::string> faults;    ///< pointers of a faulty body
    std::vector<std::string> refusals;  ///< `R-GATE-01`, `R-GATE-01.papers`
    std::vector<std::string> warnings;
    std::string created;

    std::string text() const;
};

/// One way into the bureau: the core alone, or an engine on a database. Scenarios are the same through each.
class Door {
  public:
    virtual ~Door() = default;

    virtual void set_clock(workflow::Instant now) = 0;
    /// Lets the daily job of the clock's day run.
    virtual void begin_day() = 0;
    virtual StepResult act(const std::string& login, workflow::Target target, const std::string& action,
                           workflow::Subject subject, const boost::json::value& body) = 0;
    /// Keeps a document of this text, uploaded by that person.
    virtual workflow::DocumentId document(const std::string& login, const std::string& text) = 0;
    virtual workflow::PersonId person(const std::string& login) = 0;
    virtual workflow::UnitId unit(const std::string& name) = 0;
    virtual std::shared_ptr<const workflow::Matter> matter(const workflow::MatterId& id) = 0;
    virtual std::shared_ptr<const workflow::Meeting> meeting(const workflow::MeetingId& id) = 0;
    /// Checklist items that the review of a matter answers now.
    virtual std::vector<std::string> checklist(const workflow::MatterId& id) = 0;
    virtual std::vector<workflow::MaterialKind> required_materials(const workflow::MatterId& id) = 0;
};

std::unique_ptr<Door> core_door();

/// Every document that a body names, wherever it stands.
std::vector<workflow::DocumentId> documents_in(const boost::json::value& body);

}  // namespace shenyi::tests
