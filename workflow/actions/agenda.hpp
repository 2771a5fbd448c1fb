#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// Puts the matter's draft on a meeting's agenda as an item to be decided. `draft` counts from 1.
struct PlaceOnAgenda {
    MeetingId meeting;
    int draft;
    std::optional<PersonId> proposed_by;
    std::optional<Shortening> shortening;
};
BOOST_DESCRIBE_STRUCT(PlaceOnAgenda, (), (meeting, draft, proposed_by, shortening))

struct RemoveFromAgenda {
    MeetingId meeting;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RemoveFromAgenda, (), (meeting, reason))

/// Adds an item that is heard and cannot be decided (听取汇报, 会前学法).
struct AddItem {
    ItemKind kind;
    std::string title;
    PersonId presenter;
    std::vector<DocumentId> documents;
};
BOOST_DESCRIBE_STRUCT(AddItem, (), (kind, title, presenter, documents))

/// The chair settles the agenda and its order (R-MEET-05).
struct FreezeAgenda {
    std::optional<std::vector<ItemId>> order;
};
BOOST_DESCRIBE_STRUCT(FreezeAgenda, (), (order))

struct SendMaterials {
    std::optional<bool> sent;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(SendMaterials, (), (sent))

Events events_of(const Context& at, const PlaceOnAgenda& body);
Events events_of(const Context& at, const RemoveFromAgenda& body);
Events events_of(const Context& at, const AddItem& body);
Events events_of(const Context& at, const FreezeAgenda& body);
Events events_of(const Context& at, const SendMaterials& body);

BodyFaults faults_of(const Context& at, const PlaceOnAgenda& body);
BodyFaults faults_of(const Context& at, const RemoveFromAgenda& body);
BodyFaults faults_of(const Context& at, const AddItem& body);
BodyFaults faults_of(const Context& at, const FreezeAgenda& body);

/// The removals that an adverse act on `matter` brings with it, in every meeting (R-GATE-09); nothing where no item
/// stands.
void take_off_agendas(const Context& at, const Matter& matter, std::string_view rule, std::string_view reason,
                      Stage stage, Events& events);

/// The same for every matter of the organ whose standing item has this main document, or continues a version that has
/// it: an unlawful finding follows the text (rules.md §2.5, Following).
void take_off_everywhere(const Context& at, const DocumentId& main, std::string_view rule, std::string_view reason,
                         Events& events);

}  // namespace shenyi::workflow
