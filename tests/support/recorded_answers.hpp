#pragma once

#include "tests/support/http_client.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace shenyi::tests {

/// Writes down what a test program was answered, for tests/contract/check.mjs to compare with the contract. The folder
/// is named by the environment variable SHENYI_RECORDED_ANSWERS; without it nothing is written.
///
/// One file a program, one JSON object a line: `method`, `target` as sent, `status`, `content_type`; `body`, the text
/// of a JSON answer, or `gzip`, its bytes in hexadecimal digits where they came compressed. An answer without either
/// is of another type, or has no body.
class RecordedAnswers {
  public:
    static RecordedAnswers& of_this_program();

    /// From any thread.
    void add(std::string_view method, std::string_view target, const HttpAnswer& answer);

  private:
    RecordedAnswers();

    std::mutex mutex_;
    int file_ = -1;
    std::string waiting_;  ///< not written yet: a test may leave no file any room
};

}  // namespace shenyi::tests
