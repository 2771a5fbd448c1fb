#include "workflow/act_gathering.hpp"

#include <utility>

namespace shenyi::workflow {

namespace {

using Level = ResponsibilityLevel;

/// One overload for each event of a matter's stream; one that is missing does not compile.
struct InMatter {
    const ActGathering& to;

    void operator()(const MatterCreated&) const { by_unit(Deed::proposed); }
    void operator()(const StudyRecorded&) const { by_unit(Deed::studied); }
    void operator()(const MatterOpened&) const {
        const bool head = to.actor_holds(Role::director);
        to.did({.deed = Deed::opened, .level = head ? Level::overall : Level::office});
    }
    void operator()(const DraftSubmitted& event) const {
        for (const PersonId& drafter : event.drafters) {
            to.did(drafter, {.deed = Deed::drafted, .level = Level::drafter, .version = event.version});
        }
        for (const PersonId& uploader : event.uploaders) {
            const bool drafted = !event.text_uploader || uploader == *event.text_uploader;
            to.did(
                uploader,
                {.deed = Deed::uploaded, .level = drafted ? Level::drafter : Level::other, .version = event.version});
        }
        to.did({.deed = Deed::submitted,
                .level = to.of_unit(),
                .version = event.version,
                .detail = word_for("change_class", event.change)});
    }
    void operator()(const ConsultationRecorded& event) const {
        to.did({.deed = Deed::consulted,
                .level = to.works_in_unit() ? to.of_unit() : Level::other,
                .detail = word_for("consultation_reply", event.reply)});
    }
    void operator()(const ReviewRequested& event) const {
        by_unit(Deed::sent_for_review, event.version);
        shortened(event.shortening, event.version);
    }
    void operator()(const ReviewRequestWithdrawn&) const { by_unit(Deed::took_back); }
    void operator()(const ReviewerAssigned&) const { by(Level::reviewer, Deed::assigned_reviewer); }
    void operator()(const ReviewAccepted& event) const { by(Level::reviewer, Deed::accepted, event.version); }
    void operator()(const ReviewReturned& event) const {
        by(Level::reviewer, Deed::returned, std::nullopt, word_for("return_ground", event.ground));
    }
    void operator()(const ReviewClockStopped& event) const {
        by(Level::reviewer, Deed::stopped_clock, std::nullopt, word_for("clock_stop_ground", event.ground));
    }
    void operator()(const ReviewClockRestarted&) const { by(Level::reviewer, Deed::restarted_clock); }
    void operator()(const ReviewOverdue&) const {}   // nobody's act: time passed
    void operator()(const DeadlinesMoved&) const {}  // an act on the organ's calendar, not on the matter
    void operator()(const AdviserAskedEvent&) const { by(Level::reviewer, Deed::asked_adviser); }
    void operator()(const AdviserDeclined& event) const { by(Level::adviser, Deed::declined_to_advise, event.version); }
    void operator()(const AdviserOpinionGiven& event) const {
        by(Level::adviser, Deed::advised, event.version, word_for("conclusion", event.conclusion));
    }
    void operator()(const AdviserOpinionWithdrawn&) const { by(Level::adviser, Deed::withdrew_advice); }
    void operator()(const LegalityOpinionIssued& event) const {
        by(Level::reviewer, Deed::reviewed, event.version, word_for("conclusion", event.conclusion));
    }
    void operator()(const LegalityOpinionWithdrawn&) const { by(Level::reviewer, Deed::withdrew_opinion); }
    void operator()(const OpinionResponded&) const { by_unit(Deed::responded); }
    void operator()(const ChangeConfirmed& event) const {
        by(Level::reviewer, Deed::confirmed_change, event.version, word_for("change_class", event.kind));
    }
    void operator()(const DraftEndorsed& event) const { by(Level::portfolio, Deed::endorsed, event.version); }
    void operator()(const EndorsementDeclined& event) const {
        by(Level::portfolio, Deed::declined_endorsement, event.version);
    }
    void operator()(const TextPublished& event) const { by(Level::office, Deed::published, event.version); }
    void operator()(const MatterWithdrawn&) const { by_unit(Deed::withdrew_matter); }
    void operator()(const ObjectionNoted&) const { by(Level::other, Deed::objected); }
    void operator()(const ObjectionAnswered&) const { by(Level::other, Deed::answered_objection); }

    void operator()(const ItemPlaced& event) const {
        to.did({.deed = Deed::placed,
                .level = Level::office,
                .meeting = event.meeting,
                .item = event.item,
                .version = event.version});
        if (event.proposed_by) {
            to.did(*event.proposed_by, {.deed = Deed::proposed_item,
                                        .level = Level::member,
                                        .meeting = event.meeting,
                                        .item = event.item,
                                        .version = event.version});
        }
        shortened(event.shortening, event.version);
    }
    void operator()(const ItemRemoved& event) const {
        if (event.rule) return;  // the rule took it off, whoever's act made it do so
        const Level level = to.actor_holds(Role::office_clerk) ? Level::office : to.of_unit();
        to.did({.deed = Deed::removed, .level = level, .item = event.item});
    }
    // What happens to the item in the sitting is read from the meeting's stream, where its chair and recorder stand.
    void operator()(const ItemOpened&) const {}
    void operator()(const ItemInterrupted&) const {}
    void operator()(const ItemDeferred&) const {}
    void operator()(const ItemClosed&) const {}

  private:
    void by_unit(Deed deed, std::optional<int> version = std::nullopt) const { by(to.of_unit(), deed, version); }

    void by(Level level, Deed deed, std::optional<int> version = std::nullopt,
            std::optional<Term> detail = std::nullopt) const {
        to.did({.deed = deed, .level = level, .version = version, .detail = std::move(detail)});
    }

    void shortened(const std::optional<Shortening>& shortening, int version) const {
        if (!shortening) return;
        to.did(shortening->approver, {.deed = Deed::approved_shortening, .level = Level::other, .version = version});
    }
};

}  // namespace

void gather(const ActGathering& to, const MatterEvent& event) {
    std::visit(InMatter{to}, event);
}

}  // namespace shenyi::workflow
