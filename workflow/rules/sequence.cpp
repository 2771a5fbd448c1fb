#include "workflow/rules/sequence.hpp"

#include "workflow/actions/meeting.hpp"
#include "workflow/rules/sitting.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

namespace {

/// The later of the two, either of which may be missing: nothing comes before anything.
std::optional<Instant> later(const std::optional<Instant>& one, const std::optional<Instant>& other) {
    return std::max(one, other);
}

std::optional<Instant> last_on_any_item(const Meeting& meeting) {
    std::optional<Instant> last;
    for (const Item& item : meeting.items) last = later(last, item.last_act_at);
    return last;
}

std::optional<Instant> last_seen(const Meeting& meeting, const PersonId& person) {
    std::optional<Instant> last;
    for (const Attendance& one : meeting.attendance) {
        if (one.person == person) last = later(last, one.at);
    }
    return last;
}

std::optional<Instant> last_coming_or_going(const Meeting& meeting) {
    std::optional<Instant> last;
    for (const Attendance& one : meeting.attendance) last = later(last, one.at);
    return last;
}

std::optional<Instant> before_an_item_act(const Context& at) {
    const bool noticed_late = is_action(at, Target::item, "declare_interest") || is_action(at, Target::item, "recuse");
    if (noticed_late) return at.item->opened_at;
    return is_action(at, Target::item, "open") ? last_on_any_item(*at.meeting) : at.item->last_act_at;
}

}  // namespace

std::optional<Instant> cannot_precede(const Context& at) {
    if (!at.meeting || !at.meeting->occurred_at) return std::nullopt;
    const std::optional<Instant> opened = at.meeting->occurred_at;
    if (at.item) return later(opened, before_an_item_act(at));
    if (const auto* body = at.body<RecordAttendance>()) return later(opened, last_seen(*at.meeting, body->person));
    if (!is_action(at, Target::meeting, "close")) return opened;

    return later(later(opened, last_on_any_item(*at.meeting)), last_coming_or_going(*at.meeting));
}

std::optional<Finding> impossible_time(const Context& at) {
    const auto& entered = at.command.occurred_at;
    if (!entered) return std::nullopt;
    Finding finding{.rule = "R-MEET-17",
                    .variant = "future",
                    .facts = {{"occurred", *entered}, {"member", std::string("occurred_at")}}};
    if (*entered > at.now()) return finding;
    const auto after = cannot_precede(at);
    if (!after || *entered >= *after) return std::nullopt;
    finding.variant = "sequence";
    finding.facts.emplace("after", *after);
    return finding;
}

}  // namespace shenyi::workflow::rules
