#pragma once

#include "storage/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace shenyi::storage {

class FileLock;

/// Why nothing can be signed.
struct SignerFault {
    std::string what;        ///< a sentence for the operator
    bool is_in_use = false;  ///< by another process, which signs meanwhile
};

/// The signer's memory: the notes that were signed last, in a file that does not lie in the database. By it a database
/// that was set back is noticed before anything more is signed, and a note that was signed is never signed again.
///
/// The file holds two slots of 4096 bytes, written in turn and flushed once: what is torn is the new one, and the other
/// still stands. A slot is the text `shenyi-signer-state@v1`, `serial` and a number that grows by one with each
/// writing, `length` and how many bytes the notes have, `sha256` and the hexadecimal hash of everything else in the
/// slot up to the notes' end (serial and length lines, and the notes), each on a line; then an empty line, and the
/// notes one behind the other, each signed for one tree and ended by an empty line; zero bytes fill the rest.
class SignerState {
  public:
    /// Opens the file, or makes it with mode 0600, and keeps it locked against a second signer. It is in use,
    /// cannot be made, or no slot of it is whole.
    static tl::expected<std::unique_ptr<SignerState>, SignerFault> open(const std::filesystem::path& file);
    /// The notes in it as they are now, for who signs nothing: takes no lock, makes no file, and may be asked while a
    /// signer works. The error is a sentence for the operator.
    static tl::expected<std::vector<std::string>, std::string> look(const std::filesystem::path& file);
    ~SignerState();
    SignerState(const SignerState&) = delete;
    SignerState& operator=(const SignerState&) = delete;

    /// Empty where nothing was ever signed.
    const std::vector<std::string>& notes() const { return notes_; }

    /// When it returns, the notes are on the disk. Throws std::system_error where they could not be written, after
    /// which the state is what it was; std::length_error where they do not fit a slot.
    void write(std::vector<std::string> notes);

  private:
    SignerState(Descriptor file, std::unique_ptr<FileLock> lock);
    bool read();

    Descriptor file_;
    std::unique_ptr<FileLock> lock_;
    std::uint64_t serial_ = 0;
    std::vector<std::string> notes_;
};

}  // namespace shenyi::storage
