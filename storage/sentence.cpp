#include "storage/sentence.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <string_view>

namespace shenyi::storage {

namespace {

std::string_view line_after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const auto begin = at + mark.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// `ERROR:  42501: must be owner\nHINT:  …\nLOCATION:  …` → `must be owner; …`, whatever stands before it. Empty where
/// PostgreSQL's server did not say it.
std::string postgresql_sentence(std::string_view message) {
    constexpr std::size_t state_length = 5;
    constexpr std::string_view behind_state = ": ";
    std::string told;
    for (const std::string_view severity : {"ERROR:  ", "FATAL:  ", "PANIC:  "}) {
        std::string_view line = line_after(message, severity);
        if (line.empty()) continue;
        if (line.substr(std::min(state_length, line.size())).starts_with(behind_state)) {
            line.remove_prefix(state_length + behind_state.size());
        }
        told = line;
        break;
    }
    if (told.empty()) return told;
    for (const std::string_view more : {"DETAIL:  ", "HINT:  "}) {
        const std::string_view line = line_after(message, more);
        if (!line.empty()) told.append("; ").append(line);
    }
    return told;
}

std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool space = c == '\n' || c == '\t' || c == ' ';
        if (!space) line += c;
        if (space && !line.empty() && line.back() != ' ') line += ' ';
    }
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

}  // namespace

std::string sentence_of(const std::exception& thrown) {
    const auto* of_soci = dynamic_cast<const soci::soci_error*>(&thrown);
    if (of_soci == nullptr) return thrown.what();
    const std::string message = of_soci->get_error_message();
    if (std::string sentence = postgresql_sentence(message); !sentence.empty()) return sentence;
    constexpr std::string_view preface = "Cannot establish connection to the database.";
    return in_one_line(message.starts_with(preface) ? std::string_view(message).substr(preface.size()) : message);
}

}  // namespace shenyi::storage
