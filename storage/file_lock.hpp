#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace shenyi::storage {

/// The file that is locked for an SQLite database of this path. Never the database itself, whose locks are SQLite's.
std::string lock_file_of(const std::string& database);

/// The number of the process that keeps a file of this path locked, as the kernel tells it; nothing where nobody does,
/// or it cannot be told. Touches the file with nothing: neither opens nor locks it.
std::optional<int> holder_of_lock(const std::string& path);

/// Keeps a file of the given path locked (flock) for as long as it lives, so that a second process can say so and stop.
/// The kernel lets go when the process ends, however it ends; the file stays and holds the process's number, for
/// people.
class FileLock {
  public:
    /// The error is a sentence for the operator: who holds it, or why the file cannot be made.
    static tl::expected<std::unique_ptr<FileLock>, std::string> take(const std::string& path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace shenyi::storage
