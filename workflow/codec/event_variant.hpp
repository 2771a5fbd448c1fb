#pragma once

#include "workflow/codec/events.hpp"
#include "workflow/codec/facts.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/events/structs_of.hpp"

#include <boost/mp11/algorithm.hpp>

#include <type_traits>
#include <variant>

/// The two directions over one closed variant of events; each stream's is instantiated in a unit of its own.
namespace shenyi::workflow::codec {

template <class Variant>
boost::json::value write_variant(const Variant& event) {
    return std::visit([](const auto& each) { return write(each); }, event);
}

template <class Variant>
tl::expected<Event, Faults> read_variant(std::string_view type, const boost::json::value& data) {
    tl::expected<Event, Faults> result =
        tl::make_unexpected(Faults{{"", FaultCode::enumeration, "a known type of event"}});
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, StructsOf<Variant>>>([&](auto identity) {
        using Struct = typename decltype(identity)::type;
        if (Struct::type != type) return;
        auto read_struct = read<Struct>(data);
        if (read_struct) {
            result = Event{Variant{*std::move(read_struct)}};
        } else {
            result = tl::make_unexpected(std::move(read_struct.error()));
        }
    });
    return result;
}

boost::json::value write_matter_event(const MatterEvent& event);
boost::json::value write_meeting_event(const MeetingEvent& event);
boost::json::value write_organ_event(const OrganEvent& event);
boost::json::value write_trail_event(const PersonEvent& event);
boost::json::value write_trail_event(const AttemptEvent& event);
boost::json::value write_trail_event(const AccessEvent& event);

tl::expected<Event, Faults> read_matter_event(std::string_view type, const boost::json::value& data);
tl::expected<Event, Faults> read_meeting_event(std::string_view type, const boost::json::value& data);
tl::expected<Event, Faults> read_organ_event(std::string_view type, const boost::json::value& data);
tl::expected<Event, Faults> read_person_event(std::string_view type, const boost::json::value& data);
tl::expected<Event, Faults> read_attempt_event(std::string_view type, const boost::json::value& data);
tl::expected<Event, Faults> read_access_event(std::string_view type, const boost::json::value& data);

}  // namespace shenyi::workflow::codec
