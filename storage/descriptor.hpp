#pragma once

#include <utility>

namespace shenyi::storage {

/// An open file, or none if negative; closed in every case.
class Descriptor {
  public:
    explicit Descriptor(int file) : file_(file) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }

    int get() const { return file_; }

  private:
    int file_;
};

}  // namespace shenyi::storage
