#include "tests/scenarios/door.hpp"
#include "tests/support/bureau.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/rules/rev.hpp"

#include <gtest/gtest.h>
#include <boost/json/object.hpp>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

namespace {

class CoreDoor : public Door {
  public:
    explicit CoreDoor(const Setting& setting) : bureau_(setting.applied_to(Bureau::founding_events())) {}

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
        const std::vector<std::string> blamed = blamed_for_another(login, command, body);
        const auto answer = bureau_.try_command(login, std::move(command));
        if (answer) {
            for (const std::string& pointer : blamed) {
                ADD_FAILURE() << action << ": " << pointer << " is blamed where another member cannot be read";
            }
            result.accepted = true;
            result.created = answer->created;
            result.event = answer->events.front().meta.id.value;
            result.warnings = told(answer->warnings);
            return result;
        }
        result.not_your_role = answer.error().not_your_role();
        for (const BodyFault& fault : answer.error().body_faults) result.faults.push_back(fault.pointer);
        result.refusals = told(answer.error().findings);
        result.warnings = told(answer.error().warnings);
        return result;
    }

    DocumentId document(const std::string& login, const std::string& text) override {
        return bureau_.document(login, text);
    }
    PersonId person(const std::string& login) override { return bureau_.person(login); }
    UnitId unit(const std::string& name) override { return bureau_.unit(name); }
    MatterView matter(const MatterId& id) override { return view_of(*bureau_.world().matters.at(id)); }
    MeetingView meeting(const MeetingId& id) override { return view_of(*bureau_.world().meetings.at(id)); }

    std::vector<std::string> checklist(const MatterId& id) override {
        const Command command{.target = Target::matter,
                              .action = "issue_legality_opinion",
                              .subject = {.organ = bureau_.organ().id, .matter = id}};
        std::vector<std::string> items;
        for (const ChecklistItem& item : rules::checklist_of(context_of(bureau_.world(), command)))
            items.push_back(item.item);
        return items;
    }

    std::vector<std::string> required_materials(const MatterId& id) override {
        std::vector<std::string> kinds;
        const auto& procedure = bureau_.matter(id).procedure;
        for (const RequiredMaterial& each : bureau_.world().definitions->procedures.at(procedure)->required_materials) {
            kinds.emplace_back(codec::name_of_enumerator(each.kind));
        }
        return kinds;
    }

  private:
    /// The members that are told of as not there or not fitting when another one has no shape, or is missing. Of a body
    /// that is accepted as it is there are none.
    std::vector<std::string> blamed_for_another(const std::string& login, Command command, const json::value& body) {
        std::vector<std::string> blamed;
        const auto ask = [&](const json::object& broken, const std::string& member) {
            command.body = codec::read_what_fits(command.target, command.action, broken);
            for (const BodyFault& fault : bureau_.faults_beside(login, command, {"/" + member})) {
                blamed.push_back(fault.pointer + " beside /" + member);
            }
        };
        for (const auto& member : body.as_object()) {
            json::object broken = body.as_object();
            broken[member.key()] = json::object{{"no such member", 1}};
            ask(broken, member.key());
            broken.erase(member.key());
            ask(broken, member.key());
        }
        return blamed;
    }

    Bureau bureau_;
};

}  // namespace

std::unique_ptr<Door> core_door(const Setting& setting) {
    return std::make_unique<CoreDoor>(setting);
}

}  // namespace shenyi::tests
