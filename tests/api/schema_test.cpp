#include "api/schema.hpp"

#include "storage/definitions/yaml_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using api::Schemas;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view document = R"yaml(
openapi: 3.1.0
paths:
  /matters/{id}/actions/issue:
    post:
      operationId: issue
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Opinion'}
components:
  schemas:
    Opinion:
      description: 审查意见
      type: object
      required: [draft, conclusion, points]
      additionalProperties: false
      properties:
        draft: {type: integer, minimum: 1, maximum: 1000}
        conclusion: {type: string, enum: [lawful, should_amend, unlawful]}
        reasons: {type: [string, 'null'], minLength: 2, maxLength: 4}
        issued_on: {type: string, format: date}
        issued_at: {type: string, format: date-time}
        number: {type: string, pattern: '^[一-龥]{2}[0-9]+$'}
        share: {type: number, exclusiveMinimum: 0, exclusiveMaximum: 1}
        version: {const: 1}
        points:
          type: array
          minItems: 1
          maxItems: 3
          items: {$ref: '#/components/schemas/Point'}
        tags: {type: array, uniqueItems: true, items: {type: string}}
        counts: {type: object, additionalProperties: {type: integer}}
    Point:
      type: object
      required: [clause, text]
      additionalProperties: false
      properties:
        clause: {type: string}
        text: {type: string, minLength: 1}
        a/b~c: {type: boolean}
        parts: {type: array, items: {$ref: '#/components/schemas/Point'}}
    Motion:
      oneOf:
        - {type: object, required: [kind], properties: {kind: {const: adopt}}, additionalProperties: false}
        - type: object
          required: [kind, amendments]
          properties: {kind: {const: amend}, amendments: {type: array, items: {type: string}}}
          additionalProperties: false
    Either: {anyOf: [{type: integer}, {type: 'null'}]}
    Both: {allOf: [{type: integer, minimum: 2}, {maximum: 4}]}
    Twice: {oneOf: [{type: integer}, {type: number}]}
)yaml";

storage::definitions::YamlFile read(std::string_view text) {
    return storage::definitions::read_yaml("contract.yaml", std::string(text)).value();
}

class BodySchema : public testing::Test {
  protected:
    static Schemas compiled(std::string_view text) {
        const auto file = read(text);
        auto schemas = Schemas::compile(file.tree);
        if (!schemas) throw std::runtime_error(schemas.error().front());
        return std::move(*schemas);
    }
    /// "pointer code expected(parameter)" of each fault.
    std::vector<std::string> faults(std::string_view name, std::string_view body) {
        std::vector<std::string> told;
        for (const auto& fault :
             api::check(json::parse(json::string_view(body.data(), body.size())), *schemas.find(name))) {
            told.push_back(fault.pointer + " " + fault.code + " " + std::string(fault.expected.text()) +
                           (fault.parameter.empty() ? "" : "(" + fault.parameter + ")"));
        }
        return told;
    }
    std::vector<std::string> faults_with(std::string_view member) {
        return faults("Opinion", R"({"draft":1,"conclusion":"lawful","points":[{"clause":"1","text":"x"}],)" +
                                     std::string(member) + "}");
    }
    Schemas schemas = compiled(document);
};

TEST_F(BodySchema, accepts_what_fits) {
    EXPECT_THAT(faults_with(R"("reasons":"供热补贴","issued_on":"2028-02-29","issued_at":"2026-03-02T09:00:00.5+08:00",
        "number":"沪府12","share":0.5,"version":1,"tags":["a","b"],"counts":{"x":1}, "reasons":null)"),
                IsEmpty());
}

TEST_F(BodySchema, tells_all_faults_at_once_each_with_its_pointer) {
    EXPECT_THAT(faults("Opinion", R"({"draft":"1","conclusion":"fine","reasons":"x","extra":1,
                                      "points":[{"clause":"1","text":"x"},{"clause":2,"a/b~c":0}]})"),
                ElementsAre("/draft type type(integer)", "/conclusion enum enum(lawful, should_amend, unlawful)",
                            "/reasons value min_length(2)", "/extra unknown unknown", "/points/1/text missing missing",
                            "/points/1/clause type type(string)", "/points/1/a~1b~0c type type(boolean)"));
    EXPECT_THAT(faults("Opinion", "[]"), ElementsAre(" type type(object)"));
    EXPECT_THAT(faults("Opinion", "{}"),
                ElementsAre("/draft missing missing", "/conclusion missing missing", "/points missing missing"));
}

TEST_F(BodySchema, takes_5_0_for_no_integer) {
    EXPECT_THAT(faults("Opinion", R"({"draft":5.0,"conclusion":"lawful","points":[{"clause":"1","text":"x"}]})"),
                ElementsAre("/draft type type(integer)"));
    EXPECT_THAT(faults("Opinion", R"({"draft":0,"conclusion":"lawful","points":[{"clause":"1","text":"x"}]})"),
                ElementsAre("/draft value minimum(1)"));
}

TEST_F(BodySchema, counts_code_points) {
    EXPECT_THAT(faults_with(R"("reasons":"供热补贴")"), IsEmpty());
    EXPECT_THAT(faults_with(R"("reasons":"供热补贴办")"), ElementsAre("/reasons value max_length(4)"));
    EXPECT_THAT(faults_with(R"("reasons":"𠮷")"), ElementsAre("/reasons value min_length(2)"));
}

TEST_F(BodySchema, knows_dates_from_texts_that_look_like_them) {
    for (const auto* text : {"2026-02-29", "2026-3-02", "2026-03-02T00:00:00Z", "", "20260302"}) {
        EXPECT_THAT(faults_with("\"issued_on\":\"" + std::string(text) + "\""), ElementsAre("/issued_on value date"))
            << text;
    }
    for (const auto* text : {"2026-03-02", "2026-03-02T09:00:00", "2026-03-02T24:00:00Z", "2026-03-02T09:00:60Z",
                             "2026-03-02T09:00:00.Z", "2026-03-02 09:00:00Z", "2026-03-02T09:00:00+0800"}) {
        EXPECT_THAT(faults_with("\"issued_at\":\"" + std::string(text) + "\""),
                    ElementsAre("/issued_at value date_time"))
            << text;
    }
}

TEST_F(BodySchema, checks_values_by_pattern_bound_and_number) {
    EXPECT_THAT(faults_with(R"("number":"abc")"), ElementsAre(HasSubstr("/number value pattern")));
    EXPECT_THAT(faults_with("\"number\":\"沪府" + std::string(100'000, '1') + "\""),
                ElementsAre(HasSubstr("/number value pattern")));
    EXPECT_THAT(faults_with(R"("share":1)"), ElementsAre("/share value below(1)"));
    EXPECT_THAT(faults_with(R"("share":0.0)"), ElementsAre("/share value above(0)"));
    EXPECT_THAT(faults_with(R"("version":2)"), ElementsAre("/version enum enum(1)"));
    EXPECT_THAT(faults_with(R"("tags":["a","b","a"])"), ElementsAre("/tags/2 value unique_items"));
    EXPECT_THAT(faults_with(R"("counts":{"x":"1"})"), ElementsAre("/counts/x type type(integer)"));
    EXPECT_THAT(faults("Opinion", R"({"draft":1,"conclusion":"lawful","points":[]})"),
                ElementsAre("/points value min_items(1)"));
    EXPECT_THAT(faults("Opinion", R"({"draft":1,"conclusion":"lawful","points":[1,2,3,4]})"),
                ElementsAre("/points value max_items(3)"));
}

TEST_F(BodySchema, follows_schemas_that_hold_themselves) {
    EXPECT_THAT(
        faults("Point", R"({"clause":"1","text":"x","parts":[{"clause":"2","text":"y","parts":[{"clause":"3"}]}]})"),
        ElementsAre("/parts/0/parts/0/text missing missing"));
}

TEST_F(BodySchema, tells_the_faults_of_the_nearest_branch) {
    EXPECT_THAT(faults("Motion", R"({"kind":"adopt"})"), IsEmpty());
    EXPECT_THAT(faults("Motion", R"({"kind":"amend"})"), ElementsAre("/amendments missing missing"));
    EXPECT_THAT(faults("Motion", R"({"kind":"amend","amendments":[1]})"),
                ElementsAre("/amendments/0 type type(string)"));
    EXPECT_THAT(faults("Motion", R"({"kind":"adopt","amendments":[]})"), ElementsAre("/amendments unknown unknown"));
    EXPECT_THAT(faults("Either", "null"), IsEmpty());
    EXPECT_THAT(faults("Either", "\"x\"").size(), 1U);
    EXPECT_THAT(faults("Both", "5"), ElementsAre(" value maximum(4)"));
    EXPECT_THAT(faults("Twice", "5"), ElementsAre(" value one_of"));
    EXPECT_THAT(faults("Twice", "5.5"), IsEmpty());
}

TEST_F(BodySchema, lists_no_more_than_a_hundred_faults) {
    std::string body = "{";
    for (int name = 0; name < 500; ++name) body += "\"x" + std::to_string(name) + "\":1,";
    EXPECT_EQ(faults("Opinion", body + "\"y\":1}").size(), 100U);
}

TEST_F(BodySchema, is_found_by_operation) {
    EXPECT_NE(schemas.body_of("issue"), nullptr);
    EXPECT_EQ(schemas.body_of("other"), nullptr);
    EXPECT_EQ(schemas.find("Nothing"), nullptr);
    EXPECT_EQ(api::check(json::parse("{}"), *schemas.body_of("issue")).size(), 3U);
}

TEST_F(BodySchema, is_given_as_a_form_without_references) {
    const auto form =
        compiled(
            R"(components: {schemas: {A: {properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: string}}})")
            .form_of("A");
    EXPECT_EQ(json::serialize(form), R"({"properties":{"b":{"type":"string"}}})");
    EXPECT_TRUE(schemas.form_of("Point").is_null());
    EXPECT_TRUE(schemas.form_of("Nothing").is_null());
}

TEST_F(BodySchema, with_a_word_we_do_not_check_is_refused_at_load) {
    const auto refused = Schemas::compile(read(R"(
components:
  schemas:
    A: {type: object, patternProperties: {x: {}}, properties: {b: {dependentRequired: {}}}}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/B'}
    D: {$ref: '#/components/schemas/None', type: string}
    E: {type: strin, format: email, pattern: '['}
)")
                                              .tree);
    ASSERT_FALSE(refused);
    const auto all = testing::PrintToString(refused.error());
    for (const auto* part : {"patternProperties", "A/properties/b: the word dependentRequired", "B: refers to itself",
                             "$ref to nothing", "type is none", "format email", "pattern ["}) {
        EXPECT_THAT(all, HasSubstr(part));
    }
}

}  // namespace
}  // namespace shenyi::tests
