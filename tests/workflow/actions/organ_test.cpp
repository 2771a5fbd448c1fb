#include "workflow/actions/organ.hpp"

#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {
namespace {

using namespace workflow;

TEST(RegisterPerson, takes_no_log_in_that_differs_from_another_in_capitals_only) {
    Bureau bureau;
    const auto registers = [&](const char* login) {
        return bureau.try_as("secadmin", Target::organ, "register_person",
                             RegisterPerson{.login = login, .name = "重名"});
    };
    EXPECT_THAT(registers("Director"), is_faulty_at("/login"));
    EXPECT_THAT(registers("director"), is_faulty_at("/login"));
    EXPECT_THAT(registers("directors"), is_accepted());
}

}  // namespace
}  // namespace shenyi::tests
