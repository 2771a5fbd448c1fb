#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/events.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/traces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

/// A notice that changes days already counted: both dates and both versions stay on record, with each matter its own
/// (R-CAL-04).
namespace shenyi::tests {
namespace {

using namespace workflow;
using testing::ElementsAre;
using testing::IsEmpty;

/// A matter under review since 2026-03-02, and another notice of the same year that makes two days off working days,
/// loaded and not confirmed yet.
Bureau with_another_notice(std::vector<CalendarDay> days = {{*parse_date("2026-03-07"), false, "调休"},
                                                            {*parse_date("2026-03-08"), false, "调休"}}) {
    Bureau bureau;
    bureau.propose("供热补贴办法", MatterKind::normative_document).open().draft().send().accept();
    bureau.as("sysadmin", Target::organ, "load_calendar",
              LoadCalendar{.year = 2026, .notice = "国办发明电〔2026〕9号", .days = std::move(days)});
    return bureau;
}

/// The confirmation by the office, as a command about that year.
Command confirmation() {
    return {
        .target = Target::organ, .action = "confirm_calendar", .subject = {.year = 2026}, .body = ConfirmCalendar{}};
}

Decision confirmed(Bureau& bureau) {
    const auto answer = bureau.try_command("office", confirmation());
    if (!answer) throw std::runtime_error(text_of(answer.error()));
    return *answer;
}

const DeadlinesMoved* moved_in(const NewEvent& event) {
    const auto* of_matter = std::get_if<MatterEvent>(&event.event);
    return of_matter ? std::get_if<DeadlinesMoved>(of_matter) : nullptr;
}

TEST(R_CAL_04, refuses_nothing_and_keeps_both_dates_and_both_versions_with_the_matter_whose_days_move) {
    Bureau bureau = with_another_notice();
    const MatterId counted = bureau.newest_matter;
    bureau.propose("无期限的事项");
    const std::string before = bureau.organ().calendar.years.at(2026).version;
    const std::string after = bureau.organ().loaded_calendars.back().year.version;
    const Decision decision = confirmed(bureau);

    ASSERT_EQ(decision.events.size(), 2U) << "the organ's, and one matter's";
    EXPECT_THAT(std::get<CalendarConfirmed>(std::get<OrganEvent>(decision.events[0].event)).recount, IsEmpty());
    EXPECT_EQ(decision.events[1].stream, stream_of(counted));
    const DeadlinesMoved* moved = moved_in(decision.events[1]);
    ASSERT_NE(moved, nullptr);
    EXPECT_EQ(moved->year, 2026);
    EXPECT_EQ(moved->calendar_before, before);
    EXPECT_EQ(moved->calendar_after, after);
    EXPECT_THAT(moved->moved, ElementsAre(MovedDeadline{.kind = DeadlineKind::review_floor,
                                                        .before = parse_date("2026-03-09"),
                                                        .after = parse_date("2026-03-07")},
                                          MovedDeadline{.kind = DeadlineKind::review_ceiling,
                                                        .before = parse_date("2026-03-23"),
                                                        .after = parse_date("2026-03-19")}));
}

TEST(R_CAL_04, allows_a_notice_that_moves_no_day_without_a_word_to_any_matter) {
    Bureau bureau = with_another_notice({{*parse_date("2026-11-07"), false, "调休"}});
    EXPECT_EQ(confirmed(bureau).events.size(), 1U);
}

TEST(Recount, is_told_to_the_unit_and_the_reviewers_of_each_matter) {
    Bureau bureau = with_another_notice();
    const Decision decision = confirmed(bureau);
    std::vector<std::string> told;
    for (const NewEvent& event : decision.events) {
        for (const Trace& trace : traces_of(event, decision.after)) {
            EXPECT_EQ(trace.action, "confirm_calendar");
            EXPECT_EQ(trace.box, Box::copied);
            EXPECT_TRUE(trace.matter);
            told.emplace_back(codec::name_of_enumerator(trace.to.role));
        }
    }
    EXPECT_THAT(told, ElementsAre("section_head", "legal_reviewer"));
    const auto acts = std::ranges::count_if(
        decision.events, [&](const NewEvent& event) { return done_by(event, bureau.organ().id).has_value(); });
    EXPECT_EQ(acts, 1) << "the confirmation; what it moved is nobody's further act";
}

/// What a bureau of any size confirms can be kept: an event of the record holds 60,000 bytes.
TEST(Recount, of_thousands_of_matters_fits_the_record) {
    Bureau bureau = with_another_notice();
    const Matter matter = bureau.matter();
    constexpr std::size_t many = 3000;
    for (std::size_t i = 1; i < many; ++i) {
        auto copy = std::make_shared<Matter>(matter);
        copy->id = {"mat_" + std::string(28, '0') + std::to_string(1000 + i)};
        bureau.world().matters.emplace(copy->id, std::move(copy));
    }
    const Decision decision = confirmed(bureau);
    ASSERT_EQ(decision.events.size(), many + 1);
    for (const NewEvent& event : decision.events) {
        const auto bytes = codec::canonical(codec::write_event(event.event));
        ASSERT_TRUE(bytes);
        EXPECT_LT(bytes->size(), 1000U);
    }
}

/// Events written before each matter's own stream told it.
TEST(Recount, is_still_read_and_told_where_the_organs_event_names_the_matters) {
    Bureau bureau = with_another_notice();
    const auto data =
        codec::parse(R"({"recount":[")" + bureau.newest_matter.value + R"("],"version":"sha256:a","year":2026})");
    const auto event = codec::read_event(stream_of(bureau.organ().id).name, "calendar.confirmed", data.value());
    ASSERT_TRUE(event);
    EXPECT_EQ(codec::canonical(codec::write_event(*event)), codec::canonical(data.value()));
    const NewEvent stored{stream_of(bureau.organ().id), *event, {.id = {"evt_1"}, .at = bureau.now(), .actor = {"a"}}};
    const auto traces = traces_of(stored, bureau.world());
    ASSERT_EQ(traces.size(), 2U);
    for (const Trace& trace : traces) EXPECT_TRUE(trace.matter);
}

}  // namespace
}  // namespace shenyi::tests
