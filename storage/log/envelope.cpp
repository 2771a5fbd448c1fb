#include "storage/log/envelope.hpp"

#include "storage/log/hash.hpp"
#include "storage/log/whole_file.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/events.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/decide.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <boost/json/object.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace shenyi::storage::log {

namespace {

namespace json = boost::json;
constexpr std::size_t key_size = 32;

/// In hexadecimal. A thread keeps its hashers: to set one up costs as much as to hash an event.
std::string leaf_of(HashAlgorithm algorithm, std::string_view body) {
    thread_local Hasher sha256(HashAlgorithm::sha256);
    thread_local Hasher sm3(HashAlgorithm::sm3);
    return hex_of((algorithm == HashAlgorithm::sm3 ? sm3 : sha256).leaf(body));
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value mark(const std::optional<StateMark>& state) {
    if (!state) return nullptr;
    return json::object{{"state", text_or_null(state->state)}, {"version", state->version}};
}

json::object envelope(const workflow::NewEvent& event, const Surroundings& around) {
    const workflow::EventMeta& meta = event.meta;
    json::object body;
    body["v"] = 1;
    body["data_v"] = 1;
    body["origin"] = around.origin;
    body["organ"] = around.organ.value;
    body["id"] = meta.id.value;
    body["at"] = workflow::rfc3339(meta.at);
    body["type"] = std::string(workflow::type_of(event.event));
    body["outcome"] = around.refused ? "refused" : "ok";
    body["stream"] = event.stream.name;
    body["stream_seq"] = around.stream_seq;
    body["prev"] = around.previous_leaf ? json::value("sha256:" + *around.previous_leaf) : json::value(nullptr);
    body["actor"] = json::object{{"id", text_or_null(meta.actor.value)},
                                 {"name", text_or_null(around.actor_name)},
                                 {"org", around.organ.value},
                                 {"post", text_or_null(around.actor_post)},
                                 {"role", text_or_null(around.actor_role)}};
    body["on_behalf"] = meta.on_behalf ? json::value(meta.on_behalf->value) : json::value(nullptr);
    body["auth"] = meta.reset_at ? json::value(json::object{{"reset_at", workflow::rfc3339(*meta.reset_at)}})
                                 : json::value(nullptr);
    body["ip"] = text_or_null(around.address);
    body["req"] = text_or_null(around.request);
    body["before"] = mark(around.before);
    body["after"] = mark(around.after);
    body["data"] = workflow::codec::write_event(event.event);
    for (const char* empty : {"basis", "docs", "reason", "sig", "priv"}) body[empty] = nullptr;
    return body;
}

/// A member's text, empty for null; nothing where it is missing or no text.
std::optional<std::string> text_member(const json::object& body, std::string_view name) {
    const json::value* member = body.if_contains(name);
    if (!member || !(member->is_null() || member->is_string())) return std::nullopt;
    return member->is_null() ? std::string() : std::string(member->get_string());
}

std::optional<Damage> differs(std::string_view column, const std::string& stored, const std::string& said) {
    if (stored == said) return std::nullopt;
    return Damage{"E_COLUMN", std::string(column) + " is " + stored + ", the event's bytes say " + said};
}

/// The first column that differs from the event's bytes.
std::optional<Damage> differing_copy(const json::object& body, const EventRow& row) {
    const std::pair<std::string_view, const std::string&> copies[] = {{"organ", row.organ},     {"id", row.id},
                                                                      {"stream", row.stream},   {"type", row.type},
                                                                      {"outcome", row.outcome}, {"at", row.at}};
    for (const auto& [name, stored] : copies) {
        if (auto damage = differs(name, stored, text_member(body, name).value_or("nothing"))) return damage;
    }
    const json::value* seq = body.if_contains("stream_seq");
    const std::string said = seq && seq->is_int64() ? std::to_string(seq->get_int64()) : "nothing";
    return differs("stream_seq", std::to_string(row.stream_seq), said);
}

tl::expected<workflow::EventMeta, Damage> meta_of(const json::object& body, const EventRow& row) {
    workflow::EventMeta meta{.id = {row.id}};
    const auto at = workflow::parse_instant(row.at);
    const json::value* actor = body.if_contains("actor");
    if (!at || !actor || !actor->is_object()) return tl::make_unexpected(Damage{"E_FORM", "no instant or no actor"});
    meta.at = *at;
    meta.actor = {text_member(actor->get_object(), "id").value_or("nothing")};
    if (auto damage = differs("actor_id", row.actor, meta.actor.value)) return tl::make_unexpected(*std::move(damage));
    const std::string on_behalf = text_member(body, "on_behalf").value_or("");
    if (!on_behalf.empty()) meta.on_behalf = workflow::PersonId{on_behalf};
    const json::value* auth = body.if_contains("auth");
    if (auth && auth->is_object())
        meta.reset_at = workflow::parse_instant(text_member(auth->get_object(), "reset_at").value_or(""));
    return meta;
}

}  // namespace

MacKey MacKey::load_or_make(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        std::string bytes(key_size, '\0');
        if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
            throw std::runtime_error("there are no random bytes for the MAC key");
        }
        const auto made = write_new_file(path, bytes, Readers::owner);
        // Another process may have been faster; its key is this one's too.
        if (!made && made.error() != std::errc::file_exists) {
            throw std::system_error(made.error(), "cannot make the MAC key " + path);
        }
    }
    auto key = load(path);
    if (!key) throw std::runtime_error(key.error());
    return *std::move(key);
}

tl::expected<MacKey, std::string> MacKey::load(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() != key_size) return tl::make_unexpected("the MAC key " + path + " is not 32 bytes long");
    return MacKey(std::move(bytes));
}

std::string MacKey::mac_of(std::string_view body) const {
    Hash mac{};
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()),
              reinterpret_cast<const unsigned char*>(body.data()), body.size(), mac.data(), &size)) {
        throw std::runtime_error("the HMAC of OpenSSL failed");
    }
    return hex_of(mac);
}

bool MacKey::verifies(std::string_view body, std::string_view mac) const {
    const std::string expected = mac_of(body);
    return expected.size() == mac.size() && CRYPTO_memcmp(expected.data(), mac.data(), mac.size()) == 0;
}

/// What is written is read for ever: an event whose members the reader would refuse (a day of the year 10000) is never
/// written, whatever brought it about.
void check_that_it_can_be_read(const workflow::NewEvent& event, const json::object& body) {
    const auto read = workflow::codec::read_event(event.stream.name, workflow::type_of(event.event), body.at("data"));
    const bool readable = read && workflow::parse_instant(body.at("at").as_string());
    if (readable) return;
    const std::string where = read ? "/at" : "/data" + read.error().front().pointer;
    throw workflow::ProgrammerFault("an event that could not be read again: " + event.stream.name + where);
}

EventRow seal(const workflow::NewEvent& event, const Surroundings& around, const MacKey& key) {
    const json::object form = envelope(event, around);
    check_that_it_can_be_read(event, form);
    auto body = workflow::codec::canonical(form);
    if (!body) throw std::length_error("an event does not fit the canonical form: " + body.error());
    EventRow row{.organ = around.organ.value,
                 .id = event.meta.id.value,
                 .stream = event.stream.name,
                 .stream_seq = around.stream_seq,
                 .type = std::string(workflow::type_of(event.event)),
                 .outcome = around.refused ? "refused" : "ok",
                 .actor = event.meta.actor.value,
                 .at = workflow::rfc3339(event.meta.at)};
    row.leaf_sha256 = leaf_of(HashAlgorithm::sha256, *body);
    row.leaf_sm3 = leaf_of(HashAlgorithm::sm3, *body);
    row.mac = key.mac_of(*body);
    row.body = *std::move(body);
    return row;
}

tl::expected<OpenedEvent, Damage> examine(const EventRow& row, const MacKey& key) {
    const auto damaged = [](std::string code, std::string what) {
        return tl::make_unexpected(Damage{std::move(code), std::move(what)});
    };
    if (leaf_of(HashAlgorithm::sha256, row.body) != row.leaf_sha256)
        return damaged("E_BODY_HASH", "the leaf hash does not fit the event's bytes");
    if (!key.verifies(row.body, row.mac)) return damaged("E_MAC", "the MAC does not fit the event's bytes");
    const auto parsed = workflow::codec::parse(row.body, workflow::codec::event_limits);
    if (!parsed || !parsed->is_object()) return damaged("E_FORM", "the bytes are no event");
    const json::object& body = parsed->get_object();
    if (auto damage = differing_copy(body, row)) return tl::make_unexpected(*std::move(damage));
    const auto prev = text_member(body, "prev");
    const json::value* data = body.if_contains("data");
    if (!prev || !data) return damaged("E_FORM", "prev or data is missing");
    auto event = workflow::codec::read_event(row.stream, row.type, *data);
    if (!event) return damaged("E_FORM", "data cannot be read at " + event.error().front().pointer);
    auto meta = meta_of(body, row);
    if (!meta) return tl::make_unexpected(std::move(meta.error()));
    OpenedEvent opened{.event = *std::move(event), .meta = *std::move(meta)};
    constexpr std::string_view prefix = "sha256:";
    if (!prev->empty()) opened.previous_leaf = prev->starts_with(prefix) ? prev->substr(prefix.size()) : *prev;
    return opened;
}

std::optional<Damage> examine_form(const EventRow& row) {
    if (leaf_of(HashAlgorithm::sm3, row.body) != row.leaf_sm3)
        return Damage{"E_BODY_HASH", "the second leaf hash does not fit the event's bytes"};
    const auto parsed = workflow::codec::parse(row.body, workflow::codec::event_limits);
    const auto again = parsed ? workflow::codec::canonical(*parsed) : tl::make_unexpected(std::string());
    if (!again || *again != row.body) return Damage{"E_FORM", "the bytes are not in canonical form"};
    return std::nullopt;
}

OpenedEvent open(const EventRow& row, const std::optional<std::string>& previous_leaf, const MacKey& key) {
    auto opened = examine(row, key);
    std::string what = opened ? "prev does not name the event before" : opened.error().what;
    if (opened && opened->previous_leaf == previous_leaf) return *std::move(opened);
    throw RecordDamaged(row.stream + " " + std::to_string(row.stream_seq) + " (" + row.id + "): " + what);
}

}  // namespace shenyi::storage::log
