#include "workflow/codec/facts.hpp"

#include <boost/describe/class.hpp>

#include <string_view>

namespace shenyi::workflow::codec {
namespace {

struct StoredDate {
    Date date;
};
BOOST_DESCRIBE_STRUCT(StoredDate, (), (date))

struct StoredInstant {
    Instant instant;
};
BOOST_DESCRIBE_STRUCT(StoredInstant, (), (instant))

constexpr std::string_view forms = "integer, string, date, instant, term or list of texts or terms";

struct InStorage {
    boost::json::value operator()(Date date) const { return write(StoredDate{date}); }
    boost::json::value operator()(Instant instant) const { return write(StoredInstant{instant}); }
    boost::json::value operator()(const auto& other) const { return write(other); }
};

template <class T>
T read_whole(const boost::json::value& value, const At& at, Faults& faults) {
    T out{};
    codec::read(value, out, at, faults);
    return out;
}

void read_object_fact(const boost::json::value& value, Fact& out, const At& at, Faults& faults) {
    const boost::json::object& object = value.get_object();
    if (object.contains("date"))
        out = read_whole<StoredDate>(value, at, faults).date;
    else if (object.contains("instant"))
        out = read_whole<StoredInstant>(value, at, faults).instant;
    else
        out = read_whole<Term>(value, at, faults);
}

}  // namespace

boost::json::value Writer<Fact>::write(const Fact& fact) {
    return std::visit(InStorage{}, fact);
}

void Reader<Fact>::read(const boost::json::value& value, Fact& out, const At& at, Faults& faults) {
    if (value.is_int64() || value.is_uint64()) {
        out = read_whole<std::int64_t>(value, at, faults);
    } else if (value.is_string()) {
        out = read_whole<std::string>(value, at, faults);
    } else if (value.is_object()) {
        read_object_fact(value, out, at, faults);
    } else if (const auto* array = value.if_array()) {
        if (!array->empty() && array->front().is_object())
            out = read_whole<std::vector<Term>>(value, at, faults);
        else
            out = read_whole<std::vector<std::string>>(value, at, faults);
    } else {
        add_fault(faults, at, FaultCode::type, std::string(forms));
    }
}

}  // namespace shenyi::workflow::codec
