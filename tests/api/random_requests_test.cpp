#include "storage/fsck.hpp"
#include "tests/api/random/bureau.hpp"
#include "tests/api/random/course.hpp"
#include "tests/support/databases.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace shenyi::tests {
namespace {

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Every operation of the contract, asked by everybody for whatever the contract allows and for what it does not: the
/// answer is one that the contract has for it, never a fault of the program, and the record stays whole.
///
/// SHENYI_SEED chooses what is asked; SHENYI_SECONDS how long on each database, each time with a new bureau and the
/// seed that follows (`./run fuzz requests`). Without it every operation is asked a few times.
class RandomRequests : public OnBothDatabases {
  protected:
    void ask(std::uint64_t seed, int rounds) {
        SCOPED_TRACE("SHENYI_SEED=" + std::to_string(seed));
        VisitedBureau bureau(GetParam());
        RandomCourse course(bureau, seed);
        for (int i = 0; i < rounds; ++i) course.round();
        for (const std::string& fault : course.faults()) ADD_FAILURE() << fault;
        for (const auto& [operation, by_status] : course.answered()) {
            for (const auto& [status, count] : by_status) answered_[operation][status] += count;
        }
        expect_a_whole_record(bureau);
    }

    static void expect_a_whole_record(VisitedBureau& bureau) {
        auto connection = bureau.database().connect(storage::Role::auditor);
        connection.begin_reading();
        const auto key = storage::log::MacKey::load((bureau.database().folder() / "mac.key").string());
        ASSERT_TRUE(key) << key.error();
        const storage::Examined examined = storage::fsck(connection, *key, bureau.app().definitions);
        for (const storage::RecordFinding& each : examined.findings) {
            ADD_FAILURE() << each.code << ' ' << each.table << ' ' << each.key << ": " << each.what;
        }
    }

    void tell() const {
        std::size_t all = 0;
        std::map<int, std::size_t> statuses;
        for (const auto& [operation, by_status] : answered_) {
            std::cerr << operation << ':';
            for (const auto& [status, count] : by_status) {
                std::cerr << ' ' << status << '*' << count;
                statuses[status] += count;
                all += count;
            }
            std::cerr << '\n';
        }
        std::cerr << all << " requests:";
        for (const auto& [status, count] : statuses) std::cerr << ' ' << status << '*' << count;
        std::cerr << '\n';
    }

    Answered answered_;
};

TEST_P(RandomRequests, are_answered_as_the_contract_says) {
    const auto seconds = std::chrono::seconds(number_of("SHENYI_SECONDS", 0));
    const auto until = std::chrono::steady_clock::now() + seconds;
    std::uint64_t seed = number_of("SHENYI_SEED", 1);
    ask(seed, 2);
    while (std::chrono::steady_clock::now() < until && !HasFailure()) ask(++seed, 8);
    EXPECT_GT(answered_.size(), 100U) << "operations";
    if (seconds.count() > 0) tell();
}

ON_BOTH_DATABASES(RandomRequests);

}  // namespace
}  // namespace shenyi::tests
