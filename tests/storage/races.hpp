#pragma once

#include "tests/scenarios/runner.hpp"
#include "tests/scenarios/store_door.hpp"

#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

// How the tests force two commands to meet. Nothing here waits for time to pass: a thread stands where it is held, and
// another one is seen to wait for it.

namespace shenyi::tests {

/// A place where the first thread that comes by stands until it is let go.
class Halt {
  public:
    ~Halt() { let_go(); }

    /// What the thread runs to come by; it may outlive the halt.
    std::function<void()> place() const {
        return [state = state_] { stand(*state); };
    }
    /// Until somebody stands here. False: nobody came, however long it was waited for.
    bool await() const;
    void let_go() const;

  private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        bool reached = false;
        bool open = false;
    };
    static void stand(State& state);

    std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// The file races.yaml.
boost::json::object races_told();

/// Plays a course of races.yaml, and tells what these names stand for afterwards.
std::map<std::string, std::string> played(StoreDoor& door, const std::string& course,
                                          const std::vector<std::string>& names);

using Answer = tl::expected<storage::Outcome, storage::StoreError>;

/// Hands the command over and does not wait.
std::future<Answer> sent(storage::WorkflowEngine& engine, storage::Submission submission);

/// The same command, held once it has its locks and has read its world, before it is decided.
storage::Submission held_at(const Halt& halt, storage::Submission submission);

/// A command that is held in the same place and then comes to nothing: meanwhile the committer takes no other one, and
/// nothing is locked but that the organ and its persons stay as they are.
storage::Submission nothing_held_at(const Halt& halt, StoreDoor& door);

/// The locks of one PostgreSQL database, looked at from a connection of one's own.
class LockWatch {
  public:
    explicit LockWatch(const TestDatabase& database) : connection_(database.owner()) {}

    /// Until so many sessions wait for a lock that another one holds. False: they did not, however often it was asked.
    bool await_waiting(int sessions);
    /// Until the answer is there (false) or its session waits for another one (true).
    bool waits(const std::future<Answer>& answer);

  private:
    int waiting();

    storage::Connection connection_;
};

/// What two commands came to, in the order in which they were to take effect.
struct Crossed {
    Answer first;
    Answer second;
};

/// Both in one transaction of one committer, the first decided before the second.
Crossed cross_in_one_batch(StoreDoor& door, storage::Submission first, storage::Submission second);

/// The first has its locks and has read its world; the second comes to the other server, and must wait for it.
Crossed cross_on_two_servers(StoreDoor& door, storage::Submission first, storage::Submission second);

/// Every stream's events are numbered 1, 2, 3 … and each names the leaf of the one before; `fsck` is clean, and the
/// tables are what a rebuild makes of the record.
void expect_an_unbroken_record(StoreDoor& door);

}  // namespace shenyi::tests
