#include "tests/storage/sealed_log.hpp"

#include "storage/log/note.hpp"
#include "storage/log/tile.hpp"
#include "storage/log_rows.hpp"
#include "storage/signer_state.hpp"
#include "tests/scenarios/runner.hpp"
#include "tests/support/source_folder.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>

#include <stdexcept>
#include <utility>

namespace shenyi::tests {

using namespace storage;
using log::HashAlgorithm;
using log::KeyType;
using log::PrivateKey;

namespace {

/// Sizes after which what was written is sealed, from the first that the matter's way leaves room for.
constexpr std::uint64_t sizes[] = {170,
                                   SealedLog::in_a_full_tile,
                                   520,
                                   770,
                                   SealedLog::in_the_last_tile,
                                   950,
                                   SealedLog::last_batch,
                                   SealedLog::events};

std::uint64_t events_in(StoreDoor& door) {
    auto connection = door.database().owner();
    long long count = 0;
    connection.sql() << "SELECT count(*) FROM event", soci::into(count);
    return static_cast<std::uint64_t>(count);
}

void create_a_matter(StoreDoor& door, std::uint64_t number) {
    door.act("drafter", workflow::Target::matter, "create", {},
             boost::json::object{{"kind", "major_decision"},
                                 {"title", "事项" + std::to_string(number)},
                                 {"undertaking_unit", door.unit("办信科").value},
                                 {"proposal", boost::json::object{{"source", "department"}}}});
}

Signer::Tree tree_of(HashAlgorithm hash, const std::string& origin, KeyType type) {
    return {hash, origin, std::make_shared<PrivateKey>(PrivateKey::generate(type))};
}

std::string hash_name(HashAlgorithm hash) {
    return std::string(storage::log::name_of(hash));
}

}  // namespace

SealedLog& SealedLog::on(Engine engine) {
    // Each is made after the cluster that it lies in, and so is gone before it.
    if (engine == Engine::sqlite) {
        static SealedLog sqlite(Engine::sqlite);
        return sqlite;
    }
    static SealedLog postgresql(Engine::postgresql);
    return postgresql;
}

SealedLog::SealedLog(Engine engine) : door_(engine), key_(key_of(door_)) {
    trees_.push_back(tree_of(HashAlgorithm::sha256, "log.example/bureau", KeyType::ed25519));
    trees_.push_back(tree_of(HashAlgorithm::sm3, "log.example/bureau-sm3", KeyType::sm2));
    play(source_folder() / "tests" / "scenarios" / "S-00_main_path.yaml", door_);
    auto signer = Signer::open(trees_, state());
    if (!signer) throw std::runtime_error(signer.error().what);
    const workflow::Instant now = workflow::parse_instant("2026-12-01T09:00:00+08:00").value();
    Sealer sealer(door_.engine().store(), key_, *std::move(signer), [now] { return now; });
    seal_up_to(sealer, events_in(door_));
    for (const std::uint64_t size : sizes) seal_up_to(sealer, size);
}

void SealedLog::seal_up_to(Sealer& sealer, std::uint64_t size) {
    for (std::uint64_t written = events_in(door_); written < size; ++written) create_a_matter(door_, written);
    while (!sealer.round().is_idle) continue;
}

const Signer::Tree& SealedLog::tree(HashAlgorithm hash) const {
    return trees_[hash == HashAlgorithm::sm3 ? 1 : 0];
}

LogTrust SealedLog::trust() const {
    log::Policy policy;
    for (const Signer::Tree& each : trees_) {
        policy.logs.push_back(
            {.hash = each.hash, .origin = each.origin, .keys = {{.key = each.key->verifier(each.origin)}}});
    }
    return {.policy = policy, .signed_last = SignerState::look(state()).value()};
}

Hands::Hands(SealedLog& log) : log_(log), owner_(log.door().database().owner()) {
    begin_with_all_doors_open(owner_);
}

long long Hands::number(const std::string& query) {
    long long number = 0;
    owner_.sql() << query, soci::into(number);
    return number;
}

std::string Hands::text(const std::string& query) {
    std::string text;
    owner_.sql() << query, soci::into(text);
    return text;
}

std::string Hands::event(std::uint64_t index) {
    return text(fmt::format("SELECT event_id FROM log_entry WHERE idx = {}", index));
}

std::uint64_t Hands::index_of_step(int stream_seq) {
    const std::string longest =
        "SELECT stream FROM event WHERE stream LIKE 'matter/%' GROUP BY stream ORDER BY count(*) DESC LIMIT 1";
    return static_cast<std::uint64_t>(
        number(fmt::format("SELECT l.idx FROM log_entry l JOIN event e ON e.id = l.event_id WHERE e.stream = ({}) AND "
                           "e.stream_seq = {}",
                           longest, stream_seq)));
}

void Hands::make_anew(std::uint64_t index) {
    std::string body = text("SELECT body FROM event" + where(index));
    const std::string old = text("SELECT leaf_sha256 FROM event" + where(index));
    const auto from = body.find("\"ip\":");
    body.replace(from, body.find(',', from) - from, "\"ip\":\"192.0.2.77\"");
    const std::string leaf = log::hex_of(log::Hasher(HashAlgorithm::sha256).leaf(body));
    const std::string second = log::hex_of(log::Hasher(HashAlgorithm::sm3).leaf(body));
    const std::string mac = log_.key().mac_of(body);
    owner_.sql() << "UPDATE event SET body = :body, leaf_sha256 = :leaf, leaf_sm3 = :second, mac = :mac" + where(index),
        soci::use(body, "body"), soci::use(leaf, "leaf"), soci::use(second, "second"), soci::use(mac, "mac");
    owner_.sql() << "UPDATE stream SET last_leaf = :leaf WHERE last_leaf = :old", soci::use(leaf, "leaf"),
        soci::use(old, "old");
}

void Hands::take_out(std::uint64_t index) {
    constexpr int far = 1'000'000;
    run("DELETE FROM event" + where(index));
    run(fmt::format("DELETE FROM log_entry WHERE idx = {}", index));
    run(fmt::format("UPDATE log_entry SET idx = idx + {} WHERE idx > {}", far, index));
    run(fmt::format("UPDATE log_entry SET idx = idx - {} WHERE idx > {}", far + 1, far));
}

void Hands::forge(const std::string& id) {
    constexpr std::uint64_t another = 200;
    run(
        fmt::format("INSERT INTO event SELECT organ, '{}', stream || 'x', 1, type, outcome, actor_id, at, body, "
                    "leaf_sha256, leaf_sm3, 'no mac' FROM event{}",
                    id, where(another)));
}

void Hands::alter_tile(HashAlgorithm hash, const log::Tile& tile, std::size_t place) {
    std::string bytes =
        log::bytes_of_base64(text(fmt::format("SELECT bytes FROM log_tile WHERE hash = '{}' AND level = {} AND idx "
                                              "= {} AND width = {}",
                                              hash_name(hash), tile.level, tile.index, tile.width)))
            .value();
    char& altered = bytes.at(place * sizeof(log::Hash));
    altered = static_cast<char>(altered ^ 1);
    store_tile(hash, tile, bytes);
}

void Hands::store_tile(HashAlgorithm hash, const log::Tile& tile, const std::string& bytes) {
    run(fmt::format("UPDATE log_tile SET bytes = '{}' WHERE hash = '{}' AND level = {} AND idx = {} AND width = {}",
                    log::base64_of(bytes), hash_name(hash), tile.level, tile.index, tile.width));
}

void Hands::store_head(HashAlgorithm hash, const log::GrowingTree& tree) {
    run(fmt::format("UPDATE log_head SET edge = '{}' WHERE hash = '{}' AND size = {}",
                    log::base64_of(log::bytes_of_tile(tree.edge())), hash_name(hash), tree.size()));
}

void Hands::build_anew(const Note& note) {
    for (const Signer::Tree& each : log_.trees()) rebuild(each.hash, note);
}

void Hands::rebuild(HashAlgorithm hash, const Note& note) {
    std::vector<std::string> leaves;
    std::string leaf;
    soci::statement statement =
        (owner_.sql().prepare << "SELECT e.leaf_" + hash_name(hash) +
                                     " FROM log_entry l JOIN event e ON e.id = l.event_id ORDER BY l.idx",
         soci::into(leaf));
    statement.execute();
    while (statement.fetch()) leaves.push_back(leaf);
    log::GrowingTree tree(hash);
    for (const std::string& each : leaves) {
        tree.append(log::hash_of_hex(each).value(), [&](const log::Tile& tile, std::span<const log::Hash> hashes) {
            store_tile(hash, tile, log::bytes_of_tile(hashes));
        });
        store_head(hash, tree);
        const std::string at = fmt::format(" WHERE hash = '{}' AND size = {}", hash_name(hash), tree.size());
        const std::string old = text("SELECT note FROM log_checkpoint" + at);
        if (old.empty()) continue;
        const log::Checkpoint checkpoint{.origin = log_.tree(hash).origin, .head = tree.head()};
        if (log::read_note(old)->text == log::text_of(checkpoint)) continue;
        const std::string made = note(hash, log::text_of(checkpoint), old);
        owner_.sql() << "UPDATE log_checkpoint SET note = :note" + at, soci::use(made, "note");
    }
}

Examined Hands::examined(const LogTrust& trust) {
    return fsck(owner_, log_.key(), log_.door().definitions(), trust);
}

}  // namespace shenyi::tests
