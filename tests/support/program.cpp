#include "tests/support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

extern char** environ;

namespace shenyi::tests {

namespace {

constexpr int patience_ms = 180'000;
constexpr int not_started = 127;

struct Pipe {
    int reader;
    int writer;

    Pipe() : reader(-1), writer(-1) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
        reader = ends[0];
        writer = ends[1];
    }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environment(const Program::Variables& variables) {
    std::vector<std::string> all;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!std::string_view(*variable).starts_with("SHENYI_")) all.emplace_back(*variable);
    }
    for (const auto& [name, value] : variables) all.push_back(name + '=' + value);
    return all;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const Variables& variables, Errors errors) {
    std::vector<std::string> words{SHENYI_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> surroundings = environment(variables);
    const auto argv = pointers(words);
    const auto envp = pointers(surroundings);
    const Pipe out;
    // Not a pipe: nobody reads it before the end, and a program that logs would wait for that.
    err_ = ::memfd_create("standard error", MFD_CLOEXEC);
    if (err_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
    const Pipe nobody;
    ::close(nobody.reader);
    process_ = ::fork();
    if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(out.writer, STDOUT_FILENO);
        ::dup2(errors == Errors::read ? err_ : nobody.writer, STDERR_FILENO);
        ::execve(argv.front(), argv.data(), envp.data());
        ::_exit(not_started);
    }
    ::close(out.writer);
    ::close(nobody.writer);
    out_ = out.reader;
}

Program::~Program() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(out_);
    ::close(err_);
}

bool Program::read_more(int descriptor, std::string& into) {
    pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
    if (::poll(&waited, 1, patience_ms) <= 0) throw std::runtime_error("the program says nothing; so far: " + into);
    std::array<char, 4096> piece{};
    const auto length = ::read(descriptor, piece.data(), piece.size());
    if (length <= 0) return false;
    into.append(piece.data(), static_cast<std::size_t>(length));
    return true;
}

std::string Program::wait_for(const std::string& text) {
    for (;;) {
        const auto at = said_.find(text);
        const auto line_end = at == std::string::npos ? at : said_.find('\n', at);
        if (line_end != std::string::npos) return said_.substr(at + text.size(), line_end - at - text.size());
        if (read_more(out_, said_)) continue;
        throw std::runtime_error("the program ended and did not say " + text + ": " + said_ + end().err);
    }
}

void Program::kill() {
    ::kill(process_, SIGKILL);
    end();
}

Ended Program::end() {
    Ended ended{};
    while (read_more(out_, said_)) continue;
    ::lseek(err_, 0, SEEK_SET);
    while (read_more(err_, ended.err)) continue;
    ended.out = std::move(said_);
    int status = 0;
    ::waitpid(std::exchange(process_, 0), &status, 0);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return ended;
}

Ended run_program(const std::vector<std::string>& arguments, const Program::Variables& variables) {
    return Program(arguments, variables).end();
}

}  // namespace shenyi::tests
