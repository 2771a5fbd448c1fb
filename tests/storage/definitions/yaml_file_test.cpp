#include "storage/definitions/yaml_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

namespace shenyi::storage::definitions {
namespace {

using testing::ElementsAre;

std::string tree(std::string text) {
    const auto file = read_yaml("a.yaml", std::move(text));
    return file ? boost::json::serialize(file->tree) : text_of(file.error());
}

std::vector<std::string> faults(std::string text) {
    std::vector<std::string> told;
    const auto file = read_yaml("a.yaml", std::move(text));
    if (file) return told;
    for (const FileFault& fault : file.error()) told.push_back(text_of(fault));
    return told;
}

TEST(YamlFileRead, keeps_quoted_scalars_and_dates_as_texts) {
    EXPECT_EQ(
        tree("{a: 1, b: '1', c: 1.5, d: 2026-03-02, e: ~, f: true, g: 'true', 200: x, h: -3, i: \"null\", j: }"),
        R"({"a":1,"b":"1","c":"1.5","d":"2026-03-02","e":null,"f":true,"g":"true","200":"x","h":-3,"i":"null","j":null})");
    EXPECT_EQ(tree("a: |\n  12\nb: >-\n  one\n  two\n"), R"({"a":"12\n","b":"one two"})");
}

TEST(YamlFileRead, takes_for_a_number_what_every_reader_of_json_holds_exactly) {
    EXPECT_EQ(tree("[9007199254740991, -9007199254740991, 9007199254740992, 99999999999999999999, 007, -0x1, 0]"),
              R"([9007199254740991,-9007199254740991,"9007199254740992","99999999999999999999","007","-0x1",0])");
}

TEST(YamlFileRead, refuses_what_is_not_one_plain_document) {
    EXPECT_THAT(faults(""), ElementsAre("a.yaml: is not one document"));
    EXPECT_THAT(faults("a: 1\n---\nb: 2\n"), ElementsAre("a.yaml: is not one document"));
    EXPECT_THAT(faults("a: [\n"), ElementsAre("a.yaml:2: is not YAML: did not find expected node content"));
    EXPECT_THAT(faults("- !include other.yaml\n"), ElementsAre("a.yaml:1: /0: has a tag"));
    EXPECT_THAT(faults("a:\n  [b]: 1\n"), ElementsAre("a.yaml:2: /a: has a key that is no text"));
    EXPECT_THAT(faults(std::string(yaml_bytes_max + 1, '#')), ElementsAre("a.yaml: is too long"));
}

TEST(YamlFileRead, tells_every_key_that_is_named_twice) {
    EXPECT_THAT(faults("a: {}\nb: [{c: 1, c: 2}]\na: {}\n"),
                ElementsAre("a.yaml:2: /b/0/c: named twice", "a.yaml:3: /a: named twice"));
}

TEST(YamlFileRead, refuses_what_refers_to_another_place) {
    EXPECT_THAT(faults("a: &one [x]\nb: *one\n"),
                ElementsAre("a.yaml:1: /a: has an anchor: write out what is meant to be referred to"));
    EXPECT_THAT(faults("a: 1\nb: *one\n"), ElementsAre("a.yaml:2: /b: refers to another place: write it out"));
}

TEST(YamlFileRead, ends_where_values_are_too_many_or_too_deep) {
    EXPECT_THAT(faults(std::string(40, '[') + std::string(40, ']')), ElementsAre("a.yaml:1: " + [] {
                    std::string zeroes;
                    for (std::size_t i = 0; i <= yaml_depth_max; ++i) zeroes += "/0";
                    return zeroes;
                }() + ": too large or too deep"));
    std::string many = "[";
    for (std::size_t i = 0; i < yaml_values_max; ++i) many += "1,";
    EXPECT_THAT(faults(many + "]"), ElementsAre(testing::EndsWith("too large or too deep")));
    EXPECT_EQ(tree("a: 1\nb"), "a.yaml:3: is not YAML: could not find expected ':'");
}

TEST(YamlFileRead, names_the_line_of_a_member) {
    const auto file = read_yaml("a.yaml", "a:\n  b: 1\n  c:\n  - x\n  - y\n");
    ASSERT_TRUE(file);
    EXPECT_EQ(text_of(file->fault("/a/b", "is wrong")), "a.yaml:2: /a/b: is wrong");
    EXPECT_EQ(text_of(file->fault("/a/c/1", "is wrong")), "a.yaml:5: /a/c/1: is wrong");
    EXPECT_EQ(text_of(file->fault("/a/d", "missing")), "a.yaml: /a/d: missing");
}

}  // namespace
}  // namespace shenyi::storage::definitions
