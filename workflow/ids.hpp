#pragma once

#include <compare>
#include <string>

namespace shenyi::workflow {

/// An opaque name of a thing (`mat_…`, `mtg_…`, `sha256:…`), told apart from the names of other kinds of things by its
/// tag.
template <class Tag>
struct Id {
    std::string value;

    auto operator<=>(const Id&) const = default;
    bool empty() const { return value.empty(); }
};

using OrganId = Id<struct OrganTag>;
using UnitId = Id<struct UnitTag>;
using PersonId = Id<struct PersonTag>;
using PostId = Id<struct PostTag>;
using MatterId = Id<struct MatterTag>;
using MeetingId = Id<struct MeetingTag>;
using ItemId = Id<struct ItemTag>;
using OpinionId = Id<struct OpinionTag>;
using ClearanceId = Id<struct ClearanceTag>;
using DecisionId = Id<struct DecisionTag>;
using DelegationId = Id<struct DelegationTag>;
using EventId = Id<struct EventTag>;
/// A document is named by its content: `sha256:` and 64 lower-case hexadecimal digits.
using DocumentId = Id<struct DocumentTag>;
/// The digest of a draft: over the ordered list of its documents' digests and roles.
using Digest = Id<struct DigestTag>;

}  // namespace shenyi::workflow
