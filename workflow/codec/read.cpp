#include "workflow/codec/read.hpp"

#include <boost/json/string.hpp>

#include <algorithm>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;

/// A text that some function turns into a value, or a fault that tells the form it should have.
template <class T, class Parse>
void read_form(const json::value& value, T& out, const At& at, Faults& faults, const Parse& parse, std::string form) {
    std::string text;
    if (!read_text(value, text, at, faults)) return;
    if (const std::optional<T> parsed = parse(text))
        out = *parsed;
    else
        add_fault(faults, at, FaultCode::value, std::move(form));
}

}  // namespace

void add_fault(Faults& faults, const At& at, FaultCode code, std::string expected) {
    if (faults.size() == faults_max) return;
    faults.push_back({at.pointer(), code, std::move(expected)});
}

bool read_text(const json::value& value, std::string& out, const At& at, Faults& faults) {
    const json::string* text = value.if_string();
    if (text == nullptr) {
        add_fault(faults, at, FaultCode::type, "string");
        return false;
    }
    out.assign(text->data(), text->size());
    return true;
}

bool read_integer(const json::value& value, std::int64_t least, std::int64_t most, std::int64_t& out, const At& at,
                  Faults& faults) {
    const std::int64_t* number = value.if_int64();
    const std::uint64_t* positive = value.if_uint64();
    if (number == nullptr && positive == nullptr) {
        add_fault(faults, at, FaultCode::type, "integer");
        return false;
    }
    const bool fits = number != nullptr ? least <= *number && *number <= most : std::cmp_less_equal(*positive, most);
    if (!fits) {
        add_fault(faults, at, FaultCode::value,
                  "integer from " + std::to_string(least) + " to " + std::to_string(most));
        return false;
    }
    out = number != nullptr ? *number : static_cast<std::int64_t>(*positive);
    return true;
}

const json::array* read_array(const json::value& value, const At& at, Faults& faults) {
    const json::array* array = value.if_array();
    if (array == nullptr) add_fault(faults, at, FaultCode::type, "array");
    return array;
}

const json::object* read_object(const json::value& value, const At& at, Faults& faults) {
    const json::object* object = value.if_object();
    if (object == nullptr) add_fault(faults, at, FaultCode::type, "object");
    return object;
}

void refuse_unknown(const json::object& object, std::span<const std::string_view> names, const At& at, Faults& faults) {
    for (const auto& member : object) {
        const std::string_view name{member.key().data(), member.key().size()};
        if (std::ranges::find(names, name) == names.end()) add_fault(faults, At{at, name}, FaultCode::unknown);
    }
}

std::string one_of(std::span<const std::string_view> names) {
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += '|';
        out += name;
    }
    return out;
}

void Reader<bool>::read(const json::value& value, bool& out, const At& at, Faults& faults) {
    if (const bool* found = value.if_bool())
        out = *found;
    else
        add_fault(faults, at, FaultCode::type, "boolean");
}

void Reader<Instant>::read(const json::value& value, Instant& out, const At& at, Faults& faults) {
    read_form(value, out, at, faults, parse_instant, "RFC 3339 date-time");
}

void Reader<Date>::read(const json::value& value, Date& out, const At& at, Faults& faults) {
    read_form(value, out, at, faults, parse_date, "date");
}

}  // namespace shenyi::workflow::codec
