#include "tests/api/random/broken.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

/// Stands for bytes that no value of ours can hold, until the body is a text.
constexpr std::string_view raw_mark = "@raw@";
constexpr std::string_view twice_mark = "@twice@";

void gather(json::value& value, std::vector<json::value*>& into) {
    into.push_back(&value);
    if (auto* list = value.if_array()) {
        for (json::value& each : *list) gather(each, into);
    }
    if (auto* object = value.if_object()) {
        for (auto& member : *object) gather(member.value(), into);
    }
}

json::value of_another_type(Dice& dice) {
    static const std::vector<json::value> values{
        nullptr, true, 7, -1, 1.5, "text", json::array{}, json::object{}, json::array{1, "a"}};
    return dice.of(values);
}

std::string nested(Dice& dice) {
    constexpr auto depths = std::to_array<std::size_t>({31, 33, 64, 1000, 100'000});
    const std::size_t depth = dice.of(depths);
    if (dice.one_in(2)) return std::string(depth, '[') + std::string(depth, ']');
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "{\"a\":";
    return text + "0" + std::string(depth, '}');
}

std::string raw_token(Dice& dice) {
    constexpr auto tokens = std::to_array<std::string_view>({
        "1e400",
        "-0",
        "-0.0",
        "1.0",
        "01",
        "+1",
        "9007199254740991",
        "9007199254740992",
        "-9007199254740993",
        "123456789012345678901234567890",
        "1E2",
        "NaN",
        "Infinity",
        "tru",
        "'x'",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0000\"",
        "\"\\uffff\"",
        "\"\\x41\"",
        "\"\xff\"",
        "\"\xed\xa0\x80\"",
        "\"\xc0\xaf\"",
        "\"a\nb\"",
        "\"",
        "",
        ",",
        "{\"a\"}",
        "[1,]",
        "/**/1",
    });
    return dice.one_in(6) ? nested(dice) : std::string(dice.of(tokens));
}

/// Texts that are JSON and may still not be what is asked for.
std::string odd_text(Dice& dice) {
    constexpr auto texts = std::to_array<std::string_view>({
        "",
        " ",
        "\t",
        "\n",
        "\u200b",
        "\u202e\u6cd5",
        "\u2028",
        "a\u0000",
        "\u3000",
        "\ufeffx",
        "..",
        "../../etc/passwd",
        "nothing",
        "MAJOR_DECISION",
        " lawful",
        "2026-02-30",
        "2026-1-1",
        "1899-12-31",
        "2101-01-01",
        "0000-00-00",
        "2026-03-02T24:00:00Z",
        "2026-03-02T23:59:60Z",
        "2026-03-02 09:00:00",
        "sha256:",
        "sha256:ABCDEF",
        "mat_",
        "per_",
    });
    constexpr auto lengths = std::to_array<std::size_t>({129, 201, 2049, 20'001, 70'000, 300'000});
    if (!dice.one_in(3)) return std::string(dice.of(texts));
    std::string text;
    const std::size_t length = dice.of(lengths);
    const std::string_view letter = dice.one_in(2) ? "x" : "访";
    while (text.size() < length) text += letter;
    return text;
}

void mutate_object(json::object& object, Dice& dice) {
    constexpr auto names =
        std::to_array<std::string_view>({"colour", "id", "", "Title", "a/b~c", "__proto__", "draft "});
    if (object.empty() || dice.one_in(3)) {
        const std::string name = dice.one_in(5) ? odd_text(dice) : std::string(dice.of(names));
        object.insert_or_assign(name, of_another_type(dice));
        return;
    }
    const auto chosen = object.begin() + static_cast<std::ptrdiff_t>(dice.below(object.size()));
    if (dice.one_in(2)) {
        object.erase(std::string(chosen->key()));
    } else {
        const json::value value = chosen->value();  // the object may move what it holds
        object.emplace(std::string(twice_mark) + std::string(chosen->key()), value);
    }
}

void mutate_array(json::array& list, Dice& dice) {
    json::value element = list.empty() || dice.one_in(2) ? of_another_type(dice) : dice.of(list);
    const std::size_t count = dice.one_in(8) ? 1'000 : 1 + dice.below(3);
    for (std::size_t i = 0; i < count; ++i) list.push_back(element);
}

/// One thing wrong at one place; `raw` holds what is written there in place of the mark.
void mutate(json::value& body, std::string& raw, Dice& dice) {
    std::vector<json::value*> places;
    gather(body, places);
    json::value& place = *dice.of(places);
    if (dice.one_in(4)) {
        raw = raw_token(dice);
        place = raw_mark;
    } else if (place.is_object() && !dice.one_in(5)) {
        mutate_object(place.as_object(), dice);
    } else if (place.is_array() && !dice.one_in(3)) {
        mutate_array(place.as_array(), dice);
    } else if (dice.one_in(2)) {
        place = odd_text(dice);
    } else {
        place = of_another_type(dice);
    }
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// The whole text, whatever it says.
void mangle(std::string& text, Dice& dice) {
    switch (dice.below(5)) {
        case 0:
            text.resize(dice.below(text.size() + 1));
            return;
        case 1:
            text += dice.one_in(2) ? " {}" : "\r\n\r\n  ";
            return;
        case 2:
            text.insert(0, "\xef\xbb\xbf");
            return;
        case 3:
            if (!text.empty()) text[dice.below(text.size())] = static_cast<char>(dice.below(256));
            return;
        default:
            text = raw_token(dice);
    }
}

}  // namespace

std::string broken(const json::value& body, Dice& dice) {
    json::value mutated = body;
    std::string raw;
    const std::size_t faults = 1 + dice.below(3);
    for (std::size_t i = 0; i < faults; ++i) mutate(mutated, raw, dice);
    std::string text = json::serialize(mutated);
    replace(text, '"' + std::string(raw_mark) + '"', raw);
    replace(text, twice_mark, "");
    if (dice.one_in(8)) mangle(text, dice);
    return text;
}

}  // namespace shenyi::tests
