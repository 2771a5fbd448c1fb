#pragma once

#include "workflow/calendar.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// A value with one member of every kind that the codec knows.
namespace shenyi::workflow::codec::test {

struct Point {
    std::string text;
    std::optional<std::string> clause;

    bool operator==(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (text, clause))

struct Sample {
    bool yes = false;
    int count = 0;
    std::int64_t large = 0;
    std::uint8_t small = 0;
    std::string text;
    MatterId matter;
    Instant at;
    Date day;
    Vote vote = Vote::abstain;
    Point point;
    int for_ = 0;
    std::optional<int> maybe;
    std::optional<Point> maybe_point;
    std::vector<Point> points;
    std::vector<std::optional<bool>> answers;
    std::map<std::string, int> by_text;
    std::map<PersonId, Point> by_person;
    std::map<Vote, std::vector<int>> by_vote;

    bool operator==(const Sample&) const = default;
};
BOOST_DESCRIBE_STRUCT(Sample, (),
                      (yes, count, large, small, text, matter, at, day, vote, point, for_, maybe, maybe_point, points,
                       answers, by_text, by_person, by_vote))

inline Sample full_sample() {
    using namespace std::chrono_literals;
    return {.yes = true,
            .count = -3,
            .large = 9'007'199'254'740'991,
            .small = 255,
            .text = "供热补贴办法",
            .matter = {"mat_1"},
            .at = parse_instant("2026-03-02T01:00:00.500Z").value(),
            .day = 2026y / 3 / 2,
            .vote = Vote::for_,
            .point = {"第六条", "6"},
            .for_ = 5,
            .maybe = 0,
            .maybe_point = Point{"x", std::nullopt},
            .points = {{"a", "1"}, {"b", std::nullopt}},
            .answers = {true, std::nullopt, false},
            .by_text = {{"a", 1}, {"b/~", 2}},
            .by_person = {{{"per_1"}, {"a", std::nullopt}}},
            .by_vote = {{Vote::for_, {1, 2}}, {Vote::abstain, {}}}};
}

}  // namespace shenyi::workflow::codec::test
