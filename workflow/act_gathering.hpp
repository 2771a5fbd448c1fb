#pragma once

#include "workflow/acts.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// How the acts are read out of events, one file for each kind of stream.
namespace shenyi::workflow {

/// What is said of an act; who, when and by which post comes from the event.
struct ActSaid {
    Deed deed;
    ResponsibilityLevel level;
    std::optional<Instant> occurred_at;
    std::optional<MeetingId> meeting;
    std::optional<ItemId> item;
    std::optional<int> version;
    std::optional<Term> detail;
};

/// One event, and where its acts go.
class ActGathering {
  public:
    ActGathering(const Organ& organ, const Matter& matter, const NewEvent& event, std::vector<Act>& acts)
        : organ_(organ), matter_(matter), event_(event), acts_(acts) {}

    const PersonId& actor() const { return event_.meta.actor; }
    /// The act of the one who gave the command; where he was a substitute it stands with the principal too.
    void did(ActSaid said) const;
    /// The act of another, which the actor entered; his own act where he is the same.
    void did(const PersonId& person, ActSaid said) const;
    /// The chair's act; where he stands in for the forum's leader it stands with the leader too (R-MEET-18).
    /// Who was recused on the item led it neither himself nor through another.
    void led(const PersonId& chair, Forum forum, const std::map<PersonId, std::string>& recused, ActSaid said) const;

    /// Head of the matter's unit, or its drafter.
    ResponsibilityLevel of_unit() const;
    /// Whether the actor, or his principal, holds a post in the matter's units.
    bool works_in_unit() const;
    bool actor_holds(Role role) const;

  private:
    std::vector<const Post*> acting_in() const;
    void add(const PersonId& person, const PersonId& of_post, ActSaid said, std::optional<PersonId> entered_by,
             std::optional<PersonId> on_behalf, std::optional<PersonId> through, bool reset_marked) const;

    const Organ& organ_;
    const Matter& matter_;
    const NewEvent& event_;
    std::vector<Act>& acts_;
};

/// What the reading of a meeting's stream keeps from one event to the next.
struct SittingSoFar {
    const Meeting& meeting;
    std::set<ItemId> own_items;  ///< the matter's
    PersonId chair{};
    PersonId recorder{};
    std::set<PersonId> room{};
    std::optional<ItemId> before_it{};                 ///< the matter's item that is before the meeting
    std::map<ItemId, std::vector<NamedVote>> votes{};  ///< of the ballot that runs
};

void gather(const ActGathering& to, const MatterEvent& event);
void gather(const ActGathering& to, SittingSoFar& sitting, const MeetingEvent& event);

/// The word for a value of a closed vocabulary.
template <class Enum>
Term word_for(std::string catalogue, Enum value) {
    std::string code = boost::describe::enum_to_string(value, "");
    if (code.ends_with('_')) code.pop_back();
    return Term{std::move(catalogue), std::move(code)};
}

}  // namespace shenyi::workflow
