#pragma once

#include "tests/scenarios/door.hpp"
#include "tests/support/running_server.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace shenyi::tests {

/// The demo bureau behind a running server: everybody logs in, uploads, posts and reads over real sockets. Every answer
/// is compared with the contract. What a scenario looks at is read as the director, who sees the whole organ.
class HttpDoor : public Door {
  public:
    HttpDoor(storage::Engine engine, Setting setting);

    void set_clock(workflow::Instant now) override;
    /// The server begins the day itself when its clock is moved.
    void begin_day() override {}
    StepResult act(const std::string& login, workflow::Target target, const std::string& action,
                   workflow::Subject subject, const boost::json::value& body) override;
    workflow::DocumentId document(const std::string& login, const std::string& text) override;
    workflow::PersonId person(const std::string& login) override;
    workflow::UnitId unit(const std::string& name) override;
    MatterView matter(const workflow::MatterId& id) override;
    MeetingView meeting(const workflow::MeetingId& id) override;
    std::vector<std::string> checklist(const workflow::MatterId& id) override;
    std::vector<std::string> required_materials(const workflow::MatterId& id) override;

    /// Started by the first call that needs it, at the time that the clock was set to until then.
    RunningServer& server();

  private:
    std::string path_of(workflow::Target target, const std::string& action, const workflow::Subject& subject);
    HeaderList headers_of(workflow::Target target, const std::string& action, const workflow::Subject& subject);
    boost::json::value read(std::string_view operation, const std::string& path);
    Told told_by(const boost::json::value& finding);
    std::vector<Told> told_by(const boost::json::value& body, std::string_view member);
    StepResult refusal_of(const HttpAnswer& answer);
    std::string created_by(const std::string& login, workflow::Target target, const std::string& action,
                           const boost::json::value& body);
    /// What an accepted act means for what this door remembers.
    void remember(workflow::Target target, const std::string& action, const workflow::Subject& subject,
                  const boost::json::value& body);

    storage::Engine engine_;
    Setting setting_;
    workflow::Instant start_;
    std::unique_ptr<RunningServer> server_;
    workflow::PersonId holder_of(const workflow::PostId& post);

    std::map<std::string, workflow::PersonId> people_;
    std::map<workflow::PostId, workflow::PersonId> posts_;
    int keys_ = 0;
};

}  // namespace shenyi::tests
