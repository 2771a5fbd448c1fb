#pragma once

#include "storage/log_keys.hpp"

#include <string>

namespace shenyi::api {

/// How the log that proves itself is sealed.
struct SealSettings {
    bool seals = true;   ///< or not at all: a benchmark asks what it costs
    std::string origin;  ///< the log's name; where none is given one that follows from the store's key
    storage::LogProfile profile = storage::LogProfile::std;
};

}  // namespace shenyi::api
