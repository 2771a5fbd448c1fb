#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace shenyi::tests {

/// How a run of the program ended, and what it said.
struct Ended {
    int status;  ///< of exit; negative: the signal that killed it
    std::string out;
    std::string err;
};

/// The program `shenyi` as an operator starts it, in a process of its own that dies with this one. Waiting is bounded;
/// faults throw std::runtime_error.
class Program {
  public:
    using Variables = std::map<std::string, std::string>;

    /// What becomes of its standard error: it is kept for `end`, or it is a pipe whose reader has gone.
    enum class Errors { read, unread };

    /// `variables` come to those of this process, whose own SHENYI_… it does not see.
    explicit Program(const std::vector<std::string>& arguments, const Variables& variables = {},
                     Errors errors = Errors::read);
    /// Killed, where it still runs.
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    pid_t process() const { return process_; }
    /// The rest of the line behind `text` on its standard output, once it has said it.
    std::string wait_for(const std::string& text);
    void kill();
    /// Waits for its end.
    Ended end();

  private:
    bool read_more(int descriptor, std::string& into);

    pid_t process_ = 0;
    int out_ = -1;
    int err_ = -1;
    std::string said_;
};

/// Runs it to its end.
Ended run_program(const std::vector<std::string>& arguments, const Program::Variables& variables = {});

}  // namespace shenyi::tests
