#include "storage/store.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/soci.h>

#include "storage/dialect.hpp"
#include "storage/file_lock.hpp"
#include "storage/sentence.hpp"

namespace shenyi::storage {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";
constexpr std::string_view forms = "expected sqlite:PATH or postgresql://USER@HOST:PORT/NAME";

/// Characters that SOCI's connect string could not carry.
constexpr std::string_view unfit_in_path{"\"\n\r\0", 4};

tl::expected<Database, std::string> parse_sqlite(std::string_view path) {
    if (path.empty()) return tl::unexpected(fmt::format("the database sqlite: names no file; {}", forms));
    if (path.starts_with(":memory:"))
        return tl::unexpected(std::string("a database in memory would be lost; name a file"));
    if (path.find_first_of(unfit_in_path) != std::string_view::npos) {
        return tl::unexpected(std::string("the path of the database holds a quotation mark or a control character"));
    }
    return Database{Engine::sqlite, std::string(path)};
}

tl::expected<Database, std::string> parse_postgresql(std::string_view url) {
    const std::string text(url);
    char* problem = nullptr;
    PQconninfoOption* options = PQconninfoParse(text.c_str(), &problem);
    if (options != nullptr) {
        PQconninfoFree(options);
        return Database{Engine::postgresql, text};
    }
    std::string told = problem == nullptr ? "out of memory" : problem;
    PQfreemem(problem);
    while (told.ends_with('\n')) told.pop_back();
    return tl::unexpected(fmt::format("the database URL is not understood: {}", told));
}

}  // namespace

tl::expected<Database, std::string> Database::parse(std::string_view text) {
    if (text.starts_with(sqlite_prefix)) return parse_sqlite(text.substr(sqlite_prefix.size()));
    if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return parse_postgresql(text);
    // Not repeated back: it may be a URL of another kind with a password in it.
    return tl::unexpected(fmt::format("the database is not understood; {}", forms));
}

std::string Database::shown() const {
    if (engine == Engine::sqlite) return fmt::format("{}{}", sqlite_prefix, location);
    std::string shown = location.substr(0, location.find('?'));  // parameters may carry a password too
    const auto user = shown.find("://") + 3;
    const auto at = shown.rfind('@');
    const auto colon = shown.find(':', user);
    if (at != std::string::npos && colon < at) shown.erase(colon, at - colon);
    return shown;
}

Connection::Connection(const Database& database, Role role)
    : engine_(database.engine), dialect_(&dialect_of(database.engine)), session_(dialect_->connect(database, role)) {}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&& other) noexcept {
    kept_.clear();
    engine_ = other.engine_;
    dialect_ = other.dialect_;
    session_ = std::move(other.session_);
    kept_ = std::move(other.kept_);
    in_transaction_ = other.in_transaction_;
    return *this;
}

void Connection::begin_with(std::string_view statement) {
    execute(std::string(statement));
    in_transaction_ = true;
}

void Connection::begin() {
    if (std::exchange(begun_ahead_, false)) return;
    begin_with(dialect_->begin_writing());
}

void Connection::begin_reading() {
    begin_with(dialect_->begin_reading());
}

void Connection::commit() {
    execute("commit");
    in_transaction_ = false;
}

void Connection::commit_and_go_on() {
    const std::string_view statement = dialect_->commit_and_begin();
    if (statement.empty()) return commit();
    execute(std::string(statement));
    begun_ahead_ = true;
}

void Connection::rollback() noexcept {
    if (!in_transaction_ || begun_ahead_) return;
    // A failed rollback leaves in_transaction_ true: such a connection is never used again (`alive`).
    if (dialect_->roll_back(*session_)) in_transaction_ = false;
}

bool Connection::alive() const noexcept {
    return dialect_->alive(*session_);
}

void Connection::execute(const std::string& statement) {
    dialect_->execute(*session_, statement);
}

/// One place in the pool; given back in every case, with its connection if that is still good.
class Readers::Lease {
  public:
    Lease(Readers& readers, std::optional<Connection> idle) : readers_(readers), connection_(std::move(idle)) {}
    ~Lease() {
        if (connection_) {
            connection_->rollback();
            if (failed_) connection_->forget_kept();
            if (connection_->in_transaction() || !connection_->alive()) connection_.reset();
        }
        readers_.give_back(std::move(connection_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Connection& connection() {
        if (!connection_) connection_.emplace(readers_.database_, readers_.role_);
        return *connection_;
    }

    void discard() { connection_.reset(); }
    void failed() { failed_ = true; }

  private:
    Readers& readers_;
    std::optional<Connection> connection_;
    bool failed_ = false;
};

Readers::Readers(Database database, Role role, std::size_t size, std::chrono::milliseconds wait)
    : database_(std::move(database)), role_(role), size_(size), wait_(wait) {
    idle_.reserve(size_);
}

Readers::~Readers() = default;

std::optional<StoreError> Readers::take_place() {
    std::unique_lock lock(mutex_);
    if (in_use_ >= size_) {
        if (waiting_ >= limits::readers_waiting) return StoreError{StoreError::Kind::full, "too many wait to read"};
        ++waiting_;
        const bool free = freed_.wait_for(lock, wait_, [&] { return in_use_ < size_; });
        --waiting_;
        if (!free) return StoreError{StoreError::Kind::unavailable, "no connection to read came free in time"};
    }
    ++in_use_;
    return std::nullopt;
}

std::optional<Connection> Readers::take_idle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::nullopt;
    std::optional<Connection> connection(std::move(idle_.back()));
    idle_.pop_back();
    return connection;
}

void Readers::give_back(std::optional<Connection> connection) {
    {
        const std::lock_guard lock(mutex_);
        if (connection) idle_.push_back(std::move(*connection));
        --in_use_;
    }
    freed_.notify_one();
}

std::optional<Fault> Readers::attempt(const std::function<void(Connection&)>& task) {
    Lease lease(*this, take_idle());
    try {
        Connection& connection = lease.connection();
        connection.begin_reading();
        task(connection);
        return std::nullopt;
    } catch (const soci::soci_error& thrown) {
        Fault fault = fault_of(thrown);
        lease.failed();
        if (fault.connection_lost) lease.discard();
        return fault;
    } catch (const UnfitDatabase& thrown) {
        return fault_of(thrown);
    }
}

std::optional<StoreError> Readers::run(const std::function<void(Connection&)>& task) {
    // A server that was restarted has broken every connection that lies idle here: at most one try for each, and a last
    // one.
    for (std::size_t tries = 0;; ++tries) {
        if (auto error = take_place()) return error;
        const auto fault = attempt(task);
        if (!fault) return std::nullopt;
        if (!fault->connection_lost || tries > size_) return fault->error();
    }
}

tl::expected<std::unique_ptr<Store>, StoreError> Store::open(Database database, Options options) {
    std::unique_ptr<FileLock> lock;
    if (database.engine == Engine::sqlite && options.exclusive) {
        auto taken = FileLock::take(lock_file_of(database.location));
        if (!taken) {
            return tl::unexpected(
                StoreError{StoreError::Kind::unavailable, fmt::format("{}: {}", database.shown(), taken.error())});
        }
        lock = std::move(*taken);
    }
    try {
        const Connection first(database, options.role);
    } catch (const std::runtime_error& thrown) {
        auto error = fault_of(thrown).error();
        error.detail = fmt::format("{}: {}", database.shown(), sentence_of(thrown));
        return tl::unexpected(std::move(error));
    }
    return std::unique_ptr<Store>(new Store(std::move(database), options, std::move(lock)));
}

Store::Store(Database database, Options options, std::unique_ptr<FileLock> lock)
    : database_(std::move(database)),
      role_(options.role),
      lock_(std::move(lock)),
      readers_(database_, options.role, options.readers) {}

Store::~Store() = default;

}  // namespace shenyi::storage
