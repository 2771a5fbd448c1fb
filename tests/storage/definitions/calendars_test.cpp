#include "storage/definitions/calendars.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace shenyi::storage::definitions {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using workflow::CalendarYear;

class CalendarFolder : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::copy(tests::source_folder() / "schemas/calendars/2026.json", folder_.path());
    }
    void put(const std::string& name, const std::string& text) const { std::ofstream{folder_.path() / name} << text; }

    std::vector<std::string> faults() const {
        std::vector<std::string> texts;
        const auto read = read_calendars(folder_.path());
        if (read) return texts;
        for (const auto& fault : read.error()) texts.push_back(text_of(fault));
        return texts;
    }

    tests::TemporaryFolder folder_;
};

TEST_F(CalendarFolder, names_file_and_member_of_every_fault) {
    put("README.md", "not a calendar");
    EXPECT_THAT(faults(), IsEmpty());

    put("2027.json",
        R"({"year": 2027, "notices": "n", "days": [{"date": "2027-02-30", "off": 1, "name": "x", "lunar": true}]})");
    put("2028.json", R"({"year": 2028,)");
    put("2029.json", R"({"year": 2028, "notices": ["n"], "days": []})");
    EXPECT_THAT(faults(),
                ElementsAre("2027.json: /notices: expected array", "2027.json: /days/0/date: expected date",
                            "2027.json: /days/0/off: expected boolean", "2027.json: /days/0/lunar: unknown member",
                            "2028.json: no JSON: incomplete (byte 14)",
                            "2029.json: /year: is not the year of the file's name"));
}

TEST_F(CalendarFolder, refuses_a_year_without_notice) {
    std::filesystem::copy(tests::source_folder() / "tests/data/calendars/2027.json", folder_.path());
    EXPECT_THAT(faults(), Contains("2027.json: /notices: no_notice"));
}

TEST_F(CalendarFolder, refuses_a_file_that_is_too_long) {
    put("2027.json", std::string(70'000, ' '));
    EXPECT_THAT(faults(), ElementsAre("2027.json: no JSON: too_long (byte 65536)"));
}

TEST(CalendarVersion, names_the_facts_whatever_their_order) {
    CalendarYear year = read_calendars(tests::source_folder() / "schemas/calendars").value().years.at(2020);
    EXPECT_THAT(year.version, testing::MatchesRegex("sha256:[0-9a-f]+"));
    EXPECT_EQ(year.version.size(), 71U);
    EXPECT_EQ(version_of(year), year.version);

    std::reverse(year.days.begin(), year.days.end());
    EXPECT_EQ(version_of(year), year.version);
    year.days.front().off = !year.days.front().off;
    EXPECT_NE(version_of(year), year.version);
}

TEST(CalendarVersion, is_the_digest_of_the_canonical_form) {
    // printf '{"days":[{"date":"2027-01-01","name":"元旦","off":true}],"notices":["n"],"year":2027}' | sha256sum
    const CalendarYear year{.year = 2027, .notices = {"n"}, .days = {{2027y / 1 / 1, true, "元旦"}}};
    EXPECT_EQ(version_of(year), "sha256:935762001b7c811efaad69b2ea7e025fd720296db825cf3e134a4b14124f81fb");
}

}  // namespace
}  // namespace shenyi::storage::definitions
