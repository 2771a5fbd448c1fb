#include "workflow/codec/event_variant.hpp"

namespace shenyi::workflow::codec {

boost::json::value write_trail_event(const PersonEvent& event) {
    return write_variant(event);
}
boost::json::value write_trail_event(const AttemptEvent& event) {
    return write_variant(event);
}
boost::json::value write_trail_event(const AccessEvent& event) {
    return write_variant(event);
}

tl::expected<Event, Faults> read_person_event(std::string_view type, const boost::json::value& data) {
    return read_variant<PersonEvent>(type, data);
}

tl::expected<Event, Faults> read_attempt_event(std::string_view type, const boost::json::value& data) {
    return read_variant<AttemptEvent>(type, data);
}

tl::expected<Event, Faults> read_access_event(std::string_view type, const boost::json::value& data) {
    return read_variant<AccessEvent>(type, data);
}

}  // namespace shenyi::workflow::codec
