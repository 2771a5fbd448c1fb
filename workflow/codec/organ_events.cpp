#include "workflow/codec/event_variant.hpp"

namespace shenyi::workflow::codec {

boost::json::value write_organ_event(const OrganEvent& event) {
    return write_variant(event);
}

tl::expected<Event, Faults> read_organ_event(std::string_view type, const boost::json::value& data) {
    return read_variant<OrganEvent>(type, data);
}

}  // namespace shenyi::workflow::codec
