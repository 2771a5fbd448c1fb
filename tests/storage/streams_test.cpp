#include "storage/streams.hpp"

#include "tests/storage/kept_for.hpp"

#include <gtest/gtest.h>

#include <string>

/// What stays in memory of the streams that were folded.
namespace shenyi::storage {
namespace {

class KeptStreams : public testing::Test {
  protected:
    static StreamState matter_after(std::int64_t events) {
        return {.seq = events, .last_leaf = {}, .state = std::make_shared<const workflow::Matter>()};
    }

    bool has(const std::string& name) { return streams_.kept(bureau, name).has_value(); }

    log::MacKey key_{"key"};
    Streams streams_{key_, 100};
};

TEST_F(KeptStreams, AreAsManyAsHaveSoManyEvents) {
    for (int i = 0; i < 9; ++i) streams_.keep(bureau, "matter/" + std::to_string(i), matter_after(12));
    for (int i = 0; i < 9; ++i) EXPECT_EQ(has("matter/" + std::to_string(i)), i >= 4) << i;
}

TEST_F(KeptStreams, GoByTheirLastUse) {
    streams_.keep(bureau, "matter/old", matter_after(30));
    streams_.keep(bureau, "matter/other", matter_after(30));
    EXPECT_TRUE(has("matter/old"));
    streams_.keep(bureau, "matter/new", matter_after(30));
    EXPECT_TRUE(has("matter/old"));
    EXPECT_FALSE(has("matter/other"));
}

TEST_F(KeptStreams, WeighWhatTheyHaveGrownTo) {
    streams_.keep(bureau, "matter/one", matter_after(1));
    for (int events = 1; events < 80; ++events) streams_.keep(bureau, "matter/growing", matter_after(events));
    EXPECT_TRUE(has("matter/one"));
    streams_.keep(bureau, "matter/growing", matter_after(84));
    EXPECT_FALSE(has("matter/one"));
}

TEST_F(KeptStreams, HaveRoomForTheLastOneWhateverItsSize) {
    streams_.keep(bureau, "matter/small", matter_after(1));
    streams_.keep(bureau, "matter/large", matter_after(1'000));
    EXPECT_FALSE(has("matter/small"));
    EXPECT_TRUE(has("matter/large"));
}

/// Attempts and log-ins have no state, however many they are.
TEST_F(KeptStreams, WithoutAStateWeighTheirPlaceAlone) {
    streams_.keep(bureau, "matter/one", matter_after(1));
    streams_.keep(bureau, "access/org_bureau/2026-03-02", {.seq = 5'000, .last_leaf = {}, .state = {}});
    EXPECT_TRUE(has("matter/one"));
}

TEST_F(KeptStreams, DoNotGoBackToAnOlderState) {
    streams_.keep(bureau, "matter/one", matter_after(7));
    streams_.keep(bureau, "matter/one", matter_after(3));
    EXPECT_EQ(streams_.kept(bureau, "matter/one")->seq, 7);
}

}  // namespace
}  // namespace shenyi::storage
