#pragma once

#include "api/app.hpp"
#include "api/http/router.hpp"

namespace shenyi::api {

/// What looks back: on a matter (its versions, who answered for what), on a meeting (its record, the files of its
/// items), on both event by event.
void add_matter_records(http::Router& router, App& app);
void add_meeting_records(http::Router& router, App& app);
void add_histories(http::Router& router, App& app);

}  // namespace shenyi::api
