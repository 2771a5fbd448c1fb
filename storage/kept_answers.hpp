#pragma once

#include "storage/store.hpp"
#include "workflow/ids.hpp"

#include <soci/soci.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace shenyi::storage {

/// Actor, method, path and key of a request.
using RequestKey = std::array<std::string, 4>;

/// What was answered to a request that carried a key, and the digest of its body.
struct KeptAnswer {
    std::string body_sha256;
    std::string answer;
    std::string at;  ///< when it was decided (RFC 3339)
};

/// Reads kept answers, all of a batch in one statement. Stays prepared on its connection.
class KeptAnswers {
  public:
    explicit KeptAnswers(Connection& connection);
    KeptAnswers(const KeptAnswers&) = delete;
    KeptAnswers& operator=(const KeptAnswers&) = delete;

    std::map<RequestKey, KeptAnswer> read(const workflow::OrganId& organ, const std::vector<RequestKey>& keys);

  private:
    std::string organ_;
    std::string keys_;
    RequestKey key_;
    KeptAnswer row_;
    soci::statement statement_;
};

}  // namespace shenyi::storage
