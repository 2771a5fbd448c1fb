#include "workflow/codec/event_variant.hpp"

namespace shenyi::workflow::codec {

boost::json::value write_matter_event(const MatterEvent& event) {
    return write_variant(event);
}

tl::expected<Event, Faults> read_matter_event(std::string_view type, const boost::json::value& data) {
    return read_variant<MatterEvent>(type, data);
}

}  // namespace shenyi::workflow::codec
