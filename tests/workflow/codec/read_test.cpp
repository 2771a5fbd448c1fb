#include "workflow/codec/read.hpp"

#include "tests/workflow/codec/sample.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::full_sample;
using test::Point;
using test::Sample;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

template <class T>
Faults faults_of(std::string_view text) {
    const auto result = read<T>(parse(text).value());
    return result ? Faults{} : result.error();
}

TEST(Read, is_the_inverse_of_write) {
    EXPECT_EQ(read<Sample>(write(full_sample())), full_sample());
    EXPECT_EQ(read<Sample>(write(Sample{.day = 2026y / 3 / 2})), (Sample{.day = 2026y / 3 / 2}));
}

TEST(Read, comes_through_the_canonical_bytes_unchanged) {
    Sample sample = full_sample();
    sample.by_text.erase("b/~");
    const std::string bytes = canonical(write(sample)).value();
    EXPECT_EQ(read<Sample>(parse(bytes, event_limits).value()), sample);
}

TEST(Read, lets_optionals_vectors_and_maps_be_absent) {
    const auto sample = read<Sample>(parse(R"({"yes":false,"count":1,"large":2,"small":3,"text":"","matter":"","at":
        "2026-03-02T09:00:00+08:00","day":"2026-03-02","vote":"against","point":{"text":""},"for":0})")
                                         .value());
    ASSERT_TRUE(sample);
    EXPECT_EQ(sample->maybe, std::nullopt);
    EXPECT_TRUE(sample->points.empty());
    EXPECT_TRUE(sample->by_vote.empty());
    EXPECT_EQ(rfc3339(sample->at), "2026-03-02T01:00:00.000Z");
}

TEST(Read, takes_null_for_an_empty_optional_only) {
    EXPECT_EQ(read<Point>(parse(R"({"text":"a","clause":null})").value()), (Point{"a", std::nullopt}));
    EXPECT_THAT(faults_of<Point>(R"({"text":null})"), ElementsAre(Fault{"/text", FaultCode::type, "string"}));
    EXPECT_THAT(faults_of<std::vector<int>>("null"), ElementsAre(Fault{"", FaultCode::type, "array"}));
}

TEST(Read, empties_what_was_there_before) {
    Sample out = full_sample();
    json::value without = write(full_sample());
    for (const char* name : {"maybe", "maybe_point", "points", "answers", "by_text", "by_person", "by_vote"})
        without.as_object().erase(name);
    Faults faults;
    read(without, out, At{}, faults);
    EXPECT_THAT(faults, testing::IsEmpty());
    EXPECT_EQ(out.maybe, std::nullopt);
    EXPECT_TRUE(out.points.empty() && out.answers.empty() && out.by_text.empty() && out.by_person.empty() &&
                out.by_vote.empty());
}

TEST(Read, tells_all_faults_of_a_nested_body_at_once) {
    EXPECT_THAT(
        faults_of<Sample>(R"({"yes":1,"count":"1","large":5.0,"small":256,"text":7,"matter":null,"at":"2026-03-02",
                    "day":"2026-02-30","vote":"maybe","point":{},"points":[{"text":"a"},{"text":1,"clase":"x"},3],
                    "answers":[true,0],"by_text":{"a/b~c":"1"},"by_person":[],"by_vote":{"for_":[],"for":[1,"2"]},"for_":1})"),
        UnorderedElementsAre(
            Fault{"/yes", FaultCode::type, "boolean"}, Fault{"/count", FaultCode::type, "integer"},
            Fault{"/large", FaultCode::type, "integer"}, Fault{"/small", FaultCode::value, "integer from 0 to 255"},
            Fault{"/text", FaultCode::type, "string"}, Fault{"/matter", FaultCode::type, "string"},
            Fault{"/at", FaultCode::value, "RFC 3339 date-time"}, Fault{"/day", FaultCode::value, "date"},
            Fault{"/vote", FaultCode::enumeration, "for|against|abstain"}, Fault{"/point/text", FaultCode::missing, ""},
            Fault{"/points/1/text", FaultCode::type, "string"}, Fault{"/points/1/clase", FaultCode::unknown, ""},
            Fault{"/points/2", FaultCode::type, "object"}, Fault{"/answers/1", FaultCode::type, "boolean"},
            Fault{"/by_text/a~1b~0c", FaultCode::type, "integer"}, Fault{"/by_person", FaultCode::type, "object"},
            Fault{"/by_vote/for_", FaultCode::unknown, ""}, Fault{"/by_vote/for/1", FaultCode::type, "integer"},
            Fault{"/for", FaultCode::missing, ""}, Fault{"/for_", FaultCode::unknown, ""}));
}

TEST(Read, takes_enumerators_by_wire_name_only) {
    EXPECT_EQ(read<Vote>(json::value("for")), Vote::for_);
    for (const char* name : {"for_", "For", "", "abstain ", "0"}) EXPECT_FALSE(read<Vote>(json::value(name))) << name;
    EXPECT_FALSE(read<Vote>(json::value(0)));
}

TEST(Read, keeps_integers_within_their_type) {
    EXPECT_EQ(read<int>(json::value(2'147'483'647)), 2'147'483'647);
    EXPECT_EQ(read<int>(json::value(std::uint64_t{5})), 5);
    EXPECT_FALSE(read<int>(json::value(2'147'483'648)));
    EXPECT_FALSE(read<unsigned>(json::value(-1)));
    EXPECT_FALSE(read<int>(json::value(std::uint64_t{18'446'744'073'709'551'615U})));
    EXPECT_FALSE(read<std::int64_t>(json::value(9'007'199'254'740'992)));
    EXPECT_FALSE(read<std::uint64_t>(json::value(std::uint64_t{9'007'199'254'740'992U})));
    EXPECT_EQ(read<std::int64_t>(json::value(-9'007'199'254'740'991)), -9'007'199'254'740'991);
    for (const double number : {5.0, 1e3, 0.5})
        EXPECT_EQ(read<int>(json::value(number)).error().front().code, FaultCode::type);
}

TEST(Read, tells_no_more_than_a_hundred_faults) {
    EXPECT_EQ(read<std::vector<int>>(json::array(5'000, "x")).error().size(), faults_max);
    json::object unknown{{"text", "a"}};
    for (int i = 0; i < 5'000; ++i) unknown.emplace(std::to_string(i), 1);
    EXPECT_EQ(read<Point>(unknown).error().size(), faults_max);
}

RC_GTEST_PROP(Read, brings_back_any_text_and_number, ()) {
    Sample sample = full_sample();
    sample.text = *rc::gen::arbitrary<std::string>();
    sample.large = *rc::gen::inRange<std::int64_t>(-integer_max, integer_max + 1);
    sample.count = *rc::gen::arbitrary<int>();
    sample.by_text = *rc::gen::arbitrary<std::map<std::string, int>>();
    sample.maybe = *rc::gen::inRange(0, 2) == 0 ? std::nullopt : std::optional{*rc::gen::arbitrary<int>()};
    RC_ASSERT((read<Sample>(write(sample)).value() == sample));
}

}  // namespace
}  // namespace shenyi::workflow::codec
