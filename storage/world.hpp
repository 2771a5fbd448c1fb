#pragma once

#include "storage/streams.hpp"
#include "storage/text_facts.hpp"
#include "workflow/world.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shenyi::storage {

struct Moment;

/// The text of a document by line, where it is text; empty otherwise or where it is not there.
using ReadText = std::function<std::optional<std::vector<std::string>>(Connection&, const workflow::DocumentId&)>;

/// Loads what commands of one organ may look at, all in one transaction. What one command needs is found step by step,
/// since states name further streams: the meetings a matter stands in, the matters of a meeting's items, matters that
/// share a text. Whoever decides takes all locks at once, in one order (`hold`): what is needed is guessed from states
/// as they are kept, locked and loaded, and then found again from what was loaded.
class WorldLoader {
  public:
    WorldLoader(Connection& connection, Streams& streams, std::shared_ptr<const workflow::Definitions> definitions,
                const workflow::OrganId& organ, Lock lock, const ReadText& read_text);

    /// Locks and loads what these commands may look at and write. `wanted`: streams known to be needed, by name. False:
    /// what was loaded leads to streams that are not locked; `wanted` has them now, and the transaction is to begin
    /// again, since a lock taken late is out of order.
    bool hold(const std::vector<const workflow::Command*>& commands, std::set<std::string>& wanted);

    /// The world for one command at `now`. What was decided before in this transaction is seen (`overlay`).
    workflow::World world_for(const workflow::Command& command, workflow::Instant now);

    /// The world of the daily job at `now`: the organ, and the matters whose review should be over by then.
    workflow::World world_for_day(workflow::Instant now);

    /// Everything that was loaded, as it stands in this transaction, but for those named in `instead`. Nobody acts in
    /// it.
    workflow::World loaded(workflow::Instant now, const StreamStates& instead = {});

    /// The stream as it stands in this transaction: seq 0 where it has no events yet. Loads it if it was not loaded.
    StreamState& stream(const std::string& name);

    /// A stream that comes into being in this transaction: nobody needs to look for it.
    void expect_new(const std::string& name) { known_.insert(name); }

    /// A version that was decided on in this transaction: its texts are shared from now on.
    void note_draft(const workflow::MatterId& matter, const workflow::DraftSubmitted& draft) {
        texts_.note(matter, draft);
    }

    /// An event that was decided on in this transaction: its papers stand in its matter from now on.
    void note_uses(const workflow::NewEvent& event) { texts_.note_uses(event); }

    /// Locks organ and persons for writing too. Ask before anything is loaded.
    void write_organ() { writes_organ_ = true; }

    /// Locks the stream for writing, whatever it is. Ask before it is loaded.
    void write(const std::string& name) { writes_.insert(name); }

    /// From now on streams are told as they stood at that moment, and one that was not there yet as absent. For reading
    /// only: ask before the first world is loaded.
    void look_back_to(const Moment& moment) { moment_ = &moment; }

    StreamStates& states() { return states_; }

  private:
    enum class Phase {
        guessing,  ///< from kept states, nothing is loaded
        checking,  ///< from what is held, what is not held is noted
        reading,   ///< what is not there is loaded
    };
    /// Matters and meetings that a command sees, by the names of their streams.
    struct Focus {
        std::set<std::string> matters;
        std::set<std::string> meetings;
    };

    void need(const std::set<std::string>& names);
    void load(const std::set<std::string>& names);
    Focus focus_of(const workflow::Command& command);
    void focus_on_subject(const workflow::Command& command, Focus& focus);
    void learn_texts(const std::vector<const workflow::Command*>& commands);
    std::set<std::string> texts_of(const workflow::Command& command, const Focus& focus);
    void rewind(const std::set<std::string>& names);
    workflow::World empty_world(workflow::Instant now);
    std::set<std::string> meetings_of(const std::set<std::string>& matters);
    /// What the body names, and the papers of the item that the command is about.
    std::vector<workflow::DocumentId> documents_of(const workflow::Command& command);
    std::set<std::string> matters_with_text(const std::set<std::string>& mains);
    std::set<std::string> holders_of(const workflow::Command& command);
    void load_documents(const workflow::Command& command, workflow::World& world);
    /// The event that a correction names. A state does not know its events, so that the log is asked.
    void load_named_event(const workflow::Command& command, workflow::World& world);
    const StreamState* state(const std::string& name);
    std::shared_ptr<const workflow::Matter> matter(const std::string& name);
    std::shared_ptr<const workflow::Meeting> meeting(const std::string& name);

    Connection& connection_;
    Streams& streams_;
    std::shared_ptr<const workflow::Definitions> definitions_;
    workflow::OrganId organ_;
    const Lock lock_;
    bool writes_organ_ = false;
    std::set<std::string> writes_;
    const ReadText& read_text_;
    const Moment* moment_ = nullptr;
    Phase phase_ = Phase::reading;
    StreamStates states_;
    std::map<std::string, StreamState> guessed_;
    std::set<std::string> known_;   ///< asked for, whether they exist or not
    std::set<std::string> wanted_;  ///< found to be needed and not loaded
    TextFacts texts_;
};

}  // namespace shenyi::storage
