#pragma once

#include "storage/log/envelope.hpp"
#include "storage/log_check.hpp"
#include "storage/replay.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t findings_kept = 100;  ///< in words; the others are counted
}

/// What an examination of a database came to.
struct Examined {
    std::int64_t organs = 0;
    std::int64_t streams = 0;
    std::int64_t events = 0;
    std::int64_t documents = 0;     ///< read to their end
    std::int64_t rows = 0;          ///< of derived tables, compared
    std::int64_t not_compared = 0;  ///< rows of matters and meetings whose events cannot be read to the end
    LogChecked log;
    std::vector<RecordFinding> findings;          ///< the first ones: of the log, the record, its tables
    std::map<std::string, std::int64_t> by_code;  ///< all of them

    void tell(RecordFinding finding);
    /// Another examination's findings behind these.
    void add(const Examined& other);
    /// As if these, which another finding tells better, had not been told.
    void take_back(const std::string& code);
    bool clean() const { return by_code.empty() && not_compared == 0; }
};

/// Checks the whole record and every table that follows from it, and changes nothing: each event's bytes, MAC, chain
/// and copies, each stream's head, that each event is sealed, in the queue or set aside, the log (log_check.hpp), and
/// row by row each derived table against a replay of the events. An event of the log is told with its index. Inside the
/// caller's transaction (`begin_reading`), so that all of it is of one moment. Role::auditor is enough. Throws what the
/// database says.
Examined fsck(Connection& connection, const log::MacKey& key,
              const std::shared_ptr<const workflow::Definitions>& definitions, const LogTrust& trust = {});

}  // namespace shenyi::storage
