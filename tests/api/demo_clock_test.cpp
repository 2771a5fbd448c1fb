#include "tests/api/bureau_server.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

class DemoClock : public OnBothDatabases {
  protected:
    /// Where the fault lies that a move meets; empty where it was made.
    static std::string fault(BureauServer& server, const std::string& now) {
        const auto answer = server.post("director", "/demo/clock", json::object{{"now", now}});
        if (answer.status == 200) return {};
        EXPECT_EQ(answer.status, 422) << answer.body;
        return std::string(json::parse(answer.body).at("errors").at(0).at("pointer").as_string());
    }

    TestDatabase database_ = fresh_database(GetParam());
};

TEST_P(DemoClock, goes_no_further_than_the_record_can_follow) {
    BureauServer server(database_);
    for (const char* beyond : {"9999-12-31T23:59:59Z", "9999-12-31T15:59:59Z", "9998-12-31T16:00:00Z"}) {
        EXPECT_EQ(fault(server, beyond), "/now") << beyond;
    }
    EXPECT_EQ(fault(server, "9998-12-31T23:59:59.999+08:00"), "");
}

TEST_P(DemoClock, at_its_end_leaves_a_store_that_serves_and_can_be_started_again) {
    {
        BureauServer server(database_);
        const std::string before = server.propose();
        ASSERT_EQ(fault(server, "9998-12-31T23:59:59.999+08:00"), "");
        EXPECT_EQ(server.log_in("director", "demo").status, 201);
        EXPECT_EQ(server.client().request("GET", "/readyz").status, 200);
    }
    BureauServer again(database_);
    EXPECT_EQ(again.client().request("GET", "/readyz").status, 200);
    EXPECT_EQ(again.log_in("drafter", "demo").status, 201);
    again.propose();
}

ON_BOTH_DATABASES(DemoClock);

}  // namespace
}  // namespace shenyi::tests
