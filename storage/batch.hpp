#pragma once

#include "storage/attempts.hpp"
#include "storage/changes.hpp"
#include "storage/engine.hpp"
#include "storage/kept_answers.hpp"
#include "storage/log/envelope.hpp"
#include "storage/sealing.hpp"
#include "storage/work_rows.hpp"
#include "storage/world.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shenyi::storage {

/// How requests that were answered before are found. Hardly one is, and most answers are kept under their key, which no
/// other can be: then the commit fails. `met` reads only where an answer is none that is kept, and saves a round trip;
/// `looked_up` reads all keys before the first command is decided.
enum class Replays { met, looked_up };

/// One transaction's worth of commands of one organ: decides them in order over what was loaded, a later one seeing the
/// earlier one's result, and gathers the rows to write.
class Batch {
  public:
    Batch(Connection& connection, WorldLoader& loader, const workflow::OrganId& organ, const log::MacKey& key,
          const std::string& origin, workflow::Instant now);

    /// Reads what was answered to these before, where they carry a key that was not looked up yet. Ask once the locks
    /// are held.
    void look_up(const std::vector<const Submission*>& submissions);

    /// Decides one command. Throws ClockBehind, log::RecordDamaged, workflow::ProgrammerFault.
    Outcome decide(const Submission& submission);

    /// Adds events that no command asked for; `address` is that of whoever caused them. They are dated here, behind the
    /// locks: since they were made, something later may have been written.
    void record(const std::vector<workflow::NewEvent>& events, const std::string& address);

    /// Adds the events of counts that have ended, and takes their rows out.
    void end_counts(const std::vector<AttemptCount>& counts);

    /// Adds the events of the daily job; false where the day has begun already.
    bool begin_day();

    /// Writes everything gathered. The transaction is the caller's.
    void write(ChangeWriter& writer, SealedBy sealed_by);
    /// The events that were written, in their order.
    const std::vector<LogLeaf>& leaves() const { return leaves_; }
    workflow::Instant now() const { return now_; }

    /// The streams as they stand after the commit.
    const std::set<std::string>& written() const { return written_; }

    /// After the commit: adds what became of this organ's commands.
    void committed(Committed& all) const;

  private:
    /// Gate rows of commands that touch different matters and meetings go into one round, and so into one statement a
    /// table.
    struct Round {
        Changes changes;
        std::set<std::string> touched;
    };

    std::optional<Outcome> replay(const Submission& submission);
    Outcome judge(const Submission& submission);
    std::optional<Outcome> missing_or_stale(const Submission& submission);
    Outcome accept(const Submission& submission, workflow::Decision decision);
    Outcome refuse(const Submission& submission, workflow::World world, workflow::Refusal refusal);
    std::shared_ptr<const Snapshot> snapshot_of(workflow::World world);
    /// When the hour ends in which this refusal is only counted; nothing where it is an event of its own.
    std::optional<workflow::Instant> counted_until(const std::string& stream, const workflow::PersonId& person);
    /// Adds a refusal to the count that runs, or begins one.
    void count(const std::string& stream, const workflow::PersonId& person, const workflow::AttemptRefused& refused,
               workflow::Instant hour_ends);
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
    /// What is waited for of these matters, and of the meetings and the organ that were written.
    WorkRows work_in(const workflow::World& world, const std::set<workflow::MatterId>& matters) const;
    Round& round_for(const std::set<std::string>& touched);
    void describe_actor(log::Surroundings& around, const workflow::PersonId& actor);

    Connection& connection_;
    WorldLoader& loader_;
    const workflow::OrganId organ_;
    const log::MacKey& key_;
    const std::string& origin_;
    const workflow::Instant now_;
    std::vector<log::EventRow> events_;
    std::vector<LogLeaf> leaves_;
    Changes log_;  ///< events, streams, queue, keys, and what stands: never in each other's way
    std::vector<Round> rounds_;
    std::set<std::string> written_;
    std::map<RequestKey, KeptAnswer> kept_;  ///< answered before this batch, as far as it was looked up
    std::set<RequestKey> looked_up_;
    std::map<RequestKey, Outcome> answered_;  ///< keys used in this batch
    std::map<RequestKey, std::string> answered_bodies_;
    std::map<std::pair<std::string, workflow::PersonId>, AttemptCount> counts_;  ///< to be written
    std::map<std::pair<std::string, workflow::PersonId>, int> attempts_here_;    ///< written by this batch
    std::vector<EventReference> references_;
    std::vector<std::string> refused_by_;
    bool counts_anew_ = false;  ///< a calendar was confirmed: every day that hangs on one is counted again
    StreamStates before_;       ///< what was written to, as it stood before
};

/// The stream in which a refusal of the command would be kept.
std::string attempts_of(const workflow::Command& command);

/// The stream of the resource that a command is about, whose seq its tag names.
std::string resource_of(const workflow::Command& command);

}  // namespace shenyi::storage
