#include "workflow/actions/organ.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

/// What is done to the organ or to a person.
std::span<const BodyRow> organ_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::organ, "register_person", body_of<RegisterPerson>, written<RegisterPerson>},
        {Target::organ, "enter_post", body_of<EnterPost>, written<EnterPost>},
        {Target::organ, "confirm_post", empty_body<ConfirmPost>, written_empty},
        {Target::organ, "end_post", body_of<EndPost>, written<EndPost>},
        {Target::organ, "delegate", body_of<Delegate>, written<Delegate>},
        {Target::organ, "engage_adviser", body_of<EngageAdviser>, written<EngageAdviser>},
        {Target::organ, "reset_password", body_of<ResetPassword>, written<ResetPassword>},
        {Target::organ, "load_calendar", body_of<LoadCalendar>, written<LoadCalendar>},
        {Target::organ, "confirm_calendar", empty_body<ConfirmCalendar>, written_empty},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
