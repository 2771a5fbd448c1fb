#pragma once

#include "api/endpoints/endpoint.hpp"
#include "api/http/router.hpp"
#include "storage/log_rows.hpp"

/// The log that proves itself, as others verify it (event-log.md §9). Checkpoints, tiles and proofs are hashes, which
/// tell nothing of what was done: whoever is logged in has them. Nothing is told of what is not signed.
namespace shenyi::api {

/// `/audit`, but for receipts: those of single events hang on who sees them.
void add_audit(http::Router& router, App& app);
void add_receipts(http::Router& router, App& app);

/// Whether the one who asks reads the trail as a whole: inspector or audit administrator.
bool reads_trail(const Call& call);

/// The tree that the query's `hash` names, the first where there is no such parameter; null where the log has none of
/// that hash.
const storage::LogTree* tree_asked_for(const Call& call, const storage::OpenLog& log);

}  // namespace shenyi::api
