#pragma once

#include "workflow/listed.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api {

/// What a schema can ask for. The words are `fault.CODE` of schemas/messages, with what belongs to it as `parameter`.
/// The last ones are asked for by endpoints, not by a schema: a form, the clock's direction, a calendar, the password.
inline constexpr auto schema_expectations = std::to_array<std::string_view>({
    "type",     "enum",       "missing",      "unknown", "min_items", "max_items",       "unique_items",
    "pattern",  "min_length", "max_length",   "date",    "date_time", "minimum",         "maximum",
    "above",    "below",      "one_of",       "depth",   "form",      "no_repeat",       "current_password",
    "not_back", "not_after",  "calendar",     "once",    "readable",  "known_parameter", "cursor",
    "visible",  "no_control", "no_invisible", "year",    "kinds",     "no_login",
});
using SchemaExpected = workflow::Listed<schema_expectations>;

/// One place where a body is not what its schema says.
struct BodyFault {
    /// RFC 6901; of a missing member: where it should stand.
    std::string pointer;
    /// "type", "enum", "missing", "unknown" or "value".
    std::string code;
    SchemaExpected expected;
    /// The number, list or pattern that belongs to it; may be empty.
    std::string parameter;

    bool operator==(const BodyFault&) const = default;
};

/// A compiled schema; see schema_tree.hpp.
struct SchemaNode;

/// A query parameter of an operation.
struct QueryParameter {
    std::string name;
    const SchemaNode* schema = nullptr;
    bool required = false;
    /// Of two days: the parameter that this one may not be after (`x-not-after`); else empty.
    std::string not_after;
};

/// The schemas of an OpenAPI document, compiled once at start and then only read, from any thread.
///
/// Understood: `$ref` to `#/components/schemas/…` (alone but for description and the like), `type` (one or a list; 5.0
/// is no integer), `enum`, `const`, `required`, `properties`, `additionalProperties` (false or a schema), `items`,
/// `minItems`, `maxItems`, `uniqueItems`, `minLength` and `maxLength` (code points), `pattern` (ECMAScript over code
/// points, found anywhere unless anchored), `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `format`
/// date and date-time (both of years that an act can lie in), line and text (plain_text.hpp), `allOf`, `anyOf`,
/// `oneOf`. Words without constraint (description, title, example, examples, default, deprecated, readOnly, writeOnly,
/// $comment, discriminator, format binary and password, x-…) are passed over. Any other word is refused at load, so
/// that no constraint is silently ignored.
///
/// Where a value has the wrong type nothing further is said of it. Where no branch of `anyOf` or `oneOf` fits, the
/// faults of the branch that comes nearest are told. `pattern` is not tried on texts above 2 KiB: they do not match.
class Schemas {
  public:
    /// Compiles `components.schemas`, all request bodies in JSON and all query parameters. All faults of the document
    /// come back at once.
    static tl::expected<Schemas, std::vector<std::string>> compile(const boost::json::value& document);

    ~Schemas();
    Schemas(Schemas&&) noexcept;
    Schemas& operator=(Schemas&&) noexcept;

    /// The component of that name, or nothing.
    [[nodiscard]] const SchemaNode* find(std::string_view name) const;
    /// The schema of the JSON request body of an operation, or nothing.
    [[nodiscard]] const SchemaNode* body_of(std::string_view operation_id) const;
    /// The query parameters of an operation; null where the contract has none of that id.
    [[nodiscard]] const std::vector<QueryParameter>* query_of(std::string_view operation_id) const;
    /// The component as JSON Schema with every `$ref` put in its place, for a client that draws a form; null where
    /// there is none of that name, or where it refers to itself.
    [[nodiscard]] boost::json::value form_of(std::string_view name) const;

  private:
    Schemas();
    std::vector<std::unique_ptr<SchemaNode>> nodes_;
    std::map<std::string, const SchemaNode*, std::less<>> components_;
    std::map<std::string, const SchemaNode*, std::less<>> bodies_;
    std::map<std::string, std::vector<QueryParameter>, std::less<>> queries_;
    boost::json::value document_;

    friend class SchemaCompiler;
};

/// All faults of a body, in the order of the document; at most `limits::body_faults_max`.
std::vector<BodyFault> check(const boost::json::value& body, const SchemaNode& schema);

}  // namespace shenyi::api
