#pragma once

#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a scenario looks at, in the words of the wire; `none` where there is nothing.
namespace shenyi::tests {

struct MatterView {
    std::string stage;
    int version = 0;
    bool standing = false;  ///< a clearance stands
    /// The settled text's version, and the day on which the review was found overdue; not told where the door does not
    /// show them.
    std::optional<std::string> settled;
    std::optional<std::string> overdue;
    int marked = 0;  ///< opinions signed within a day of a password's reset
};

struct ItemView {
    std::string state;
    std::string outcome = "none";
    std::map<std::string, int> arithmetic;  ///< of the item, else of its last ballot; empty: not counted
    std::vector<workflow::PersonId> dissenters;
    int unconfirmed = 0;  ///< dissents that their authors have not confirmed
    int witnessed = 0;    ///< dissents whose authors would not confirm, before witnesses
    int named_votes = 0;  ///< of the last ballot
    std::string head_reasons = "none";
};

struct MeetingView {
    std::string stage;
    int due = 0;
    std::vector<workflow::PersonId> excluded;
    std::map<workflow::ItemId, ItemView> items;
};

/// `{"due": 8, "present": 4 …}` by name; empty where it is null.
std::map<std::string, int> arithmetic_of(const boost::json::value& arithmetic);

MatterView view_of(const workflow::Matter& matter);
MeetingView view_of(const workflow::Meeting& meeting);

}  // namespace shenyi::tests
