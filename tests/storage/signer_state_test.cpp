#include "storage/signer_state.hpp"

#include "tests/storage/log/written_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>

/// The file by which the signer knows what it signed last.
namespace shenyi::storage {
namespace {

using log::bytes_in;
using log::write_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t slot_bytes = 4096;

class State : public testing::Test {
  protected:
    std::unique_ptr<SignerState> open() {
        auto state = SignerState::open(file_);
        EXPECT_TRUE(state) << state.error().what;
        return state ? *std::move(state) : nullptr;
    }

    static std::string note(const std::string& name) { return name + "\n7\n\n— " + name + " c2lnbmVk\n"; }

    tests::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "signer-state";
};

TEST_F(State, IsEmptyUntilSomethingIsSigned) {
    EXPECT_THAT(open()->notes(), IsEmpty());
    EXPECT_THAT(open()->notes(), IsEmpty()) << "the second time it is read, not made";
    EXPECT_EQ(std::filesystem::status(file_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(State, RemembersWhatWasWrittenLast) {
    for (const std::string name : {"a", "b", "c"}) {
        open()->write({note(name), note(name + "-sm3")});
        EXPECT_THAT(open()->notes(), ElementsAre(note(name), note(name + "-sm3")));
    }
    auto state = open();
    state->write({note("d")});
    state->write({note("e")});
    EXPECT_THAT(state->notes(), ElementsAre(note("e")));
}

/// Whatever becomes of the slot that was being written, at every length, the other one stands.
TEST_F(State, FallsBackToTheOtherSlotWhereAWriteWasTorn) {
    open()->write({note("first")});
    const std::string before = bytes_in(file_);
    open()->write({note("second")});
    const std::string after = bytes_in(file_);
    for (std::size_t torn = 0; torn < slot_bytes; torn += 7) {
        std::string bytes = before;
        // The second writing goes to the first slot: the serial is 2.
        bytes.replace(0, torn, after.substr(0, torn));
        write_file(file_, bytes);
        auto state = SignerState::open(file_);
        ASSERT_TRUE(state) << state.error().what;
        const bool is_whole = bytes.substr(0, slot_bytes) == after.substr(0, slot_bytes);
        EXPECT_THAT((*state)->notes(), ElementsAre(note(is_whole ? "second" : "first"))) << torn;
    }
}

TEST_F(State, NoBitOfASlotIsChangedUnseen) {
    open()->write({note("first")});
    const std::string whole = bytes_in(file_);
    const std::size_t end = whole.find('\0', slot_bytes) - slot_bytes;
    for (std::size_t i = 0; i < end; ++i) {
        std::string bytes = whole;
        bytes[slot_bytes + i] = static_cast<char>(bytes[slot_bytes + i] ^ 1);
        write_file(file_, bytes);
        auto state = SignerState::open(file_);
        ASSERT_TRUE(state) << "the slot from before still stands";
        EXPECT_THAT((*state)->notes(), IsEmpty()) << i;
    }
}

TEST_F(State, SaysThatNeitherSlotIsWhole) {
    for (const std::string& bytes : {std::string(), std::string("x"), std::string(2 * slot_bytes, '\0')}) {
        write_file(file_, bytes);
        const auto state = SignerState::open(file_);
        ASSERT_FALSE(state);
        EXPECT_THAT(state.error().what, HasSubstr("neither of its slots is whole"));
    }
}

TEST_F(State, IsHeldByOneSigner) {
    const auto first = open();
    const auto second = SignerState::open(file_);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().what, HasSubstr("in use by process"));
}

/// By whoever examines: while the signer holds it, and where it is not to be written.
TEST_F(State, IsLookedAtWithoutBeingHeld) {
    const auto state = open();
    EXPECT_THAT(SignerState::look(file_).value(), IsEmpty());
    state->write({note("first")});
    state->write({note("second")});
    std::filesystem::permissions(file_, std::filesystem::perms::owner_read);
    EXPECT_THAT(SignerState::look(file_).value(), ElementsAre(note("second")));
}

TEST_F(State, IsNotMadeByALook) {
    const auto looked = SignerState::look(file_);
    ASSERT_FALSE(looked);
    EXPECT_THAT(looked.error(), HasSubstr("cannot be read"));
    EXPECT_FALSE(std::filesystem::exists(file_));
    write_file(file_, "x");
    EXPECT_THAT(SignerState::look(file_).error(), HasSubstr("no slot of it is whole"));
}

TEST_F(State, TakesNoMoreThanASlotHolds) {
    auto state = open();
    state->write({note("first")});
    EXPECT_THROW(state->write({note(std::string(slot_bytes, 'x'))}), std::length_error);
    EXPECT_THAT(state->notes(), ElementsAre(note("first")));
}

TEST_F(State, CannotBeMadeWhereNoFolderIs) {
    const auto state = SignerState::open(folder_.path() / "none" / "signer-state");
    ASSERT_FALSE(state);
    EXPECT_THAT(state.error().what, HasSubstr("none/signer-state"));
}

}  // namespace
}  // namespace shenyi::storage
