#pragma once

#include "api/app.hpp"
#include "workflow/clearing.hpp"
#include "workflow/command.hpp"
#include "workflow/finding.hpp"
#include "workflow/world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <vector>

namespace shenyi::api {

/// Where a finding was met: the states then, the command that met it, and the reader's language.
struct FindingPlace {
    const App& app;
    const workflow::World& world;
    const workflow::Command& command;
    Language language;
    std::optional<workflow::Date> day = std::nullopt;  ///< on which it was met; empty: today
};

/// A finding with its sentence, sources and who can clear it (`Finding` of the contract).
boost::json::object render(const workflow::Finding& finding, const FindingPlace& at);
boost::json::array render(const std::vector<workflow::Finding>& findings, const FindingPlace& at);

/// The same with who could clear it as it was told, whoever could now.
boost::json::object render(const workflow::Finding& finding, const FindingPlace& at,
                           const std::vector<workflow::Clearer>& clearers);

/// What a rule rested on that day, what binds the organ first.
boost::json::array render_sources(const storage::definitions::Rule& rule, const FindingPlace& at);

}  // namespace shenyi::api
