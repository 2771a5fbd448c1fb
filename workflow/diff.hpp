#pragma once

#include "workflow/edit_script.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// The difference of two texts by clause, then by character: what R-REV-10 judges a change by.
namespace shenyi::workflow {

/// A clause (条) of a text. `key` is its number in Arabic digits: `4` for 第四条, `4-1` for 第四条之一, `0` for what
/// stands before the first clause (序言). A heading of a chapter or section is a clause of its own, `第1章`. `text` is
/// its lines, heading included, without blank lines and without the white space at their ends: layout is no content.
struct Clause {
    std::string key;
    std::string text;

    bool operator==(const Clause&) const = default;
};
BOOST_DESCRIBE_STRUCT(Clause, (), (key, text))

/// Divides a text, given by line. A clause begins at a line that begins with 第…条. In a text that has none it begins
/// at each numbered paragraph of the outermost kind there is: 一、 before （一） before `1.`; the kinds below belong to
/// it. A line that begins with a reference (第四条规定的…) begins no clause: without a space after 条 the numbers have
/// to go on.
std::vector<Clause> clauses_of(std::span<const std::string> lines);

/// What a clause says: its words without its number, where they begin with it, and without white space and line ends.
std::u32string wording_of(const Clause& clause);

/// The paragraphs (款) of a clause in the same spelling; together they are its wording. Each line is one, with the
/// items （一） 1. that follow it.
std::vector<std::u32string> paragraphs_of(const Clause& clause);

/// A clause, or one paragraph of it, counted from 1.
struct Place {
    std::string clause;  ///< its key
    std::optional<int> paragraph;

    auto operator<=>(const Place&) const = default;
};

/// The key of one clause that somebody named: 第四条, 第四条第二款, 四、, 4. What names no number is its own key.
std::string clause_key(const std::string& named);

/// The keys of the clauses in a text that may name several: 第四条、第六条.
std::set<std::string> clause_keys(const std::string& named);

/// The places in a text that may name several: 第二条第二款、第四条. Empty for a part that names anything else: a
/// title, an annex, an item of a paragraph.
std::vector<std::optional<Place>> places_of(const std::string& named);

enum class ClauseChangeKind { changed, added, removed };
BOOST_DESCRIBE_ENUM(ClauseChangeKind, changed, added, removed)

struct TextRun {
    RunKind kind;
    std::string text;

    bool operator==(const TextRun&) const = default;
};
BOOST_DESCRIBE_STRUCT(TextRun, (), (kind, text))

/// What became of one clause. Positions count from 0 in the list of clauses; empty where the clause is not in that
/// list.
struct ClauseChange {
    ClauseChangeKind kind;
    std::string clause;  ///< its key
    std::optional<int> before_position;
    std::optional<int> after_position;
    std::string before;
    std::string after;
    std::vector<TextRun> runs;  ///< `same` and `removed` together are `before`, `same` and `added` are `after`

    bool operator==(const ClauseChange&) const = default;
};
BOOST_DESCRIBE_STRUCT(ClauseChange, (), (kind, clause, before_position, after_position, before, after, runs))

/// Steps that the comparison of two whole texts may take before it replaces the rest of a clause as a whole: far beyond
/// any revision of a statute, and some tens of milliseconds.
inline constexpr std::size_t diff_steps_max = 20'000'000;

/// The clauses that differ, in the order of the texts; nothing where the texts say the same. Clauses are matched by
/// their number, so that a clause put in between shows every later one as changed: its number is what others refer to.
std::vector<ClauseChange> diff(std::span<const Clause> before, std::span<const Clause> after);

/// How many code points of a clause may be put in or left out for a change to be clerical.
inline constexpr int clerical_code_points_max = 2;

/// Whether a change fits the class `clerical` (R-REV-10): the clause keeps its place and number, and, punctuation and
/// white space aside, at most two code points differ, none of which is part of a number or a word of negation or duty
/// (不未无非禁应须可得必). Punctuation between numerals is part of the number.
bool is_clerical(const ClauseChange& change);

}  // namespace shenyi::workflow
