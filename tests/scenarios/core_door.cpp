#include "tests/scenarios/door.hpp"
#include "tests/support/bureau.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/rules/rev.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;

namespace {

class CoreDoor : public Door {
  public:
    void set_clock(Instant now) override { bureau_.at(rfc3339(now)); }

    void begin_day() override { bureau_.begin_day(); }

    StepResult act(const std::string& login, Target target, const std::string& action, Subject subject,
                   const boost::json::value& body) override {
        auto read = codec::read_body(target, action, body);
        StepResult result;
        if (!read) {
            for (const codec::Fault& fault : read.error()) result.faults.push_back(fault.pointer);
            return result;
        }
        Command command{.target = target, .action = action, .subject = std::move(subject), .body = *std::move(read)};
        command.documents = documents_in(body);
        command.occurred_at = codec::occurred_at_of(command.body);
        const auto answer = bureau_.try_command(login, std::move(command));
        if (answer) {
            result.accepted = true;
            result.created = answer->created;
            result.warnings = rules_of(answer->warnings);
            return result;
        }
        result.not_your_role = answer.error().not_your_role();
        for (const BodyFault& fault : answer.error().body_faults) result.faults.push_back(fault.pointer);
        result.refusals = rules_of(answer.error().findings);
        result.warnings = rules_of(answer.error().warnings);
        return result;
    }

    DocumentId document(const std::string& login, const std::string& text) override {
        return bureau_.document(login, text);
    }
    PersonId person(const std::string& login) override { return bureau_.person(login); }
    UnitId unit(const std::string& name) override { return bureau_.unit(name); }
    std::shared_ptr<const Matter> matter(const MatterId& id) override { return bureau_.world().matters.at(id); }
    std::shared_ptr<const Meeting> meeting(const MeetingId& id) override { return bureau_.world().meetings.at(id); }

    std::vector<std::string> checklist(const MatterId& id) override {
        const Command command{.target = Target::matter,
                              .action = "issue_legality_opinion",
                              .subject = {.organ = bureau_.organ().id, .matter = id}};
        std::vector<std::string> items;
        for (const ChecklistItem& item : rules::checklist_of(context_of(bureau_.world(), command)))
            items.push_back(item.item);
        return items;
    }

    std::vector<MaterialKind> required_materials(const MatterId& id) override {
        std::vector<MaterialKind> kinds;
        const auto& procedure = bureau_.world().definitions->procedures.at(matter(id)->procedure);
        for (const RequiredMaterial& each : procedure->required_materials) kinds.push_back(each.kind);
        return kinds;
    }

  private:
    Bureau bureau_;
};

void gather(const boost::json::value& value, std::vector<DocumentId>& documents) {
    if (const auto* text = value.if_string()) {
        const std::string_view view(*text);
        if (view.starts_with("sha256:") && view.size() == 71) documents.push_back({std::string(view)});
    } else if (const auto* list = value.if_array()) {
        for (const auto& each : *list) gather(each, documents);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [name, each] : *object) gather(each, documents);
    }
}

}  // namespace

std::string StepResult::text() const {
    std::string text = accepted ? "accepted" : "not accepted";
    if (not_your_role) text += ", not your role";
    for (const std::string& fault : faults) text += ", fault at '" + fault + "'";
    for (const std::string& rule : refusals) text += ", refused by " + rule;
    for (const std::string& rule : warnings) text += ", warned by " + rule;
    return text;
}

std::vector<DocumentId> documents_in(const boost::json::value& body) {
    std::vector<DocumentId> documents;
    gather(body, documents);
    return documents;
}

std::unique_ptr<Door> core_door() {
    return std::make_unique<CoreDoor>();
}

}  // namespace shenyi::tests
