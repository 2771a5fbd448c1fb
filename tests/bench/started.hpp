#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace shenyi::bench {

/// A server in a process of its own, killed with the object. What it tells on standard error goes nowhere: who measures
/// does not read along.
class Started {
  public:
    Started(const std::string& program, std::vector<std::string> arguments);
    ~Started();
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;

    pid_t process() const { return process_; }
    /// The port at the end of the line that begins with this, once it was said.
    std::uint16_t port_behind(const std::string& words);

  private:
    pid_t process_ = 0;
    int out_ = -1;
};

/// The server `shenyi serve` on a free port.
Started serve(const std::string& database, const std::string& data, const std::string& schemas);
/// The empty server of Beast (empty_server.cpp).
Started empty_server();

/// What they say before their port.
inline constexpr auto serves = "serves ";

/// Gets this path; throws where the answer is another than 200.
void expect_answer(std::uint16_t port, const std::string& path);

}  // namespace shenyi::bench
