#include "workflow/diff.hpp"

#include "workflow/code_points.hpp"
#include "workflow/numerals.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace shenyi::workflow {

namespace {

/// The keys of both texts as one character each, so that lists of clauses are compared like texts.
class Alphabet {
  public:
    std::u32string spelled(std::span<const Clause> clauses) {
        std::u32string word;
        for (const Clause& clause : clauses) {
            const auto letter = static_cast<char32_t>(letters_.size());
            word.push_back(letters_.try_emplace(clause.key, letter).first->second);
        }
        return word;
    }

  private:
    std::map<std::string, char32_t> letters_;
};

std::vector<TextRun> runs_of(const std::string& before, const std::string& after, std::size_t& budget) {
    std::vector<TextRun> runs;
    for (const Edit& edit : edit_script(code_points_of(before), code_points_of(after), budget)) {
        runs.push_back({.kind = edit.kind, .text = utf8_of(edit.text)});
    }
    return runs;
}

/// Goes through both lists side by side and writes down what differs.
class Walk {
  public:
    Walk(std::span<const Clause> before, std::span<const Clause> after, std::size_t& budget)
        : before_(before), after_(after), budget_(budget) {}

    void step(RunKind kind) {
        if (kind == RunKind::removed) return note(ClauseChangeKind::removed, &before_[old_++], nullptr);
        if (kind == RunKind::added) return note(ClauseChangeKind::added, nullptr, &after_[new_++]);
        const Clause& one = before_[old_++];
        const Clause& other = after_[new_++];
        if (one.text != other.text) note(ClauseChangeKind::changed, &one, &other);
    }
    std::vector<ClauseChange> changes() && { return std::move(changes_); }

  private:
    void note(ClauseChangeKind kind, const Clause* one, const Clause* other) {
        ClauseChange change{.kind = kind, .clause = one ? one->key : other->key};
        if (one) {
            change.before_position = static_cast<int>(old_) - 1;
            change.before = one->text;
        }
        if (other) {
            change.after_position = static_cast<int>(new_) - 1;
            change.after = other->text;
        }
        change.runs = runs_of(change.before, change.after, budget_);
        changes_.push_back(std::move(change));
    }

    std::span<const Clause> before_;
    std::span<const Clause> after_;
    std::size_t& budget_;
    std::size_t old_ = 0;
    std::size_t new_ = 0;
    std::vector<ClauseChange> changes_;
};

bool is_of_duty(char32_t code_point) {
    return is_one_of(U"不未无非禁应须可得必", code_point);
}

/// Bounds, and more or less: 以上 is not 以下, 补 not 罚.
bool is_of_measure(char32_t code_point) {
    return is_one_of(U"上下内外前后高低多少增减加免罚补收退全半各每", code_point);
}

/// What tells one of several from another: 甲方, 乙类.
bool is_of_order(char32_t code_point) {
    return is_one_of(U"甲乙丙丁戊己庚辛壬癸", code_point);
}

/// What a slip of the pen may not touch.
bool is_weighty(char32_t code_point) {
    return is_numeral(code_point) || is_of_duty(code_point) || is_of_measure(code_point) || is_of_order(code_point) ||
           is_punctuation(code_point);
}

bool is_minus(char32_t code_point) {
    return is_one_of(U"-－–—", code_point);
}

/// A text without white space, and without punctuation but where it is part of a number: 1.5, 1/3, 三、五, -2.
std::u32string bare(const std::string& text) {
    std::u32string dense = code_points_of(text);
    std::erase_if(dense, is_white_space);
    std::u32string words;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        const bool numeral_before = i > 0 && is_numeral(dense[i - 1]);
        const bool numeral_behind = i + 1 < dense.size() && is_numeral(dense[i + 1]);
        const bool in_number = numeral_behind && (numeral_before || is_minus(dense[i]));
        if (!is_punctuation(dense[i]) || in_number) words.push_back(dense[i]);
    }
    return words;
}

/// Whether one text becomes the other by so many slips: a light character put in, or left out; replaced by a light one
/// it is one of each.
bool differ_by_slips(std::u32string_view one, std::u32string_view other, int slips) {
    const auto heads = std::ranges::mismatch(one, other);
    const auto head = static_cast<std::size_t>(heads.in1 - one.begin());
    one.remove_prefix(head);
    other.remove_prefix(head);
    if (one.empty() && other.empty()) return true;
    if (slips == 0) return false;

    const bool light_one = !one.empty() && !is_weighty(one.front());
    const bool light_other = !other.empty() && !is_weighty(other.front());
    return (slips > 1 && light_one && light_other && differ_by_slips(one.substr(1), other.substr(1), slips - 2)) ||
           (light_one && differ_by_slips(one.substr(1), other, slips - 1)) ||
           (light_other && differ_by_slips(one, other.substr(1), slips - 1));
}

}  // namespace

std::vector<ClauseChange> diff(std::span<const Clause> before, std::span<const Clause> after) {
    Alphabet keys;
    const std::u32string old_keys = keys.spelled(before);
    const std::u32string new_keys = keys.spelled(after);
    std::size_t budget = diff_steps_max;
    Walk walk(before, after, budget);
    for (const Edit& edit : edit_script(old_keys, new_keys, budget)) {
        for (std::size_t i = 0; i < edit.text.size(); ++i) walk.step(edit.kind);
    }
    return std::move(walk).changes();
}

bool is_clerical(const ClauseChange& change) {
    return change.kind == ClauseChangeKind::changed &&
           differ_by_slips(bare(change.before), bare(change.after), clerical_code_points_max);
}

}  // namespace shenyi::workflow
