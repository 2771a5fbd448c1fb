#include "tests/support/databases.hpp"
#include "tests/support/program.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A port of 127.0.0.1 that somebody else serves at.
class TakenPort {
  public:
    TakenPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool taken = ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                           ::listen(socket_, 1) == 0 &&
                           ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        if (!taken) throw std::runtime_error("no port on 127.0.0.1");
        number_ = std::to_string(ntohs(address.sin_port));
    }
    ~TakenPort() { ::close(socket_); }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;

    const std::string& number() const { return number_; }

  private:
    int socket_;
    std::string number_;
};

class Settings : public testing::Test {
  protected:
    /// What a wrong call is told, a fault a line; it ends with 2.
    std::string told(const std::vector<std::string>& arguments, const Program::Variables& variables = {}) {
        const Ended ended = run_program(arguments, variables);
        EXPECT_EQ(ended.status, 2) << ended.out << ended.err;
        return ended.err;
    }
    static auto lines(const std::string& text) { return std::ranges::count(text, '\n'); }

    TemporaryFolder folder_;
    const std::string data_ = folder_.path() / "made" / "data";
};

TEST_F(Settings, that_are_wrong_are_told_all_at_once_and_nothing_is_made) {
    const std::string err = told({"serve", "--port", "99999", "--address", "nope", "--database", "mysql://x", "--data",
                                  "/proc/x", "--schemas", "/nowhere"});
    EXPECT_THAT(err, HasSubstr("--port: from 0 (a free one) to 65535, not 99999\n"));
    EXPECT_THAT(err, HasSubstr("--address: nope is no IP address"));
    EXPECT_THAT(err, HasSubstr("--database: the database is not understood"));
    EXPECT_THAT(err, HasSubstr("--data: /proc/x is no folder that can be written"));
    EXPECT_THAT(err, HasSubstr("--schemas: /nowhere has no openapi.yaml"));
    EXPECT_EQ(lines(err), 5) << err;

    EXPECT_THAT(told({"demo", "--data", data_, "--port", "x"}), Not(HasSubstr("--data")));
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(Settings, with_a_taken_port_are_told_before_a_demo_is_made) {
    const TakenPort taken;
    const std::string err = told({"demo", "--data", data_, "--port", taken.number()});
    EXPECT_EQ(err, "shenyi: --port: " + taken.number() +
                       " on 127.0.0.1 is taken by another program; name another port, or 0 for a free one\n");
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    EXPECT_THAT(told({"serve", "--data", data_, "--address", "192.0.2.1"}),
                HasSubstr("--address: 192.0.2.1 is no address of this machine"));
}

TEST_F(Settings, that_name_nothing_are_no_settings) {
    EXPECT_EQ(told({"migrate", "--database", "", "--data", ""}),
              "shenyi: --database: the database is not understood; expected sqlite:PATH or "
              "postgresql://USER@HOST:PORT/NAME\nshenyi: --data: it names no folder\n");
    EXPECT_THAT(told({"migrate", "--data", data_, "--database", "sqlite:/nowhere/shenyi.db"}),
                HasSubstr("--database: there is no folder /nowhere"));
}

TEST_F(Settings, that_no_option_takes_are_told_by_name_and_not_by_value) {
    EXPECT_EQ(told({"demo", "--prot", "1", "--foo", "2", "--data", data_, "--bar=3", "4"}),
              "shenyi: --prot: there is no such option\nshenyi: --foo: there is no such option\n"
              "shenyi: --bar: there is no such option\nshenyi: 4: not understood; every option begins with --\n");
    EXPECT_FALSE(std::filesystem::exists(data_));
    EXPECT_THAT(told({"bogus"}),
                HasSubstr("shenyi: bogus: there is no such command\nshenyi: a command is needed: serve"));
    EXPECT_THAT(told({}), HasSubstr("shenyi: a command is needed: serve demo"));
}

TEST_F(Settings, come_from_variables_where_no_option_says_otherwise) {
    EXPECT_EQ(told({"migrate", "--schemas", "/nowhere"}, {{"SHENYI_DATA", data_}}),
              "shenyi: --schemas: /nowhere has no openapi.yaml\n");
    EXPECT_THAT(told({"serve"}, {{"SHENYI_DATA", data_}, {"SHENYI_PORT", "abc"}, {"SHENYI_ADDRESS", "nope"}}),
                testing::AllOf(HasSubstr("SHENYI_PORT: from 0 (a free one) to 65535, not abc"),
                               HasSubstr("SHENYI_ADDRESS: nope is no IP address")));
    const Ended migrated = run_program({"migrate"}, {{"SHENYI_DATA", data_}});
    EXPECT_EQ(migrated.status, 0) << migrated.err;
    EXPECT_TRUE(std::filesystem::exists(data_ + "/shenyi.db"));
    const Ended elsewhere = run_program({"migrate", "--data", data_ + "2"}, {{"SHENYI_DATA", "/proc/x"}});
    EXPECT_EQ(elsewhere.status, 0) << elsewhere.err;
}

TEST_F(Settings, of_proxies_are_addresses) {
    const std::string err = told({"serve", "--port", "0", "--data", data_, "--proxy", "127.0.0.1,nope,::1,10.0.0.0/8"});
    EXPECT_EQ(err, "shenyi: --proxy: nope is no IP address\nshenyi: --proxy: 10.0.0.0/8 is no IP address\n");
}

TEST_F(Settings, that_guard_log_ins_have_bounds) {
    const std::map<std::string, std::pair<std::string, std::string>> wrong{
        {"--password-length", {"7", "from 8 to 64, not 7"}},
        {"--password-kinds", {"5", "from 1 to 4, not 5"}},
        {"--password-days", {"3651", "from 0 to 3650, not 3651"}},
        {"--one-time-days", {"1.5", "from 0 to 3650, not 1.5"}},
        {"--lockout-failures", {"0", "from 1 to 20, not 0"}},
        {"--lockout-minutes", {"", "from 1 to 1440, not "}},
        {"--idle-minutes", {"x", "from 1 to 1440, not x"}},
        {"--session-hours", {"25", "from 1 to 24, not 25"}},
        {"--log-days", {"0", "from 1 to 3650, not 0"}},
        {"--log", {"/proc/x", "/proc/x is no folder that can be written, and cannot be made one"}},
    };
    std::vector<std::string> words{"serve", "--port", "0", "--data", data_};
    for (const auto& [option, value] : wrong) words.insert(words.end(), {option, value.first});
    const std::string err = told(words);
    for (const auto& [option, value] : wrong) EXPECT_THAT(err, HasSubstr(option + ": " + value.second + "\n"));
    EXPECT_EQ(lines(err), 10) << err;
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    EXPECT_THAT(told({"serve"}, {{"SHENYI_DATA", data_}, {"SHENYI_IDLE_MINUTES", "0"}}),
                HasSubstr("SHENYI_IDLE_MINUTES: from 1 to 1440, not 0"));
}

/// Customary for systems of level 3; a demo's are lax.
TEST_F(Settings, that_guard_log_ins_are_strict_where_nothing_is_said) {
    const auto usual = [](const std::string& program, const std::string& option) {
        const std::string help = run_program({program, "--help"}).out;
        const std::string mark = option + " TEXT=";
        const auto at = help.find(mark);
        if (at == std::string::npos) return "not in: " + help;
        const auto begin = at + mark.size();
        return help.substr(begin, help.find(' ', begin) - begin);
    };
    const std::map<std::string, std::pair<std::string, std::string>> options{
        {"--password-length", {"12", "8"}}, {"--password-kinds", {"3", "1"}},   {"--password-days", {"90", "0"}},
        {"--one-time-days", {"7", "0"}},    {"--lockout-failures", {"5", "5"}}, {"--lockout-minutes", {"10", "15"}},
        {"--idle-minutes", {"30", "720"}},  {"--session-hours", {"12", "12"}},  {"--log-days", {"184", "184"}},
    };
    for (const auto& [option, numbers] : options) {
        EXPECT_EQ(usual("serve", option), numbers.first) << option;
        EXPECT_EQ(usual("demo", option), numbers.second) << option;
    }
}

TEST_F(Settings, of_the_tour_name_a_demo_that_answers) {
    EXPECT_EQ(told({"tour", "--url", "http://127.0.0.1:1"}),
              "shenyi: --url: http://127.0.0.1:1 does not answer: Connection refused\n");
    for (const char* url : {"http://127.0.0.1:1/foo", "http://127.0.0.1:1?a", "http://u@127.0.0.1:1", "ftp://h", "",
                            "http://h:99999", "http://h:0"}) {
        EXPECT_THAT(told({"tour", "--url", url}), HasSubstr("--url: expected http://HOST:PORT")) << url;
    }
}

}  // namespace
}  // namespace shenyi::tests
