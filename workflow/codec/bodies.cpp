#include "workflow/codec/bodies.hpp"

#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/codec/body_rows.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <stdexcept>
#include <string>

namespace shenyi::workflow::codec {
namespace {

/// Every body that tells when it happened.
using Entered = boost::mp11::mp_list<OpenItem, DeclareInterest, Recuse, Speak, HeadDecide, DeferItem, ConfirmDissent,
                                     RecordRefusalToConfirm, CloseItem, OpenBallot, RecordBallot, ConfirmCount,
                                     VoidBallot, CloseBallot, OpenMeeting, RecordAttendance, CloseMeeting>;

const BodyRow* find_row(Target target, std::string_view action) {
    const Target sought = target == Target::person ? Target::organ : target;
    for (const auto rows : {matter_bodies(), review_bodies(), meeting_bodies(), item_bodies(), organ_bodies()}) {
        for (const BodyRow& row : rows) {
            if (row.target == sought && row.action == action) return &row;
        }
    }
    return nullptr;
}

}  // namespace

bool is_action(Target target, std::string_view action) {
    return find_row(target, action) != nullptr;
}

tl::expected<std::any, Faults> read_body(Target target, std::string_view action, const boost::json::value& value) {
    const BodyRow* row = find_row(target, action);
    if (!row) return tl::unexpected(Faults{{"", FaultCode::enumeration, "the body of a known action"}});
    Faults faults;
    std::any body = row->read(value, faults);
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return body;
}

std::any read_what_fits(Target target, std::string_view action, const boost::json::value& value) {
    const BodyRow* row = find_row(target, action);
    if (!row) throw std::logic_error("no body of " + std::string(action));
    Faults faults;
    return row->read(value, faults);
}

boost::json::value write_body(Target target, std::string_view action, const std::any& body) {
    const BodyRow* row = find_row(target, action);
    if (!row) throw std::logic_error("no body of " + std::string(action));
    return row->write(body);
}

std::optional<Instant> occurred_at_of(const std::any& body) {
    std::optional<Instant> occurred;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Entered>>([&](auto identity) {
        const auto* entered = std::any_cast<typename decltype(identity)::type>(&body);
        if (entered) occurred = entered->occurred_at;
    });
    return occurred;
}

}  // namespace shenyi::workflow::codec
