#include "storage/log/verify_tiles.hpp"
#include "tests/storage/log/written_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

/// Everything that may be done to a log's folder, and what is found: the right code at the right index, and nothing
/// else.
namespace shenyi::storage::log {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// Two full tiles of leaves and one of 88; one hash each of the full ones above.
constexpr std::uint64_t entries_of_log = 600;

std::string at(const char* code, std::uint64_t index) {
    return std::string(code) + " " + std::to_string(index);
}

struct Profile {
    const char* name;
    HashAlgorithm hash;
    KeyType type;
};

class TamperedLog : public testing::TestWithParam<Profile> {
  protected:
    TamperedLog() { log_.write(folder_.path()); }

    Told check() {
        return told_by([&](Findings& findings) {
            read_ = check_tiles(folder_.path(), std::vector{log_.verifier()}, GetParam().hash, findings);
        });
    }
    /// Of the file changed so, which is then as it was again.
    Told check_with(const std::string& file, const std::function<void(std::string&)>& change) {
        const fs::path path = folder_.path() / file;
        const std::string before = bytes_in(path);
        std::string bytes = before;
        change(bytes);
        write_file(path, bytes);
        const Told told = check();
        write_file(path, before);
        return told;
    }
    Told check_without(const std::string& file) {
        const fs::path aside = folder_.path() / "aside";
        fs::rename(folder_.path() / file, aside);
        const Told told = check();
        fs::rename(aside, folder_.path() / file);
        return told;
    }

    /// Every entry in one of the hashes, some of them in the other.
    static std::uint64_t stride() { return GetParam().hash == HashAlgorithm::sha256 ? 1 : 29; }
    static unsigned width(std::uint64_t tile) {
        return static_cast<unsigned>(std::min<std::uint64_t>(tile_width, entries_of_log - tile * tile_width));
    }
    static std::string leaf_tile(std::uint64_t tile) { return path_of(Tile{0, tile, width(tile)}); }
    static std::string bundle(std::uint64_t tile) { return path_of(Bundle{tile, width(tile)}); }
    /// The bundle, of entries changed so.
    std::string bundle_of(std::uint64_t tile, const std::function<void(std::vector<std::string>&)>& change) const {
        const auto first = log_.entries.begin() + static_cast<std::ptrdiff_t>(tile * tile_width);
        std::vector<std::string> entries(first, first + width(tile));
        change(entries);
        std::string bytes;
        for (const std::string& entry : entries) append_entry(bytes, entry);
        return bytes;
    }
    Told check_with_entries(std::uint64_t tile, const std::function<void(std::vector<std::string>&)>& change) {
        return check_with(bundle(tile), [&](std::string& bytes) { bytes = bundle_of(tile, change); });
    }
    Hash other_leaf() const { return Hasher(GetParam().hash).leaf("another event"); }
    static void put(std::string& bytes, std::size_t place, const Hash& hash) {
        std::copy(hash.begin(), hash.end(), bytes.begin() + static_cast<std::ptrdiff_t>(place * sizeof(Hash)));
    }

    tests::TemporaryFolder folder_;
    WrittenLog log_{entries_of_log, GetParam().hash, GetParam().type};
    TilesRead read_;
};

TEST_P(TamperedLog, is_verified_while_nothing_was_done_to_it) {
    EXPECT_THAT(check().codes, IsEmpty());
    EXPECT_EQ(read_.entries, entries_of_log);
    EXPECT_EQ(read_.tiles, 4U);
    EXPECT_EQ(read_.checkpoint->head, log_.head(entries_of_log));
}

TEST_P(TamperedLog, shows_each_entry_that_was_edited) {
    for (std::uint64_t i = 0; i < entries_of_log; i += stride()) {
        const auto told = check_with_entries(i / tile_width, [&](auto& entries) { entries[i % tile_width] += "x"; });
        ASSERT_THAT(told.codes, ElementsAre(at("E_BODY_HASH", i)));
        ASSERT_EQ(told.verdict, Verdict::tampered);
        ASSERT_EQ(read_.entries, entries_of_log - 1);
    }
}

TEST_P(TamperedLog, shows_each_entry_that_was_taken_out) {
    for (std::uint64_t i = 0; i < entries_of_log; i += stride()) {
        const auto told = check_with_entries(i / tile_width, [&](auto& entries) {
            entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i % tile_width));
        });
        ASSERT_THAT(told.codes, ElementsAre(at("E_MISSING_EVENT", i)));
        ASSERT_EQ(told.verdict, Verdict::tampered);
    }
    EXPECT_THAT(check_with_entries(1,
                                   [](auto& entries) {
                                       entries.erase(entries.begin() + 100);
                                       entries.erase(entries.begin() + 3);
                                       entries[50] = "another event";
                                   })
                    .codes,
                ElementsAre("E_MISSING_EVENT 259", "E_BODY_HASH 307", "E_MISSING_EVENT 356"));
}

TEST_P(TamperedLog, shows_each_pair_of_entries_that_was_exchanged) {
    for (std::uint64_t i = 0; i + 1 < entries_of_log; i += stride()) {
        if (i % tile_width == tile_width - 1) continue;
        const auto told = check_with_entries(
            i / tile_width, [&](auto& entries) { std::swap(entries[i % tile_width], entries[i % tile_width + 1]); });
        ASSERT_THAT(told.codes, ElementsAre(at("E_BODY_HASH", i), at("E_BODY_HASH", i + 1)));
    }
}

TEST_P(TamperedLog, shows_an_entry_that_was_put_in) {
    const auto told = check_with_entries(2, [](auto& entries) { entries.insert(entries.begin() + 85, "event 596"); });
    EXPECT_THAT(told.codes, ElementsAre("E_FORM 600", "E_BODY_HASH 597", "E_BODY_HASH 598", "E_BODY_HASH 599"));
}

TEST_P(TamperedLog, shows_where_a_bundle_was_cut) {
    const std::string last = bundle(2);
    const std::size_t size = bytes_in(folder_.path() / last).size();
    EXPECT_THAT(check_with(last, [&](std::string& bytes) { bytes.resize(size - 1); }).codes, ElementsAre("E_FORM 599"));
    EXPECT_THAT(check_with(last, [&](std::string& bytes) { bytes.resize(1); }).codes, ElementsAre("E_FORM 512"));
    EXPECT_THAT(check_with(last, [&](std::string& bytes) { bytes += 'x'; }).codes, ElementsAre("E_FORM 600"));
    EXPECT_THAT(check_with_entries(2, [](auto& entries) { entries.resize(86); }).codes,
                ElementsAre("E_MISSING_EVENT 598", "E_MISSING_EVENT 599"));
    EXPECT_THAT(check_with_entries(2, [](auto& entries) { entries.clear(); }).codes, testing::SizeIs(88));
}

TEST_P(TamperedLog, shows_each_leaf_hash_that_was_edited) {
    for (std::uint64_t i = 0; i < entries_of_log; i += stride()) {
        const std::uint64_t tile = i / tile_width;
        const auto told =
            check_with(leaf_tile(tile), [&](std::string& bytes) { put(bytes, i % tile_width, other_leaf()); });
        if (tile < 2) {
            ASSERT_THAT(told.codes, ElementsAre(at("E_BODY_HASH", i), at("E_NODE", tile * tile_width), "E_ROOT"));
        } else {
            ASSERT_THAT(told.codes, ElementsAre(at("E_BODY_HASH", i), "E_ROOT"));
        }
    }
}

TEST_P(TamperedLog, shows_an_entry_that_was_edited_with_all_its_hashes) {
    const std::string tile_before = bytes_in(folder_.path() / leaf_tile(1));
    const std::string above_before = bytes_in(folder_.path() / "tile/1/000.p/2");
    const std::string bundle_before = bytes_in(folder_.path() / bundle(1));
    write_file(folder_.path() / bundle(1), bundle_of(1, [](auto& entries) { entries[44] = "another event"; }));
    std::string tile = tile_before;
    put(tile, 44, other_leaf());
    write_file(folder_.path() / leaf_tile(1), tile);
    EXPECT_THAT(check().codes, ElementsAre("E_NODE 256", "E_ROOT"));
    std::string above = above_before;
    Hasher hasher(GetParam().hash);
    put(above, 1, root_of_complete(hasher, *hashes_of_tile(tile, tile_width)));
    write_file(folder_.path() / "tile/1/000.p/2", above);
    EXPECT_THAT(check().codes, ElementsAre("E_ROOT"));
}

TEST_P(TamperedLog, shows_a_hash_above_the_leaves_that_was_edited) {
    for (std::size_t i = 0; i < 2; ++i) {
        const auto told = check_with("tile/1/000.p/2", [&](std::string& bytes) { put(bytes, i, other_leaf()); });
        EXPECT_THAT(told.codes, ElementsAre(at("E_NODE", i * tile_width)));
    }
}

TEST_P(TamperedLog, shows_each_tile_that_was_cut_or_grew) {
    const std::map<std::string, std::uint64_t> last = {
        {leaf_tile(0), 255}, {leaf_tile(1), 511}, {leaf_tile(2), 599}, {"tile/1/000.p/2", 256}};
    for (const auto& [file, index] : last) {
        EXPECT_THAT(check_with(file, [](std::string& bytes) { bytes.resize(bytes.size() - sizeof(Hash)); }).codes,
                    ElementsAre(at("E_SIZE", index)));
        EXPECT_THAT(check_with(file, [](std::string& bytes) { bytes.pop_back(); }).codes,
                    ElementsAre(at("E_FORM", index)));
        EXPECT_THAT(check_with(file, [](std::string& bytes) { bytes.append(sizeof(Hash), 'x'); }).codes,
                    ElementsAre(testing::StartsWith("E_SIZE")));
    }
}

TEST_P(TamperedLog, shows_each_file_that_was_taken_away_and_says_no_more_than_it_knows) {
    const std::map<std::string, std::uint64_t> first = {{leaf_tile(0), 0},    {leaf_tile(1), 256}, {leaf_tile(2), 512},
                                                        {bundle(0), 0},       {bundle(1), 256},    {bundle(2), 512},
                                                        {"tile/1/000.p/2", 0}};
    for (const auto& [file, index] : first) {
        const auto told = check_without(file);
        EXPECT_THAT(told.codes, ElementsAre(at("E_MISSING_FILE", index)));
        EXPECT_EQ(told.verdict, Verdict::cannot_tell);
    }
    EXPECT_THAT(check_without("tile/entries").codes, ElementsAre("E_MISSING_FILE 0"));
    EXPECT_EQ(read_.entries, 0U);
    EXPECT_THAT(check_without("checkpoint").codes, ElementsAre("E_MISSING_FILE"));
    EXPECT_FALSE(read_.checkpoint);
    EXPECT_THAT(check_without("tile").codes, testing::SizeIs(5));
}

TEST_P(TamperedLog, is_read_by_its_entries_where_the_tile_is_not_there) {
    fs::remove(folder_.path() / leaf_tile(1));
    EXPECT_THAT(check().codes, ElementsAre("E_MISSING_FILE 256"));
    EXPECT_THAT(check_with_entries(1, [](auto& entries) { entries[44] = "another event"; }).codes,
                ElementsAre("E_MISSING_FILE 256", "E_NODE 256", "E_ROOT"));
    fs::remove(folder_.path() / bundle(1));
    EXPECT_THAT(check().codes, ElementsAre("E_MISSING_FILE 256", "E_MISSING_FILE 256")) << "the hash above stands in";
    fs::remove(folder_.path() / "tile/1/000.p/2");
    EXPECT_THAT(check().codes, testing::SizeIs(3));
    EXPECT_EQ(check().verdict, Verdict::cannot_tell);
}

TEST_P(TamperedLog, shows_tiles_and_bundles_that_were_exchanged) {
    const auto exchange = [&](const std::string& one, const std::string& other) {
        fs::rename(folder_.path() / one, folder_.path() / "aside");
        fs::rename(folder_.path() / other, folder_.path() / one);
        fs::rename(folder_.path() / "aside", folder_.path() / other);
    };
    exchange(bundle(0), bundle(1));
    auto told = check();
    EXPECT_EQ(told.codes.size(), 512U);
    EXPECT_EQ(told.codes.front(), "E_BODY_HASH 0");
    exchange(leaf_tile(0), leaf_tile(1));
    EXPECT_THAT(check().codes, ElementsAre("E_NODE 0", "E_NODE 256", "E_ROOT"));
}

TEST_P(TamperedLog, shows_each_line_of_the_checkpoint_that_was_edited) {
    const std::string note = bytes_in(folder_.path() / "checkpoint");
    const std::vector<VerifierKey> keys = {log_.verifier()};
    for (std::size_t place = 0; place < note.size(); ++place) {
        const auto told = check_with("checkpoint", [&](std::string& bytes) { bytes[place] ^= 1; });
        ASSERT_NE(told.verdict, Verdict::verified) << place;
        ASSERT_FALSE(read_.checkpoint) << "and nothing was read by it";
        ASSERT_NE(check_with("checkpoint", [&](std::string& bytes) { bytes.resize(place); }).verdict,
                  Verdict::verified);
    }
    const auto edited = [&](const std::string& from, const std::string& to) {
        return check_with("checkpoint", [&](std::string& bytes) { bytes.replace(bytes.find(from), from.size(), to); });
    };
    EXPECT_THAT(edited("log.example/bureau\n", "log.example/other\n").codes, ElementsAre("E_SIG"));
    EXPECT_THAT(edited("\n600\n", "\n599\n").codes, ElementsAre("E_SIG"));
    EXPECT_THAT(edited("\n600\n", "\n0600\n").codes, ElementsAre("E_SIG"));
    EXPECT_THAT(edited(base64_of(log_.head(600).root), base64_of(log_.head(599).root)).codes, ElementsAre("E_SIG"));
    EXPECT_THAT(edited("\n\n", "\n").codes, ElementsAre("E_FORM"));
    EXPECT_THAT(edited("\n", "\r\n").codes, ElementsAre("E_FORM"));
    EXPECT_THAT(edited("\u2014 log", "\u2014 Log").codes, ElementsAre("E_KEY"));
    EXPECT_THAT(edited("\u2014", "-").codes, ElementsAre("E_FORM"));
}

TEST_P(TamperedLog, shows_a_checkpoint_of_another_key_or_another_size) {
    const auto with_note = [&](const std::string& note) {
        return check_with("checkpoint", [&](std::string& bytes) { bytes = note; });
    };
    const WrittenLog same_name(entries_of_log, GetParam().hash, GetParam().type);
    EXPECT_THAT(with_note(same_name.note(entries_of_log)).codes, ElementsAre("E_KEY"));
    const auto witnesses_alone = [&] {
        Note note = read_note(log_.cosigned_note(entries_of_log, 1)).value();
        note.signatures.erase(note.signatures.begin());
        const std::vector keys = {log_.verifier(), log_.witness_keys[0].verifier("witness.example/0")};
        write_file(folder_.path() / "checkpoint", write_note(note));
        return told_by([&](Findings& findings) { check_tiles(folder_.path(), keys, GetParam().hash, findings); });
    }();
    EXPECT_THAT(witnesses_alone.codes, ElementsAre("E_KEY"));
    const auto signed_text = [&](const std::string& text) {
        return write_note({.text = text, .signatures = {log_.key.sign(log_.origin, text)}});
    };
    const TreeHead head = log_.head(entries_of_log);
    EXPECT_THAT(with_note(signed_text(text_of(Checkpoint{log_.origin, {600, log_.head(599).root}}))).codes,
                ElementsAre("E_ROOT"));
    EXPECT_THAT(with_note(signed_text(text_of(Checkpoint{log_.origin, {601, head.root}}))).codes,
                ElementsAre("E_MISSING_FILE 512", "E_MISSING_FILE 512"));
    EXPECT_THAT(with_note(signed_text("origin\nno size\n")).codes, ElementsAre("E_FORM"));
    EXPECT_THAT(with_note(log_.note(512)).codes, IsEmpty()) << "it was that of the log before";
}

TEST_P(TamperedLog, is_read_to_a_checkpoint_that_it_has_gone_on_from) {
    write_file(folder_.path() / "checkpoint", log_.note(300));
    EXPECT_THAT(check().codes, ElementsAre("E_MISSING_FILE 0")) << "tile/1/000.p/1 alone; the others' full ones serve";
    EXPECT_EQ(read_.entries, 300U);
    write_file(folder_.path() / "tile/1/000.p/1", bytes_in(folder_.path() / "tile/1/000.p/2").substr(0, sizeof(Hash)));
    EXPECT_THAT(check().codes, IsEmpty());
    EXPECT_THAT(check_with_entries(1, [](auto& entries) { entries[43] += "x"; }).codes, ElementsAre("E_BODY_HASH 299"));
    EXPECT_THAT(check_with_entries(1, [](auto& entries) { entries[44] += "x"; }).codes, IsEmpty()) << "not of its 300";
}

TEST_P(TamperedLog, is_left_where_more_is_missing_than_anybody_reads) {
    const std::string text = text_of(Checkpoint{log_.origin, {std::uint64_t{1} << 63U, Hash{}}});
    write_file(folder_.path() / "checkpoint",
               write_note({.text = text, .signatures = {log_.key.sign(log_.origin, text)}}));
    const auto told = check();
    EXPECT_EQ(told.codes.size(), Findings::most + 1);
    EXPECT_THAT(told.codes.back(), testing::StartsWith("E_STOPPED"));
}

INSTANTIATE_TEST_SUITE_P(Profiles, TamperedLog,
                         testing::Values(Profile{"std", HashAlgorithm::sha256, KeyType::ed25519},
                                         Profile{"gm", HashAlgorithm::sm3, KeyType::sm2}),
                         [](const auto& profile) { return profile.param.name; });

TEST(TilesOfSmallLogs, are_verified_at_every_size_and_with_no_bit_flipped) {
    for (const std::uint64_t size : {0ULL, 1ULL, 2ULL, 5ULL, 255ULL, 256ULL, 257ULL, 513ULL}) {
        const tests::TemporaryFolder folder;
        const WrittenLog log(size, HashAlgorithm::sha256, KeyType::ed25519);
        log.write(folder.path());
        const std::vector keys = {log.verifier()};
        const auto check = [&] {
            return told_by(
                [&](Findings& findings) { check_tiles(folder.path(), keys, HashAlgorithm::sha256, findings); });
        };
        EXPECT_THAT(check().codes, IsEmpty()) << size;
        if (size != 5) continue;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
            if (!entry.is_regular_file() || entry.path().filename() == "vkey.txt") continue;
            const std::string bytes = bytes_in(entry.path());
            for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
                std::string flipped = bytes;
                flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1U << bit % 8));
                write_file(entry.path(), flipped);
                ASSERT_NE(check().verdict, Verdict::verified) << entry.path() << " bit " << bit;
            }
            write_file(entry.path(), bytes);
        }
    }
}

TEST(TilesOfSmallLogs, are_not_read_from_what_is_no_plain_file) {
    const tests::TemporaryFolder folder;
    const WrittenLog log(5, HashAlgorithm::sha256, KeyType::ed25519);
    log.write(folder.path());
    const fs::path bundle = folder.path() / path_of(Bundle{0, 5});
    fs::remove(bundle);
    ASSERT_EQ(run_command("mkfifo " + bundle.string()).status, 0);
    const std::vector keys = {log.verifier()};
    const auto told =
        told_by([&](Findings& findings) { check_tiles(folder.path(), keys, HashAlgorithm::sha256, findings); });
    EXPECT_THAT(told.codes, ElementsAre("E_MISSING_FILE 0"));
}

}  // namespace
}  // namespace shenyi::storage::log
