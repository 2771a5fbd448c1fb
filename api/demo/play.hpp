#pragma once

#include "api/app.hpp"
#include "api/demo/script.hpp"

#include <cstddef>
#include <deque>
#include <filesystem>
#include <future>
#include <string>
#include <utility>
#include <vector>

/// The weeks before the demo's first morning, played through the engine: every rule applies to them.
namespace shenyi::api::demo {

/// What schemas/bureau/matters.yaml tells: steps in the order of their time.
struct Past {
    struct TimedStep {
        workflow::Instant at;
        Step step;
    };
    workflow::Instant founded;  ///< when the bureau is entered
    std::vector<TimedStep> steps;
};

/// Reads the file; a step without `at` happens with the one before it. Throws ScriptFault.
Past read_past(const std::filesystem::path& file);

/// Plays a past on a demo store that nothing but this past was played on. A step that was played before is found by
/// its key and not played again, so that a loading that was cut off goes on where it stopped.
class Play : private Place {
  public:
    Play(App& app, const std::filesystem::path& documents);

    /// Throws ScriptFault where a step does not go as told.
    void run(const std::vector<Past::TimedStep>& steps);

  private:
    struct Waiting {
        Step step;
        std::string meeting;  ///< that it puts an item before
        std::future<tl::expected<storage::Outcome, storage::StoreError>> outcome;
    };

    void act(const Step& step);
    /// Waits for what was submitted, and saves what it created.
    void settle();
    void settle(Waiting& waiting);
    workflow::Subject subject_of(const Step& step, workflow::Target target, const std::string& action);
    std::string meeting_of(const Step& step, const boost::json::value& body);
    storage::Submission submission_of(const Step& step, const boost::json::value& body);

    std::string hand_in(const std::string& login, const Paper& paper) override;
    std::vector<std::string> checklist(const std::string& matter) override;

    App& app_;
    Names names_;
    std::deque<Waiting> waiting_;
};

}  // namespace shenyi::api::demo
