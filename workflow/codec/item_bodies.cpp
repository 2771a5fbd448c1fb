#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

std::span<const BodyRow> item_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::item, "open", body_of<OpenItem>, written<OpenItem>},
        {Target::item, "declare_interest", body_of<DeclareInterest>, written<DeclareInterest>},
        {Target::item, "recuse", body_of<Recuse>, written<Recuse>},
        {Target::item, "speak", body_of<Speak>, written<Speak>},
        {Target::item, "open_ballot", body_of<OpenBallot>, written<OpenBallot>},
        {Target::item, "record_ballot", body_of<RecordBallot>, written<RecordBallot>},
        {Target::item, "confirm_count", body_of<ConfirmCount>, written<ConfirmCount>},
        {Target::item, "void_ballot", body_of<VoidBallot>, written<VoidBallot>},
        {Target::item, "close_ballot", body_of<CloseBallot>, written<CloseBallot>},
        {Target::item, "decide", body_of<HeadDecide, Lists::optional>, written<HeadDecide>},
        {Target::item, "defer", body_of<DeferItem>, written<DeferItem>},
        {Target::item, "confirm_dissent", body_of<ConfirmDissent>, written<ConfirmDissent>},
        {Target::item, "record_refusal_to_confirm", body_of<RecordRefusalToConfirm>, written<RecordRefusalToConfirm>},
        {Target::item, "close", body_of<CloseItem>, written<CloseItem>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
