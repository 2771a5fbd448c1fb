#pragma once

#include "workflow/readers.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <set>

/// What a reader is shown of a matter or meeting that he sees (rules.md §6; who sees it at all: workflow/readers.hpp).
/// What is not seen is told as not there.
namespace shenyi::api {

using workflow::sees;
using workflow::Sight;
using workflow::sight_of;

/// What all ties of a reader to a matter open together. `world` holds the matter and the meetings it stands in.
struct View {
    Sight sight = Sight::none;
    bool every_paper = false;  ///< whatever document the matter holds
    bool history = false;
    bool attempts = false;  ///< those of others too
    bool gate = false;
    bool newest_draft = false;  ///< number and digest of it, as the gate tells them; no text
    std::set<int> versions;     ///< with their documents
    std::set<workflow::OpinionId> opinions;
    std::set<workflow::UnitId> replies;  ///< of these consulted units
    std::set<workflow::ItemId> items;    ///< its places on agendas, with outcome and arithmetic
    std::set<workflow::DocumentId> papers;

    bool sees() const { return sight != Sight::none; }
};
View view_of(const workflow::World& world, const workflow::PersonId& reader, const workflow::Matter& matter);

/// Whether he sees attempts of others: the reviewing body's people once it was sent to them, director and inspector.
bool sees_attempts(const workflow::World& world, const workflow::PersonId& reader, const workflow::Matter& matter);

/// How much of an item of a meeting somebody sees.
enum class ItemSight {
    none,
    place,    ///< that it stands there, with its state
    outcome,  ///< and what became of it, with the counts
    whole,    ///< and who said and voted what
};

/// Whether the meeting and its record are open to him: office, members, chair, recorder, director, inspector. An
/// attendee sees when and where it is, and his items; whom its roster leaves out, that and why.
bool sees_record(const workflow::World& world, const workflow::PersonId& reader, const workflow::Meeting& meeting);
ItemSight item_sight(const workflow::World& world, const workflow::PersonId& reader, const workflow::Meeting& meeting,
                     const workflow::Item& item);

/// The documents of a matter that are open to the reader.
std::set<workflow::DocumentId> papers_of(const workflow::World& world, const workflow::PersonId& reader,
                                         const workflow::Matter& matter);

/// All documents that a meeting holds of its own.
std::set<workflow::DocumentId> papers_of(const workflow::Meeting& meeting);

}  // namespace shenyi::api
