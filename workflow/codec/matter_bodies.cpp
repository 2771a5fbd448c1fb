#include "workflow/actions/agenda.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/codec/body_rows.hpp"

namespace shenyi::workflow::codec {

/// What is done to a matter, but for its review.
std::span<const BodyRow> matter_bodies() {
    static constexpr BodyRow rows[] = {
        {Target::matter, "create", body_of<CreateMatter>, written<CreateMatter>},
        {Target::matter, "record_study", body_of<RecordStudy>, written<RecordStudy>},
        {Target::matter, "open", body_of<OpenMatter>, written<OpenMatter>},
        {Target::matter, "submit_draft", body_of<SubmitDraft>, written<SubmitDraft>},
        {Target::matter, "record_consultation", body_of<RecordConsultation>, written<RecordConsultation>},
        {Target::matter, "submit_changed_draft", body_of<SubmitChangedDraft>, written<SubmitChangedDraft>},
        {Target::matter, "confirm_change", body_of<ConfirmChange>, written<ConfirmChange>},
        {Target::matter, "endorse", body_of<Endorse>, written<Endorse>},
        {Target::matter, "decline_endorsement", body_of<DeclineEndorsement>, written<DeclineEndorsement>},
        {Target::matter, "place_on_agenda", body_of<PlaceOnAgenda>, written<PlaceOnAgenda>},
        {Target::matter, "remove_from_agenda", body_of<RemoveFromAgenda>, written<RemoveFromAgenda>},
        {Target::matter, "publish", body_of<Publish>, written<Publish>},
        {Target::matter, "withdraw", body_of<WithdrawMatter>, written<WithdrawMatter>},
        {Target::matter, "note_objection", body_of<NoteObjection>, written<NoteObjection>},
        {Target::matter, "answer_objection", body_of<AnswerObjection>, written<AnswerObjection>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
