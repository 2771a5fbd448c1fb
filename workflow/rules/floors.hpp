#pragma once

#include "workflow/calendar.hpp"
#include "workflow/context.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/pack.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How long a review may last and how much time it must be left (R-REV-03, R-REV-04), counted from the acceptance alone
/// (R-CAL-05) and without the days of its pauses (R-CAL-06).
namespace shenyi::workflow::rules {

/// The working days of a kind's review: those that it must be left (the floor), and those that it may take.
struct ReviewPeriod {
    std::string_view rule;
    int floor;
    std::optional<int> ceiling;
};

/// Who may approve that a matter's review gets less time: the head, and the leader of the portfolio of its unit, in
/// their own name on that day.
std::vector<PersonId> approvers(const Organ& organ, const Matter& matter, Date day);

/// The shortening that the command's body asks for; null where it asks for none.
const Shortening* asked_shortening(const Context& at);

/// Why a shortening asked for now does not count, as the variant of R-REV-03 and R-REV-04; empty if it does.
/// `approver`: nobody who may is named. He is somebody else than who sends the file or enters the shortening, he is
/// told of it (traces.hpp), and where the paper of his approval is attached, it is one that he uploaded himself and
/// that is part of no draft. `used`: that paper stands in another matter already; one approves for one. `ground`: a
/// normative document is reviewed in less time for an emergency or a superior's urgent order only. A shortening without
/// reason is none.
std::string fault_of(const Context& at, const Shortening& shortening);

/// The shortening of the command's body where it counts.
std::optional<Shortening> counted(const Context& at, const std::optional<Shortening>& shortening);
/// That of a sending for review, and of an item placed, where it counted when it was entered: approved by who held the
/// post on that day.
std::optional<Shortening> counted(const Context& at, const Matter& matter, const ReviewRequest& request);
std::optional<Shortening> counted(const Context& at, const Matter& matter, const Item& item);

/// For an emergency or a superior's urgent order (rules.md §8), by which assessment is relaxed too.
bool is_urgent(const std::optional<Shortening>& shortening);

/// Empty for kinds whose review no text gives a number of days.
std::optional<ReviewPeriod> review_period(MatterKind kind, const PolicyPack& pack);

/// The clock of the review that a version rests on: a version that continues another keeps the other's acceptance.
/// A pause that nobody ended ends with the opinion.
struct ReviewClock {
    const ReviewRequest* request;
    Date accepted;
    std::vector<Pause> pauses;
};

/// Empty where nothing was accepted, or what was accepted went back.
std::optional<ReviewClock> clock_of(const Matter& matter, int version);

/// The earliest day of a meeting: the day after the floor's last working day has ended.
tl::expected<Date, MissingYear> earliest_meeting_day(const Calendar& calendar, const ReviewClock& clock, int floor);

/// The last day of the review that is running (R-REV-04). Empty where the kind has no ceiling or no review is running;
/// a MissingYear where the day cannot be given yet.
std::optional<tl::expected<Date, MissingYear>> review_deadline(const Matter& matter, const Calendar& calendar,
                                                               const PolicyPack& pack);

/// The same day, where it can be given: for the daily job, which alarms on every later day.
std::optional<Date> review_due(const Matter& matter, const Calendar& calendar, const PolicyPack& pack);

/// When a meeting or item that the command is about takes place: the earliest of the recorded and the entered times
/// (rules.md §0, ten). What was entered from paper cannot be later than the meeting it belongs to.
Instant moment_of(const Context& at);

/// One count that a lawful act hangs on: a review, and the day of the meeting or, where an opinion is asked for by a
/// day, that day.
struct FloorCount {
    const Matter* matter;
    ReviewPeriod period;
    Date start;
    std::vector<Pause> pauses;
    Date day;
    bool opinion_asked;                        ///< `day` is the day by which an opinion is asked for
    std::optional<Shortening> shortening;      ///< with its reason and approver
    std::optional<std::string> time_sufficed;  ///< the reviewer's reason

    bool lifted() const { return shortening || time_sufficed; }
    /// The first day that leaves the whole floor.
    tl::expected<Date, MissingYear> earliest(const Calendar& calendar) const;
    /// The working days that `day` leaves to the review.
    tl::expected<int, MissingYear> days_left(const Calendar& calendar) const;
};

/// The counts that the command hangs on: one for a placing, the opening of an item or an opinion asked for by a day;
/// one for each item to be decided where a meeting is moved.
std::vector<FloorCount> floor_counts(const Context& at);

/// The count for one version and one day of a meeting, with the shortening of that meeting, if it has one that counts;
/// empty where the kind has no floor or no clock runs.
std::optional<FloorCount> floor_count(const Context& at, const Matter& matter, int version, Date day,
                                      const std::optional<Shortening>& shortening);

/// The procedure and the pack that a matter carries; the context's own where they were not loaded.
const Procedure& procedure_of(const Context& at, const Matter& matter);
const PolicyPack& pack_of(const Context& at, const Matter& matter);

}  // namespace shenyi::workflow::rules
