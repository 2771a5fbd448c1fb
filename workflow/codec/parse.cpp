#include "workflow/codec/parse.hpp"

#include "workflow/codec/at.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/wire.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/value_stack.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <vector>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;

JsonFault fault_of(TextFault fault) {
    switch (fault) {
        case TextFault::nul:
            return JsonFault::nul;
        case TextFault::noncharacter:
            return JsonFault::noncharacter;
        case TextFault::bad_unicode:
            break;
    }
    return JsonFault::bad_unicode;
}

/// What Boost.JSON found itself.
JsonFault fault_of(const json::error_code& error) {
    if (error == json::error::incomplete) return JsonFault::incomplete;
    if (error == json::error::too_deep) return JsonFault::too_deep;
    if (error == json::error::extra_data) return JsonFault::more_follows;
    if (error == json::error::exponent_overflow) return JsonFault::out_of_range;
    const bool lone_surrogate =
        error == json::error::illegal_leading_surrogate || error == json::error::illegal_trailing_surrogate;
    return lone_surrogate ? JsonFault::bad_unicode : JsonFault::syntax;
}

/// Builds the tree while reading and refuses what Boost.JSON lets through.
class Handler {
  public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    explicit Handler(bool integers_only) : integers_only_(integers_only) { stack_.reset(); }

    json::value release() { return stack_.release(); }
    std::optional<JsonFault> fault() const { return fault_; }

    /// Where reading is: of an object the member whose name came last.
    std::string pointer() const {
        const At whole;
        return below(whole, 0);
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }

    bool on_object_begin(json::error_code&) {
        open_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t n, json::error_code&) {
        open_.pop_back();
        stack_.push_object(n);
        return read_one();
    }
    bool on_array_begin(json::error_code&) {
        open_.push_back({.is_array = true, .names = {}, .last = {}});
        return true;
    }
    bool on_array_end(std::size_t n, json::error_code&) {
        open_.pop_back();
        stack_.push_array(n);
        return read_one();
    }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) {
        gather(part);
        if (const auto fault = fault_of_text(text_)) return refuse(fault_of(*fault), error);
        stack_.push_key(text_);
        Open& object = open_.back();
        object.last = text_;
        object.has_member = true;
        if (!object.names.insert(std::move(text_)).second) return refuse(JsonFault::name_twice, error);
        text_.clear();
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
    bool on_string(json::string_view part, std::size_t, json::error_code& error) {
        gather(part);
        if (const auto fault = fault_of_text(text_)) return refuse(fault_of(*fault), error);
        stack_.push_string(text_);
        text_.clear();
        return read_one();
    }

    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
        if (number > integer_max || number < -integer_max) return refuse(JsonFault::integer_too_large, error);
        stack_.push_int64(number);
        return read_one();
    }
    /// Called only for numbers that an int64 cannot hold.
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& error) {
        return refuse(JsonFault::integer_too_large, error);
    }
    bool on_double(double number, json::string_view text, json::error_code& error) {
        // Integers of 20 digits and more come here too.
        if (text.find_first_of(".eE") == json::string_view::npos) return refuse(JsonFault::integer_too_large, error);
        if (integers_only_) return refuse(JsonFault::no_integer, error);
        if (!std::isfinite(number)) return refuse(JsonFault::out_of_range, error);
        stack_.push_double(number);
        return read_one();
    }

    bool on_bool(bool value, json::error_code&) {
        stack_.push_bool(value);
        return read_one();
    }
    bool on_null(json::error_code&) {
        stack_.push_null();
        return read_one();
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    /// An object or array that is open.
    struct Open {
        bool is_array = false;
        std::size_t elements = 0;  ///< read so far
        std::set<std::string> names;
        std::string last;  ///< name
        bool has_member = false;
    };

    /// A value is read: in an array the next element begins.
    bool read_one() {
        if (!open_.empty() && open_.back().is_array) ++open_.back().elements;
        return true;
    }

    std::string below(const At& at, std::size_t depth) const {
        if (depth == open_.size()) return at.pointer();
        const Open& open = open_[depth];
        if (open.is_array) return below(At{at, open.elements}, depth + 1);
        return open.has_member ? below(At{at, open.last}, depth + 1) : at.pointer();
    }

    bool gather(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool refuse(JsonFault what, json::error_code& error) {
        fault_ = what;
        error = json::make_error_code(json::error::syntax);
        return false;
    }

    bool integers_only_;
    json::value_stack stack_;
    std::vector<Open> open_;
    std::string text_;
    std::optional<JsonFault> fault_;
};

}  // namespace

tl::expected<json::value, ParseFault> parse(std::string_view text, const ParseLimits& limits) {
    if (text.size() > limits.bytes) {
        return tl::unexpected(ParseFault{JsonFault::too_long, limits.bytes, {}});
    }
    json::parse_options options;
    options.max_depth = limits.depth;
    json::basic_parser<Handler> parser{options, limits.integers_only};

    json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error) {
        JsonFault what = parser.handler().fault().value_or(fault_of(error));
        // To Boost.JSON what is no UTF-8 is wrong syntax, and says no more.
        if (what == JsonFault::syntax && fault_of_text(text) == TextFault::bad_unicode) what = JsonFault::bad_unicode;
        return tl::unexpected(ParseFault{what, read, parser.handler().pointer()});
    }
    if (read < text.size()) return tl::unexpected(ParseFault{JsonFault::more_follows, read, {}});
    return parser.handler().release();
}

}  // namespace shenyi::workflow::codec
