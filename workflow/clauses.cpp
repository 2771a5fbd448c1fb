#include "workflow/code_points.hpp"
#include "workflow/diff.hpp"
#include "workflow/numerals.hpp"

#include <algorithm>
#include <array>

namespace shenyi::workflow {

namespace {

/// Kinds of lines that can begin a clause; of the paragraphs the outermost first.
enum class HeadKind { none, article, chapter, ideographic, bracketed, digits };

struct Head {
    HeadKind kind = HeadKind::none;
    std::string key;
    int number = 0;
    int inserted = 0;        ///< 1 in 第四条之一
    bool apart = true;       ///< something sets the number off from the words that follow
    bool refers = false;     ///< what follows reads like a reference to another clause
    std::size_t behind = 0;  ///< how many code points of the line stand behind it
};

/// Reads from the left; what it has read is gone.
class Reader {
  public:
    explicit Reader(std::u32string_view text) : rest_(text) {}

    bool skip(std::u32string_view any_of) {
        if (rest_.empty() || !is_one_of(any_of, rest_.front())) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<int> number() {
        const std::size_t length = numeral_length(rest_);
        const auto value = number_of(rest_.substr(0, length));
        if (value) rest_.remove_prefix(length);
        return value;
    }
    std::size_t left() const { return rest_.size(); }
    char32_t next() const { return rest_.empty() ? U'\n' : rest_.front(); }

  private:
    std::u32string_view rest_;
};

Head article_or_chapter(Reader text) {
    const auto number = text.skip(U"第") ? text.number() : std::nullopt;
    if (!number) return {};
    const char32_t unit = text.next();
    if (!text.skip(U"条章节编篇")) return {};
    if (unit != U'条') {
        if (!is_white_space(text.next())) return {};
        return {.kind = HeadKind::chapter,
                .key = "第" + std::to_string(*number) + utf8_of({&unit, 1}),
                .behind = text.left()};
    }
    Reader behind = text;
    const auto inserted = behind.skip(U"之") ? behind.number() : std::nullopt;
    if (inserted) text = behind;
    const char32_t next = text.next();
    return {.kind = HeadKind::article,
            .key = std::to_string(*number) + (inserted ? "-" + std::to_string(*inserted) : ""),
            .number = *number,
            .inserted = inserted.value_or(0),
            .apart = is_white_space(next) || is_one_of(U"：:【[", next),
            .refers = is_one_of(U"第、，和至到或与及的规所之", next),
            .behind = text.left()};
}

Head numbered_paragraph(Reader text) {
    const bool bracketed = text.skip(U"（(");
    const bool arabic = is_digit(text.next());
    const auto number = text.number();
    if (!number) return {};
    Head head{.kind = HeadKind::bracketed, .key = std::to_string(*number), .number = *number};
    if (!bracketed) head.kind = arabic ? HeadKind::digits : HeadKind::ideographic;
    const bool set_off = bracketed ? text.skip(U"）)")
                         : arabic  ? text.skip(U".．、") && !is_digit(text.next())
                                   : text.skip(U"、");
    head.behind = text.left();
    return set_off ? head : Head{};
}

std::u32string_view trimmed(std::u32string_view line) {
    while (!line.empty() && is_white_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_white_space(line.back())) line.remove_suffix(1);
    return line;
}

/// The head of a line, past the signs with which a written text marks its headings.
Head head_of(std::u32string_view line) {
    while (!line.empty() && (is_white_space(line.front()) || is_one_of(U"#*>", line.front()))) {
        line.remove_prefix(1);
    }
    const Head head = article_or_chapter(Reader(line));
    return head.kind == HeadKind::none ? numbered_paragraph(Reader(line)) : head;
}

std::u32string dense(std::u32string_view text) {
    std::u32string words(text);
    std::erase_if(words, is_white_space);
    return words;
}

/// What numbers the items (项) of a paragraph.
bool is_item(HeadKind kind) {
    return kind == HeadKind::bracketed || kind == HeadKind::digits;
}

/// Whether an article's head goes on where the last one stopped; a reference to another article does not.
bool goes_on(const Head& head, const Head& last) {
    if (head.apart || last.kind == HeadKind::none) return true;
    if (head.number == last.number) return head.inserted > last.inserted;
    return head.number == last.number + 1 || (head.number > last.number && !head.refers);
}

HeadKind kind_of_clauses(const std::vector<Head>& heads) {
    const std::array outermost_first{HeadKind::article, HeadKind::ideographic, HeadKind::bracketed, HeadKind::digits};
    for (const HeadKind kind : outermost_first) {
        if (std::ranges::find(heads, kind, &Head::kind) != heads.end()) return kind;
    }
    return HeadKind::none;
}

/// The names in a text that may name several clauses.
std::vector<std::u32string> parts_of(const std::u32string& named) {
    std::vector<std::u32string> parts;
    std::u32string part;
    for (const char32_t code_point : named + U"，") {
        if (!is_one_of(U"、，；,;及和与 \u3000", code_point)) {
            part += code_point;
            continue;
        }
        if (!part.empty()) parts.push_back(part);
        part.clear();
    }
    return parts;
}

/// 第四条, 4, 四、, 第四条第二款 and nothing behind it.
std::optional<Place> place_of(const std::u32string& named) {
    const Head head = head_of(named);
    if (head.kind == HeadKind::none) {
        const auto number = number_of(named);
        return number ? std::optional(Place{.clause = std::to_string(*number), .paragraph = {}}) : std::nullopt;
    }
    Reader behind(std::u32string_view(named).substr(named.size() - head.behind));
    if (behind.left() == 0) return Place{.clause = head.key, .paragraph = {}};
    const auto paragraph = behind.skip(U"第") ? behind.number() : std::nullopt;
    if (head.kind != HeadKind::article || !paragraph || !behind.skip(U"款") || behind.left() > 0) return std::nullopt;
    return Place{.clause = head.key, .paragraph = paragraph};
}

}  // namespace

std::vector<Clause> clauses_of(std::span<const std::string> lines) {
    std::vector<std::u32string> texts;
    std::vector<Head> heads;
    for (const std::string& line : lines) {
        const std::u32string code_points = code_points_of(line);
        const std::u32string_view text = trimmed(code_points);
        if (text.empty()) continue;
        texts.emplace_back(text);
        heads.push_back(head_of(text));
    }

    const HeadKind kind = kind_of_clauses(heads);
    std::vector<Clause> clauses;
    Head last;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Head& head = heads[i];
        const bool chapter = kind == HeadKind::article && head.kind == HeadKind::chapter;
        const bool begins = head.kind == kind && (kind != HeadKind::article || goes_on(head, last));
        if (chapter || (begins && kind != HeadKind::none)) {
            clauses.push_back({.key = head.key, .text = utf8_of(texts[i])});
            if (!chapter) last = head;
        } else if (clauses.empty()) {
            clauses.push_back({.key = "0", .text = utf8_of(texts[i])});
        } else {
            clauses.back().text += "\n" + utf8_of(texts[i]);
        }
    }
    return clauses;
}

std::u32string wording_of(const Clause& clause) {
    std::u32string wording;
    for (const std::u32string& paragraph : paragraphs_of(clause)) wording += paragraph;
    return wording;
}

std::vector<std::u32string> paragraphs_of(const Clause& clause) {
    std::vector<std::u32string> paragraphs;
    const std::u32string text = code_points_of(clause.text);
    bool first = true;
    for (std::u32string_view rest = trimmed(text); !rest.empty(); first = false) {
        std::u32string_view line = rest.substr(0, rest.find(U'\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const Head head = head_of(line);
        const bool own_number = first && head.kind != HeadKind::none && head.key == clause.key;
        if (own_number) line.remove_prefix(line.size() - head.behind);
        const std::u32string words = dense(line);
        if (words.empty()) continue;
        if (is_item(head.kind) && !paragraphs.empty()) {
            paragraphs.back() += words;
        } else {
            paragraphs.push_back(words);
        }
    }
    return paragraphs;
}

std::string clause_key(const std::string& named) {
    const std::vector<Clause> clauses = clauses_of(std::vector{named});
    if (clauses.empty()) return {};
    if (clauses.front().key != "0") return clauses.front().key;
    const std::u32string text = code_points_of(clauses.front().text);
    const auto number = number_of(text);
    return number ? std::to_string(*number) : clauses.front().text;
}

std::set<std::string> clause_keys(const std::string& named) {
    std::set<std::string> keys{clause_key(named)};
    for (const std::u32string& part : parts_of(code_points_of(named))) keys.insert(clause_key(utf8_of(part)));
    return keys;
}

std::vector<std::optional<Place>> places_of(const std::string& named) {
    std::u32string text = code_points_of(named);
    // 第二条 第二款 is one place; 2 3 are two.
    if (is_one_of(text, U'条')) text = dense(text);
    std::vector<std::optional<Place>> places;
    for (const std::u32string& part : parts_of(text)) places.push_back(place_of(part));
    return places;
}

}  // namespace shenyi::workflow
