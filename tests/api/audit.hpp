#pragma once

#include "storage/definitions/bureau.hpp"
#include "storage/log/key.hpp"
#include "storage/log/verify.hpp"
#include "storage/log/verify_tiles.hpp"
#include "storage/sealer.hpp"
#include "tests/api/bureau_server.hpp"
#include "tests/storage/log/written_log.hpp"
#include "tests/support/contract.hpp"
#include "tests/support/temporary_folder.hpp"
#include "workflow/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {

/// The store's log, sealed and signed from here and not by the server, so that it is known what waits: a tree for each
/// hash, with a key of its own.
class Sealing {
  public:
    Sealing(api::App& app, const std::filesystem::path& mac_key)
        : key_(storage::log::MacKey::load(mac_key.string()).value()),
          sealer_(*app.store, key_, storage::Signer::open(trees_, folder_.path() / "state").value(),
                  [&app] { return app.clock->now(); }) {}

    /// All that waits, and until it is stored.
    void seal() {
        while (!sealer_.round().is_idle) continue;
    }
    storage::log::VerifierKey verifier(storage::log::HashAlgorithm hash) const {
        const storage::Signer::Tree& tree = trees_.at(hash == storage::log::HashAlgorithm::sm3 ? 1 : 0);
        return tree.key->verifier(tree.origin);
    }
    const storage::log::Policy& policy() const { return policy_; }

  private:
    static std::shared_ptr<const storage::log::PrivateKey> key_of(storage::log::KeyType type) {
        return std::make_shared<const storage::log::PrivateKey>(storage::log::PrivateKey::generate(type));
    }

    static storage::log::Policy policy_of(const std::vector<storage::Signer::Tree>& trees) {
        storage::log::Policy policy;
        for (const storage::Signer::Tree& tree : trees) {
            policy.logs.push_back({.hash = tree.hash,
                                   .origin = tree.origin,
                                   .keys = {{.key = tree.key->verifier(tree.origin)}},
                                   .witnesses = {}});
        }
        return policy;
    }

    TemporaryFolder folder_;
    std::vector<storage::Signer::Tree> trees_{
        {storage::log::HashAlgorithm::sha256, "log.example/bureau", key_of(storage::log::KeyType::ed25519)},
        {storage::log::HashAlgorithm::sm3, "log.example/bureau-sm3", key_of(storage::log::KeyType::sm2)}};
    storage::log::Policy policy_ = policy_of(trees_);
    storage::log::MacKey key_;
    storage::Sealer sealer_;
};

/// A tree, and how the query asks for it.
struct HashAsked {
    storage::log::HashAlgorithm hash;
    std::string query;
};

/// The log of a bureau's server, read over HTTP and verified by what an outsider has.
class Audit : public OnBothDatabases {
  protected:
    Audit() {
        auto& app = server.app();
        const auto auditor = storage::definitions::founding_person("auditadmin");
        if (!app.accounts->set_password(app.organ, auditor, "demo", false, app.clock->now())) {
            throw std::runtime_error("no password");
        }
    }

    /// The answer, which is one that the contract has for the operation.
    HttpAnswer ask(const std::string& operation, const std::string& login, const std::string& path,
                   HeaderList headers = {}) {
        headers.emplace_back("Authorization", "Bearer " + server.token(login));
        auto answer = server.client().request("GET", "/api/v1/audit" + path, headers);
        for (const std::string& fault : Contract::shared().faults_of(operation, answer)) {
            ADD_FAILURE() << path << ": " << fault;
        }
        return answer;
    }
    std::string body(const std::string& operation, const std::string& path, const std::string& login = "drafter") {
        const auto answer = ask(operation, login, path);
        EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
        return answer.body;
    }
    boost::json::value json_of(const std::string& operation, const std::string& path) {
        return boost::json::parse(body(operation, path));
    }
    int receipt_status(const std::string& login, const std::string& event) {
        return ask("get_event_receipt", login, "/events/" + event + "/receipt").status;
    }
    void not_there(const std::string& operation, const std::string& login, const std::string& path) {
        EXPECT_EQ(ask(operation, login, path).status, 404) << login << " " << path;
    }
    /// 400 that names one parameter.
    void faulty(const std::string& operation, const std::string& path, const std::string& parameter,
                const std::string& code = "value") {
        const auto answer = ask(operation, "drafter", path);
        ASSERT_EQ(answer.status, 400) << path << " " << answer.body;
        const boost::json::value body = boost::json::parse(answer.body);
        const boost::json::array& errors = body.at("errors").as_array();
        ASSERT_THAT(errors, testing::SizeIs(1)) << path;
        EXPECT_EQ(errors.front().at("parameter"), boost::json::value(parameter)) << path;
        EXPECT_EQ(errors.front().at("code"), boost::json::value(code)) << path;
        EXPECT_FALSE(errors.front().at("message").as_string().empty()) << path;
    }

    /// More events than two tiles hold, without an act each.
    void write_many() {
        auto& app = server.app();
        const workflow::PersonId person = storage::definitions::founding_person("drafter");
        const auto stream = workflow::access_of(app.organ, workflow::date_of(app.clock->now()));
        std::vector<std::pair<workflow::Stream, workflow::Event>> events;
        for (int i = 0; i < 600; ++i) {
            events.emplace_back(stream, workflow::AccessEvent{workflow::LoggedIn{.person = person}});
        }
        ASSERT_TRUE(app.engine->record(app.organ, person, std::move(events)));
    }
    /// The sizes that are signed, in order.
    std::vector<std::uint64_t> sizes() {
        auto owner = database.owner();
        const soci::rowset<long long> rows =
            (owner.sql().prepare << "SELECT size FROM log_checkpoint WHERE hash = 'sha256' ORDER BY size");
        return {rows.begin(), rows.end()};
    }
    /// One that is not, below the newest.
    std::uint64_t size_between() {
        const auto known = sizes();
        std::uint64_t size = 1;
        while (std::ranges::find(known, size) != known.end()) ++size;
        return size;
    }
    std::uint64_t newest() { return head_of(body("get_checkpoint", "/checkpoint")).size; }
    static storage::log::TreeHead head_of(const std::string& note) {
        return storage::log::read_checkpoint(storage::log::read_note(note).value().text).value().head;
    }

    /// The hashes of a proof.
    static std::vector<storage::log::Hash> hashes_in(const boost::json::value& proof) {
        std::vector<storage::log::Hash> hashes;
        for (const auto& each : proof.at("hashes").as_array()) {
            hashes.push_back(storage::log::hash_of_base64(each.as_string()).value());
        }
        return hashes;
    }

    /// As whoever holds the database can.
    void tamper(const std::string& table, const std::string& statement) {
        auto owner = database.owner();
        if (GetParam() == storage::Engine::postgresql) {
            owner.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
        } else {
            for (const char* act : {"_no_update", "_no_delete"}) owner.execute("DROP TRIGGER IF EXISTS " + table + act);
        }
        owner.execute(statement);
    }
    /// A copy of some event under another id, in no queue: it waits for ever.
    void copy_event(const std::string& id, const std::string& organ) {
        database.owner().execute("INSERT INTO event SELECT '" + organ + "', '" + id + "', 'matter/" + id +
                                 "', 1, type, outcome, actor_id, at, body, leaf_sha256, leaf_sm3, mac FROM event "
                                 "WHERE stream LIKE 'organ/%' AND stream_seq = 1");
    }
    std::vector<storage::StoredEvent> events(const std::string& stream) {
        return server.app().engine->events(server.app().organ, {stream}).value();
    }
    std::string first_event(const std::string& stream) { return events(stream).at(0).reference.id; }

    static std::vector<std::string> told(const std::function<void(storage::log::Findings&)>& check) {
        return storage::log::told_by(check).codes;
    }
    std::vector<std::string> found_in(const std::string& event, const std::string& receipt) {
        return told([&](storage::log::Findings& findings) {
            storage::log::check_receipt({"event", event}, {"receipt", receipt}, sealing.policy(), findings);
        });
    }
    /// The whole log as anybody else would fetch it, C2SP tlog-tiles; the entries as the audit administrator.
    void fetch(const std::filesystem::path& folder, const std::string& query) {
        storage::log::write_file(folder / "checkpoint", body("get_checkpoint", "/checkpoint" + query));
        const std::uint64_t size = head_of(storage::log::bytes_in(folder / "checkpoint")).size;
        for (const storage::log::TileRow& row : storage::log::tile_rows_of(size)) {
            for (std::uint64_t n = 0; n < row.full; ++n) fetch_tile(folder, query, {row.level, n});
            if (row.rest > 0) fetch_tile(folder, query, {row.level, row.full, row.rest});
        }
    }
    void fetch_tile(const std::filesystem::path& folder, const std::string& query, const storage::log::Tile& tile) {
        const std::string path = path_of(tile);
        storage::log::write_file(folder / path, body("get_tile", "/" + path + query));
        if (tile.level > 0) return;
        const std::string bundle = path_of(storage::log::Bundle{.index = tile.index, .width = tile.width});
        storage::log::write_file(folder / bundle, body("get_entries", "/" + bundle + query, "auditadmin"));
    }
    std::vector<std::string> found_in(const std::filesystem::path& folder, storage::log::HashAlgorithm hash) {
        const std::vector<storage::log::VerifierKey> keys{sealing.verifier(hash)};
        return told([&](storage::log::Findings& findings) { storage::log::check_tiles(folder, keys, hash, findings); });
    }

    const std::vector<HashAsked> hashes{{storage::log::HashAlgorithm::sha256, ""},
                                        {storage::log::HashAlgorithm::sha256, "?hash=sha256"},
                                        {storage::log::HashAlgorithm::sm3, "?hash=sm3"}};
    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database, {.seals = false}};
    Sealing sealing{server.app(), database.folder() / "mac.key"};
};

}  // namespace shenyi::tests
