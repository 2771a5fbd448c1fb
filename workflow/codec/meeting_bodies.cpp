#include "workflow/actions/agenda.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

std::span<const BodyRow> meeting_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::meeting, "create", body_of<CreateMeeting>, written<CreateMeeting>},
        {Target::meeting, "fix_roster", body_of<FixRoster, Lists::optional>, written<FixRoster>},
        {Target::meeting, "add_item", body_of<AddItem>, written<AddItem>},
        {Target::meeting, "freeze_agenda", body_of<FreezeAgenda>, written<FreezeAgenda>},
        {Target::meeting, "send_materials", empty_body<SendMaterials>, written_empty},
        {Target::meeting, "reschedule", body_of<Reschedule>, written<Reschedule>},
        {Target::meeting, "cancel", body_of<CancelMeeting>, written<CancelMeeting>},
        {Target::meeting, "adjourn", body_of<AdjournMeeting>, written<AdjournMeeting>},
        {Target::meeting, "resume", empty_body<ResumeMeeting>, written_empty},
        {Target::meeting, "replace_chair", body_of<ReplaceChair>, written<ReplaceChair>},
        {Target::meeting, "replace_recorder", body_of<ReplaceRecorder>, written<ReplaceRecorder>},
        {Target::meeting, "record_leave", body_of<RecordLeave>, written<RecordLeave>},
        {Target::meeting, "open", body_of<OpenMeeting>, written<OpenMeeting>},
        {Target::meeting, "record_attendance", body_of<RecordAttendance>, written<RecordAttendance>},
        {Target::meeting, "close", body_of<CloseMeeting>, written<CloseMeeting>},
        {Target::meeting, "sign_record", body_of<SignRecord, Lists::optional>, written<SignRecord>},
        {Target::meeting, "correct", body_of<Correct>, written<Correct>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
