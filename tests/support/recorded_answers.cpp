#include "tests/support/recorded_answers.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>

namespace shenyi::tests {

namespace {

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

}  // namespace

RecordedAnswers& RecordedAnswers::of_this_program() {
    static RecordedAnswers answers;
    return answers;
}

RecordedAnswers::RecordedAnswers() {
    const char* folder = std::getenv("SHENYI_RECORDED_ANSWERS");
    if (folder == nullptr || *folder == '\0') return;
    const std::string name = std::string(folder) + "/" + std::to_string(::getpid()) + ".jsonl";
    file_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void RecordedAnswers::add(std::string_view method, std::string_view target, const HttpAnswer& answer) {
    if (file_ < 0) return;
    const std::string type = answer.header("Content-Type");
    boost::json::object line{{"method", method}, {"target", target}, {"status", answer.status}, {"content_type", type}};
    const bool is_json = type.find("json") != std::string::npos;
    if (is_json && !answer.body.empty()) {
        const bool compressed = answer.has("Content-Encoding");
        line.emplace(compressed ? "gzip" : "body", compressed ? hex(answer.body) : answer.body);
    }
    const std::string text = boost::json::serialize(line) + "\n";
    const std::lock_guard lock(mutex_);
    waiting_ += text;
    const ssize_t written = ::write(file_, waiting_.data(), waiting_.size());
    if (written > 0) waiting_.erase(0, static_cast<std::size_t>(written));
}

}  // namespace shenyi::tests
