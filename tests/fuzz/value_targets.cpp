#include "api/http/conditional.hpp"
#include "api/http/target.hpp"
#include "storage/list_cursor.hpp"
#include "tests/fuzz/targets.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/dates.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>

namespace shenyi::fuzz {

namespace {

using namespace workflow;

/// The first byte chooses the action whose body the rest is to be.
void read_as_body(unsigned char chosen, const boost::json::value& value) {
    const auto every_action = actions();
    const Action& action = every_action[chosen % every_action.size()];
    const auto body = codec::read_body(action.target, action.name, value);
    if (!body) {
        require(!body.error().empty(), "a body that is refused has faults");
        return;
    }
    (void)codec::occurred_at_of(*body);
    const boost::json::value written = codec::write_body(action.target, action.name, *body);
    const auto again = codec::read_body(action.target, action.name, written);
    require(again.has_value(), "a body that was read is written so that it is read again");
    require(codec::write_body(action.target, action.name, *again) == written, "and is then the same");
}

/// What is no integer is read to about its last digit; no body of ours takes such a number.
bool holds_fraction(const boost::json::value& value) {
    if (const auto* list = value.if_array()) return std::ranges::any_of(*list, holds_fraction);
    const auto* object = value.if_object();
    if (object == nullptr) return value.is_double();
    return std::ranges::any_of(*object, [](const auto& member) { return holds_fraction(member.value()); });
}

}  // namespace

void read_json(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto value = codec::parse(bytes.substr(1));
    if (!value) {
        require(value.error().at <= bytes.size(), "reading stopped within the text");
        return;
    }
    const auto again = codec::parse(boost::json::serialize(*value));
    require(again.has_value(), "what was read is written so that it is read again");
    require(*again == *value || holds_fraction(*value), "and is then the same");
    read_as_body(static_cast<unsigned char>(bytes.front()), *value);
}

void write_canonical(std::string_view bytes) {
    const auto value = codec::parse(bytes, codec::event_limits);
    if (!value) return;
    const auto written = codec::canonical(*value);
    if (!written) return;
    require(written->size() <= codec::event_bytes_max, "a canonical form is not longer than an event may be");
    const auto again = codec::parse(*written, codec::event_limits);
    require(again.has_value(), "a canonical form is read");
    require(*again == *value, "as the value that was written");
    require(codec::canonical(*again) == *written, "whose form is the same bytes");
}

void read_identifiers(std::string_view bytes) {
    const std::string text(bytes);
    const OrganId organ{"org_a"};
    if (const auto key = storage::key_of("matters", organ, text)) {
        require(storage::key_of("matters", organ, storage::cursor_of("matters", organ, *key)) == *key,
                "a cursor that was read is made anew");
        require(!storage::key_of("meetings", organ, text), "a cursor is of one list alone");
    }
    if (const auto day = parse_date(bytes)) require(iso(*day) == text, "a day has one form");
    if (const auto instant = parse_instant(bytes)) {
        require(parse_instant(rfc3339(*instant)) == instant, "an instant that was read is written and read again");
    }
    if (const auto target = api::http::read_target(bytes)) {
        for (const std::string& each : target->segments) require(each != "..", "no way leads up");
    }
    (void)api::http::percent_decoded(bytes, true);
    (void)api::http::tag_value(bytes);
    (void)api::http::names_tag(bytes, "\"1\"");
}

}  // namespace shenyi::fuzz
