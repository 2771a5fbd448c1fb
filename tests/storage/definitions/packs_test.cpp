#include "storage/definitions/packs.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shenyi::storage::definitions {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::filesystem::path shipped_pack = tests::source_folder() / "schemas/packs/standard.yaml";

class Packs : public testing::Test {
  protected:
    /// The shipped pack with one line replaced; without a new line it is left out.
    tl::expected<workflow::PolicyPack, FileFaults> with(const std::string& key, const std::string& line) const {
        std::ifstream in{shipped_pack};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto begin = text.find("\n" + key + ":") + 1;
        text.replace(begin, text.find('\n', begin) + 1 - begin, line.empty() ? "" : line + "\n");
        std::ofstream{folder_.path() / "standard.yaml"} << text;
        return read_pack(folder_.path() / "standard.yaml");
    }

    std::string faults(const std::string& key, const std::string& value) const {
        const auto read = with(key, value.empty() ? "" : key + ": " + value);
        return read ? "" : text_of(read.error());
    }

    tests::TemporaryFolder folder_;
};

TEST_F(Packs, is_shipped_with_the_values_of_the_rules_page) {
    const auto read = read_pack(shipped_pack);

    ASSERT_TRUE(read) << text_of(read.error());
    EXPECT_THAT(read->hash, StartsWith("sha256:"));
    workflow::PolicyPack standard;
    standard.name = "standard";
    standard.hash = read->hash;
    EXPECT_EQ(*read, standard);
}

TEST_F(Packs, may_be_stricter_than_the_law) {
    for (const auto& [key, value] : {std::pair{"md.review_floor_wd", "10"},
                                     {"nd.review_floor_wd", "6"},
                                     {"nd.review_ceiling_wd", "12"},
                                     {"nd.material_fix_wd", "2"},
                                     {"roster.due_min", "5"},
                                     {"roster.due_share", "two_thirds"},
                                     {"bureau.meeting_order", "party_group_first"},
                                     {"endorsement.before", "request_review"}}) {
        EXPECT_EQ(faults(key, value), "") << key;
    }
    EXPECT_FALSE(with("bureau.meeting_order", "bureau.meeting_order: party_group_first")->office_meeting_first);
}

TEST_F(Packs, is_never_laxer_and_names_key_bound_and_source) {
    EXPECT_THAT(faults("md.review_floor_wd", "6"),
                HasSubstr("standard.yaml:4: /md.review_floor_wd: must be at least 7: laxer than "
                          "《重大行政决策程序暂行条例》第二十六条"));
    EXPECT_THAT(faults("nd.review_floor_wd", "4"), HasSubstr("at least 5: laxer than 国办发〔2018〕115号"));
    EXPECT_THAT(faults("nd.review_ceiling_wd", "16"), HasSubstr("at most 15: laxer than 国办发〔2018〕115号"));
    EXPECT_THAT(faults("nd.material_fix_wd", "4"), HasSubstr("at most 3: laxer than 山东省政府令第353号第三十一条"));
    EXPECT_THAT(faults("roster.due_min", "2"), HasSubstr("at least 3: laxer than the engine's own control"));
    EXPECT_THAT(faults("roster.due_share", "half"), HasSubstr("expected more_than_half|two_thirds"));
    EXPECT_THAT(faults("nd.adviser_every", "false"),
                HasSubstr("must be true: laxer than 山东省政府令第353号第二十七条"));
}

TEST_F(Packs, cannot_ask_for_more_time_than_the_review_has) {
    ASSERT_EQ(faults("nd.review_floor_wd", "15"), "");
    EXPECT_THAT(faults("nd.review_ceiling_wd", "5"), "");
    EXPECT_THAT(faults("nd.review_floor_wd", "16"),
                AllOf(HasSubstr("/nd.review_floor_wd: must be at most 15"),
                      HasSubstr("/nd.review_ceiling_wd: must be at least nd.review_floor_wd")));
}

TEST_F(Packs, names_what_is_missing_unknown_or_of_another_type) {
    EXPECT_THAT(faults("opinion.max_age_days", ""), HasSubstr("/opinion.max_age_days: missing"));
    EXPECT_THAT(faults("opinion.max_age_days", "long"), HasSubstr("/opinion.max_age_days: expected "));
    EXPECT_THAT(faults("office_meeting.quorum", "third"), HasSubstr("expected half|two_thirds"));
    EXPECT_THAT(faults("calendar.remind_from", "02-29"), HasSubstr("/calendar.remind_from: expected a month"));
    EXPECT_THAT(text_of(with("remote_attendance", "remote_attendance: false\nskip_review: true").error()),
                HasSubstr("/skip_review: unknown member"));
}

TEST_F(Packs, is_named_by_its_values) {
    EXPECT_EQ(with("remote_attendance", "remote_attendance:   false  # no")->hash, read_pack(shipped_pack)->hash);
    EXPECT_NE(with("remote_attendance", "remote_attendance: true")->hash, read_pack(shipped_pack)->hash);
}

}  // namespace
}  // namespace shenyi::storage::definitions
