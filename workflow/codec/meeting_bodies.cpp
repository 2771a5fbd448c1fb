#include "workflow/actions/agenda.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

std::span<const BodyRow> meeting_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::meeting, "create", body_of<CreateMeeting>},
        {Target::meeting, "fix_roster", body_of<FixRoster, Lists::optional>},
        {Target::meeting, "add_item", body_of<AddItem>},
        {Target::meeting, "freeze_agenda", body_of<FreezeAgenda>},
        {Target::meeting, "send_materials", empty_body<SendMaterials>},
        {Target::meeting, "reschedule", body_of<Reschedule>},
        {Target::meeting, "cancel", body_of<CancelMeeting>},
        {Target::meeting, "adjourn", body_of<AdjournMeeting>},
        {Target::meeting, "resume", empty_body<ResumeMeeting>},
        {Target::meeting, "replace_chair", body_of<ReplaceChair>},
        {Target::meeting, "replace_recorder", body_of<ReplaceRecorder>},
        {Target::meeting, "record_leave", body_of<RecordLeave>},
        {Target::meeting, "open", body_of<OpenMeeting>},
        {Target::meeting, "record_attendance", body_of<RecordAttendance>},
        {Target::meeting, "close", body_of<CloseMeeting>},
        {Target::meeting, "sign_record", body_of<SignRecord, Lists::optional>},
        {Target::meeting, "correct", body_of<Correct>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
