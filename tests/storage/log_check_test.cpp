#include "storage/log_check.hpp"

#include "storage/log/note.hpp"
#include "tests/storage/sealed_log.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

// Every way to lay hands on a sealed log as the database's superuser: it is found, by its code and its first index, and
// nothing else is.

namespace shenyi::tests {

namespace {

using storage::log::HashAlgorithm;
using storage::log::Tile;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t whole_tile = SealedLog::in_a_full_tile;
constexpr std::uint64_t open_tile = SealedLog::in_the_last_tile;
constexpr std::uint64_t all_events = SealedLog::events;

enum class Trust { keys_and_state, keys, none };

using Codes = std::map<std::string, std::int64_t>;

struct Tampering {
    const char* name;
    std::function<void(Hands&)> lay;
    Codes codes;                            ///< all that is found
    std::map<std::string, std::string> at;  ///< what the finding of a code says of where it is
    Trust trust = Trust::keys_and_state;
};

std::string place(std::uint64_t number) {
    return fmt::format("log 1 index {}", number);
}

std::string signed_by_the_key(Hands& hands, HashAlgorithm hash, const std::string& text) {
    const auto& tree = hands.log().tree(hash);
    return storage::log::write_note({.text = text, .signatures = {tree.key->sign(tree.origin, text)}});
}

/// The signature that stood there, under another text.
std::string signed_by_nobody(const std::string& text, const std::string& old) {
    return storage::log::write_note({.text = text, .signatures = storage::log::read_note(old)->signatures});
}

std::vector<Tampering> of_events(std::uint64_t at) {
    return {
        {"a body",
         [at](Hands& hands) { hands.run("UPDATE event SET body = body || ' '" + hands.where(at)); },
         {{"E_BODY_HASH", 1}},
         {{"E_BODY_HASH", place(at)}}},
        {"a leaf hash",
         [at](Hands& hands) { hands.run("UPDATE event SET leaf_sm3 = leaf_sha256" + hands.where(at)); },
         {{"E_BODY_HASH", 1}},
         {{"E_BODY_HASH", place(at)}}},
        {"a column",
         [at](Hands& hands) { hands.run("UPDATE event SET outcome = 'refused'" + hands.where(at)); },
         {{"E_COLUMN", 1}},
         {{"E_COLUMN", place(at)}}},
        {"a MAC",
         [at](Hands& hands) { hands.run("UPDATE event SET mac = 'other'" + hands.where(at)); },
         {{"E_MAC", 1}},
         {{"E_MAC", place(at)}}},
        {"an event taken away",
         [at](Hands& hands) { hands.run("DELETE FROM event" + hands.where(at)); },
         {{"E_MISSING_EVENT", 1}},
         {{"E_MISSING_EVENT", place(at) + " (evt_"}}},
        {"an event taken away with its entry",
         [at](Hands& hands) {
             hands.run("DELETE FROM event" + hands.where(at));
             hands.run(fmt::format("DELETE FROM log_entry WHERE idx = {}", at));
         },
         {{"E_MISSING_EVENT", 1}},
         {{"E_MISSING_EVENT", place(at)}}},
        {"an entry",
         [at](Hands& hands) { hands.run(fmt::format("DELETE FROM log_entry WHERE idx = {}", at)); },
         {{"E_MISSING_EVENT", 1}, {"E_PENDING", 1}},
         {{"E_MISSING_EVENT", place(at)}}},
        {"an event taken away, those behind it moved up",
         [at](Hands& hands) { hands.take_out(at); },
         {{"E_ROOT", 1}, {"E_MISSING_EVENT", 1}},
         {{"E_ROOT", place(at)}, {"E_MISSING_EVENT", "matter/"}}},
        {"two events, each in the other's place",
         [at](Hands& hands) {
             hands.run(fmt::format("UPDATE log_entry SET idx = 5000 WHERE idx = {}", at));
             hands.run(fmt::format("UPDATE log_entry SET idx = {} WHERE idx = {}", at, at + 7));
             hands.run(fmt::format("UPDATE log_entry SET idx = {} WHERE idx = 5000", at + 7));
         },
         {{"E_ROOT", 1}},
         {{"E_ROOT", place(at)}}},
        {"an event put between others",
         [at](Hands& hands) {
             hands.forge("evt_forged");
             hands.run(fmt::format("UPDATE log_entry SET idx = idx + 5001 WHERE idx >= {}", at));
             hands.run("UPDATE log_entry SET idx = idx - 5000 WHERE idx >= 5000");
             hands.run(
                 fmt::format("INSERT INTO log_entry SELECT log, {}, organ, 'evt_forged' FROM log_entry WHERE "
                             "idx = 0",
                             at));
         },
         {{"E_ROOT", 1}, {"E_MAC", 1}, {"E_HEAD", 1}},
         {{"E_ROOT", place(at)}, {"E_MAC", "evt_forged"}}},
        {"tree and heads built anew without the key",
         [at](Hands& hands) {
             hands.make_anew(at);
             hands.build_anew([](HashAlgorithm, const std::string& text, const std::string& old) {
                 return signed_by_nobody(text, old);
             });
         },
         {{"E_SIG", 1}},
         {{"E_SIG", place(at)}},
         Trust::keys},
        {"tree and heads built anew with the key",
         [at](Hands& hands) {
             hands.make_anew(at);
             hands.build_anew([&](HashAlgorithm hash, const std::string& text, const std::string&) {
                 return signed_by_the_key(hands, hash, text);
             });
         },
         {{"E_FORK", 1}},
         {}},
        {"tree and heads built anew, the checkpoints left",
         [at](Hands& hands) {
             hands.make_anew(at);
             hands.build_anew([](HashAlgorithm, const std::string&, const std::string& old) { return old; });
         },
         {{"E_ROOT", 1}},
         {{"E_ROOT", place(at)}}},
    };
}

const std::string last_head = fmt::format(" WHERE hash = 'sha256' AND size = {}", all_events);

std::vector<Tampering> of_the_trees() {
    return {
        {"an event with its leaf hash, in a full tile",
         [](Hands& hands) { hands.make_anew(whole_tile); },
         {{"E_BODY_HASH", 1}},
         {{"E_BODY_HASH", place(whole_tile)}}},
        {"an event with its leaf hash, the last of a tile",
         [](Hands& hands) { hands.make_anew(511); },
         {{"E_BODY_HASH", 1}},
         {{"E_BODY_HASH", place(511)}}},
        {"an event with its leaf hash, in the last tile",
         [](Hands& hands) { hands.make_anew(open_tile); },
         {{"E_ROOT", 1}},
         {{"E_ROOT", place(open_tile)}}},
        {"those behind the last of a tile moved up",
         [](Hands& hands) { hands.take_out(519); },
         {{"E_ROOT", 1}, {"E_MISSING_EVENT", 1}},
         {{"E_ROOT", place(519)}}},
        {"one event of a stream in another's place, rows only",
         [](Hands& hands) {
             const auto from = hands.where(hands.index_of_step(5));
             hands.run("UPDATE event SET body = (SELECT body FROM event" + from +
                       "), leaf_sha256 = (SELECT leaf_sha256 "
                       "FROM event" +
                       from + "), leaf_sm3 = (SELECT leaf_sm3 FROM event" + from + "), mac = (SELECT mac FROM event" +
                       from + ")" + hands.where(hands.index_of_step(4)));
         },
         {{"E_BODY_HASH", 1}, {"E_COLUMN", 1}, {"E_STREAM_CHAIN", 1}},
         {}},
        {"two events of a stream, each in the other's place",
         [](Hands& hands) {
             const auto earlier = hands.index_of_step(3);
             const auto later = hands.index_of_step(4);
             hands.run(fmt::format("UPDATE log_entry SET idx = 5000 WHERE idx = {}", earlier));
             hands.run(fmt::format("UPDATE log_entry SET idx = {} WHERE idx = {}", earlier, later));
             hands.run(fmt::format("UPDATE log_entry SET idx = {} WHERE idx = 5000", later));
         },
         {{"E_ORDER", 1}, {"E_ROOT", 1}},
         {}},
        {"the tail, put back into the queue",
         [](Hands& hands) {
             hands.run(
                 fmt::format("INSERT INTO event_pending (organ, event_id) SELECT organ, event_id FROM log_entry "
                             "WHERE idx >= {} ORDER BY idx",
                             SealedLog::last_batch));
             hands.run(fmt::format("DELETE FROM log_entry WHERE idx >= {}", SealedLog::last_batch));
             for (const char* table : {"log_checkpoint", "log_head"}) {
                 hands.run(fmt::format("DELETE FROM {} WHERE size > {}", table, SealedLog::last_batch));
             }
         },
         {{"E_SIZE", 1}},
         {{"E_SIZE", place(SealedLog::last_batch)}}},
        {"the newest checkpoints",
         [](Hands& hands) { hands.run(fmt::format("DELETE FROM log_checkpoint WHERE size > {}", open_tile)); },
         {{"E_SIZE", 1}},
         {{"E_SIZE", place(open_tile)}}},
        {"the newest head, in one tree",
         [](Hands& hands) {
             hands.run("DELETE FROM log_checkpoint" + last_head);
             hands.run("DELETE FROM log_head" + last_head);
         },
         {{"E_SIZE", 1}},
         {{"E_SIZE", place(SealedLog::last_batch)}}},
        {"the whole log, its events in the queue",
         [](Hands& hands) {
             hands.run(
                 "INSERT INTO event_pending (organ, event_id) SELECT organ, event_id FROM log_entry ORDER BY idx");
             for (const char* table : {"log_checkpoint", "log_head", "log_tile", "log_entry", "log"}) {
                 hands.run(std::string("DELETE FROM ") + table);
             }
         },
         {{"E_SIZE", 2}},
         {{"E_SIZE", "log.example/bureau"}}},
        {"a hash in a tile of level 0",
         [](Hands& hands) { hands.alter_tile(HashAlgorithm::sm3, Tile{.level = 0, .index = 1}, 77); },
         {{"E_NODE", 1}},
         {{"E_NODE", place(256 + 77)}}},
        {"a hash in a tile of level 1",
         [](Hands& hands) { hands.alter_tile(HashAlgorithm::sha256, Tile{.level = 1, .index = 0, .width = 3}, 1); },
         {{"E_NODE", 1}},
         {{"E_NODE", place(256)}}},
        {"a tile",
         [](Hands& hands) { hands.run("DELETE FROM log_tile WHERE hash = 'sm3' AND level = 0 AND idx = 2"); },
         {{"E_NODE", 1}},
         {{"E_NODE", place(512)}}},
        {"a tile more",
         [](Hands& hands) { hands.run("INSERT INTO log_tile VALUES (1, 'sm3', 0, 3, 256, 'x')"); },
         {{"E_NODE", 1}},
         {{"E_NODE", place(all_events)}}},
        {"a head",
         [](Hands& hands) {
             hands.run(
                 "UPDATE log_head SET edge = (SELECT edge FROM log_head h WHERE h.hash = 'sm3' AND h.size = "
                 "520) WHERE hash = 'sha256' AND size = 520");
         },
         {{"E_ROOT", 1}},
         {{"E_ROOT", place(whole_tile)}}},
        {"a head that is none",
         [](Hands& hands) { hands.run("UPDATE log_head SET edge = 'x' WHERE hash = 'sha256' AND size = 520"); },
         {{"E_FORM", 1}},
         {{"E_FORM", place(whole_tile)}}},
        {"a head that has a checkpoint",
         [](Hands& hands) { hands.run("DELETE FROM log_head WHERE hash = 'sm3' AND size = 520"); },
         {{"E_SIZE", 1}},
         {{"E_SIZE", place(whole_tile)}}},
    };
}

std::vector<Tampering> of_checkpoints_and_queue() {
    return {
        {"a checkpoint of another size",
         [](Hands& hands) {
             hands.run(
                 "UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint c WHERE c.hash = 'sm3' AND "
                 "c.size = 950) WHERE hash = 'sm3' AND size = 520");
         },
         {{"E_SIZE", 1}},
         {{"E_SIZE", place(whole_tile)}}},
        {"a checkpoint of the other tree",
         [](Hands& hands) {
             hands.run(
                 "UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint c WHERE c.hash = 'sm3' AND "
                 "c.size = 520) WHERE hash = 'sha256' AND size = 520");
         },
         {{"E_ORIGIN", 1}},
         {{"E_ORIGIN", place(whole_tile)}}},
        {"a checkpoint that is none",
         [](Hands& hands) { hands.run("UPDATE log_checkpoint SET note = 'x' WHERE hash = 'sm3' AND size = 520"); },
         {{"E_FORM", 1}},
         {{"E_FORM", place(whole_tile)}}},
        {"a checkpoint's root, and nobody asks who signed",
         [](Hands& hands) {
             hands.run(
                 "UPDATE log_checkpoint SET note = replace(note, substr(note, 30, 12), 'AAAABBBBCCCC') WHERE "
                 "hash = 'sha256' AND size = 520");
         },
         {{"E_ROOT", 1}},
         {{"E_ROOT", place(whole_tile)}},
         Trust::none},
        {"a checkpoint's signature",
         [](Hands& hands) {
             hands.run(
                 "UPDATE log_checkpoint SET note = (SELECT substr(l.note, 1, length(l.note) - 20) || "
                 "substr(log_checkpoint.note, length(log_checkpoint.note) - 19) FROM log_checkpoint l WHERE "
                 "l.hash = 'sha256' AND l.size = 950) WHERE hash = 'sha256' AND size = 520");
         },
         {{"E_SIG", 1}},
         {{"E_SIG", place(whole_tile)}}},
        {"an event put at the end",
         [](Hands& hands) {
             hands.forge("evt_forged");
             hands.run(
                 fmt::format("INSERT INTO log_entry SELECT log, {}, organ, 'evt_forged' FROM log_entry WHERE "
                             "idx = 0",
                             all_events));
         },
         {{"E_ROOT", 1}, {"E_MAC", 1}, {"E_HEAD", 1}},
         {{"E_ROOT", place(all_events) + " (evt_forged)"}}},
        {"a sealed event in the queue",
         [](Hands& hands) {
             hands.run(
                 "INSERT INTO event_pending (organ, event_id) SELECT organ, event_id FROM log_entry WHERE idx = 9");
         },
         {{"E_PENDING", 1}},
         {}},
        {"a sealed event set aside",
         [](Hands& hands) {
             hands.run(
                 "INSERT INTO log_set_aside SELECT organ, event_id, 'E_MAC', '2026-12-01T01:00:00.000Z' FROM "
                 "log_entry WHERE idx = 9");
         },
         {{"E_PENDING", 1}, {"E_MAC", 1}},
         {{"E_MAC", "evt_"}}},
        {"a business row",
         [](Hands& hands) {
             hands.run("UPDATE decision SET votes_for = votes_for - 1 WHERE forum = 'office_meeting'");
         },
         {{"E_STATE", 1}},
         {}},
    };
}

class LogCheck : public OnBothDatabases {
  protected:
    SealedLog& log() { return SealedLog::on(GetParam()); }

    storage::LogTrust trust_of(Trust trust) {
        if (trust == Trust::none) return {};
        return trust == Trust::keys ? log().keys_alone() : log().trust();
    }

    void expect_to_be_found(const Tampering& each) {
        SCOPED_TRACE(each.name);
        Hands hands(log());
        each.lay(hands);
        const storage::Examined found = hands.examined(trust_of(each.trust));
        EXPECT_EQ(found.by_code, each.codes) << told(found);
        for (const auto& [code, where] : each.at) {
            for (const storage::RecordFinding& one : found.findings) {
                if (one.code != code) continue;
                EXPECT_THAT(one.key + "|", HasSubstr(where)) << told(found);
            }
        }
    }
};

TEST_P(LogCheck, finds_nothing_in_a_log_that_nobody_touched) {
    Hands hands(log());
    const storage::Examined found = hands.examined(log().trust());
    EXPECT_TRUE(found.clean()) << told(found);
    EXPECT_EQ(found.log.entries, all_events);
    EXPECT_EQ(found.log.tiles, 2 * (3 + 3)) << "three full ones of level 0, and level 1 after each, of each tree";
    EXPECT_GE(found.log.checkpoints, 2 * 8);
    EXPECT_TRUE(found.log.signatures_checked);
    EXPECT_TRUE(found.log.state_compared);
}

TEST_P(LogCheck, does_not_say_of_signatures_that_they_were_checked_where_no_key_is_known) {
    Hands hands(log());
    const storage::Examined found = hands.examined({});
    EXPECT_TRUE(found.clean()) << told(found);
    EXPECT_FALSE(found.log.signatures_checked);
    EXPECT_FALSE(found.log.state_compared);
}

TEST_P(LogCheck, says_that_the_keys_are_not_those_of_the_log) {
    storage::LogTrust trust = log().keys_alone();
    trust.policy->logs[1].keys[0].key =
        storage::log::PrivateKey::generate(storage::log::KeyType::sm2).verifier(trust.policy->logs[1].origin);
    Hands hands(log());
    const storage::Examined found = hands.examined(trust);
    EXPECT_EQ(found.by_code, (Codes{{"E_KEY", 1}})) << told(found);
}

TEST_P(LogCheck, finds_and_places_what_was_done_to_events_whose_tile_is_full) {
    for (const Tampering& each : of_events(whole_tile)) expect_to_be_found(each);
}

TEST_P(LogCheck, finds_and_places_what_was_done_to_the_newest_events) {
    for (const Tampering& each : of_events(open_tile)) expect_to_be_found(each);
}

TEST_P(LogCheck, finds_and_places_what_was_done_to_the_trees) {
    for (const Tampering& each : of_the_trees()) expect_to_be_found(each);
}

TEST_P(LogCheck, finds_and_places_what_was_done_to_checkpoints_and_queue) {
    for (const Tampering& each : of_checkpoints_and_queue()) expect_to_be_found(each);
}

/// Why the state is asked for: what is left of a log whose tail was cut off is a log.
TEST_P(LogCheck, cannot_see_without_the_signers_state_that_the_tail_is_gone) {
    for (const Tampering& each : of_the_trees()) {
        if (each.name != std::string("the tail, put back into the queue")) continue;
        Hands hands(log());
        each.lay(hands);
        EXPECT_TRUE(hands.examined(log().keys_alone()).clean());
        EXPECT_FALSE(hands.examined(log().trust()).clean());
    }
}

ON_BOTH_DATABASES(LogCheck);

}  // namespace

}  // namespace shenyi::tests
