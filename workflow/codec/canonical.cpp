#include "workflow/codec/canonical.hpp"

#include "workflow/codec/at.hpp"
#include "workflow/codec/wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <vector>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;

std::string_view view(json::string_view text) {
    return {text.data(), text.size()};
}

bool is_member_name(std::string_view name) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto later = [&](char c) { return small(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && small(name.front()) && std::ranges::all_of(name, later);
}

std::string_view sentence_of(TextFault fault) {
    switch (fault) {
        case TextFault::nul:
            return "U+0000 in a string";
        case TextFault::noncharacter:
            return "a noncharacter in a string";
        case TextFault::bad_unicode:
            break;
    }
    return "not valid UTF-8";
}

class CanonicalWriter {
  public:
    explicit CanonicalWriter(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// False as soon as something does not fit; `fault` then tells what and where.
    bool write(const json::value& value, const At& at, std::size_t depth) {
        if (out_.size() > bytes_max_) return too_long();
        switch (value.kind()) {
            case json::kind::null:
                out_ += "null";
                return true;
            case json::kind::bool_:
                out_ += value.get_bool() ? "true" : "false";
                return true;
            case json::kind::int64:
                return write_integer(value.get_int64(), at);
            case json::kind::uint64:
                return write_unsigned(value.get_uint64(), at);
            case json::kind::double_:
                return refuse(at, "not an integer");
            case json::kind::string:
                return write_string(view(value.get_string()), at);
            case json::kind::array:
                return write_array(value.get_array(), at, depth);
            case json::kind::object:
                return write_object(value.get_object(), at, depth);
        }
        return refuse(at, "not a JSON value");
    }

    tl::expected<std::string, std::string> result(bool written) {
        if (written && out_.size() > bytes_max_) written = too_long();
        if (!written) return tl::unexpected(std::move(fault_));
        return std::move(out_);
    }

  private:
    bool refuse(const At& at, std::string_view reason) {
        fault_ = at.pointer();
        fault_ += ": ";
        fault_ += reason;
        return false;
    }

    bool too_long() { return refuse(At{}, "longer than " + std::to_string(bytes_max_) + " bytes"); }

    bool write_integer(std::int64_t number, const At& at) {
        if (number > integer_max || number < -integer_max) return refuse(at, "integer beyond 2^53-1");
        out_ += std::to_string(number);
        return true;
    }

    bool write_unsigned(std::uint64_t number, const At& at) {
        if (number > static_cast<std::uint64_t>(integer_max)) return refuse(at, "integer beyond 2^53-1");
        out_ += std::to_string(number);
        return true;
    }

    bool write_string(std::string_view text, const At& at) {
        if (text.size() > bytes_max_) return too_long();
        if (const auto fault = fault_of_text(text)) return refuse(at, sentence_of(*fault));
        out_ += '"';
        for (const char c : text) append_escaped(c);
        out_ += '"';
        return true;
    }

    void append_escaped(char c) {
        constexpr std::string_view hex = "0123456789abcdef";
        switch (c) {
            case '"':
                out_ += "\\\"";
                return;
            case '\\':
                out_ += "\\\\";
                return;
            case '\b':
                out_ += "\\b";
                return;
            case '\t':
                out_ += "\\t";
                return;
            case '\n':
                out_ += "\\n";
                return;
            case '\f':
                out_ += "\\f";
                return;
            case '\r':
                out_ += "\\r";
                return;
            default:
                break;
        }
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20) {
            out_ += c;
            return;
        }
        out_ += "\\u00";
        out_ += hex[byte >> 4U];
        out_ += hex[byte & 0xFU];
    }

    bool write_array(const json::array& array, const At& at, std::size_t depth) {
        if (depth == canonical_depth_max) return refuse(at, "nested too deeply");
        out_ += '[';
        for (std::size_t i = 0; i < array.size(); ++i) {
            if (i > 0) out_ += ',';
            if (!write(array[i], At{at, i}, depth + 1)) return false;
        }
        out_ += ']';
        return true;
    }

    bool write_object(const json::object& object, const At& at, std::size_t depth) {
        if (depth == canonical_depth_max) return refuse(at, "nested too deeply");

        std::vector<const json::key_value_pair*> members;
        members.reserve(object.size());
        for (const auto& member : object) members.push_back(&member);
        std::ranges::sort(members, {}, [](const auto* member) { return view(member->key()); });

        out_ += '{';
        for (const auto* member : members) {
            const std::string_view name = view(member->key());
            const At here{at, name};
            if (!is_member_name(name)) return refuse(at, "a member's name does not match [a-z][a-z0-9_]*");
            if (member != members.front()) out_ += ',';
            out_ += '"';
            out_ += name;
            out_ += "\":";
            if (!write(member->value(), here, depth + 1)) return false;
        }
        out_ += '}';
        return true;
    }

    std::size_t bytes_max_;
    std::string out_;
    std::string fault_;
};

/// Takes one code point from the front of a text; 0xFFFFFFFF if it does not begin with valid UTF-8 (RFC 3629).
char32_t take_code_point(std::string_view& text) {
    constexpr char32_t invalid = 0xFFFFFFFF;
    const auto lead = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    if (lead < 0x80) return lead;

    const std::size_t following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < following) return invalid;
    char32_t code = lead & (0x3FU >> following);
    for (std::size_t i = 0; i < following; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return invalid;
        code = (code << 6U) | (next & 0x3FU);
    }
    text.remove_prefix(following);
    const bool overlong = (following == 2 && code < 0x800) || (following == 3 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return overlong || surrogate || code > 0x10FFFF ? invalid : code;
}

}  // namespace

std::optional<TextFault> fault_of_text(std::string_view text) {
    while (!text.empty()) {
        const char32_t code = take_code_point(text);
        if (code == 0) return TextFault::nul;
        if (code > 0x10FFFF) return TextFault::bad_unicode;
        if ((code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFEU) == 0xFFFEU) return TextFault::noncharacter;
    }
    return std::nullopt;
}

tl::expected<std::string, std::string> canonical(const json::value& value, std::size_t bytes_max) {
    CanonicalWriter writer{bytes_max};
    const bool written = writer.write(value, At{}, 0);
    return writer.result(written);
}

}  // namespace shenyi::workflow::codec
