#include "tests/api/bad_input.hpp"

#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// What is wrong with a body's shape and what its other members name that is not there: told together, each at its
/// member, and nothing of what hangs on a member that cannot be read.
class FaultsTogether : public BadInput {
  protected:
    void begin() {
        for (const char* login : {"chief", "director", "legal"}) server_.token(login);
        BadInput::begin();
    }
    static json::object calling() {
        return {{"forum", "office_meeting"},
                {"held_at", "2026-03-20T09:00:00+08:00"},
                {"place", "三楼会议室"},
                {"chair", "per_director"},
                {"recorder", "per_recorder"}};
    }
    using Wanted = std::vector<std::pair<std::string, std::string>>;
    HttpAnswer post(const std::string& login, const std::string& path, const json::value& body) {
        return server_.post(login, path, json::serialize(body),
                            {{"Idempotency-Key", "together-" + std::to_string(++keys_)}, {"If-Match", "\"1\""}});
    }
    void call_is_faulty(const json::object& changes, Wanted wanted) {
        json::object body = calling();
        for (const auto& change : changes) body[change.key()] = change.value();
        SCOPED_TRACE(json::serialize(changes));
        faulty("meeting_create", post("office", "/meetings", body), std::move(wanted));
    }
};

TEST_P(FaultsTogether, of_a_meeting_name_the_day_and_whoever_is_not_there) {
    begin();
    const json::object nobody{{"chair", "per_x"}, {"recorder", "per_y"}, {"place", "  "}};
    call_is_faulty(nobody, {{"/chair", "value"}, {"/recorder", "value"}, {"/place", "value"}});
    call_is_faulty({{"place", 7}, {"recorder", "per_sysadmin"}}, {{"/place", "type"}, {"/recorder", "value"}});
    // Who may record hangs on the day, who is there at all does not.
    call_is_faulty({{"held_at", "1850-01-05T09:00:00+08:00"}, {"chair", "per_x"}, {"recorder", "per_sysadmin"}},
                   {{"/held_at", "value"}, {"/chair", "value"}});
    call_is_faulty({{"held_at", "1850-01-05T09:00:00+08:00"}, {"recorder", "per_x"}},
                   {{"/held_at", "value"}, {"/recorder", "value"}});
    call_is_faulty({{"forum", "council"}, {"recorder", "per_director"}}, {{"/forum", "enum"}});
    call_is_faulty({{"chair", ""}}, {{"/chair", "value"}});
    EXPECT_EQ(post("office", "/meetings", calling()).status, 201);
}

TEST_P(FaultsTogether, of_a_substitution_name_person_days_and_reason) {
    begin();
    const auto faulty_substitution = [&](const json::object& body, Wanted wanted) {
        SCOPED_TRACE(json::serialize(body));
        faulty("organ_delegate", post("director", "/people/per_director/delegations", body), std::move(wanted));
    };
    faulty_substitution({{"to", "per_nobody"}, {"from", "2026-05-02"}, {"until", "2026-05-01"}, {"reason", "  "}},
                        {{"/reason", "value"}, {"/to", "value"}, {"/until", "value"}});
    faulty_substitution({{"to", "per_director"}, {"from", "2200-01-01"}, {"until", "2026-05-01"}, {"reason", "出差"}},
                        {{"/from", "value"}, {"/to", "value"}});
    faulty_substitution({{"to", "per_deputy1"}, {"from", "2026-05-02"}, {"until", "2026-05-03"}, {"colour", "red"}},
                        {{"/reason", "missing"}, {"/colour", "unknown"}});
}

TEST_P(FaultsTogether, of_a_request_for_review_name_every_paper_and_person) {
    const std::string at = "/matters/" + proposed() + "/actions/request_review";
    begin();
    const std::string nowhere = "sha256:" + std::string(64, 'a');
    const json::object body{
        {"draft", 9},
        {"legal_basis", json::array{json::object{{"title", "信访工作条例"}, {"article", ""}, {"version_date", 5}}}},
        {"materials", json::array{json::object{{"kind", "nothing"}, {"document", nowhere}},
                                  json::object{{"kind", "application"}, {"document", nowhere}}}},
        {"procedures_done", "已征求意见"},
        {"shortening", json::object{{"reason", "急"}, {"approver", "per_nobody"}, {"document", nowhere}}}};
    const Wanted of_shape{
        {"/materials/0/kind", "enum"}, {"/legal_basis/0/article", "value"}, {"/legal_basis/0/version_date", "type"}};
    Wanted all = of_shape;
    for (const char* pointer :
         {"/draft", "/materials/0/document", "/materials/1/document", "/shortening/approver", "/shortening/document"}) {
        all.emplace_back(pointer, "value");
    }
    faulty("matter_request_review", post("chief", at, body), all);
    faulty("matter_request_review", server_.post("chief", at + "?dry_run=true", json::serialize(body)), all);
    // Who may not do it is told that first; until the shape is right, of the shape alone.
    faulty("matter_request_review", post("director", at, body), of_shape);
    refused("matter_request_review", post("visits", at, body), 404, "not_found");
}

ON_BOTH_DATABASES(FaultsTogether);

}  // namespace
}  // namespace shenyi::tests
