#include "tests/support/recorded_answers.hpp"

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
    if (folder != nullptr && *folder != '\0') out_.open(std::string(folder) + "/" + std::to_string(::getpid()) + ".jsonl");
}

void RecordedAnswers::add(std::string_view method, std::string_view target, const HttpAnswer& answer) {
    if (!out_.is_open()) return;
    const std::string type = answer.header("Content-Type");
    boost::json::object line{{"method", method}, {"target", target}, {"status", answer.status}, {"content_type", type}};
    const bool is_json = type.find("json") != std::string::npos;
    if (is_json && !answer.body.empty()) {
        const bool compressed = answer.has("Content-Encoding");
        line.emplace(compressed ? "gzip" : "body", compressed ? hex(answer.body) : answer.body);
    }
    const std::string text = boost::json::serialize(line) + "\n";
    const std::lock_guard lock(mutex_);
    out_ << text << std::flush;
}

}  // namespace shenyi::tests
