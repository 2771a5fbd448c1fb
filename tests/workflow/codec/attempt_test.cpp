#include "workflow/codec/attempt.hpp"

#include "workflow/codec/events.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/digest.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace shenyi::tests {
namespace {

using namespace workflow;
namespace json = boost::json;

json::value told(const json::value& body) {
    return codec::parse(codec::told_body(body)).value();
}

TEST(ToldBody, keeps_ids_numbers_and_short_texts_as_they_are) {
    const json::value body{{"meeting", "mtg_1"}, {"draft", 2}, {"reason", "时间紧"}};
    EXPECT_EQ(told(body), body);
    EXPECT_EQ(codec::told_body(body), R"({"draft":2,"meeting":"mtg_1","reason":"时间紧"})");
}

TEST(ToldBody, keeps_a_long_text_and_a_long_list_by_digest) {
    const std::string text(codec::limits::attempt_text_bytes + 1, 'x');
    json::array list;
    for (std::size_t i = 0; i <= codec::limits::attempt_list_members; ++i) list.emplace_back("per_1");
    const json::value kept = told(json::object{{"text", text}, {"present", list}});
    EXPECT_EQ(kept.at("text"), (json::value{{"bytes", text.size()}, {"sha256", sha256_hex(text)}}));
    EXPECT_EQ(kept.at("present").at("count"), 51);
    EXPECT_TRUE(kept.at("present").at("sha256").is_string());
}

TEST(ToldBody, keeps_no_name_of_a_vote) {
    const json::array votes{json::object{{"person", "per_1"}, {"vote", "for"}}};
    EXPECT_EQ(told(json::object{{"votes", votes}}), json::value(json::object{{"votes", 1}}));
}

AttemptRefused refused_by(std::string rule, std::string variant) {
    return {.action = "open",
            .target = "meeting/mtg_1",
            .findings = {{.rule = std::move(rule), .variant = std::move(variant)}}};
}

TEST(AttemptKind, is_review_after_the_meeting_for_a_late_clearance_and_a_late_roster_alone) {
    for (const char* variant : {"occurred", "roster"}) {
        EXPECT_EQ(kind_counted(refused_by("R-GATE-01", variant)), AttemptKind::review_after_meeting) << variant;
    }
    EXPECT_EQ(kind_counted(refused_by("R-GATE-01", "")), std::nullopt);
    EXPECT_EQ(kind_counted(refused_by("R-MEET-04", "too_late")), std::nullopt);
}

TEST(AttemptKind, of_an_event_that_was_written_before_it_was_kept_is_told_by_its_findings) {
    AttemptRefused attempt = refused_by("R-GATE-01", "occurred");
    const json::value old = codec::write_event(Event{AttemptEvent{attempt}});
    EXPECT_FALSE(old.as_object().contains("counted_as"));
    const auto read = codec::read_event("attempt/mtg_1", AttemptRefused::type, old);
    ASSERT_TRUE(read);
    const auto& again = std::get<AttemptRefused>(std::get<AttemptEvent>(*read));
    EXPECT_FALSE(again.counted_as);
    EXPECT_EQ(kind_counted(again), AttemptKind::review_after_meeting);

    attempt.counted_as = AttemptKind::review_after_meeting;
    const json::value kept = codec::write_event(Event{AttemptEvent{attempt}});
    EXPECT_EQ(kept.at("counted_as"), "review_after_meeting");
    EXPECT_TRUE(codec::read_event("attempt/mtg_1", AttemptRefused::type, kept));
}

TEST(ToldBody, is_bounded_however_much_is_asked_for) {
    json::object body;
    const std::string text(codec::limits::attempt_text_bytes, 'x');
    for (int i = 0; i < 40; ++i) body.emplace("member_" + std::string(static_cast<std::size_t>(i) + 1, 'a'), text);
    const std::string kept = codec::told_body(body);
    EXPECT_LE(kept.size(), codec::limits::attempt_body_bytes);
    EXPECT_TRUE(codec::parse(kept).value().as_object().contains("sha256"));
}

}  // namespace
}  // namespace shenyi::tests
