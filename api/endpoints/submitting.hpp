#pragma once

#include "api/endpoints/endpoint.hpp"
#include "workflow/command.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

/// From a request to a command, and from its outcome to an answer (api.md §1).
namespace shenyi::api {

/// An action on its way.
struct Asked {
    workflow::Target target;
    std::string action;
    std::string operation;  ///< operation id of the contract, for the body's schema
    workflow::Subject subject;
    bool creates = false;  ///< answered 201
    /// The answer's own members (`matter`, `meeting` …), the tag, and where it is found.
    struct Shown {
        boost::json::object members;
        std::string tag;
        std::string location;
    };
    /// Shows what the outcome is about, as it stood just after it (`world_after`); may read.
    std::function<Shown(const Call&, const storage::Outcome&)> show;
    /// Whether the caller may know of the subject in this world; where not, it is not found. Empty: asked before.
    std::function<bool(const workflow::World&)> sees;
};

/// Checks key and body, submits and answers; `dry_run` asks only. A missing or old tag is the engine's business, which
/// looks for a known key first: a retry after a lost answer gets its receipt.
void submit(const Call& call, const Asked& asked, const http::Reply& reply);

}  // namespace shenyi::api
