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
        {Target::matter, "create", body_of<CreateMatter>},
        {Target::matter, "record_study", body_of<RecordStudy>},
        {Target::matter, "open", body_of<OpenMatter>},
        {Target::matter, "submit_draft", body_of<SubmitDraft>},
        {Target::matter, "record_consultation", body_of<RecordConsultation>},
        {Target::matter, "submit_changed_draft", body_of<SubmitChangedDraft>},
        {Target::matter, "confirm_change", body_of<ConfirmChange>},
        {Target::matter, "endorse", body_of<Endorse>},
        {Target::matter, "decline_endorsement", body_of<DeclineEndorsement>},
        {Target::matter, "place_on_agenda", body_of<PlaceOnAgenda>},
        {Target::matter, "remove_from_agenda", body_of<RemoveFromAgenda>},
        {Target::matter, "publish", body_of<Publish>},
        {Target::matter, "withdraw", body_of<WithdrawMatter>},
        {Target::matter, "note_objection", body_of<NoteObjection>},
        {Target::matter, "answer_objection", body_of<AnswerObjection>},
    };
    return rows;
}

}  // namespace shenyi::workflow::codec
