#include "tests/scenarios/expectations.hpp"
#include "tests/storage/races.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <ostream>

// The races of races.yaml: each pair of commands in both orders, in one transaction on both databases, and from two
// servers on one PostgreSQL.

namespace shenyi::tests {

namespace json = boost::json;
using storage::Engine;
using workflow::Subject;
using workflow::Target;

namespace {

struct Race {
    json::object told;
    Engine engine;
    bool two_servers;
    bool one_first;

    std::string name() const {
        const std::string place = two_servers ? "two_servers" : storage_name();
        return std::string(told.at("name").as_string()) + "_" + (one_first ? "one_first" : "other_first") + "_" + place;
    }

  private:
    std::string storage_name() const { return engine == Engine::sqlite ? "sqlite_batch" : "postgresql_batch"; }
};

void PrintTo(const Race& race, std::ostream* out) {
    *out << race.name();
}

/// A door that keeps two actions back and then lets them meet.
class RacingDoor : public StoreDoor, public OtherSteps {
  public:
    explicit RacingDoor(const Race& race) : StoreDoor(race.engine), race_(race) {
        if (race.two_servers) take_turns();  // so that each has its own memory of what there was
    }

    StepResult act(const std::string& login, Target target, const std::string& action, Subject subject,
                   const json::value& body) override {
        if (!keeps_back_) return StoreDoor::act(login, target, action, std::move(subject), body);
        kept_.push_back(submission(login, target, action, std::move(subject), body));
        return {.accepted = true};
    }

    bool take(const json::object& step, const Meaning&) override {
        if (step.contains("keep_back")) {
            keeps_back_ = true;
        } else if (const json::value* wanted = step.if_contains("cross")) {
            keeps_back_ = false;
            cross(wanted->as_object());
        } else {
            return false;
        }
        return true;
    }

  private:
    void cross(const json::object& wanted) {
        ASSERT_EQ(kept_.size(), 2U);
        const std::string names[] = {"one", "other"};
        const std::size_t first = race_.one_first ? 0 : 1;
        const auto meet = race_.two_servers ? cross_on_two_servers : cross_in_one_batch;
        const Crossed crossed = meet(*this, kept_[first], kept_[1 - first]);
        compare(wanted, names[first], crossed.first);
        compare(wanted, names[1 - first], crossed.second);
    }

    static void compare(const json::object& wanted, const std::string& name, const Answer& answer) {
        ASSERT_TRUE(answer.has_value()) << name << ": " << answer.error().detail;
        const json::value* of_this = wanted.if_contains(name);
        check(of_this ? of_this->as_object() : json::object{}, result_of(*answer), name);
    }

    const Race& race_;
    bool keeps_back_ = false;
    std::vector<storage::Submission> kept_;
};

std::vector<Race> races() {
    std::vector<Race> all;
    const json::object whole = races_told();
    for (const json::value& told : whole.at("races").as_array()) {
        for (const bool one_first : {true, false}) {
            all.push_back({told.as_object(), Engine::sqlite, false, one_first});
            all.push_back({told.as_object(), Engine::postgresql, false, one_first});
            all.push_back({told.as_object(), Engine::postgresql, true, one_first});
        }
    }
    return all;
}

/// The race as a scenario: what comes before, the two kept back, their meeting, and what is then to be seen.
json::object scenario_of(const Race& race) {
    const json::object& after = race.told.at(race.one_first ? "one_first" : "other_first").as_object();
    json::array steps = race.told.at("before").as_array();
    steps.push_back(json::object{{"keep_back", true}});
    steps.push_back(race.told.at("one"));
    steps.push_back(race.told.at("other"));
    steps.push_back(json::object{{"cross", after}});
    if (const json::value* then = after.if_contains("then")) {
        for (const json::value& step : then->as_array()) steps.push_back(step);
    }
    return {{"steps", steps}, {"courses", races_told().at("courses")}};
}

class RaceOfTwo : public testing::TestWithParam<Race> {};

TEST_P(RaceOfTwo, comes_out_as_if_one_had_followed_the_other) {
    RacingDoor door(GetParam());
    play(scenario_of(GetParam()), GetParam().name(), door, door);
    expect_an_unbroken_record(door);
}

INSTANTIATE_TEST_SUITE_P(on, RaceOfTwo, testing::ValuesIn(races()),
                         [](const auto& each_case) { return each_case.param.name(); });

}  // namespace

}  // namespace shenyi::tests
