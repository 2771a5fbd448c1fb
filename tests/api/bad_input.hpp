#pragma once

#include "tests/support/contract.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::tests {

/// What is no good is answered with its problem and where it stands, writes nothing, and the server goes on.
class BadInput : public OnBothDatabases {
  protected:
    static boost::json::object proposal() {
        return {{"kind", "major_decision"},
                {"title", "信访积案化解专项方案"},
                {"undertaking_unit", "unit_letters"},
                {"proposal", boost::json::object{{"source", "department"}}}};
    }
    static boost::json::object with(std::string_view member, boost::json::value value) {
        boost::json::object body = proposal();
        body[member] = std::move(value);
        return body;
    }

    HttpAnswer send(std::string_view body, HeaderList headers = {}) {
        headers.emplace_back("Idempotency-Key", "key-" + std::to_string(++keys_));
        return server_.post("drafter", "/matters", body, std::move(headers));
    }
    /// An answer to something wrong: of this status and problem, as the contract has it, and nothing was written.
    boost::json::value refused(std::string_view operation, const HttpAnswer& answer, int status,
                               std::string_view problem) {
        EXPECT_EQ(answer.status, status) << answer.body;
        for (const std::string& fault : Contract::shared().faults_of(operation, answer)) ADD_FAILURE() << fault;
        EXPECT_EQ(answer.header("Content-Type").substr(0, 24), "application/problem+json");
        const boost::json::value body = boost::json::parse(answer.body);
        EXPECT_EQ(body.at("type"), boost::json::value("/docs/problems/" + std::string(problem))) << answer.body;
        EXPECT_EQ(written(), written_before_) << "something was written";
        return body;
    }
    /// A body that does not fit: exactly these pointers, all at once, each with its code.
    void faulty(std::string_view operation, const HttpAnswer& answer,
                std::vector<std::pair<std::string, std::string>> wanted) {
        const boost::json::value body = refused(operation, answer, 422, "validation");
        std::vector<std::pair<std::string, std::string>> had;
        for (const boost::json::value& error : body.at("errors").as_array()) {
            had.emplace_back(error.at("pointer").as_string(), error.at("code").as_string());
            EXPECT_FALSE(error.at("message").as_string().empty()) << answer.body;
        }
        std::ranges::sort(had);
        std::ranges::sort(wanted);
        EXPECT_EQ(had, wanted) << answer.body;
    }
    void proposal_is_faulty(std::string_view body, std::vector<std::pair<std::string, std::string>> wanted) {
        faulty("matter_create", send(body), std::move(wanted));
    }
    void proposal_is_malformed(std::string_view body) { refused("matter_create", send(body), 400, "malformed"); }

    /// Rows of the record: events, attempts among them, keys and documents.
    std::vector<long long> written() {
        auto owner = server_.database().owner();
        std::vector<long long> counts;
        for (const char* table : {"event", "document"}) {
            long long count = 0;
            owner.sql() << std::string("SELECT count(*) FROM ") + table, soci::into(count);
            counts.push_back(count);
        }
        return counts;
    }
    /// Everybody who takes part is logged in before the rows are counted: sessions are on record too.
    void begin() {
        for (const char* login : {"drafter", "office", "visits", "sysadmin"}) server_.token(login);
        written_before_ = written();
    }
    std::string proposed() {
        const auto answer = send(boost::json::serialize(proposal()));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(boost::json::parse(answer.body).at("matter").at("id").as_string());
    }
    void goes_on() {
        const auto answer = send(boost::json::serialize(proposal()));
        EXPECT_EQ(answer.status, 201) << "the server does not go on: " << answer.body;
    }

    RunningServer server_{GetParam()};
    std::vector<long long> written_before_;
    int keys_ = 0;
};

}  // namespace shenyi::tests
