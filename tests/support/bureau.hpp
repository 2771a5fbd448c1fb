#pragma once

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/decide.hpp"
#include "workflow/events.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

#include <any>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// When the usual course meets: the office meeting, and the party group behind it.
inline constexpr auto office_day = "2026-03-20T09:00:00+08:00";
inline constexpr auto party_day = "2026-03-24T09:00:00+08:00";

/// The demo bureau in memory: commands go through `decide`, and what they bring is folded back. The real core with a
/// given clock. The longer methods play the usual course up to a point and fail the test where the core refuses.
class Bureau {
  public:
    using Answer = tl::expected<workflow::Decision, workflow::Refusal>;

    Bureau() : Bureau(founding_events()) {}
    /// Founded by these events in place of its own.
    explicit Bureau(const std::vector<workflow::OrganEvent>& founding);

    /// The founding events of the demo bureau.
    static const std::vector<workflow::OrganEvent>& founding_events();

    // ---- the clock ----
    Bureau& at(std::string_view rfc3339);
    workflow::Instant now() const { return world_.now; }
    /// The daily job of the clock's day.
    Bureau& begin_day();

    // ---- one command ----
    /// Tries an action on the newest matter, meeting or item, whichever the target is.
    Answer try_as(std::string_view login, workflow::Target target, std::string action, std::any body);
    /// Tries it on what is named.
    Answer try_command(std::string_view login, workflow::Command command);
    /// The same, and the test ends here if it is refused.
    workflow::Decision as(std::string_view login, workflow::Target target, std::string action, std::any body);

    // ---- the usual course of the newest matter ----
    Bureau& propose(std::string title, workflow::MatterKind kind = workflow::MatterKind::major_decision);
    Bureau& open();                        ///< with its study of feasibility
    Bureau& draft(std::string text = {});  ///< a version whose main document has this text, new if empty
    Bureau& send();                        ///< for review, with all that the procedure asks
    Bureau& accept(std::string_view reviewer = "legal");
    Bureau& advise(std::string_view adviser = "adviser",
                   workflow::Conclusion conclusion = workflow::Conclusion::lawful);
    Bureau& conclude(workflow::Conclusion conclusion, std::string_view reviewer = "legal");
    /// Proposed, opened, drafted, sent, accepted, advised and found lawful.
    Bureau& reviewed(std::string title, workflow::MatterKind kind = workflow::MatterKind::major_decision);
    /// The body that `conclude` uses, to be changed and tried.
    workflow::IssueLegalityOpinion opinion_body(workflow::Conclusion conclusion) const;
    workflow::RequestReview request_body();

    // ---- the usual course of the newest meeting ----
    Bureau& call(workflow::Forum forum, std::string_view held_at);
    Bureau& place();
    Bureau& fix();
    Bureau& sit(std::vector<std::string> logins = everybody());  ///< the meeting opens with these present
    Bureau& open_item();
    Bureau& declare(std::vector<std::string> logins = everybody());
    /// Each takes his position in this order: the chair must be the last.
    Bureau& speak(std::vector<std::pair<std::string, workflow::Position>> positions);
    /// Item opened, everybody declared and spoke for it.
    Bureau& discuss();
    Bureau& decide(workflow::Outcome outcome = workflow::Outcome::adopted);  ///< the head, office meeting
    /// A named ballot, opened to closed; who may vote and is not named abstains.
    Bureau& vote(std::vector<std::pair<std::string, workflow::Vote>> votes,
                 workflow::MotionKind motion = workflow::MotionKind::adopt);
    Bureau& close_item();
    Bureau& close_meeting();
    /// Called for that day, placed, roster fixed; the clock moves to the meeting's hour and it sits.
    Bureau& in_session(workflow::Forum forum, std::string_view held_at);

    static std::vector<std::string> everybody() { return {"deputy1", "deputy2", "deputy3", "member4", "director"}; }

    // ---- looking ----
    const workflow::Matter& matter() const;
    const workflow::Matter& matter(const workflow::MatterId& id) const { return *world_.matters.at(id); }
    const workflow::Meeting& meeting() const;
    const workflow::Item& item() const;
    const workflow::Organ& organ() const { return *world_.organ; }
    /// What a body whose members at `misshapen` cannot be read would be told of besides.
    std::vector<workflow::BodyFault> faults_beside(std::string_view login, workflow::Command command,
                                                   const std::vector<std::string>& misshapen);
    workflow::World& world() { return world_; }
    workflow::PersonId person(std::string_view login) const;
    workflow::UnitId unit(std::string_view name) const;
    /// A document that this person uploaded, with this text.
    workflow::DocumentId document(std::string_view login, std::string text);
    const std::vector<workflow::NewEvent>& log() const { return log_; }

    workflow::MatterId newest_matter;
    workflow::MeetingId newest_meeting;
    workflow::ItemId newest_item;

  private:
    bool names(const workflow::Matter& matter, const workflow::DocumentId& id) const;
    void refresh_documents();
    void refresh_events(const workflow::Subject& subject);
    std::vector<workflow::Material> materials();
    std::vector<workflow::DraftDocument> documents(std::string text);

    workflow::World world_;
    std::map<workflow::PersonId, workflow::Account> accounts_;
    std::vector<workflow::NewEvent> log_;
    int counter_ = 0;
};

/// The findings of a refusal by rule id, for messages and matchers: `R-GATE-01`, `R-GATE-01.papers`.
std::vector<std::string> rules_of(const std::vector<workflow::Finding>& findings);
std::string text_of(const workflow::Refusal& refusal);

}  // namespace shenyi::tests
