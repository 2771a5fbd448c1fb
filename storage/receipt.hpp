#pragma once

#include <cstdint>
#include <string>

namespace shenyi::storage {

/// That an event is in the log: its index, and a C2SP tlog-proof in the first of the log's trees.
struct Receipt {
    std::string event;
    std::uint64_t index = 0;
    std::string proof;

    bool operator==(const Receipt&) const = default;
};

/// A size of a tree with its signed note.
struct SignedSize {
    std::uint64_t size = 0;
    std::string note;
};

}  // namespace shenyi::storage
