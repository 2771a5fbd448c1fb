#include "workflow/codec/events.hpp"

#include "workflow/codec/event_variant.hpp"

#include <array>
#include <utility>

namespace shenyi::workflow::codec {

namespace {

struct Write {
    boost::json::value operator()(const MatterEvent& event) const { return write_matter_event(event); }
    boost::json::value operator()(const MeetingEvent& event) const { return write_meeting_event(event); }
    boost::json::value operator()(const OrganEvent& event) const { return write_organ_event(event); }
    boost::json::value operator()(const PersonEvent& event) const { return write_trail_event(event); }
    boost::json::value operator()(const AttemptEvent& event) const { return write_trail_event(event); }
    boost::json::value operator()(const AccessEvent& event) const { return write_trail_event(event); }
};

using Read = tl::expected<Event, Faults> (*)(std::string_view, const boost::json::value&);
constexpr std::array<std::pair<std::string_view, Read>, 6> readers{{{"matter/", read_matter_event},
                                                                    {"meeting/", read_meeting_event},
                                                                    {"organ/", read_organ_event},
                                                                    {"person/", read_person_event},
                                                                    {"attempt/", read_attempt_event},
                                                                    {"access/", read_access_event}}};

}  // namespace

boost::json::value write_event(const Event& event) {
    return std::visit(Write{}, event);
}

tl::expected<Event, Faults> read_event(std::string_view stream, std::string_view type, const boost::json::value& data) {
    for (const auto& [prefix, read] : readers) {
        if (stream.starts_with(prefix)) return read(type, data);
    }
    return tl::make_unexpected(Faults{{"", FaultCode::enumeration, "a known stream"}});
}

}  // namespace shenyi::workflow::codec
