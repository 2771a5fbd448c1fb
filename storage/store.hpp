#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

#include "storage/errors.hpp"

namespace soci {
class session;
}

namespace shenyi::storage {

class Dialect;
class FileLock;

namespace limits {
/// How long a statement waits for a lock: longer than a batch of 256 commands takes, shorter than a client's patience.
inline constexpr std::chrono::milliseconds lock_wait{5'000};
/// No statement of a request reads so much that it takes longer.
inline constexpr std::chrono::milliseconds statement_time{15'000};
/// Migrations build indexes over whole tables.
inline constexpr std::chrono::milliseconds migration_statement_time{3'600'000};
/// A transaction that does nothing for so long belongs to a process that hangs, and holds locks.
inline constexpr std::chrono::milliseconds idle_in_transaction{30'000};
inline constexpr std::chrono::seconds connect_wait{5};
/// Connections that read at the same time, and requests that wait for one of them; more are told to come back.
inline constexpr std::size_t readers = 4;
inline constexpr std::size_t readers_waiting = 256;
inline constexpr std::chrono::milliseconds reader_wait{2'000};
}  // namespace limits

enum class Engine { sqlite, postgresql };

/// Where the data lives.
struct Database {
    Engine engine;
    std::string location;  // path of the file, or the whole URL, which may carry a password: print `shown()`

    bool operator==(const Database&) const = default;

    /// Reads `sqlite:PATH` or a `postgresql://…` (`postgres://…`) URL as libpq takes it. The error is a sentence for
    /// the operator.
    static tl::expected<Database, std::string> parse(std::string_view text);

    /// For logs and messages: as given, without the password.
    std::string shown() const;
};

/// As whom a connection acts. PostgreSQL: `SET ROLE` to the role of that name; the login of the URL must be a member.
/// `migrate` stays the login of the URL. SQLite has no roles: `auditor` reads only, the others are one. `onlooker` is
/// `app` that changes nothing at all: an SQLite file is not made, nor set up, nor anything beside it.
enum class Role { app, sealer, auditor, eraser, migrate, onlooker };

/// One session with the database, set up rightly or not at all. Belongs to one thread at a time. Statements prepared on
/// it die with it; after `Fault::connection_lost` throw it away and connect anew.
class Connection {
  public:
    /// Throws SOCI's errors where it cannot connect, UnfitDatabase where it may not be used.
    Connection(const Database& database, Role role);
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    soci::session& sql() { return *session_; }
    const Dialect& dialect() const { return *dialect_; }
    Engine engine() const { return engine_; }

    /// To write: SQLite takes the write lock at once, because a reader that turns writer is refused whatever it waits.
    void begin();
    /// To read one state of everything until `rollback`.
    void begin_reading();
    /// Throws what the database says; the transaction is then still to be rolled back.
    void commit();
    /// The same; where the database can, the next transaction to write begins in the same round trip, and `begin` finds
    /// it begun. Only for who begins again at once.
    void commit_and_go_on();
    /// Never throws; without a transaction it does nothing. What cannot be rolled back is a lost connection (`alive`).
    void rollback() noexcept;
    bool in_transaction() const { return in_transaction_; }
    /// Whether the connection is known to be lost. Asks nobody.
    bool alive() const noexcept;

    /// Runs one statement as it stands, without parameters: nothing in it is taken for one. For migrations and
    /// settings.
    void execute(const std::string& statement);

    /// The connection's own T, made as `T(connection)` at first use and kept as long as the session: a statement that
    /// stays prepared, with what is bound to it. It must not keep the connection itself, which may move.
    template <class T>
    T& kept() {
        std::shared_ptr<void>& held = kept_[std::type_index(typeid(T))];
        if (!held) held = std::make_shared<T>(*this);
        return *static_cast<T*>(held.get());
    }

    /// Gives up what is kept, to be made anew: a statement that failed holds buffers that its library lets go of only
    /// with the statement. Outside a transaction.
    void forget_kept() { kept_.clear(); }

  private:
    void begin_with(std::string_view statement);

    Engine engine_;
    const Dialect* dialect_;
    std::unique_ptr<soci::session> session_;
    std::map<std::type_index, std::shared_ptr<void>> kept_;  ///< behind the session: its statements go first
    bool in_transaction_ = false;
    bool begun_ahead_ = false;  ///< by `commit_and_go_on`: nothing was done in it yet
};

/// A transaction to write that is rolled back unless `commit` was reached.
class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.begin(); }
    ~Transaction() { connection_.rollback(); }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() { connection_.commit(); }
    void commit_and_go_on() { connection_.commit_and_go_on(); }

  private:
    Connection& connection_;
};

/// The bounded pool of connections that read. Any thread may call it, none of the network's should: it waits.
class Readers {
  public:
    explicit Readers(Database database, Role role = Role::app, std::size_t size = limits::readers,
                     std::chrono::milliseconds wait = limits::reader_wait);
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Runs `task` with a connection inside one reading transaction and gives what it returns. If the connection turns
    /// out to be lost, `task` runs once more on a new one. `full` when too many wait, `unavailable` when the wait ran
    /// out.
    template <class Task>
    auto read(Task&& task) -> tl::expected<std::invoke_result_t<Task&, Connection&>, StoreError> {
        std::optional<std::invoke_result_t<Task&, Connection&>> answer;
        if (auto error = run([&](Connection& connection) { answer.emplace(task(connection)); })) {
            return tl::unexpected(std::move(*error));
        }
        return std::move(*answer);
    }

  private:
    class Lease;
    std::optional<StoreError> run(const std::function<void(Connection&)>& task);
    std::optional<Fault> attempt(const std::function<void(Connection&)>& task);
    std::optional<StoreError> take_place();
    std::optional<Connection> take_idle();
    void give_back(std::optional<Connection> connection);

    const Database database_;
    const Role role_;
    const std::size_t size_;
    const std::chrono::milliseconds wait_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<Connection> idle_;
    std::size_t in_use_ = 0;
    std::size_t waiting_ = 0;
};

/// The store of one process: where the data lives, held against a second process where the database is a file.
class Store {
  public:
    struct Options {
        Role role = Role::app;
        std::size_t readers = limits::readers;
        /// Takes the lock file beside an SQLite database: programs that write. Readers of a running server's file do
        /// without.
        bool exclusive = true;
    };

    /// Connects once, to say early what is wrong. The error's `detail` is a sentence for the operator.
    static tl::expected<std::unique_ptr<Store>, StoreError> open(Database database, Options options);
    ~Store();

    const Database& database() const { return database_; }
    /// A connection of one's own, for whoever writes.
    Connection connect() const { return Connection(database_, role_); }
    Connection connect(Role role) const { return Connection(database_, role); }
    Readers& readers() { return readers_; }

  private:
    Store(Database database, Options options, std::unique_ptr<FileLock> lock);

    Database database_;
    Role role_;
    std::unique_ptr<FileLock> lock_;
    Readers readers_;
};

}  // namespace shenyi::storage
