#pragma once

#include "storage/documents.hpp"
#include "storage/engine.hpp"
#include "storage/signer.hpp"
#include "tests/scenarios/door.hpp"
#include "tests/support/databases.hpp"

#include <atomic>
#include <functional>

namespace shenyi::tests {

/// The demo bureau behind an engine on a database of its own, under the application's role.
class StoreDoor : public Door {
  public:
    explicit StoreDoor(storage::Engine engine, const Setting& setting = {});
    ~StoreDoor() override;

    void set_clock(workflow::Instant now) override { now_ = now.time_since_epoch().count(); }
    void begin_day() override;
    StepResult act(const std::string& login, workflow::Target target, const std::string& action,
                   workflow::Subject subject, const boost::json::value& body) override;
    workflow::DocumentId document(const std::string& login, const std::string& text) override;
    workflow::PersonId person(const std::string& login) override;
    workflow::UnitId unit(const std::string& name) override;
    MatterView matter(const workflow::MatterId& id) override { return view_of(*state_of(id)); }
    MeetingView meeting(const workflow::MeetingId& id) override;
    std::vector<std::string> checklist(const workflow::MatterId& id) override;
    std::vector<std::string> required_materials(const workflow::MatterId& id) override;

    std::shared_ptr<const workflow::Matter> state_of(const workflow::MatterId& id);
    storage::WorkflowEngine& engine() { return *engine_; }
    /// From now on every action goes to the other one of two servers in turn, so that each finds what the other wrote.
    void take_turns() { second_ = another_engine(); }
    /// The other one of the two.
    storage::WorkflowEngine& second_engine() { return *second_; }
    TestDatabase& database() { return database_; }
    const workflow::OrganId& organ() const { return organ_; }
    const std::shared_ptr<const workflow::Definitions>& definitions() const { return definitions_; }
    /// The submission that `act` would make.
    storage::Submission submission(const std::string& login, workflow::Target target, const std::string& action,
                                   workflow::Subject subject, const boost::json::value& body);
    /// What a scenario is told of an outcome.
    static StepResult result_of(const storage::Outcome& outcome);
    /// Another engine on the same database, as a second server would be.
    std::unique_ptr<storage::WorkflowEngine> another_engine();
    /// The same with a clock of its own.
    std::unique_ptr<storage::WorkflowEngine> another_engine(storage::WorkflowEngine::Clock clock);
    /// The same with somebody who signs: it seals.
    std::unique_ptr<storage::WorkflowEngine> sealing_engine(std::function<std::unique_ptr<storage::Signer>()> signer);
    /// Engines made from now on go by these.
    void define(std::shared_ptr<const workflow::Definitions> definitions) { definitions_ = std::move(definitions); }

  private:
    std::unique_ptr<storage::WorkflowEngine> engine_with(storage::WorkflowEngine::Clock clock,
                                                         std::function<std::unique_ptr<storage::Signer>()> signer);
    storage::WorkflowEngine::Clock clock() const;
    std::shared_ptr<const workflow::Organ> organ_now();
    workflow::World world_of(const workflow::Subject& subject);

    TestDatabase database_;
    std::atomic<std::int64_t> now_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::Documents> documents_;
    std::shared_ptr<const workflow::Definitions> definitions_;
    workflow::OrganId organ_;
    std::unique_ptr<storage::WorkflowEngine> engine_;
    std::unique_ptr<storage::WorkflowEngine> second_;
};

}  // namespace shenyi::tests
