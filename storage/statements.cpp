#include "storage/statements.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shenyi::storage {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

enum class Sort { space, comment, word, text, sign, unclosed };

struct Token {
    Sort sort;
    std::string_view text;
    std::string_view wanted{};  // unclosed: what would have closed it
};

/// Reads the token at the front of `rest`, which is not empty.
class Lexer {
  public:
    explicit Lexer(std::string_view sql) : rest_(sql) {}

    bool done() const { return rest_.empty(); }

    Token next() {
        const char c = rest_.front();
        if (is_space(c)) return take(Sort::space, run(is_space));
        if (rest_.starts_with("--")) return take(Sort::comment, std::min(rest_.find('\n'), rest_.size()));
        if (rest_.starts_with("/*")) return block_comment();
        if (c == '\'') return quoted(0, '\'', "a closing '", false);
        if (upper(c) == 'E' && rest_.size() > 1 && rest_[1] == '\'') return quoted(1, '\'', "a closing '", true);
        if (c == '"') return quoted(0, '"', "a closing \"", false);
        if (c == '$') return dollar();
        if (is_name(c)) return take(Sort::word, run(is_name));
        return take(Sort::sign, 1);
    }

  private:
    Token take(Sort sort, std::size_t length) {
        const Token token{sort, rest_.substr(0, length)};
        rest_.remove_prefix(length);
        return token;
    }

    Token unclosed(std::string_view wanted) {
        const Token token{Sort::unclosed, rest_, wanted};
        rest_ = {};
        return token;
    }

    std::size_t run(bool (*fits)(char)) const {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), fits);
        return static_cast<std::size_t>(end - rest_.begin());
    }

    Token block_comment() {
        const auto end = rest_.find("*/", 2);
        if (end == npos || rest_.find("/*", 2) < end) return unclosed("*/ (comments do not nest)");
        return take(Sort::comment, end + 2);
    }

    Token quoted(std::size_t open, char quote, std::string_view wanted, bool escapes) {
        for (auto at = open + 1; at < rest_.size(); ++at) {
            if (escapes && rest_[at] == '\\') {
                ++at;
            } else if (rest_[at] == quote) {
                if (at + 1 >= rest_.size() || rest_[at + 1] != quote) return take(Sort::text, at + 1);
                ++at;
            }
        }
        return unclosed(wanted);
    }

    /// `$$ … $$`, `$tag$ … $tag$`; a lone dollar sign (`$1`) is a sign.
    Token dollar() {
        auto end = std::size_t{1};
        while (end < rest_.size() && is_name(rest_[end])) ++end;
        if (end >= rest_.size() || rest_[end] != '$' || is_digit(rest_[1])) return take(Sort::sign, 1);
        const auto tag = rest_.substr(0, end + 1);
        const auto close = rest_.find(tag, tag.size());
        if (close == npos) return unclosed(tag);
        return take(Sort::text, close + tag.size());
    }

    std::string_view rest_;
};

/// Follows one statement: where it ends, and how deep in BEGIN … END the reader is.
class Statement {
  public:
    void add(const Token& token) {
        if (token.sort == Sort::space || token.sort == Sort::comment) return;
        if (begin_ == nullptr) {
            begin_ = token.text.data();
            creates_ = is_word(token.text, "CREATE");
        }
        end_ = token.text.data() + token.text.size();
        if (!creates_ || token.sort != Sort::word) return;
        if (is_word(token.text, "BEGIN") || is_word(token.text, "CASE")) ++depth_;
        if (is_word(token.text, "END")) --depth_;
    }

    bool empty() const { return begin_ == nullptr; }
    bool ends_at(const Token& token) const { return token.sort == Sort::sign && token.text == ";" && depth_ <= 0; }
    int depth() const { return depth_; }
    std::string_view text() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }

  private:
    const char* begin_ = nullptr;
    const char* end_ = nullptr;
    bool creates_ = false;
    int depth_ = 0;
};

std::string not_closed(std::string_view sql, std::string_view at, std::string_view wanted) {
    const auto* begin = sql.data();
    const auto line = 1 + std::count(begin, at.data(), '\n');
    return fmt::format("line {}: {} is missing", line, wanted);
}

}  // namespace

bool is_word(std::string_view word, std::string_view keyword) {
    return std::equal(word.begin(), word.end(), keyword.begin(), keyword.end(),
                      [](char a, char b) { return upper(a) == b; });
}

tl::expected<std::vector<std::string>, std::string> split_statements(std::string_view sql) {
    std::vector<std::string> statements;
    Statement statement;
    for (Lexer lexer(sql); !lexer.done();) {
        const Token token = lexer.next();
        if (token.sort == Sort::unclosed) return tl::unexpected(not_closed(sql, token.text, token.wanted));
        if (!statement.ends_at(token)) {
            statement.add(token);
            continue;
        }
        if (!statement.empty()) statements.emplace_back(statement.text());
        statement = Statement();
    }
    if (statement.depth() > 0) return tl::unexpected(not_closed(sql, statement.text(), "the END of this statement"));
    if (!statement.empty()) statements.emplace_back(statement.text());
    return statements;
}

std::vector<std::string_view> words_of(std::string_view statement) {
    std::vector<std::string_view> words;
    for (Lexer lexer(statement); !lexer.done();) {
        const Token token = lexer.next();
        if (token.sort != Sort::space && token.sort != Sort::comment) words.push_back(token.text);
    }
    return words;
}

}  // namespace shenyi::storage
