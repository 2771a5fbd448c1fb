#include "tests/fuzz/targets.hpp"
#include "tests/support/source_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace shenyi::fuzz {
namespace {

/// Every input that was worth keeping is read again with the tests, whatever compiler and sanitizer they run under.
class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, is_read_without_a_broken_promise) {
    const auto folder = tests::source_folder() / "tests" / "fuzz" / "corpus" / GetParam().name;
    int inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        SCOPED_TRACE(entry.path().filename().string());
        GetParam().run(bytes);
        for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 16)
            GetParam().run(bytes.substr(0, cut));
        ++inputs;
    }
    EXPECT_GT(inputs, 0);
}

INSTANTIATE_TEST_SUITE_P(Targets, Corpus, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace shenyi::fuzz
