#include "storage/definitions/bureau.hpp"

#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include "workflow/codec/canonical.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/evolve/evolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shenyi::storage::definitions {
namespace {

using namespace workflow;
using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::filesystem::path schemas = tests::source_folder() / "schemas";
constexpr Date demo_day = 2026y / 3 / 2;

const Definitions& definitions() {
    static const auto read = read_definitions(schemas);
    return **read;
}

const Calendar& calendars() {
    static const auto read = read_calendars(schemas / "calendars");
    return *read;
}

Bureau shipped_bureau() {
    auto read = read_bureau(schemas / "bureau/bureau.yaml", calendars(), definitions());
    if (!read) throw std::runtime_error(text_of(read.error()));
    return std::move(*read);
}

/// The organ as it stands once founded.
Organ founded() {
    const Bureau bureau = shipped_bureau();
    Organ organ{.id = bureau.id};
    const EventMeta meta{.id = {"evt_1"}, .at = *parse_instant("2026-03-01T00:00:00Z"), .actor = {"per_secadmin"}};
    for (const OrganEvent& event : bureau.events) evolve(organ, event, meta);
    return organ;
}

PersonId person(std::string_view login) {
    return founding_person(login);
}

TEST(DemoBureau, is_founded_before_anything_else_happens) {
    const Bureau bureau = shipped_bureau();

    EXPECT_EQ(bureau.id, OrganId{"org_xinfang"});
    EXPECT_TRUE(std::holds_alternative<OrganFounded>(bureau.events.front()));
    EXPECT_TRUE(std::holds_alternative<PackAdopted>(bureau.events.back()));
}

TEST(DemoBureau, has_every_log_in_of_the_contract) {
    const Organ organ = founded();

    for (const auto* login :
         {"director",  "deputy1",   "deputy2",   "deputy3",  "member4",  "office",    "recorder", "drafter",
          "chief",     "legal",     "legal2",    "adviser",  "adviser2", "expert",    "assessor", "disclosure",
          "archivist", "inspector", "execution", "sysadmin", "secadmin", "auditadmin"}) {
        ASSERT_TRUE(organ.people.contains(person(login))) << login;
        EXPECT_EQ(organ.people.at(person(login)).login, login);
        EXPECT_THAT(posts_of(organ, person(login), demo_day), Not(IsEmpty())) << login;
    }
}

TEST(DemoBureau, puts_everybody_in_his_post) {
    const Organ organ = founded();
    const UnitId letters{"unit_letters"};
    const UnitId visits{"unit_visits"};

    EXPECT_TRUE(holds(organ, person("director"), Role::director, demo_day));
    EXPECT_TRUE(holds(organ, person("director"), Role::party_secretary, demo_day));
    EXPECT_THAT(holders_of(organ, Role::section_head, demo_day, &letters), ElementsAre(person("chief")));
    EXPECT_THAT(holders_of(organ, Role::drafter, demo_day, &letters), ElementsAre(person("drafter")));
    EXPECT_THAT(holders_of(organ, Role::portfolio_leader, demo_day, &letters), ElementsAre(person("deputy1")));
    EXPECT_THAT(holders_of(organ, Role::drafter, demo_day, &visits), ElementsAre(person("visits")));
    EXPECT_THAT(holders_of(organ, Role::legal_reviewer, demo_day),
                UnorderedElementsAre(person("legal"), person("legal2")));
    EXPECT_NE(engagement_of(organ, person("adviser2"), demo_day), nullptr);
}

TEST(DemoBureau, has_both_rosters_and_a_reviewing_body) {
    const Organ organ = founded();

    for (const Forum forum : {Forum::office_meeting, Forum::party_group}) {
        EXPECT_THAT(members_of(organ, forum, demo_day),
                    ElementsAre(person("director"), person("deputy1"), person("deputy2"), person("deputy3"),
                                person("member4")));
    }
    for (const MatterKind kind : {MatterKind::major_decision, MatterKind::normative_document}) {
        const UnitId* body = reviewing_body(organ, kind, organ.own_issuer);
        ASSERT_NE(body, nullptr);
        EXPECT_EQ(organ.units.at(*body).name, "法制科");
    }
}

TEST(DemoBureau, counts_with_every_year_and_adopts_what_was_read) {
    const Organ organ = founded();

    EXPECT_EQ(organ.calendar.years, calendars().years);
    ASSERT_THAT(organ.procedures, SizeIs(2));
    for (const Adopted& each : organ.procedures) EXPECT_TRUE(definitions().procedures.contains(each.hash));
    ASSERT_THAT(organ.packs, SizeIs(1));
    EXPECT_TRUE(definitions().packs.contains(organ.packs.front().hash));
    EXPECT_LE(organ.packs.front().from, demo_day);
}

TEST(DemoBureau, is_written_in_events_that_can_be_stored) {
    for (const OrganEvent& event : shipped_bureau().events) {
        const auto bytes = codec::canonical(std::visit([](const auto& each) { return codec::write(each); }, event));
        EXPECT_TRUE(bytes) << bytes.error();
    }
}

class BureauFileInFolder : public testing::Test {
  protected:
    /// The shipped bureau with one text replaced by another.
    std::string faults(const std::string& text, const std::string& with) const {
        std::ifstream in{schemas / "bureau/bureau.yaml"};
        std::string file{std::istreambuf_iterator<char>{in}, {}};
        file.replace(file.find(text), text.size(), with);
        std::ofstream{folder_.path() / "bureau.yaml"} << file;
        const auto read = read_bureau(folder_.path() / "bureau.yaml", calendars(), definitions());
        return read ? "" : text_of(read.error());
    }

    tests::TemporaryFolder folder_;
};

TEST_F(BureauFileInFolder, gives_no_administrator_another_post) {
    EXPECT_THAT(faults("      - {role: audit_admin,",
                       "      - {role: drafter, title: 科员, unit: unit_office}\n"
                       "      - {role: audit_admin,"),
                HasSubstr("/posts/1/role: of an administrator beside another post (R-ACC-08)"));
}

TEST_F(BureauFileInFolder, seats_nobody_without_a_post_of_the_forum) {
    EXPECT_THAT(faults("deputy3, member4]", "deputy3, recorder]"),
                HasSubstr("/rosters/0/members/4: recorder holds no post that gives a seat in this forum (R-MEET-04)"));
    EXPECT_THAT(faults("role: director,", "role: expert,"), testing::Not(HasSubstr("/rosters/1")))
        << "the secretary sits in the Party group still";
}

TEST_F(BureauFileInFolder, names_units_people_and_rules_that_are_not_there) {
    EXPECT_THAT(faults("body: unit_legal", "body: unit_moon"), HasSubstr("unit_moon is no unit of this file"));
    EXPECT_THAT(faults("deputy3, member4]", "deputy3, member5]"), HasSubstr("member5 is no log-in of this file"));
    EXPECT_THAT(faults("login: deputy2", "login: deputy1"), HasSubstr("/login: is empty or stands twice"));
    EXPECT_THAT(faults("[major_decision, normative_document]", "[major_decision, meetings]"),
                HasSubstr("/procedures/1: is no procedure of a kind of matter that was read"));
    EXPECT_THAT(faults("pack: standard", "pack: lax"), HasSubstr("/pack: is no pack that was read"));
    EXPECT_THAT(faults("role: recorder", "role: scribe"), HasSubstr("/people/6/posts/0/role: expected director|"));
    EXPECT_THAT(faults("binding: {}", "binding: {design: maybe}"), HasSubstr("/binding/design: expected binds|"));
}

}  // namespace
}  // namespace shenyi::storage::definitions
