#include "workflow/events.hpp"

namespace shenyi::workflow {

MatterEvent::MatterEvent() = default;
MatterEvent::MatterEvent(const MatterEvent& other) = default;
MatterEvent::MatterEvent(MatterEvent&& other) noexcept = default;
MatterEvent& MatterEvent::operator=(const MatterEvent& other) = default;
MatterEvent& MatterEvent::operator=(MatterEvent&& other) noexcept = default;
MatterEvent::~MatterEvent() = default;

MeetingEvent::MeetingEvent() = default;
MeetingEvent::MeetingEvent(const MeetingEvent& other) = default;
MeetingEvent::MeetingEvent(MeetingEvent&& other) noexcept = default;
MeetingEvent& MeetingEvent::operator=(const MeetingEvent& other) = default;
MeetingEvent& MeetingEvent::operator=(MeetingEvent&& other) noexcept = default;
MeetingEvent::~MeetingEvent() = default;

OrganEvent::OrganEvent() = default;
OrganEvent::OrganEvent(const OrganEvent& other) = default;
OrganEvent::OrganEvent(OrganEvent&& other) noexcept = default;
OrganEvent& OrganEvent::operator=(const OrganEvent& other) = default;
OrganEvent& OrganEvent::operator=(OrganEvent&& other) noexcept = default;
OrganEvent::~OrganEvent() = default;

Event::Event() = default;
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event& Event::operator=(const Event& other) = default;
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

std::string_view type_of(const Event& event) {
    return std::visit(
        [](const auto& stream_event) {
            return std::visit([]<class One>(const One&) { return One::type; }, stream_event);
        },
        event);
}

}  // namespace shenyi::workflow
