#include "tests/bench/started.hpp"

#include "tests/support/http_client.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace shenyi::bench {

Started::Started(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> words;
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    process_ = ::fork();
    if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
        ::execv(words.front(), words.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
}

Started::~Started() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(out_);
}

std::uint16_t Started::port_behind(const std::string& words) {
    std::string said;
    std::array<char, 4096> piece{};
    for (;;) {
        const auto at = said.find(words);
        const auto end = at == std::string::npos ? at : said.find('\n', at);
        if (end != std::string::npos) {
            const auto colon = said.substr(0, end).find_last_of(": ");
            return static_cast<std::uint16_t>(std::stoi(said.substr(colon + 1, end - colon - 1)));
        }
        const auto length = ::read(out_, piece.data(), piece.size());
        if (length <= 0) throw std::runtime_error("a server did not start; it said: " + said);
        said.append(piece.data(), static_cast<std::size_t>(length));
    }
}

Started serve(const std::string& database, const std::string& data, const std::string& schemas) {
    return {SHENYI_PROGRAM, {"serve", "--port", "0", "--database", database, "--data", data, "--schemas", schemas}};
}

Started empty_server() {
    return {SHENYI_EMPTY_SERVER, {}};
}

void expect_answer(std::uint16_t port, const std::string& path) {
    const auto answer = tests::HttpClient(port).request("GET", path);
    if (answer.status != 200) throw std::runtime_error("a server that started is not ready: " + answer.body);
}

}  // namespace shenyi::bench
