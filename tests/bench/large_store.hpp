#pragma once

#include "tests/bench/bureau.hpp"
#include "workflow/readers.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace shenyi::bench {

/// A bureau with many matters, of which a few are real and can be acted on. The others are rows alone, written by set
/// statements into what lists and gates read: the log with an event for each, its stream, the key of its request, the
/// matter in the gate, its view, two names of readers, an entry on one of 20 desks, a deadline; for every tenth a
/// meeting. They are as short as the tables take them, and older than what is real.
class LargeStore {
  public:
    LargeStore(storage::Engine engine, std::size_t matters);

    Bureau& bureau() { return bureau_; }

    /// What the database says that it will do for each statement of the lists; one text for each.
    std::vector<std::pair<std::string, std::string>> plans();

  private:
    Bureau bureau_;
};

/// The desks and the readers' names of one person, each of whom has a twentieth of the large store's matters or more.
std::vector<std::string> some_desks();
std::vector<workflow::Names> some_names();

}  // namespace shenyi::bench
