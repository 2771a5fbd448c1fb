#include "api/fault_words.hpp"

#include "workflow/codec/write.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace shenyi::api {

using storage::definitions::Messages;

namespace {

/// As the contract has it; bytes, so that it holds for characters too.
constexpr std::size_t told_bytes_max = 1000;

/// What a fault of the reader is called where the schema tells it.
BodyFault as_schema_tells(const workflow::codec::Fault& fault) {
    using enum workflow::codec::FaultCode;
    const auto told = [&](std::string code, SchemaExpected expected) {
        return BodyFault{fault.pointer, std::move(code), expected, fault.expected};
    };
    switch (fault.code) {
        case type:
            return told("type", "type");
        case enumeration:
            return told("enum", "enum");
        case missing:
            return told("missing", "missing");
        case unknown:
            return told("unknown", "unknown");
        case value:
            break;
    }
    return told("value", "form");
}

}  // namespace

std::string told_pointer(std::string pointer) {
    while (pointer.size() > told_bytes_max) {
        const std::size_t last = pointer.rfind('/');
        pointer.erase(last == std::string::npos ? 0 : last);
    }
    return pointer;
}

std::string told_parameter(std::string name) {
    if (name.size() <= told_bytes_max) return name;
    std::size_t end = told_bytes_max;
    while ((static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) --end;
    return name.substr(0, end);
}

http::FieldFault in_words(const BodyFault& fault, const Messages& messages, Language language) {
    return {told_pointer(fault.pointer), fault.code,
            messages.render(tag(language), "fault." + std::string(fault.expected.text()),
                            {{"parameter", fault.parameter}})};
}

http::FieldFault in_words(const workflow::BodyFault& fault, const Messages& messages, Language language) {
    return {fault.pointer, "value", messages.render(tag(language), "expected." + std::string(fault.expected.text()))};
}

http::FieldFault in_words(const workflow::codec::Fault& fault, const Messages& messages, Language language) {
    return in_words(as_schema_tells(fault), messages, language);
}

}  // namespace shenyi::api
