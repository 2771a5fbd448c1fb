#include "tests/scenarios/store_door.hpp"

#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/rules/rev.hpp"

#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;

namespace {

template <class T>
T value(tl::expected<T, storage::StoreError> expected) {
    if (!expected) throw std::runtime_error("the store: " + expected.error().detail);
    return *std::move(expected);
}

}  // namespace

StoreDoor::StoreDoor(storage::Engine engine, const Setting& setting)
    : database_(fresh_database(engine)), now_(parse_instant("2020-01-01T00:00:00Z")->time_since_epoch().count()) {
    const std::filesystem::path schemas = tests::source_folder() / "schemas";
    const auto calendars = storage::definitions::read_calendars(schemas / "calendars");
    const auto definitions = storage::definitions::read_definitions(schemas);
    if (!calendars || !definitions) throw std::runtime_error("the schemas cannot be read");
    definitions_ = *definitions;
    auto bureau = storage::definitions::read_bureau(schemas / "bureau" / "bureau.yaml", *calendars, *definitions_);
    if (!bureau) throw std::runtime_error(storage::definitions::text_of(bureau.error()));
    organ_ = bureau->id;
    store_ = value(storage::Store::open(database_.database(), {.exclusive = false}));
    documents_ = storage::make_documents(*store_, database_.folder() / "documents");
    engine_ = another_engine();
    if (const auto founded = engine_->found(organ_, setting.applied_to(std::move(bureau->events))); !founded) {
        throw std::runtime_error("founding: " + founded.error().detail);
    }
    set_clock(*parse_instant("2026-03-02T09:00:00+08:00"));
}

StoreDoor::~StoreDoor() = default;

storage::WorkflowEngine::Clock StoreDoor::clock() const {
    return [this] { return Instant(std::chrono::milliseconds(now_.load())); };
}

std::unique_ptr<storage::WorkflowEngine> StoreDoor::another_engine() {
    return engine_with(clock(), {});
}

std::unique_ptr<storage::WorkflowEngine> StoreDoor::another_engine(storage::WorkflowEngine::Clock clock) {
    return engine_with(std::move(clock), {});
}

std::unique_ptr<storage::WorkflowEngine> StoreDoor::sealing_engine(
    std::function<std::unique_ptr<storage::Signer>()> signer) {
    return engine_with(clock(), std::move(signer));
}

std::unique_ptr<storage::WorkflowEngine> StoreDoor::engine_with(
    storage::WorkflowEngine::Clock clock, std::function<std::unique_ptr<storage::Signer>()> signer) {
    return std::make_unique<storage::WorkflowEngine>(
        *store_, *documents_, definitions_, std::move(clock),
        storage::WorkflowEngine::Settings{
            .mac_key_file = database_.folder() / "mac.key", .origin = "test", .signer = std::move(signer)});
}

void StoreDoor::begin_day() {
    value(engine_->begin_day(organ_));
}

storage::Submission StoreDoor::submission(const std::string& login, Target target, const std::string& action,
                                          Subject subject, const boost::json::value& body) {
    auto read = codec::read_body(target, action, body);
    if (!read) throw std::runtime_error("faulty body at " + read.error().front().pointer);
    Command command{.target = target,
                    .action = action,
                    .subject = std::move(subject),
                    .actor = person(login),
                    .body = *std::move(read),
                    .documents = documents_in(body)};
    command.subject.organ = organ_;
    command.occurred_at = codec::occurred_at_of(command.body);
    return storage::Submission{.command = std::move(command), .address = "127.0.0.1"};
}

StepResult StoreDoor::act(const std::string& login, Target target, const std::string& action, Subject subject,
                          const boost::json::value& body) {
    StepResult result;
    if (const auto read = codec::read_body(target, action, body); !read) {
        for (const codec::Fault& fault : read.error()) result.faults.push_back(fault.pointer);
        return result;
    }
    if (second_) std::swap(engine_, second_);
    return result_of(value(engine_->submit(submission(login, target, action, std::move(subject), body))));
}

StepResult StoreDoor::result_of(const storage::Outcome& outcome) {
    StepResult result;
    result.accepted = outcome.kind == storage::Outcome::Kind::accepted;
    result.not_your_role = outcome.kind == storage::Outcome::Kind::not_your_role;
    for (const BodyFault& fault : outcome.refusal.body_faults) result.faults.push_back(fault.pointer);
    result.refusals = told(outcome.refusal.findings);
    result.warnings = told(outcome.warnings);
    result.created = outcome.created;
    if (result.accepted && !outcome.events.empty()) result.event = outcome.events.front().id;
    return result;
}

DocumentId StoreDoor::document(const std::string& login, const std::string& text) {
    auto upload = documents_->begin(organ_, person(login), "paper.txt", "text/plain", engine_->now());
    if (!upload->write(text)) throw std::runtime_error("the document is too large");
    return value(upload->finish()).id;
}

World StoreDoor::world_of(const Subject& subject) {
    Subject about = subject;
    about.organ = organ_;
    return value(engine_->read(about, storage::definitions::founding_person("inspector"))).world;
}

std::shared_ptr<const Organ> StoreDoor::organ_now() {
    return value(engine_->read({.organ = organ_}, storage::definitions::founding_person("inspector"))).world.organ;
}

PersonId StoreDoor::person(const std::string& login) {
    const auto organ = organ_now();
    for (const auto& [id, person] : organ->people) {
        if (person.login == login) return id;
    }
    throw std::runtime_error("nobody logs in as " + login);
}

UnitId StoreDoor::unit(const std::string& name) {
    const auto organ = organ_now();
    for (const auto& [id, unit] : organ->units) {
        if (unit.name == name) return id;
    }
    throw std::runtime_error("no unit is called " + name);
}

std::shared_ptr<const Matter> StoreDoor::state_of(const MatterId& id) {
    return world_of({.matter = id}).matters.at(id);
}

MeetingView StoreDoor::meeting(const MeetingId& id) {
    return view_of(*world_of({.meeting = id}).meetings.at(id));
}

std::vector<std::string> StoreDoor::checklist(const MatterId& id) {
    const World world = world_of({.matter = id});
    const Command command{
        .target = Target::matter, .action = "issue_legality_opinion", .subject = {.organ = organ_, .matter = id}};
    std::vector<std::string> items;
    for (const ChecklistItem& item : rules::checklist_of(context_of(world, command))) items.push_back(item.item);
    return items;
}

std::vector<std::string> StoreDoor::required_materials(const MatterId& id) {
    std::vector<std::string> kinds;
    for (const RequiredMaterial& each : definitions_->procedures.at(state_of(id)->procedure)->required_materials) {
        kinds.emplace_back(codec::name_of_enumerator(each.kind));
    }
    return kinds;
}

}  // namespace shenyi::tests
