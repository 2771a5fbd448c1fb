#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

std::span<const BodyRow> item_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::item, "open", body_of<OpenItem>},
        {Target::item, "declare_interest", body_of<DeclareInterest>},
        {Target::item, "recuse", body_of<Recuse>},
        {Target::item, "speak", body_of<Speak>},
        {Target::item, "open_ballot", body_of<OpenBallot>},
        {Target::item, "record_ballot", body_of<RecordBallot>},
        {Target::item, "confirm_count", body_of<ConfirmCount>},
        {Target::item, "void_ballot", body_of<VoidBallot>},
        {Target::item, "close_ballot", body_of<CloseBallot>},
        {Target::item, "decide", body_of<HeadDecide, Lists::optional>},
        {Target::item, "defer", body_of<DeferItem>},
        {Target::item, "confirm_dissent", body_of<ConfirmDissent>},
        {Target::item, "record_refusal_to_confirm", body_of<RecordRefusalToConfirm>},
        {Target::item, "close", body_of<CloseItem>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
