#include "workflow/codec/event_variant.hpp"

namespace shenyi::workflow::codec {

boost::json::value write_meeting_event(const MeetingEvent& event) {
    return write_variant(event);
}

tl::expected<Event, Faults> read_meeting_event(std::string_view type, const boost::json::value& data) {
    return read_variant<MeetingEvent>(type, data);
}

}  // namespace shenyi::workflow::codec
