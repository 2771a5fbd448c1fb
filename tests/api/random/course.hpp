#pragma once

#include "tests/api/random/bureau.hpp"
#include "tests/api/random/drawn_request.hpp"
#include "tests/api/random/known.hpp"
#include "tests/support/contract_operations.hpp"
#include "tests/support/http_client.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shenyi::tests {

/// How often each operation was answered with each status.
using Answered = std::map<std::string, std::map<int, std::size_t>>;

/// Requests of every operation of the contract, drawn by a seed and sent to a bureau, each answer compared with the
/// contract.
class RandomCourse {
  public:
    RandomCourse(VisitedBureau& bureau, std::uint64_t seed);

    /// Each operation once, in an order of its own, and for each one more act that its matter allows just then.
    void round();

    const Answered& answered() const { return answered_; }
    /// What was wrong, with the request and its answer; not more than a few.
    const std::vector<std::string>& faults() const { return faults_; }

  private:
    struct Resource {
        std::string id;
        std::string tag;
        boost::json::value shown;
    };

    void drive(const Operation& operation);
    void act_as_allowed();
    void drive_as(const Operation& operation, const std::string& login, const Resource& resource);
    Resource resource_of(const Operation& operation);
    HttpAnswer ask(const Operation& operation, const std::string& login, DrawnRequest request);
    HttpAnswer get(const Operation& operation, const std::string& login, const std::string& target);
    HttpAnswer send(const DrawnRequest& request);
    HttpAnswer send_stream(const DrawnRequest& request);
    void look_at(const Operation& operation, const std::string& login, const DrawnRequest& request,
                 const HttpAnswer& answer);
    void tell(const Operation& operation, const std::string& login, const DrawnRequest& request,
              const std::string& what);
    Known& papers_of(const std::string& login);

    VisitedBureau& bureau_;
    Dice dice_;
    Operations operations_;
    Known all_;
    Known near_;
    std::map<std::string, Known> papers_;
    std::optional<HttpClient> client_;
    Answered answered_;
    std::vector<std::string> faults_;
    std::set<std::string> told_;
    int keys_ = 0;
};

}  // namespace shenyi::tests
