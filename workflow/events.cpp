#include "workflow/events.hpp"

namespace shenyi::workflow {

std::string_view type_of(const Event& event) {
    return std::visit(
        [](const auto& stream_event) {
            return std::visit([]<class One>(const One&) { return One::type; }, stream_event);
        },
        event);
}

}  // namespace shenyi::workflow
