#pragma once

#include "storage/log/envelope.hpp"
#include "storage/work_lists.hpp"

/// What a person has done (已办). The log tells it: no row is written for it beside the event.
namespace shenyi::storage {

/// His own acts, newest first by instant and id. Each event is verified; a damaged one throws log::RecordDamaged.
PageOrFault<TaskRow> list_done(Connection& connection, const workflow::OrganId& organ, const workflow::PersonId& person,
                               const log::MacKey& key, std::size_t limit, const std::optional<std::string>& cursor);

/// The statement, as it is run.
ListQuery done_query(const workflow::OrganId& organ, const workflow::PersonId& person,
                     const std::optional<ListKey>& after, std::size_t rows);

}  // namespace shenyi::storage
