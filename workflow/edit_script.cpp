#include "workflow/edit_script.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shenyi::workflow {

namespace {

using Position = std::ptrdiff_t;

/// Collects edits so that neighbours of one kind grow together and a replacement is told as removed, then added.
class Script {
  public:
    void removed(std::u32string_view text) { removed_ += text; }
    void added(std::u32string_view text) { added_ += text; }
    void same(std::u32string_view text) {
        if (text.empty()) return;
        flush();
        if (!edits_.empty() && edits_.back().kind == RunKind::same)
            edits_.back().text += text;
        else
            edits_.push_back({RunKind::same, std::u32string(text)});
    }
    std::vector<Edit> finished() && {
        flush();
        return std::move(edits_);
    }

  private:
    void flush() {
        if (!removed_.empty()) edits_.push_back({RunKind::removed, std::exchange(removed_, {})});
        if (!added_.empty()) edits_.push_back({RunKind::added, std::exchange(added_, {})});
    }

    std::vector<Edit> edits_;
    std::u32string removed_;
    std::u32string added_;
};

/// How far paths with a number of edits come on each diagonal `x - y`, read from one end of both texts.
class Frontier {
  public:
    Frontier(Position width, Position height)
        : width_(width),
          height_(height),
          middle_(width + height + 1),
          far_(2 * static_cast<std::size_t>(middle_) + 1, -1) {}

    /// The furthest `x` on a diagonal; -1 where none was reached.
    Position on(Position diagonal) const {
        return diagonal < -middle_ || diagonal > middle_ ? -1 : far_[index(diagonal)];
    }

    /// One more edit: moves to a diagonal from its neighbours and along what is the same. `equal(x, y)` compares.
    /// Counts steps.
    template <class Equal>
    void reach(Position diagonal, Position edits, const Equal& equal, std::size_t& steps) {
        Position x = edits == 0 ? 0 : std::max({on(diagonal), by_removing(diagonal), by_adding(diagonal)});
        ++steps;
        if (x < 0) return;
        for (; x < width_ && x - diagonal < height_ && equal(x, x - diagonal); ++x) ++steps;
        far_[index(diagonal)] = x;
    }

  private:
    std::size_t index(Position diagonal) const { return static_cast<std::size_t>(middle_ + diagonal); }

    Position by_removing(Position diagonal) const {
        const Position x = on(diagonal - 1);
        return x >= 0 && x < width_ ? x + 1 : -1;
    }

    Position by_adding(Position diagonal) const {
        const Position x = on(diagonal + 1);
        return x >= 0 && x - (diagonal + 1) < height_ ? x : -1;
    }

    Position width_;
    Position height_;
    Position middle_;
    std::vector<Position> far_;
};

using Point = std::pair<std::size_t, std::size_t>;

/// A point in the middle of a shortest path from one end of the texts to the other; empty where the budget does not
/// reach.
std::optional<Point> middle_of(std::u32string_view before, std::u32string_view after, std::size_t& budget) {
    const auto width = static_cast<Position>(before.size());
    const auto height = static_cast<Position>(after.size());
    const Position shift = width - height;
    const bool odd = shift % 2 != 0;
    const auto from_start = [&](Position x, Position y) {
        return before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(y)];
    };
    const auto from_end = [&](Position x, Position y) { return from_start(width - 1 - x, height - 1 - y); };
    Frontier forward(width, height);
    Frontier backward(width, height);
    // The two frontiers meet on a diagonal when together they span the text.
    const auto meet = [&](Position diagonal) {
        const Position there = forward.on(diagonal);
        const Position here = backward.on(shift - diagonal);
        return there >= 0 && here >= 0 && there + here >= width;
    };

    for (Position edits = 0; edits <= (width + height + 1) / 2; ++edits) {
        std::size_t steps = 0;
        for (Position k = -edits; k <= edits; k += 2) {
            forward.reach(k, edits, from_start, steps);
            if (odd && meet(k)) return Point(forward.on(k), forward.on(k) - k);
        }
        for (Position k = -edits; k <= edits; k += 2) {
            backward.reach(k, edits, from_end, steps);
            if (!odd && meet(shift - k)) return Point(width - backward.on(k), height - (backward.on(k) - k));
        }
        if (steps > budget) break;
        budget -= steps;
    }
    budget = 0;
    return std::nullopt;
}

void compare(std::u32string_view before, std::u32string_view after, std::size_t& budget, Script& script) {
    const auto heads = std::ranges::mismatch(before, after);
    const auto head = static_cast<std::size_t>(heads.in1 - before.begin());
    script.same(before.substr(0, head));
    before.remove_prefix(head);
    after.remove_prefix(head);
    const auto tails = std::mismatch(before.rbegin(), before.rend(), after.rbegin(), after.rend());
    const auto tail = static_cast<std::size_t>(tails.first - before.rbegin());
    const std::u32string_view rest = before.substr(before.size() - tail);
    before.remove_suffix(tail);
    after.remove_suffix(tail);

    const bool both = !before.empty() && !after.empty();
    const auto middle = both && budget > 0 ? middle_of(before, after, budget) : std::nullopt;
    // A corner would divide nothing.
    if (middle && *middle != Point(0, 0) && *middle != Point(before.size(), after.size())) {
        compare(before.substr(0, middle->first), after.substr(0, middle->second), budget, script);
        compare(before.substr(middle->first), after.substr(middle->second), budget, script);
    } else {
        script.removed(before);
        script.added(after);
    }
    script.same(rest);
}

}  // namespace

std::vector<Edit> edit_script(std::u32string_view before, std::u32string_view after, std::size_t& budget) {
    Script script;
    compare(before, after, budget, script);
    return std::move(script).finished();
}

}  // namespace shenyi::workflow
