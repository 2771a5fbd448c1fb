#include "workflow/actions/organ.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

/// What is done to the organ or to a person.
std::span<const BodyRow> organ_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::organ, "register_person", body_of<RegisterPerson>},
        {Target::organ, "enter_post", body_of<EnterPost>},
        {Target::organ, "confirm_post", empty_body<ConfirmPost>},
        {Target::organ, "end_post", body_of<EndPost>},
        {Target::organ, "delegate", body_of<Delegate>},
        {Target::organ, "engage_adviser", body_of<EngageAdviser>},
        {Target::organ, "reset_password", body_of<ResetPassword>},
        {Target::organ, "load_calendar", body_of<LoadCalendar>},
        {Target::organ, "confirm_calendar", empty_body<ConfirmCalendar>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
