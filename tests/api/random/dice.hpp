#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>

namespace shenyi::tests {

/// Choices that follow from a seed alone, the same on every machine.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class List>
    const auto& of(const List& list) {
        return std::data(list)[below(std::size(list))];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace shenyi::tests
