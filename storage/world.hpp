#pragma once

#include "storage/streams.hpp"
#include "workflow/world.hpp"

#include <functional>
#include <memory>

namespace shenyi::storage {

struct Moment;

/// The text of a document by line, where it is text; empty otherwise or where it is not there.
using ReadText = std::function<std::optional<std::vector<std::string>>(Connection&, const workflow::DocumentId&)>;

/// Loads what commands of one organ may look at, all in one transaction. What one command needs is found step by step,
/// since states name further streams: the meetings a matter stands in, the matters of a meeting's items, matters that
/// share a text.
class WorldLoader {
  public:
    WorldLoader(Connection& connection, Streams& streams, std::shared_ptr<const workflow::Definitions> definitions,
                const workflow::OrganId& organ, Lock lock, const ReadText& read_text);

    /// The world for one command at `now`. What was decided before in this transaction is seen (`overlay`).
    workflow::World world_for(const workflow::Command& command, workflow::Instant now);

    /// The world of the daily job at `now`: the organ, and the matters whose review should be over by then.
    workflow::World world_for_day(workflow::Instant now);

    /// Everything that was loaded, as it stands in this transaction. Nobody acts in it.
    workflow::World loaded(workflow::Instant now);

    /// The stream as it stands in this transaction: seq 0 where it has no events yet. Locks it if it was not loaded.
    StreamState& stream(const std::string& name);

    /// Locks the organ's own stream for writing, from now on. Ask before the first world is loaded.
    void write_organ() { organ_lock_ = lock_ == Lock::none ? Lock::none : Lock::update; }

    /// From now on streams are told as they stood at that moment, and one that was not there yet as absent. For reading
    /// only: ask before the first world is loaded.
    void look_back_to(const Moment& moment) { moment_ = &moment; }

    StreamStates& states() { return states_; }

  private:
    void need(const std::set<std::string>& names);
    void rewind(const std::set<std::string>& names);
    void need_around(const workflow::Command& command, std::set<std::string>& focus);
    void need_meetings_of(const std::set<std::string>& matters);
    /// What the body names, and the papers of the item that the command is about.
    std::vector<workflow::DocumentId> documents_of(const workflow::Command& command);
    std::set<std::string> matters_with_text(const std::set<std::string>& mains);
    void load_documents(const workflow::Command& command, workflow::World& world);
    std::shared_ptr<const workflow::Matter> matter(const std::string& name);

    Connection& connection_;
    Streams& streams_;
    std::shared_ptr<const workflow::Definitions> definitions_;
    workflow::OrganId organ_;
    Lock lock_;
    Lock organ_lock_;
    const ReadText& read_text_;
    const Moment* moment_ = nullptr;
    StreamStates states_;
    std::set<std::string> known_;  ///< asked for, whether they exist or not
};

}  // namespace shenyi::storage
