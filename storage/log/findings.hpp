#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What a verification finds. Nothing found means that everything which was read is as it must be, and no more.
namespace shenyi::storage::log {

/// Tampered or inconsistent:
///
/// | code | what is not as it must be |
/// |---|---|
/// | `E_BODY_HASH` | an event's bytes have not the leaf hash that stands at its index |
/// | `E_MISSING_EVENT` | an event is not among the others of its bundle |
/// | `E_NODE` | a hash in a tile above level 0 is not that of what lies below it |
/// | `E_ROOT` | what was read leads to another root than the checkpoint's |
/// | `E_SIZE` | a tile has not as many hashes as the checkpoint's size asks for |
/// | `E_SIG` | a signature in the name of a known key is not of that key, or of a key not in force at the size |
/// | `E_FORK` | two checkpoints of one log of which the later does not go on from the earlier, by this proof |
/// | `E_PROOF` | a proof has not as many hashes as one of this index and these sizes must have |
/// | `E_FORM` | bytes are not what the format allows |
///
/// Cannot tell:
///
/// | code | what is not known |
/// |---|---|
/// | `E_KEY` | no known key has signed |
/// | `E_ORIGIN` | the log is not one of the policy, or not the log of the other checkpoint |
/// | `E_WITNESS` | fewer witnesses than the policy asks for have cosigned |
/// | `E_MISSING_FILE` | a file is not there, or cannot be read |
/// | `E_STOPPED` | there was more to find than is told: what lies behind was not read |
enum class Code {
    body_hash,
    missing_event,
    node,
    root,
    size,
    sig,
    fork,
    proof,
    form,
    key,
    origin,
    witness,
    missing_file,
    stopped,
};

/// `E_` and the name in capitals.
std::string_view name_of(Code code);

/// In the order in which one outweighs another.
enum class Verdict { verified, cannot_tell, tampered };

Verdict verdict_of(Code code);

struct Finding {
    Code code{};
    std::optional<std::uint64_t> index;  ///< of the first event that it bears on
    std::string file;                    ///< as it was given, or relative to the log's folder
    std::string expected;                ///< hashes in hexadecimal, numbers in decimal, else a sentence
    std::string found;

    bool operator==(const Finding&) const = default;
};

/// Findings as they are made: told to whoever listens, and not kept. After the most of them, one more is `E_STOPPED`.
class Findings {
  public:
    static constexpr std::size_t most = 10'000;

    explicit Findings(std::function<void(const Finding&)> told) : told_(std::move(told)) {}

    void tell(const Finding& finding);
    Verdict verdict() const { return verdict_; }
    std::size_t count() const { return count_; }
    /// Who verifies goes no further.
    bool stopped() const { return count_ > most; }

  private:
    std::function<void(const Finding&)> told_;
    Verdict verdict_ = Verdict::verified;
    std::size_t count_ = 0;
};

}  // namespace shenyi::storage::log
