#include "tests/support/postgresql.hpp"

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace shenyi::tests {

namespace fs = std::filesystem;

namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin/";
constexpr int tries_to_start = 5;  // somebody else may take the free port first
constexpr int died_at_start = 127;

/// Whom the server runs as: PostgreSQL refuses root.
struct Account {
    uid_t user;
    gid_t group;
};

Account account() {
    if (::geteuid() != 0) return {::geteuid(), ::getegid()};
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* found = ::getpwnam(name)) return {found->pw_uid, found->pw_gid};
    }
    throw std::runtime_error("running as root, and there is neither a user postgres nor a user nobody");
}

/// A pipe that the child writes its messages to.
struct Messages {
    int reader = -1;
    int writer = -1;

    Messages() {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
        reader = ends[0];
        writer = ends[1];
    }
    ~Messages() {
        close_writer();
        if (reader >= 0) ::close(reader);
    }
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    int take_reader() { return std::exchange(reader, -1); }

    void close_writer() {
        if (writer >= 0) ::close(writer);
        writer = -1;
    }

    /// Reads until the text was said; false if the writer ended before.
    bool wait_for(std::string_view text, std::string& said) const {
        std::array<char, 4096> piece{};
        while (said.find(text) == std::string::npos) {
            const auto length = ::read(reader, piece.data(), piece.size());
            if (length <= 0) return false;
            said.append(piece.data(), static_cast<std::size_t>(length));
        }
        return true;
    }
};

/// Starts a program as the account, its output into the pipe. It dies with this process.
pid_t spawn(const std::vector<std::string>& command, const Account& as, const fs::path& folder, Messages& messages) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const std::string place = folder.string();

    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child > 0) {
        messages.close_writer();
        return child;
    }
    if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(as.group) != 0 || ::setuid(as.user) != 0)) {
        ::_exit(died_at_start);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::dup2(messages.writer, STDOUT_FILENO);
    ::dup2(messages.writer, STDERR_FILENO);
    if (::chdir(place.c_str()) == 0) ::execv(arguments.front(), arguments.data());
    ::_exit(died_at_start);
}

void run_to_its_end(const std::vector<std::string>& command, const Account& as, const fs::path& folder) {
    Messages messages;
    const pid_t child = spawn(command, as, folder, messages);
    std::string said;
    messages.wait_for(std::string_view("\0", 1), said);  // never said: reads to the end
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) throw std::runtime_error(command.front() + " failed: " + said);
}

/// A port of 127.0.0.1 that was free a moment ago.
int free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool found = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    if (!found) throw std::runtime_error("no free port on 127.0.0.1");
    return ntohs(address.sin_port);
}

fs::path fresh_folder(const Account& owner) {
    std::string pattern = (fs::temp_directory_path() / "shenyi-postgresql-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::system_error(errno, std::generic_category(), pattern);
    if (::chown(pattern.c_str(), owner.user, owner.group) != 0) {
        throw std::system_error(errno, std::generic_category(), pattern);
    }
    return pattern;
}

/// Small and careless. LOG stands above ERROR among the messages of the server: refused statements are not printed, the
/// sentence that says that it is ready is.
std::vector<std::string> server_command(const fs::path& folder, int port) {
    std::vector<std::string> command{std::string(programs) + "postgres",
                                     "-D",
                                     (folder / "data").string(),
                                     "-k",
                                     folder.string(),
                                     "-p",
                                     std::to_string(port)};
    // A benchmark waits for the disk as a bureau's server does; tests do not.
    const bool durable = std::getenv("SHENYI_TEST_DURABLE") != nullptr;
    for (const char* setting :
         {durable ? "fsync=on" : "fsync=off", durable ? "full_page_writes=on" : "full_page_writes=off",
          durable ? "shared_buffers=256MB" : "shared_buffers=32MB", "listen_addresses=127.0.0.1", "max_connections=60",
          "wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "jit=off", "log_checkpoints=off",
          "log_min_messages=log", "logging_collector=off", "deadlock_timeout=100ms"}) {
        command.insert(command.end(), {"-c", setting});
    }
    return command;
}

}  // namespace

Cluster& Cluster::shared() {
    static const std::unique_ptr<Cluster> cluster = [] {
        const char* running = std::getenv("SHENYI_TEST_POSTGRESQL");
        if (running == nullptr || *running == '\0') return fresh();
        std::unique_ptr<Cluster> named(new Cluster);
        const std::string given = running;
        const auto host = given.find("://") + 3;
        const auto parameters = given.find('?');
        named->before_name_ = given.substr(0, std::min(given.find('/', host), parameters)) + "/";
        if (parameters != std::string::npos) named->after_name_ = given.substr(parameters);
        return named;
    }();
    return *cluster;
}

std::unique_ptr<Cluster> Cluster::fresh() {
    std::unique_ptr<Cluster> cluster(new Cluster);
    cluster->make();
    return cluster;
}

std::string Cluster::url(const std::string& database) const {
    return before_name_ + database + after_name_;
}

void Cluster::make() {
    folder_ = fresh_folder(account());
    run_to_its_end({std::string(programs) + "initdb", "-D", (folder_ / "data").string(), "-U", "postgres", "-A",
                    "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                   account(), folder_);
    for (int tries = 0; tries < tries_to_start; ++tries) {
        if (start()) return;
    }
    throw std::runtime_error("PostgreSQL does not start in " + folder_.string());
}

bool Cluster::start() {
    const int port = free_port();
    Messages messages;
    server_ = spawn(server_command(folder_, port), account(), folder_, messages);
    std::string said;
    before_name_ = "postgresql://postgres@127.0.0.1:" + std::to_string(port) + "/";
    if (messages.wait_for("database system is ready to accept connections", said)) {
        messages_ = messages.take_reader();
        return true;
    }
    ::waitpid(server_, nullptr, 0);
    server_ = 0;
    return false;
}

Cluster::~Cluster() {
    if (server_ > 0) {
        ::kill(server_, SIGQUIT);
        ::waitpid(server_, nullptr, 0);
    }
    if (messages_ >= 0) ::close(messages_);
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace shenyi::tests
