#pragma once

#include "storage/attempts.hpp"
#include "storage/changes.hpp"
#include "storage/engine.hpp"
#include "storage/log/envelope.hpp"
#include "storage/world.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shenyi::storage {

/// One transaction's worth of commands of one organ: decides them in order over what was loaded, a later one seeing the
/// earlier one's result, and gathers the rows to write.
class Batch {
  public:
    Batch(Connection& connection, WorldLoader& loader, const workflow::OrganId& organ, const log::MacKey& key,
          const std::string& origin, workflow::Instant now, const AttemptCounts& counts);

    /// Decides one command. Throws ClockBehind, log::RecordDamaged, workflow::ProgrammerFault.
    Outcome decide(const Submission& submission);

    /// Adds events that no command asked for; `address` is that of whoever caused them.
    void record(const std::vector<workflow::NewEvent>& events, const std::string& address);

    /// Adds the events of the daily job; false where the day has begun already.
    bool begin_day();

    /// Writes everything gathered. The transaction is the caller's.
    void write(ChangeWriter& writer);

    /// The streams as they stand after the commit.
    const std::set<std::string>& written() const { return written_; }

    /// After the commit: adds what became of this organ's commands.
    void committed(Committed& all) const;

    /// Refusals to be counted once this is committed, since they are no events of their own.
    const std::vector<UncountedAttempt>& uncounted() const { return uncounted_; }

  private:
    /// Gate rows of commands that touch different matters and meetings go into one round, and so into one statement a
    /// table.
    struct Round {
        Changes changes;
        std::set<std::string> touched;
    };

    /// A correction names an event of its own meeting. A state does not know its events, so that the log is asked.
    bool corrects_another_record(const workflow::Command& command);
    std::optional<Outcome> replay(const Submission& submission);
    std::optional<Outcome> missing_or_stale(const Submission& submission);
    Outcome accept(const Submission& submission, const workflow::World& world, const workflow::Decision& decision);
    Outcome refuse(const Submission& submission, const workflow::World& world, workflow::Refusal refusal);
    /// When the hour ends in which this refusal is only counted; nothing where it is an event of its own.
    std::optional<workflow::Instant> counted_until(const std::string& stream, const workflow::PersonId& person);
    /// Where an event comes from: what the request said.
    struct Origin {
        std::string address;
        std::string request;
        bool refused = false;
    };
    static Origin origin_of(const Submission& submission, bool refused);
    EventReference record(const workflow::NewEvent& event, const Origin& from);
    void remember(const Submission& submission, const Outcome& outcome);
    void follow(const workflow::NewEvent& event, const workflow::World& after, Round& round);
    std::set<workflow::MatterId> matters_to_project();
    void project_standing(Changes& ends);
    Round& round_for(const std::set<std::string>& touched);
    void describe_actor(log::Surroundings& around, const workflow::PersonId& actor);

    Connection& connection_;
    WorldLoader& loader_;
    const workflow::OrganId organ_;
    const log::MacKey& key_;
    const std::string& origin_;
    const workflow::Instant now_;
    const AttemptCounts& counts_;
    std::vector<UncountedAttempt> uncounted_;
    std::map<std::pair<std::string, workflow::PersonId>, int> attempts_here_;  ///< written by this batch
    std::vector<EventReference> references_;
    std::vector<std::string> refused_by_;
    Changes log_;  ///< events, pending, idempotency: never in each other's way
    std::vector<Round> rounds_;
    std::set<std::string> written_;
    bool counts_anew_ = false;  ///< a calendar was confirmed: every day that hangs on one is counted again
    StreamStates before_;       ///< what was written to, as it stood before
    std::map<std::vector<std::string>, Outcome> answered_;  ///< keys used in this batch
    std::map<std::vector<std::string>, std::string> answered_bodies_;
};

/// The clock is before what is already recorded: nothing is written until it has caught up.
struct ClockBehind : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The stream of the resource that a command is about, whose seq its tag names.
std::string resource_of(const workflow::Command& command);

}  // namespace shenyi::storage
