#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/actions/item.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using tests::Bureau;
using tests::is_faulty_at;

TEST(NamedClauses, an_amendment_names_what_the_text_has_or_could_have_next) {
    const auto decides = [](const char* clause) {
        Bureau bureau;
        bureau.reviewed("修改").in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00").discuss();
        const HeadDecide body{.outcome = Outcome::adopted_as_amended, .amendments = {{clause, "改为本区全部事项。"}}};
        return bureau.try_as("director", Target::item, "decide", body);
    };
    for (const char* unknown : {"标题", "第九十九条", "99", "第二款", "第一章", "第二条第一款第一项", "0"}) {
        EXPECT_THAT(decides(unknown), is_faulty_at("/amendments/0/clause")) << unknown;
    }
    for (const char* known : {"第二条", "第二条第一款", "第一条之一", "3"}) EXPECT_TRUE(decides(known)) << known;
}

}  // namespace
}  // namespace shenyi::workflow
