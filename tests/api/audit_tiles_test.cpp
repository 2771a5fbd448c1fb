#include "tests/api/audit.hpp"

#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace fs = std::filesystem;
namespace sealed = storage::log;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Hashes for everybody, the events under them for who audits.
class AuditedTiles : public Audit {};

TEST_P(AuditedTiles, the_log_is_fetched_as_others_lay_logs_out_and_verifies) {
    write_many();
    server.propose();
    sealing.seal();
    ASSERT_GT(newest(), 512U) << "a tile above level 0 has several hashes";
    for (const auto& [hash, query] : hashes) {
        const TemporaryFolder folder;
        fetch(folder.path(), query);
        EXPECT_THAT(found_in(folder.path(), hash), IsEmpty()) << query;

        const fs::path bundle = folder.path() / "tile/entries/001";
        std::string bytes = sealed::bytes_in(bundle);
        bytes[10] ^= 1;
        sealed::write_file(bundle, bytes);
        EXPECT_THAT(found_in(folder.path(), hash), ElementsAre("E_BODY_HASH 256")) << query;
    }
}

TEST_P(AuditedTiles, tiles_may_be_kept_whole_and_in_part) {
    write_many();
    sealing.seal();
    const auto tile = ask("get_tile", "drafter", "/tile/0/000");
    EXPECT_EQ(tile.header("Content-Type"), "application/octet-stream");
    EXPECT_EQ(tile.header("Cache-Control"), "private, max-age=86400, immutable");
    EXPECT_THAT(tile.body, SizeIs(256 * 32));
    EXPECT_EQ(body("get_tile", "/tile/0/000.p/7"), tile.body.substr(0, 7 * 32)) << "its beginning";
    EXPECT_THAT(body("get_tile", "/tile/1/000.p/1"), SizeIs(32));
    EXPECT_NE(body("get_tile", "/tile/0/000?hash=sm3"), tile.body);
}

TEST_P(AuditedTiles, tiles_are_there_as_far_as_is_signed_and_by_their_own_names) {
    write_many();
    sealing.seal();
    const std::uint64_t size = newest();
    const auto width = static_cast<unsigned>(size % sealed::tile_width);
    const sealed::Tile last{.level = 0, .index = size / sealed::tile_width, .width = width + 1};
    not_there("get_tile", "drafter", "/" + path_of(last));
    not_there("get_tile", "drafter", "/" + path_of(sealed::Tile{.level = 0, .index = last.index}));
    if (width > 0) {
        const sealed::Tile there{.level = 0, .index = last.index, .width = width};
        EXPECT_THAT(body("get_tile", "/" + path_of(there)), SizeIs(width * 32));
    }
    for (const char* tile : {"1/000",
                             "1/001.p/1",
                             "2/000.p/1",
                             "7/000.p/1",
                             "8/000.p/1",
                             "0/x001/000",
                             "0/x000/000",
                             "0/0",
                             "00/000",
                             "0/000.p/0",
                             "0/000.p/01",
                             "0/000.p/256",
                             "0/000.p/",
                             "0/000.p",
                             "0/000/",
                             "0/",
                             "0",
                             "",
                             "data/000",
                             "0/x001/x002/x003/x004/x005/006",
                             "0/x072/x057/x594/x037/x927/935.p/255"}) {
        not_there("get_tile", "drafter", "/tile/" + std::string(tile));
    }
}

TEST_P(AuditedTiles, a_tile_that_is_missing_is_a_damaged_record) {
    write_many();
    sealing.seal();
    tamper("log_tile", "DELETE FROM log_tile WHERE level = 0");
    const auto answer = ask("get_tile", "drafter", "/tile/0/000");
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("/docs/problems/record_damaged"));
}

TEST_P(AuditedTiles, events_are_shown_as_entries_to_who_audits_and_to_nobody_else) {
    sealing.seal();
    ASSERT_GT(newest(), 3U);
    for (const char* login : {"auditadmin", "inspector"}) {
        const auto answer = ask("get_entries", login, "/tile/entries/000.p/3");
        ASSERT_EQ(answer.status, 200) << login << " " << answer.body;
        EXPECT_EQ(answer.header("Content-Type"), "application/octet-stream");
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
        const auto entries = sealed::read_bundle(answer.body, 3);
        ASSERT_TRUE(entries) << entries.error();
        const auto leaves = sealed::hashes_of_tile(body("get_tile", "/tile/0/000.p/3"), 3).value();
        sealed::Hasher hasher(sealed::HashAlgorithm::sha256);
        for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(hasher.leaf(entries->at(i)), leaves.at(i));
    }
    for (const char* login : {"drafter", "director", "sysadmin", "secadmin", "legal"}) {
        not_there("get_entries", login, "/tile/entries/000.p/3");
    }
    for (const char* place : {"001", "x001/000", "000.p/0", "3", "000.p/3/", "000.p/999"}) {
        not_there("get_entries", "auditadmin", std::string("/tile/entries/") + place);
    }
}

TEST_P(AuditedTiles, that_somebody_read_the_trail_is_on_record) {
    sealing.seal();
    for (int i = 0; i < 2; ++i) body("get_entries", "/tile/entries/000.p/3", "auditadmin");
    not_there("get_entries", "director", "/tile/entries/000.p/3");
    auto& app = server.app();
    app.engine->write_readings();
    std::vector<workflow::RecordRead> read;
    for (const auto& each : events(workflow::access_of(app.organ, workflow::date_of(app.clock->now())).name)) {
        const auto* access = std::get_if<workflow::AccessEvent>(&each.event);
        if (const auto* one = access ? std::get_if<workflow::RecordRead>(access) : nullptr) read.push_back(*one);
    }
    ASSERT_THAT(read, SizeIs(1));
    EXPECT_EQ(read.front().person, storage::definitions::founding_person("auditadmin"));
    EXPECT_EQ(read.front().resource, "log");
    EXPECT_EQ(read.front().readings.at(0).count, 2);
}

TEST_P(AuditedTiles, entries_among_which_are_another_organs_are_not_there) {
    sealing.seal();
    body("get_entries", "/tile/entries/000.p/3", "auditadmin");
    copy_event("evt_foreign", "org_other");
    tamper("log_entry", "UPDATE log_entry SET organ = 'org_other', event_id = 'evt_foreign' WHERE idx = 1");
    not_there("get_entries", "auditadmin", "/tile/entries/000.p/3");
    body("get_entries", "/tile/entries/000.p/1", "auditadmin");
    EXPECT_EQ(receipt_status("auditadmin", "evt_foreign"), 404) << "nor a receipt";
}

ON_BOTH_DATABASES(AuditedTiles);

}  // namespace
}  // namespace shenyi::tests
