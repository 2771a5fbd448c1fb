#include "storage/readers.hpp"

#include "tests/storage/random_course.hpp"
#include "workflow/readers.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

namespace shenyi::tests {
namespace {

using namespace workflow;
using storage::Changes;
using storage::Row;
using storage::Step;
using storage::StreamState;

std::string text(const storage::Value& value) {
    return std::get<std::string>(value);
}

/// The tables of readers as the projection leaves them.
class Tables {
  public:
    void write(const Changes& changes) {
        for (const Row& row : changes.rows(Step::matter_reader_gone))
            matters_.erase({text(row[1]), text(row[2]), text(row[3])});
        for (const Row& row : changes.rows(Step::matter_reader))
            matters_.insert({text(row[1]), text(row[2]), text(row[3])});
        for (const Row& row : changes.rows(Step::meeting_reader_gone)) meetings_.erase({text(row[1]), text(row[2])});
        for (const Row& row : changes.rows(Step::meeting_reader))
            meetings_[{text(row[1]), text(row[2])}] = text(row[3]);
    }

    std::set<std::string> matters_for(const std::vector<Names>& seen_as) const {
        std::set<std::string> found;
        for (const auto& [matter, source, name] : matters_) {
            if (cover(seen_as, name)) found.insert(matter);
        }
        return found;
    }
    std::set<std::string> meetings_for(const std::vector<Names>& seen_as) const {
        std::set<std::string> found;
        for (const auto& [key, held_at] : meetings_) {
            if (cover(seen_as, key.second)) found.insert(key.first);
        }
        return found;
    }
    const auto& meetings() const { return meetings_; }

  private:
    std::set<std::tuple<std::string, std::string, std::string>> matters_;
    std::map<std::pair<std::string, std::string>, std::string> meetings_;
};

template <class Map>
StreamState state_in(const Map& map, const typename Map::key_type& id) {
    const auto found = map.find(id);
    StreamState state;
    if (found != map.end()) state.state = found->second;
    return state;
}

Changes between(const World& before, const World& after) {
    Changes changes;
    for (const auto& [id, matter] : after.matters) {
        storage::project_readers(state_in(before.matters, id), state_in(after.matters, id), changes);
    }
    for (const auto& [id, meeting] : after.meetings) {
        storage::project_readers(state_in(before.meetings, id), state_in(after.meetings, id), changes);
    }
    return changes;
}

/// Every list of everybody against what each single matter and meeting says.
void expect_same(const World& world, const Tables& tables, std::size_t& seen) {
    for (const auto& [person, entry] : world.organ->people) {
        const std::vector<Names> names = names_of(*world.organ, person, world.today);
        std::set<std::string> matters;
        std::set<std::string> meetings;
        for (const auto& [id, matter] : world.matters) {
            if (sight_of(world, person, *matter) != Sight::none) matters.insert(id.value);
        }
        for (const auto& [id, meeting] : world.meetings) {
            if (sees(world, person, *meeting)) meetings.insert(id.value);
        }
        EXPECT_EQ(tables.matters_for(names), matters) << entry.login;
        EXPECT_EQ(tables.meetings_for(names), meetings) << entry.login;
        seen += matters.size() + meetings.size();
    }
    for (const auto& [key, held_at] : tables.meetings()) {
        EXPECT_EQ(held_at, rfc3339(world.meetings.at(MeetingId{key.first})->held_at));
    }
}

TEST(Readers, list_exactly_what_each_single_matter_and_meeting_shows_whatever_the_course) {
    constexpr unsigned courses = 12;
    constexpr int steps = 250;
    std::size_t seen = 0;
    std::set<Stage> stages;
    for (unsigned seed = 1; seed <= courses; ++seed) {
        RandomCourse course(seed);
        Tables tables;
        course.bureau.propose("开头");
        tables.write(between(World{}, course.bureau.world()));
        for (int step = 0; step < steps; ++step) {
            const World before = course.bureau.world();
            course.step();
            tables.write(between(before, course.bureau.world()));
            expect_same(course.bureau.world(), tables, seen);
            if (HasFailure()) FAIL() << "seed " << seed << ", step " << step;
        }
        for (const auto& [id, matter] : course.bureau.world().matters) stages.insert(matter->stage);
    }
    // The lot reached the far end of the course: otherwise the comparison says little.
    EXPECT_TRUE(stages.contains(Stage::on_agenda) || stages.contains(Stage::reviewed));
    EXPECT_GE(stages.size(), 6U);
    EXPECT_GT(seen, 10'000U);
}

TEST(Readers, know_every_document_that_an_event_names) {
    Bureau bureau;
    bureau.reviewed("材料");
    std::set<std::string> named;
    for (const NewEvent& event : bureau.log()) {
        Changes changes;
        storage::project_uses(event, bureau.organ().id, changes);
        for (const Row& row : changes.rows(Step::document_use)) named.insert(text(row[1]));
    }
    std::set<std::string> expected{bureau.matter().feasibility_study->value};
    for (const Draft& draft : bureau.matter().drafts) {
        for (const DraftDocument& each : draft.documents) expected.insert(each.document.value);
    }
    for (const ReviewRequest& request : bureau.matter().requests) {
        for (const Material& each : request.materials) expected.insert(each.document.value);
    }
    EXPECT_EQ(named, expected);
    EXPECT_GE(named.size(), 4U);
}

}  // namespace
}  // namespace shenyi::tests
