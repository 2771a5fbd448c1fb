#pragma once

#include "tests/support/bureau.hpp"

#include <random>

namespace shenyi::tests {

/// A bureau in which whatever comes next is drawn by lot; what the law refuses does not happen.
class RandomCourse {
  public:
    explicit RandomCourse(unsigned seed) : lot_(seed) {}

    void step();

    Bureau bureau;

  private:
    std::mt19937 lot_;
};

}  // namespace shenyi::tests
