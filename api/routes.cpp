#include "api/routes.hpp"

#include "api/endpoints/audit.hpp"
#include "api/endpoints/records.hpp"

namespace shenyi::api {

http::Router routes_of(App& app) {
    http::Router router;
    add_sessions(router, app);
    add_documents(router, app);
    add_matters(router, app);
    add_matter_records(router, app);
    add_meetings(router, app);
    add_meeting_records(router, app);
    add_histories(router, app);
    add_organs(router, app);
    add_people(router, app);
    add_procedures(router, app);
    add_events(router, app);
    add_service(router, app);
    add_tasks(router, app);
    add_audit(router, app);
    add_receipts(router, app);
    if (app.clock->is_demo()) add_demo(router, app);
    return router;
}

}  // namespace shenyi::api
