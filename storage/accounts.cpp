#include "storage/accounts.hpp"

#include "storage/session_tokens.hpp"

#include <soci/soci.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <utility>

namespace shenyi::storage {

namespace {

using workflow::Instant;
using workflow::OrganId;
using workflow::PersonId;

constexpr auto select_credential = R"(
    SELECT password_hash, one_time, changed_at FROM credential WHERE organ = :organ AND person = :person)";

/// Not one that was changed meanwhile.
constexpr auto mark_one_time = R"(
    UPDATE credential SET one_time = 1
    WHERE organ = :organ AND person = :person AND password_hash = :password_hash)";

constexpr auto upsert_credential = R"(
    INSERT INTO credential (organ, person, password_hash, one_time, changed_at)
    VALUES (:organ, :person, :password_hash, :one_time, :changed_at)
    ON CONFLICT (organ, person) DO UPDATE SET password_hash = excluded.password_hash, one_time = excluded.one_time,
        changed_at = excluded.changed_at)";

constexpr auto insert_session = R"(
    INSERT INTO session (token_hash, organ, person, created_at, expires_at)
    VALUES (:token_hash, :organ, :person, :created_at, :expires_at))";

constexpr auto select_session = R"(
    SELECT s.organ, s.person, s.created_at, s.expires_at, coalesce(c.one_time, 0)
    FROM session s LEFT JOIN credential c ON c.organ = s.organ AND c.person = s.person
    WHERE s.token_hash = :token_hash)";
/// Never shorter, whatever another server wrote meanwhile.
constexpr auto prolong_session = R"(
    UPDATE session SET expires_at = :expires_at WHERE token_hash = :token_hash AND expires_at < :before)";
constexpr auto delete_session = "DELETE FROM session WHERE token_hash = :token_hash";
constexpr auto delete_sessions_of_person = "DELETE FROM session WHERE organ = :organ AND person = :person";
constexpr auto delete_expired_sessions = "DELETE FROM session WHERE expires_at <= :now";

struct Credential {
    std::string hash;
    bool one_time = false;
    Instant changed_at{};

    bool is_older_than(const std::optional<std::chrono::days>& age, Instant now) const {
        return age && changed_at + *age <= now;
    }
};

std::string hash_of(std::string_view password, const PasswordCost& cost) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.operations, cost.memory_bytes) != 0) {
        throw std::bad_alloc();
    }
    return hash.data();
}

bool fits(const std::string& hash, std::string_view password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

/// What is hashed for a password: a MAC over whose it is and the password. A hash that somebody copies to another
/// person's row fits nothing, and without the key, which the database does not have, nobody can try passwords on it.
std::string sealed(std::string_view password, const OrganId& organ, const PersonId& person, const log::MacKey& key) {
    std::string body = "password\n" + organ.value + '\n' + person.value + '\n';
    return key.mac_of(body.append(password));
}

std::string sha256_of(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

std::string drawn_base64(std::size_t bytes) {
    std::vector<unsigned char> random(bytes);
    randombytes_buf(random.data(), random.size());
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(bytes, variant), '\0');
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
    text.pop_back();  // the zero behind it
    return text;
}

/// What the password of somebody who has none is compared with: it takes as long as any other, and nothing fits. Salt
/// and hash are drawn, not computed: that would take as long as a log-in at every start. Libsodium must be started
/// before its first use, which is this one.
std::string nobodys_hash(const PasswordCost& cost) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    constexpr std::size_t salt_bytes = 16;
    constexpr std::size_t hash_bytes = 32;
    const std::string hash = "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) +
                             ",t=" + std::to_string(cost.operations) + ",p=1$" + drawn_base64(salt_bytes) + "$" +
                             drawn_base64(hash_bytes);
    // Libsodium reads it as one of its own, and of this cost: else it would be refused at once.
    if (crypto_pwhash_str_needs_rehash(hash.c_str(), cost.operations, cost.memory_bytes) != 0) {
        throw std::logic_error("libsodium writes its hashes in another form");
    }
    return hash;
}

std::optional<Credential> credential_of(Connection& connection, const OrganId& organ, const PersonId& person) {
    Credential credential;
    int one_time = 0;
    std::string changed_at;
    connection.sql() << select_credential, soci::use(organ.value, "organ"), soci::use(person.value, "person"),
        soci::into(credential.hash), soci::into(one_time), soci::into(changed_at);
    if (!connection.sql().got_data()) return std::nullopt;
    credential.one_time = one_time == 1;
    credential.changed_at = workflow::parse_instant(changed_at).value_or(Instant{});
    return credential;
}

constexpr auto select_hash = "SELECT password_hash FROM credential WHERE organ = :organ AND person = :person";

/// The person's hash, which nobody changes before the end of this transaction; empty where there is none.
std::string held_hash(Connection& connection, const OrganId& organ, const PersonId& person) {
    std::string hash;
    const std::string select =
        connection.engine() == Engine::postgresql ? std::string(select_hash) + " FOR UPDATE" : select_hash;
    connection.sql() << select, soci::use(organ.value, "organ"), soci::use(person.value, "person"), soci::into(hash);
    return connection.sql().got_data() ? hash : std::string();
}

StoreError password_changed() {
    return {StoreError::Kind::stale, "the password was changed meanwhile"};
}

std::optional<Session> session_of(Connection& connection, const std::string& token_hash) {
    Session session;
    std::string opened_at;
    std::string expires_at;
    int one_time = 0;
    connection.sql() << select_session, soci::use(token_hash, "token_hash"), soci::into(session.organ.value),
        soci::into(session.person.value), soci::into(opened_at), soci::into(expires_at), soci::into(one_time);
    if (!connection.sql().got_data()) return std::nullopt;
    const auto opened = workflow::parse_instant(opened_at);
    const auto expires = workflow::parse_instant(expires_at);
    if (!opened || !expires) return std::nullopt;
    session.opened_at = *opened;
    session.expires_at = *expires;
    session.one_time = one_time == 1;
    return session;
}

}  // namespace

PasswordCost PasswordCost::interactive() {
    return {.operations = crypto_pwhash_OPSLIMIT_INTERACTIVE, .memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

PasswordCost PasswordCost::cheapest() {
    return {.operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN};
}

/// One of the places in which passwords are hashed, given back in every case.
class Accounts::HashingPlace {
  public:
    explicit HashingPlace(Accounts& accounts) : accounts_(accounts) {
        std::unique_lock lock(accounts_.hashing_);
        const auto free = [&] { return accounts_.hashing_now_ < limits::passwords_hashed_at_once; };
        if (!free() && accounts_.hashing_waiting_ >= limits::passwords_waiting) {
            error_ = {StoreError::Kind::full, "too many passwords wait to be checked"};
            return;
        }
        ++accounts_.hashing_waiting_;
        const bool came_free = accounts_.hashed_.wait_for(lock, limits::password_wait, free);
        --accounts_.hashing_waiting_;
        if (came_free) {
            ++accounts_.hashing_now_;
        } else {
            error_ = {StoreError::Kind::unavailable, "passwords are not checked in time"};
        }
    }
    ~HashingPlace() {
        if (error_) return;
        {
            const std::lock_guard lock(accounts_.hashing_);
            --accounts_.hashing_now_;
        }
        accounts_.hashed_.notify_one();
    }
    HashingPlace(const HashingPlace&) = delete;
    HashingPlace& operator=(const HashingPlace&) = delete;

    const std::optional<StoreError>& error() const { return error_; }

  private:
    Accounts& accounts_;
    std::optional<StoreError> error_;
};

Accounts::Accounts(Store& store, log::MacKey key, PasswordCost cost)
    : store_(store), writer_(store), key_(std::move(key)), cost_(cost), nobody_(nobodys_hash(cost)) {}
Accounts::~Accounts() = default;

tl::expected<CheckedPassword, StoreError> Accounts::check(const OrganId& organ, const PersonId& person,
                                                          std::string_view password, const PasswordAges& ages,
                                                          Instant now) {
    const auto read =
        store_.readers().read([&](Connection& connection) { return credential_of(connection, organ, person); });
    if (!read) return tl::make_unexpected(read.error());
    const std::optional<Credential>& credential = *read;
    {
        const HashingPlace place(*this);
        if (place.error()) return tl::make_unexpected(*place.error());
        const std::string given = sealed(password.substr(0, limits::password_bytes + 1), organ, person, key_);
        const bool right = fits(credential ? credential->hash : nobody_, given);
        if (!right || !credential) return CheckedPassword{PasswordCheck::wrong, {}};
    }
    if (credential->one_time) {
        const bool over = credential->is_older_than(ages.one_time, now);
        return CheckedPassword{over ? PasswordCheck::wrong : PasswordCheck::right_one_time, credential->hash};
    }
    if (!credential->is_older_than(ages.own, now)) return CheckedPassword{PasswordCheck::right, credential->hash};
    auto marked = make_one_time(organ, person, credential->hash);
    if (!marked) return tl::make_unexpected(std::move(marked.error()));
    return CheckedPassword{PasswordCheck::right_one_time, credential->hash};
}

tl::expected<void, StoreError> Accounts::make_one_time(const OrganId& organ, const PersonId& person,
                                                       const std::string& password_hash) {
    auto error = writer_.write([&](Connection& connection) {
        connection.sql() << mark_one_time, soci::use(organ.value, "organ"), soci::use(person.value, "person"),
            soci::use(password_hash, "password_hash");
    });
    forget([&](const std::string&, const Session& each) { return each.organ == organ && each.person == person; });
    return answered(std::move(error));
}

tl::expected<void, StoreError> Accounts::set_password(const OrganId& organ, const PersonId& person,
                                                      std::string_view password, bool one_time, Instant at,
                                                      const std::optional<std::string>& against) {
    if (password.empty() || password.size() > limits::password_bytes) {
        throw std::logic_error("a password's length was not checked");
    }
    std::string hash;
    {
        const HashingPlace place(*this);
        if (place.error()) return tl::make_unexpected(*place.error());
        hash = hash_of(sealed(password, organ, person, key_), cost_);
    }
    const int flag = one_time ? 1 : 0;
    const std::string changed_at = workflow::rfc3339(at);
    bool stale = false;
    auto error = writer_.write([&](Connection& connection) {
        const std::string held = against ? held_hash(connection, organ, person) : std::string();
        // After a commit whose answer was lost it is the new one already.
        stale = against && held != *against && held != hash;
        if (stale) return;
        connection.sql() << upsert_credential, soci::use(organ.value, "organ"), soci::use(person.value, "person"),
            soci::use(hash, "password_hash"), soci::use(flag, "one_time"), soci::use(changed_at, "changed_at");
    });
    // Whether a session may only set a password goes with the password.
    forget([&](const std::string&, const Session& each) { return each.organ == organ && each.person == person; });
    if (!error && stale) return tl::make_unexpected(password_changed());
    return answered(std::move(error));
}

std::string Accounts::one_time() {
    static constexpr std::string_view signs = "abcdefghjkmnpqrstuvwxyz23456789";
    constexpr int length = 16;
    constexpr int group = 4;
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    std::string password;
    for (int i = 0; i < length; ++i) {
        if (i > 0 && i % group == 0) password += '-';
        password += signs.at(randombytes_uniform(static_cast<std::uint32_t>(signs.size())));
    }
    return password;
}

tl::expected<std::string, StoreError> Accounts::open_session(const OrganId& organ, const PersonId& person, Instant at,
                                                             std::chrono::seconds lifetime,
                                                             std::optional<std::chrono::seconds> idle,
                                                             const std::optional<std::string>& against) {
    std::string token = new_token(organ, person, key_);
    const std::string token_hash = sha256_of(token);
    const std::string created_at = workflow::rfc3339(at);
    const std::string expires_at = workflow::rfc3339(at + std::min(lifetime, idle.value_or(lifetime)));
    bool stale = false;
    auto error = writer_.write([&](Connection& connection) {
        stale = against && held_hash(connection, organ, person) != *against;
        if (stale) return;
        // After a commit whose answer was lost the row may be there already.
        connection.sql() << delete_session, soci::use(token_hash, "token_hash");
        connection.sql() << insert_session, soci::use(token_hash, "token_hash"), soci::use(organ.value, "organ"),
            soci::use(person.value, "person"), soci::use(created_at, "created_at"), soci::use(expires_at, "expires_at");
    });
    if (error) return tl::make_unexpected(std::move(*error));
    if (stale) return tl::make_unexpected(password_changed());
    return token;
}

tl::expected<std::optional<Session>, StoreError> Accounts::find_session(std::string_view token, Instant now) {
    if (token.size() != limits::token_characters) return std::nullopt;
    const std::string token_hash = sha256_of(token);
    std::optional<Session> session = cached(token_hash, now);
    // Another server may have prolonged it meanwhile.
    if (!session || session->expires_at <= now) {
        std::uint64_t removals = 0;
        {
            const std::lock_guard lock(caching_);
            removals = removals_;
        }
        auto read = store_.readers().read([&](Connection& connection) { return session_of(connection, token_hash); });
        if (!read) return tl::make_unexpected(std::move(read.error()));
        session = std::move(*read);
        // A row that was written or changed by hand is no session.
        if (session && !is_token_of(token, session->organ, session->person, key_)) return std::nullopt;
        if (session) cache(token_hash, {.session = *session, .read_at = now}, removals);
    }
    if (!session || session->expires_at <= now) return std::nullopt;
    return session;
}

tl::expected<void, StoreError> Accounts::prolong(std::string_view token, const Session& session,
                                                 const SessionTimes& times, Instant now) {
    const Instant until = std::min<Instant>(session.opened_at + times.longest, now + times.idle);
    if (session.one_time || until < session.expires_at + times.idle / 10) return {};
    const std::string token_hash = sha256_of(token);
    const std::string expires_at = workflow::rfc3339(until);
    auto error = writer_.write([&](Connection& connection) {
        connection.sql() << prolong_session, soci::use(expires_at, "expires_at"), soci::use(token_hash, "token_hash"),
            soci::use(expires_at, "before");
    });
    forget([&](const std::string& hash, const Session&) { return hash == token_hash; });
    return answered(std::move(error));
}

tl::expected<void, StoreError> Accounts::end_session(std::string_view token) {
    const std::string token_hash = sha256_of(token);
    auto error = writer_.write(
        [&](Connection& connection) { connection.sql() << delete_session, soci::use(token_hash, "token_hash"); });
    forget([&](const std::string& hash, const Session&) { return hash == token_hash; });
    return answered(std::move(error));
}

tl::expected<void, StoreError> Accounts::end_sessions_of(const OrganId& organ, const PersonId& person) {
    auto error = writer_.write([&](Connection& connection) {
        connection.sql() << delete_sessions_of_person, soci::use(organ.value, "organ"),
            soci::use(person.value, "person");
    });
    forget([&](const std::string&, const Session& each) { return each.organ == organ && each.person == person; });
    return answered(std::move(error));
}

tl::expected<void, StoreError> Accounts::remove_expired_sessions(Instant now) {
    const std::string until = workflow::rfc3339(now);
    auto error = writer_.write(
        [&](Connection& connection) { connection.sql() << delete_expired_sessions, soci::use(until, "now"); });
    forget([&](const std::string&, const Session& each) { return each.expires_at <= now; });
    return answered(std::move(error));
}

std::optional<Session> Accounts::cached(const std::string& token_hash, Instant now) {
    const std::lock_guard lock(caching_);
    const auto found = cache_.find(token_hash);
    if (found == cache_.end()) return std::nullopt;
    // A demonstration's clock may be set back, too.
    const bool fresh = found->second.read_at <= now && now < found->second.read_at + limits::session_cached;
    if (fresh) return found->second.session;
    cache_.erase(found);
    return std::nullopt;
}

void Accounts::cache(const std::string& token_hash, const Cached& entry, std::uint64_t removals) {
    const std::lock_guard lock(caching_);
    if (removals != removals_) return;
    // All entries are read anew within seconds anyway: a full cache starts over.
    if (cache_.size() >= limits::cached_sessions) cache_.clear();
    cache_.insert_or_assign(token_hash, entry);
}

void Accounts::forget(const std::function<bool(const std::string&, const Session&)>& ended) {
    const std::lock_guard lock(caching_);
    ++removals_;
    std::erase_if(cache_, [&](const auto& each) { return ended(each.first, each.second.session); });
}

}  // namespace shenyi::storage
