#pragma once

#include "storage/definitions/calendars.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/calendar.hpp"

namespace shenyi::workflow {

/// The calendar of the years that are shipped.
inline const Calendar& calendar() {
    static const Calendar loaded =
        storage::definitions::read_calendars(tests::source_folder() / "schemas/calendars").value();
    return loaded;
}

}  // namespace shenyi::workflow
