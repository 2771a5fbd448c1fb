#include "tests/api/random/values.hpp"

#include "api/schema_tree.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace shenyi::tests {

namespace json = boost::json;
using api::SchemaNode;

namespace {

constexpr std::string_view id_pattern = "^[A-Za-z0-9_:.-]{1,128}$";
constexpr std::string_view document_pattern = "^sha256:[0-9a-f]{64}$";

constexpr auto sentences = std::to_array<std::string_view>({
    "按规定办理",
    "第一条",
    "情况属实，材料齐全。",
    "x",
    "信访积案化解专项方案",
    "a line with \"quotes\" and \\ and %s {name}",
    "'; DROP TABLE event; --",
    "<script>alert(1)</script>",
    "第四条第二款、第六条",
    "𠮷野家😀",
    "e\u0301",
    "null",
    "0",
    "-1",
});
constexpr auto clauses = std::to_array<std::string_view>({"第一条", "第二条", "全文", "附件", "第九十九条", "1"});

struct Naming {
    std::string_view kind;
    std::vector<std::string_view> members;
};

/// What members name whom; all others may name anything.
const std::vector<Naming>& namings() {
    static const std::vector<Naming> all{
        {"mtg", {"meeting"}},
        {"itm", {"item", "order"}},
        {"opn", {"opinion", "adviser_opinions"}},
        {"evt", {"event", "objection"}},
        {"pst", {"post"}},
        {"org", {"organ"}},
        {"unit", {"lead_unit", "undertaking_unit", "executing_unit"}},
        {"per",
         {"person", "chair", "recorder", "reviewer", "approver", "adviser", "in_place_of", "proposed_by", "presenter",
          "to", "drafters", "present", "witnesses", "tellers", "overall", "portfolio", "refused_by"}},
    };
    return all;
}

std::string_view kind_of(std::string_view member, bool in_list) {
    // A list of that name holds persons who answer for a unit.
    if (member == "unit") return in_list ? "per" : "unit";
    for (const Naming& naming : namings()) {
        if (std::ranges::find(naming.members, member) != naming.members.end()) return naming.kind;
    }
    return {};
}

const SchemaNode& spoken(const SchemaNode& given) {
    const SchemaNode* schema = &given;
    while (schema->reference != nullptr) schema = schema->reference;
    return *schema;
}

}  // namespace

json::value Values::value(const SchemaNode& given, std::string_view member, bool in_list) {
    const SchemaNode& schema = spoken(given);
    if (!schema.allowed.empty()) return dice_.of(schema.allowed);
    if (!schema.one_of.empty()) return value(*dice_.of(schema.one_of), member, in_list);
    if (!schema.any_of.empty()) return value(*dice_.of(schema.any_of), member, in_list);
    if (!schema.all_of.empty()) return value(*schema.all_of.front(), member, in_list);
    if ((schema.types & api::type_object) != 0) return object(schema);
    if ((schema.types & api::type_array) != 0) return array(schema, member);
    if ((schema.types & api::type_boolean) != 0) return json::value(!dice_.one_in(3));
    if ((schema.types & api::type_integer) != 0) return json::value(integer(schema, member));
    return json::value(text(schema, member, in_list));
}

json::value Values::object(const SchemaNode& schema) {
    json::object made;
    for (const auto& [name, property] : schema.properties) {
        const bool required = std::ranges::find(schema.required, name) != schema.required.end();
        if (required || dice_.one_in(3)) made.emplace(name, value(*property, name));
    }
    return made;
}

json::value Values::array(const SchemaNode& schema, std::string_view member) {
    const std::size_t least = schema.min_items.value_or(0);
    const std::size_t most = schema.max_items.value_or(least + 4);
    std::size_t count = std::min(most, least + dice_.below(4));
    if (seldom(30)) count = std::min<std::size_t>(most, 200);
    json::array made;
    while (made.size() < count) {
        json::value next = value(*schema.items, member, true);
        const bool twice = schema.unique_items && std::ranges::find(made, next) != made.end();
        if (!twice) {
            made.push_back(std::move(next));
        } else if (made.size() >= least) {
            break;
        } else {
            made.push_back(json::value("per_" + std::to_string(dice_.below(1000))));
        }
    }
    return made;
}

std::int64_t Values::integer(const SchemaNode& schema, std::string_view member) {
    const auto least = static_cast<std::int64_t>(schema.minimum.value_or(0));
    const auto most = static_cast<std::int64_t>(schema.maximum.value_or(100));
    if (seldom(15)) return dice_.one_in(2) ? least : most;
    if (member == "draft" || member == "from" || member == "n" || member == "a" || member == "b") {
        return dice_.one_in(4) ? 1 + static_cast<std::int64_t>(dice_.below(3)) : sources_.near.drafts();
    }
    if (member == "year")
        return std::clamp<std::int64_t>(2025 + static_cast<std::int64_t>(dice_.below(6)), least, most);
    return std::min(most, least + static_cast<std::int64_t>(dice_.below(5)));
}

std::string Values::id(std::string_view member, bool in_list) {
    constexpr auto any = std::to_array<std::string_view>({"mat", "mtg", "itm", "opn", "evt", "per", "unit", "pst"});
    if (seldom(20)) return dice_.one_in(2) ? std::string(128, 'x') : "..";
    std::string_view kind = kind_of(member, in_list);
    if (kind.empty() || seldom(12)) kind = dice_.of(any);
    std::string found = seldom(4) ? std::string() : sources_.near.any(kind, dice_);
    if (found.empty()) found = sources_.all.any(kind, dice_);
    return found.empty() || seldom(20) ? std::string(kind) + "_nowhere" : found;
}

std::string Values::document() {
    if (seldom(20)) return "sha256:" + std::string(64, 'a');
    std::string found = dice_.one_in(5) ? sources_.all.any("sha256", dice_) : sources_.papers.any("sha256", dice_);
    return found.empty() ? "sha256:" + std::string(64, '0') : found;
}

workflow::Date Values::day() {
    using namespace std::chrono;
    constexpr auto ends = std::to_array<std::string_view>(
        {"1900-01-01", "2100-12-31", "2099-12-31", "2100-01-01", "2000-02-29", "1970-01-01"});
    if (seldom(20)) return *workflow::parse_date(dice_.of(ends));
    return workflow::date_of(sources_.now + days(static_cast<int>(dice_.below(60)) - 20));
}

std::string Values::instant() {
    using namespace std::chrono;
    constexpr auto ends = std::to_array<std::string_view>(
        {"1900-01-01T00:00:00+23:59", "2100-12-31T23:59:59.999-23:59", "2099-12-31T23:59:59+08:00",
         "1970-01-01T00:00:00Z", "2026-03-02t09:00:00z", "2026-03-02T09:00:00.12345678901234567890-00:00"});
    if (seldom(20)) return std::string(dice_.of(ends));
    if (dice_.one_in(3)) return workflow::rfc3339(sources_.now - minutes(dice_.below(3000)));
    return workflow::rfc3339(sources_.now + minutes(static_cast<int>(dice_.below(40'000)) - 2'000));
}

std::string Values::text(const SchemaNode& schema, std::string_view member, bool in_list) {
    if (member == "version_date" && !seldom(20)) {  // of a law that is out
        return workflow::iso(workflow::date_of(sources_.now - std::chrono::days(dice_.below(3000))));
    }
    if (schema.format == api::SchemaFormat::date) return workflow::iso(day());
    if (schema.format == api::SchemaFormat::date_time) return instant();
    if (schema.pattern_text == id_pattern) return id(member, in_list);
    if (schema.pattern_text == document_pattern) return document();
    if (schema.pattern) return "name_" + std::to_string(dice_.below(100'000));
    return plain(schema, member);
}

std::string Values::plain(const SchemaNode& schema, std::string_view member) {
    if (member == "item") return sources_.near.any("checklist", dice_);
    if (member == "clause") return std::string(dice_.of(clauses));
    const auto most = schema.max_length.value_or(100);
    if (schema.min_length.value_or(0) == 0 && dice_.one_in(8)) return {};
    std::string made(dice_.of(sentences));
    if (!seldom(20)) return made.size() <= most ? made : std::string("x");
    made.clear();
    while (made.size() < 3 * most) made += "访";
    return made;
}

}  // namespace shenyi::tests
