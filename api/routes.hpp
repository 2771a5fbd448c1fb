#pragma once

#include "api/app.hpp"
#include "api/http/router.hpp"

namespace shenyi::api {

/// The route table of the program. `app` must live as long as the router.
http::Router routes_of(App& app);

// One function for each file of endpoints/.
void add_sessions(http::Router& router, App& app);
void add_documents(http::Router& router, App& app);
void add_matters(http::Router& router, App& app);
void add_meetings(http::Router& router, App& app);
void add_organs(http::Router& router, App& app);
void add_people(http::Router& router, App& app);
void add_procedures(http::Router& router, App& app);
void add_tasks(http::Router& router, App& app);
void add_demo(http::Router& router, App& app);
void add_events(http::Router& router, App& app);
void add_service(http::Router& router, App& app);

}  // namespace shenyi::api
