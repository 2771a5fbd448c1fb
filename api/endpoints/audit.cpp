#include "api/endpoints/audit.hpp"

#include "api/endpoints/looking.hpp"
#include "api/http/conditional.hpp"
#include "storage/feed.hpp"
#include "storage/log/note.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/tile.hpp"
#include "workflow/organ.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace shenyi::api {

bool reads_trail(const Call& call) {
    const SeenOrgan read = look_at_organ(call);
    if (!read.organ) return false;
    return workflow::holds(*read.organ, call.person, workflow::Role::inspector, read.today) ||
           workflow::holds(*read.organ, call.person, workflow::Role::audit_admin, read.today);
}

const storage::LogTree* tree_asked_for(const Call& call, const storage::OpenLog& log) {
    const auto wanted = call.query("hash");
    const auto found = std::ranges::find_if(log.trees, [&](const storage::LogTree& tree) {
        return !wanted || storage::log::name_of(tree.hash) == *wanted;
    });
    return found == log.trees.end() ? nullptr : &*found;
}

namespace {

namespace json = boost::json;
using storage::StoredTree;
using storage::log::Bundle;
using storage::log::Hash;
using storage::log::Tile;

/// Under what name it is on record that the trail was read.
constexpr auto trail = "log";

/// The tree that is asked for, as far as it is signed.
struct SignedTree {
    storage::Connection& connection;
    std::int64_t log;
    storage::log::HashAlgorithm hash;
    StoredTree rows;
    storage::SignedSize newest;
};

using LastSigned = std::map<storage::log::HashAlgorithm, storage::SignedSize>;

std::optional<SignedTree> signed_tree(const Call& call, storage::Connection& connection, const LastSigned& last) {
    const auto log = storage::newest_log(connection);
    const storage::LogTree* tree = log ? tree_asked_for(call, *log) : nullptr;
    if (tree == nullptr) return std::nullopt;
    StoredTree rows(connection, log->number, tree->hash, last);
    auto newest = rows.newest_checkpoint();
    if (!newest) return std::nullopt;
    return SignedTree{connection, log->number, tree->hash, rows, *std::move(newest)};
}

/// What `read` finds in the signed tree; nothing where there is no such tree either.
template <class Read>
auto of_signed_tree(const Call& call, const Read& read) {
    using Found = std::invoke_result_t<const Read&, SignedTree&>;
    const LastSigned last = call.app.engine->last_signed();
    return value_of(call.app.store->readers().read([&](storage::Connection& connection) {
        auto tree = signed_tree(call, connection, last);
        return tree ? read(*tree) : Found();
    }));
}

/// What the size of a tree fixes for ever. Whoever is logged in may keep it, no proxy for others; a day long, since
/// another log stands here once events were lost.
http::Response unchanging(http::Response response) {
    return std::move(response).with("Cache-Control", "private, max-age=86400, immutable");
}

http::Response bytes_answer(std::string bytes) {
    return {.status = 200, .content_type = "application/octet-stream", .headers = {}, .body = std::move(bytes)};
}

// ---- checkpoints --------------------------------------------------------------------------------------------------

http::Response newest_checkpoint(const Call& call) {
    auto note = of_signed_tree(call, [](SignedTree& tree) { return std::optional(tree.newest.note); });
    if (!note) return not_found(call);
    const std::string tag = http::tag_of_content(*note);
    return http::text_response(200, *std::move(note)).tagged(tag);
}

http::Response checkpoint_of_size(const Call& call) {
    const auto size = storage::log::read_decimal(call.parameter("size"));
    if (!size) return not_found(call);
    auto found = of_signed_tree(call, [&](SignedTree& tree) -> std::optional<storage::SignedSize> {
        return *size <= tree.newest.size ? tree.rows.checkpoint(*size) : std::nullopt;
    });
    if (!found) return not_found(call);
    return unchanging(http::text_response(200, std::move(found->note)));
}

// ---- tiles --------------------------------------------------------------------------------------------------------

http::Response tile_in_path(const Call& call) {
    const auto named = storage::log::read_tile_path("tile/" + std::string(call.parameter("level")) + "/" +
                                                    std::string(call.parameter("place")));
    const auto* tile = named ? std::get_if<Tile>(&*named) : nullptr;
    if (tile == nullptr) return not_found(call);
    auto bytes = of_signed_tree(call, [&](SignedTree& tree_read) -> std::optional<std::string> {
        if (!storage::log::is_within(*tile, tree_read.newest.size)) return std::nullopt;
        return storage::log::bytes_of_tile(tree_read.rows.tile(*tile));
    });
    if (!bytes) return not_found(call);
    return unchanging(bytes_answer(*std::move(bytes)));
}

/// Nothing where an event of another organ is among them: the log holds those of every organ of the store, and he reads
/// the trail of his own.
std::optional<std::string> bytes_of(const Call& call, SignedTree& tree, const Bundle& bundle) {
    const Tile leaves{.level = 0, .index = bundle.index, .width = bundle.width};
    if (!storage::log::is_within(leaves, tree.newest.size)) return std::nullopt;
    std::string bytes;
    const std::uint64_t first = bundle.index * storage::log::tile_width;
    for (const auto& entry : storage::entries_of(tree.connection, tree.log, first, bundle.width)) {
        if (entry.organ != call.organ.value) return std::nullopt;
        storage::log::append_entry(bytes, entry.body);
    }
    return bytes;
}

/// Not to be kept: each reading is on record (event-log.md P8).
http::Response bundle_in_path(const Call& call) {
    const auto named = storage::log::read_tile_path("tile/entries/" + std::string(call.parameter("place")));
    const auto* bundle = named ? std::get_if<Bundle>(&*named) : nullptr;
    if (bundle == nullptr || !reads_trail(call)) return not_found(call);
    auto bytes = of_signed_tree(call, [&](SignedTree& tree) { return bytes_of(call, tree, *bundle); });
    if (!bytes) return not_found(call);
    call.app.engine->note_reading(call.organ, call.person, trail, {.what = workflow::ReadKind::history});
    return bytes_answer(*std::move(bytes));
}

// ---- proofs -------------------------------------------------------------------------------------------------------

/// A number of the query, which the contract has checked.
std::uint64_t number_in(const Call& call, std::string_view name) {
    return storage::log::read_decimal(call.query(name).value()).value();
}

/// A proof's hashes, and of which tree they are.
struct Proof {
    storage::log::HashAlgorithm hash;
    std::vector<Hash> hashes;
};

http::Response proof_answer(const Proof& proof, json::object told) {
    json::array hashes;
    for (const Hash& each : proof.hashes) hashes.emplace_back(storage::log::base64_of(each));
    told.emplace("hash", storage::log::name_of(proof.hash));
    told.emplace("hashes", std::move(hashes));
    return unchanging(json_answer(200, told));
}

http::Response inclusion(const Call& call) {
    const std::uint64_t index = number_in(call, "index");
    const std::uint64_t size = number_in(call, "size");
    if (index >= size) return bad_parameter(call, {"index", "value", "below", "size"});
    const auto proof = of_signed_tree(call, [&](SignedTree& tree) -> std::optional<Proof> {
        if (!tree.rows.checkpoint(size)) return std::nullopt;
        return Proof{tree.hash, tree.rows.inclusion(index, size)};
    });
    if (!proof) return not_found(call);
    return proof_answer(*proof, {{"index", index}, {"size", size}});
}

http::Response consistency(const Call& call) {
    const std::uint64_t from = number_in(call, "from");
    const std::uint64_t to = number_in(call, "to");
    if (from > to) return bad_parameter(call, {"from", "value", "maximum", "to"});
    const auto proof = of_signed_tree(call, [&](SignedTree& tree) -> std::optional<Proof> {
        if (!tree.rows.checkpoint(from) || !tree.rows.checkpoint(to)) return std::nullopt;
        return Proof{tree.hash, tree.rows.consistency(from, to)};
    });
    if (!proof) return not_found(call);
    return proof_answer(*proof, {{"from", from}, {"to", to}});
}

// ---- how it stands ------------------------------------------------------------------------------------------------

/// The size and the last checkpoint of a log, by its first tree: all of them have the same events.
void tell_log(storage::Connection& connection, const storage::OpenLog& log, const LastSigned& last,
              json::object& told) {
    json::array trees;
    for (const storage::LogTree& tree : log.trees) {
        trees.push_back(json::object{{"hash", storage::log::name_of(tree.hash)}, {"origin", tree.origin}});
    }
    told["trees"] = std::move(trees);
    StoredTree first(connection, log.number, log.trees.front().hash, last);
    if (const auto head = first.newest_head()) told["size"] = head->size;
    const auto newest = first.newest_checkpoint();
    const auto head = newest ? first.head(newest->size) : std::nullopt;
    if (head) told["last_checkpoint"] = json::object{{"size", head->size}, {"at", head->at}};
}

http::Response status(const Call& call) {
    const LastSigned last = call.app.engine->last_signed();
    return json_answer(200, value_of(call.app.store->readers().read([&](storage::Connection& connection) {
                           const auto pending = storage::pending_events(connection);
                           json::object told{{"trees", json::array()},
                                             {"size", 0},
                                             {"pending", pending.count},
                                             {"oldest_pending", nullptr},
                                             {"set_aside", storage::count_set_aside(connection)},
                                             {"last_checkpoint", nullptr}};
                           if (pending.oldest) told["oldest_pending"] = workflow::rfc3339(*pending.oldest);
                           if (const auto log = storage::newest_log(connection)) tell_log(connection, *log, last, told);
                           return told;
                       })));
}

}  // namespace

void add_audit(http::Router& router, App& app) {
    get(router, app, "/audit/checkpoint", "get_checkpoint", newest_checkpoint, {"hash"});
    get(router, app, "/audit/checkpoint/{size}", "get_checkpoint_of_size", checkpoint_of_size, {"hash"});
    get(router, app, "/audit/tile/{level}/{place*}", "get_tile", tile_in_path, {"hash"});
    get(router, app, "/audit/tile/entries/{place*}", "get_entries", bundle_in_path, {"hash"});
    get(router, app, "/audit/proof/inclusion", "prove_inclusion", inclusion, {"index", "size", "hash"});
    get(router, app, "/audit/proof/consistency", "prove_consistency", consistency, {"from", "to", "hash"});
    get(router, app, "/audit/status", "get_audit_status", status);
}

}  // namespace shenyi::api
