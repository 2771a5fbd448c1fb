#include "api/fault_words.hpp"
#include "storage/definitions/rules.hpp"
#include "tests/support/databases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

/// Whatever can be wrong with a body is told in Chinese and in English.
namespace shenyi::tests {
namespace {

using api::Language;
using storage::definitions::Messages;

const Messages& messages() {
    static const Messages shipped =
        Messages::read(schemas_folder() / "messages",
                       storage::definitions::read_rules(schemas_folder() / "rules.yaml").value())
            .value();
    return shipped;
}

/// The codes that a section of the catalogue has words for.
std::set<std::string, std::less<>> told_in(std::string_view section) {
    std::set<std::string, std::less<>> codes;
    for (const std::string& key : messages().keys()) {
        if (key.starts_with(std::string(section) + ".")) codes.insert(key.substr(section.size() + 1));
    }
    return codes;
}

template <class List>
std::set<std::string, std::less<>> all_of(const List& list) {
    return {list.begin(), list.end()};
}

bool has_chinese(const std::string& text) {
    return text.find_first_of("\xe4\xe5\xe6\xe7\xe8\xe9") != std::string::npos;
}

TEST(FaultWords, are_there_for_every_code_and_for_no_other) {
    EXPECT_EQ(told_in("expected"), all_of(workflow::expectations));
    EXPECT_EQ(told_in("fault"), all_of(api::schema_expectations));
}

TEST(FaultWords, are_chinese_in_chinese_and_english_in_english) {
    for (const std::string_view code : workflow::expectations) {
        const workflow::BodyFault fault{"/a", *workflow::Expected::named(code)};
        EXPECT_TRUE(has_chinese(in_words(fault, messages(), Language::zh).message)) << code;
        EXPECT_FALSE(has_chinese(in_words(fault, messages(), Language::en).message)) << code;
    }
    for (const std::string_view code : api::schema_expectations) {
        const api::BodyFault fault{"/a", "value", *api::SchemaExpected::named(code), "7"};
        EXPECT_TRUE(has_chinese(in_words(fault, messages(), Language::zh).message)) << code;
        EXPECT_FALSE(has_chinese(in_words(fault, messages(), Language::en).message)) << code;
    }
}

TEST(FaultWords, hold_what_belongs_to_the_fault) {
    const api::BodyFault fault{"/title", "value", "max_length", "200"};
    EXPECT_EQ(in_words(fault, messages(), Language::zh).message, "最多只能有 200 个字符。");
    EXPECT_EQ(in_words(fault, messages(), Language::en).message, "Must have at most 200 characters.");
    const workflow::codec::Fault read{"/route/0", workflow::codec::FaultCode::enumeration,
                                      "office_meeting|party_group"};
    const api::http::FieldFault told = in_words(read, messages(), Language::en);
    EXPECT_EQ(told.pointer, "/route/0");
    EXPECT_EQ(told.code, "enum");
    EXPECT_EQ(told.message, "Must be one of: office_meeting|party_group.");
}

TEST(FaultWords, of_the_list_are_found_by_their_text_and_no_others) {
    EXPECT_EQ(workflow::Expected::named("free_login"), workflow::Expected("free_login"));
    EXPECT_FALSE(workflow::Expected::named("a login that nobody has"));
}

}  // namespace
}  // namespace shenyi::tests
