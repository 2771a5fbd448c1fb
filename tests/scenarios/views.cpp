#include "tests/scenarios/views.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/rules/dissent.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace shenyi::tests {

using namespace workflow;

namespace {

template <class Opinion>
int marked(const std::vector<Opinion>& opinions) {
    return static_cast<int>(
        std::ranges::count_if(opinions, [](const Opinion& opinion) { return opinion.reset_at.has_value(); }));
}

std::string overdue_of(const Matter& matter) {
    const ReviewRequest* request = matter.request();
    return request && request->overdue_alarm_at ? iso(date_of(*request->overdue_alarm_at)) : "none";
}

std::map<std::string, int> arithmetic_of(const Item& item) {
    if (item.arithmetic) return tests::arithmetic_of(codec::write(*item.arithmetic));
    if (item.ballots.empty() || !item.ballots.back().arithmetic) return {};
    return tests::arithmetic_of(codec::write(*item.ballots.back().arithmetic));
}

ItemView view_of(const Item& item) {
    ItemView view{.state = std::string(codec::name_of_enumerator(item.state))};
    if (item.outcome) view.outcome = codec::name_of_enumerator(*item.outcome);
    view.arithmetic = arithmetic_of(item);
    for (const Dissent& dissent : rules::dissents_on_record(item)) {
        view.dissenters.push_back(dissent.person);
        if (!dissent.confirmed) ++view.unconfirmed;
        if (!dissent.refusal_witnesses.empty()) ++view.witnessed;
    }
    if (!item.ballots.empty()) view.named_votes = static_cast<int>(item.ballots.back().votes.size());
    if (item.head_decision && item.head_decision->head_reasons) view.head_reasons = *item.head_decision->head_reasons;
    return view;
}

}  // namespace

std::map<std::string, int> arithmetic_of(const boost::json::value& arithmetic) {
    std::map<std::string, int> numbers;
    if (arithmetic.is_null()) return numbers;
    for (const auto& [name, value] : arithmetic.as_object()) numbers[name] = static_cast<int>(value.as_int64());
    return numbers;
}

MatterView view_of(const Matter& matter) {
    return {.stage = std::string(codec::name_of_enumerator(matter.stage)),
            .version = static_cast<int>(matter.drafts.size()),
            .standing = std::ranges::any_of(matter.clearances, &Clearance::standing),
            .settled = matter.settled() ? std::to_string(matter.settled()->version) : "none",
            .overdue = overdue_of(matter),
            .marked = marked(matter.opinions) + marked(matter.adviser_opinions)};
}

MeetingView view_of(const Meeting& meeting) {
    MeetingView view{.stage = std::string(codec::name_of_enumerator(meeting.stage))};
    if (meeting.roster) {
        view.due = static_cast<int>(meeting.roster->due.size());
        for (const Exclusion& exclusion : meeting.roster->excluded) view.excluded.push_back(exclusion.person);
    }
    for (const Item& item : meeting.items) view.items.emplace(item.id, view_of(item));
    return view;
}

}  // namespace shenyi::tests
