#pragma once

#include "workflow/world.hpp"

#include <set>

/// Who sees what (rules.md §6). What is not seen is told as not there.
namespace shenyi::api {

/// How much of a matter somebody sees.
enum class Sight {
    none,
    card,     ///< that it is there, its stage and place on agendas; no papers and no opinions
    asked,    ///< the versions he was asked about and his own opinion or reply
    settled,  ///< the settled text and the decision
    whole,
};

/// `world` holds the matter and the meetings it stands in.
Sight sight_of(const workflow::World& world, const workflow::PersonId& reader, const workflow::Matter& matter);

bool sees(const workflow::World& world, const workflow::PersonId& reader, const workflow::Meeting& meeting);

/// Whether he sees attempts of others: the reviewing body's people, director and inspector.
bool sees_attempts(const workflow::World& world, const workflow::PersonId& reader, const workflow::Matter& matter);

/// The documents of a matter that this sight opens to the reader.
std::set<workflow::DocumentId> papers_of(const workflow::Matter& matter, Sight sight, const workflow::PersonId& reader);

/// All documents that a meeting holds of its own.
std::set<workflow::DocumentId> papers_of(const workflow::Meeting& meeting);

}  // namespace shenyi::api
