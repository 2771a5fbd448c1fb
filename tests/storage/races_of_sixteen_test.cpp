#include "tests/storage/races.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <latch>
#include <set>
#include <thread>

// Sixteen threads that hand in a command each before the first of them is decided: to one committer on both databases,
// and to two servers on one PostgreSQL.

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;
using storage::Engine;
using Kind = storage::Outcome::Kind;

namespace {

constexpr int writers = 16;

struct Place {
    const char* name;
    Engine engine;
    bool two_servers;
};

class SixteenWriters : public testing::TestWithParam<Place> {
  protected:
    SixteenWriters() {
        if (GetParam().two_servers) door.take_turns();
    }

    storage::WorkflowEngine& server(int writer) {
        return GetParam().two_servers && writer % 2 == 1 ? door.second_engine() : door.engine();
    }

    /// What came of the commands, each handed in by a thread of its own; every committer is held until all are there.
    std::vector<storage::Outcome> all_at_once(int many, const std::function<storage::Submission(int)>& of) {
        const Halt halts[2];
        std::vector<std::future<Answer>> held;
        for (int i = 0; i < (GetParam().two_servers ? 2 : 1); ++i) {
            held.push_back(sent(server(i), nothing_held_at(halts[i], door)));
            EXPECT_TRUE(halts[i].await());
        }
        std::vector<storage::Submission> submissions;
        for (int i = 0; i < many; ++i) submissions.push_back(of(i));
        std::vector<Answer> answers(static_cast<std::size_t>(many));
        std::latch ready(many);
        std::latch handed(many);
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < many; ++i) {
                threads.emplace_back([&, i] {
                    const auto at = static_cast<std::size_t>(i);
                    ready.arrive_and_wait();
                    auto answer = sent(server(i), submissions[at]);
                    handed.count_down();
                    answers[at] = answer.get();
                });
            }
            handed.wait();
            for (const Halt& halt : halts) halt.let_go();
        }
        std::vector<storage::Outcome> outcomes;
        for (Answer& answer : answers) {
            EXPECT_TRUE(answer) << answer.error().detail;
            if (answer) outcomes.push_back(*std::move(answer));
        }
        return outcomes;
    }

    std::int64_t seq_of(const std::string& stream) {
        return door.engine().events(door.organ(), {stream}).value().back().reference.stream_seq;
    }

    StoreDoor door{GetParam().engine};
};

int count(const std::vector<storage::Outcome>& outcomes, Kind kind) {
    return static_cast<int>(std::ranges::count(outcomes, kind, &storage::Outcome::kind));
}

TEST_P(SixteenWriters, with_one_tag_lose_no_update) {
    const MatterId matter{played(door, "reviewed_and_called", {"matter"}).at("matter")};
    const std::int64_t seq = seq_of(stream_of(matter).name);
    const auto outcomes = all_at_once(writers, [&](int i) {
        auto submission = door.submission("drafter", Target::matter, "note_objection", {.matter = matter},
                                          json::object{{"text", "意见" + std::to_string(i)}});
        submission.if_match = seq;
        return submission;
    });
    EXPECT_EQ(count(outcomes, Kind::accepted), 1);
    EXPECT_EQ(count(outcomes, Kind::stale), writers - 1);
    EXPECT_EQ(seq_of(stream_of(matter).name), seq + 1);
    expect_an_unbroken_record(door);
}

TEST_P(SixteenWriters, without_a_tag_follow_each_other_on_a_matter_and_its_meeting) {
    auto names = played(door, "placed_for_the_office", {"matter", "meeting", "item", "opinion"});
    const Subject matter{.matter = MatterId{names["matter"]}};
    const Subject meeting{.meeting = MeetingId{names["meeting"]}};
    const std::string paper = door.document("office", "学法材料").value;
    const auto outcomes = all_at_once(writers, [&](int i) {
        if (i == 0) {
            return door.submission("legal", Target::matter, "withdraw_legality_opinion", matter,
                                   json::object{{"opinion", names["opinion"]}, {"reasons", "依据已经修改"}});
        }
        if (i < writers / 2) {
            return door.submission("drafter", Target::matter, "note_objection", matter,
                                   json::object{{"text", "意见" + std::to_string(i)}});
        }
        return door.submission("office", Target::meeting, "add_item", meeting,
                               json::object{{"kind", "law_study"},
                                            {"title", "会前学法" + std::to_string(i)},
                                            {"presenter", door.person("legal").value},
                                            {"documents", json::array{paper}}});
    });
    EXPECT_EQ(count(outcomes, Kind::accepted), writers);
    std::set<std::pair<std::string, std::int64_t>> places;
    for (const storage::Outcome& outcome : outcomes) {
        for (const auto& event : outcome.events) EXPECT_TRUE(places.emplace(event.stream, event.stream_seq).second);
    }
    EXPECT_EQ(door.meeting(*meeting.meeting).items.size(), 1U + writers / 2);
    EXPECT_EQ(door.meeting(*meeting.meeting).items.at(ItemId{names["item"]}).state, "removed");
    expect_an_unbroken_record(door);
}

TEST_P(SixteenWriters, place_a_matter_in_one_meeting_once) {
    auto names = played(door, "called_twice", {"matter", "meeting", "earlier"});
    const auto outcomes = all_at_once(writers, [&](int i) {
        return door.submission("office", Target::matter, "place_on_agenda", {.matter = MatterId{names["matter"]}},
                               json::object{{"meeting", names[i % 4 < 2 ? "meeting" : "earlier"]}, {"draft", 1}});
    });
    EXPECT_EQ(count(outcomes, Kind::accepted), 1);
    EXPECT_EQ(count(outcomes, Kind::refused), writers - 1);
    EXPECT_EQ(door.meeting({names["meeting"]}).items.size() + door.meeting({names["earlier"]}).items.size(), 1U);
    expect_an_unbroken_record(door);
}

TEST_P(SixteenWriters, decide_once) {
    auto names = played(door, "heard", {"meeting", "item"});
    const Subject item{.meeting = MeetingId{names["meeting"]}, .item = ItemId{names["item"]}};
    const auto decided = all_at_once(writers, [&](int) {
        return door.submission("director", Target::item, "decide", item,
                               json::object{{"outcome", "adopted"}, {"amendments", json::array{}}});
    });
    EXPECT_EQ(count(decided, Kind::accepted), 1);
    EXPECT_EQ(count(decided, Kind::refused), writers - 1);
    const auto one = [&](const char* login) { return json::array{door.person(login).value}; };
    const auto closed = all_at_once(writers, [&](int) {
        return door.submission("recorder", Target::item, "close", item,
                               json::object{{"executing_unit", door.unit("办信科").value},
                                            {"responsible", json::object{{"overall", one("director")},
                                                                         {"portfolio", one("deputy1")},
                                                                         {"unit", one("chief")}}},
                                            {"no_dissent", true}});
    });
    EXPECT_EQ(count(closed, Kind::accepted), 1);
    EXPECT_EQ(count(closed, Kind::refused), writers - 1);
    expect_an_unbroken_record(door);
}

TEST_P(SixteenWriters, get_numbers_without_gaps_for_their_opinions) {
    const std::vector<std::string> matters{"m1", "m2", "m3", "matter"};
    const std::vector<std::string> advice{"a1", "a2", "a3", "advice"};
    auto names = played(door, "four_under_review", {"m1", "m2", "m3", "matter", "a1", "a2", "a3", "advice"});
    json::array answers;
    for (const std::string& item : door.checklist({names["matter"]})) {
        answers.push_back(json::object{{"item", item}, {"finding", "met"}, {"reason", "符合规定"}});
    }
    const auto outcomes = all_at_once(writers, [&](int i) {
        const auto at = static_cast<std::size_t>(i) / 2 % matters.size();
        return door.submission("legal", Target::matter, "issue_legality_opinion",
                               {.matter = MatterId{names[matters[at]]}},
                               json::object{{"draft", 1},
                                            {"conclusion", "lawful"},
                                            {"facts", "收到送审稿"},
                                            {"answers", answers},
                                            {"reasons", "符合规定"},
                                            {"adviser_opinions", json::array{names[advice[at]]}},
                                            {"points", json::array{}}});
    });
    EXPECT_EQ(count(outcomes, Kind::accepted), 4);
    std::set<std::string> numbers;
    for (const std::string& matter : matters) {
        const auto state = door.state_of({names[matter]});
        ASSERT_EQ(state->opinions.size(), 1U);
        numbers.insert(state->opinions.front().number);
    }
    EXPECT_THAT(numbers, testing::ElementsAre("审〔2026〕1号", "审〔2026〕2号", "审〔2026〕3号", "审〔2026〕4号"));
    expect_an_unbroken_record(door);
}

INSTANTIATE_TEST_SUITE_P(on, SixteenWriters,
                         testing::Values(Place{"sqlite", Engine::sqlite, false},
                                         Place{"postgresql", Engine::postgresql, false},
                                         Place{"two_servers", Engine::postgresql, true}),
                         [](const auto& each_case) { return std::string(each_case.param.name); });

}  // namespace

}  // namespace shenyi::tests
