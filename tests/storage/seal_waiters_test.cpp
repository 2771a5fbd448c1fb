#include "storage/seal_waiters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

/// Answers that wait for the receipts of their events.
namespace shenyi::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using namespace std::chrono_literals;

class Waiters : public testing::Test {
  protected:
    using Answer = std::optional<std::vector<Receipt>>;

    void wait(const std::vector<std::string>& events, Answer& answer, SealWaiters::Clock::time_point since = {}) {
        waiters_.wait(events, since, [&answer](std::vector<Receipt> receipts) {
            EXPECT_FALSE(answer) << "it is answered once";
            answer = std::move(receipts);
        });
    }

    SealWaiters waiters_;
    const Receipt first_{"e1", 7, "proof of e1"};
    const Receipt second_{"e2", 8, "proof of e2"};
};

TEST_F(Waiters, AreAnsweredOnceAllTheirEventsAreSealed) {
    Answer answer;
    waiters_.expect({"e1", "e2"});
    wait({"e1", "e2"}, answer);
    waiters_.sealed({second_});
    EXPECT_FALSE(answer);
    waiters_.sealed({first_, second_});
    EXPECT_THAT(answer, Optional(ElementsAre(first_, second_)));
    EXPECT_THAT(waiters_.unsealed(), IsEmpty());
}

TEST_F(Waiters, AreAnsweredAtOnceWhereTheSealerWasFaster) {
    Answer answer;
    waiters_.expect({"e1"});
    waiters_.sealed({first_});
    wait({"e1"}, answer);
    EXPECT_THAT(answer, Optional(ElementsAre(first_)));
}

TEST_F(Waiters, AreLetGoWithoutReceiptsWhenTheyHaveWaitedLongEnough) {
    Answer early;
    Answer late;
    waiters_.expect({"e1", "e2"});
    wait({"e1"}, early, SealWaiters::Clock::time_point(0s));
    wait({"e2"}, late, SealWaiters::Clock::time_point(1s));
    waiters_.let_go(SealWaiters::Clock::time_point(limits::seal_wait));
    EXPECT_THAT(early, Optional(IsEmpty()));
    EXPECT_FALSE(late);
    waiters_.sealed({first_, second_});
    EXPECT_THAT(late, Optional(ElementsAre(second_)));
}

/// Half of the receipts would look like all of them.
TEST_F(Waiters, AreLetGoWithAllReceiptsOrNone) {
    Answer answer;
    waiters_.expect({"e1", "e2"});
    wait({"e1", "e2"}, answer);
    waiters_.sealed({first_});
    waiters_.let_go(SealWaiters::Clock::time_point(limits::seal_wait));
    EXPECT_THAT(answer, Optional(IsEmpty()));
    EXPECT_THAT(waiters_.unsealed(), IsEmpty());
}

TEST_F(Waiters, KnowNothingOfEventsThatWereNotCommitted) {
    waiters_.expect({"e1", "e2"});
    waiters_.forget({"e1"});
    waiters_.sealed({first_});
    EXPECT_THAT(waiters_.unsealed(), ElementsAre("e2"));
}

TEST_F(Waiters, AreLetGoAtTheStop) {
    Answer before;
    Answer after;
    waiters_.expect({"e1", "e2"});
    wait({"e1"}, before);
    waiters_.stop();
    EXPECT_THAT(before, Optional(IsEmpty()));
    wait({"e2"}, after);
    EXPECT_THAT(after, Optional(IsEmpty()));
}

}  // namespace
}  // namespace shenyi::storage
