#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// Publishes the settled text. A further channel is a further call.
struct Publish {
    int draft;
    std::string channel;
    std::optional<Date> effective_on;
};
BOOST_DESCRIBE_STRUCT(Publish, (), (draft, channel, effective_on))

Events events_of(const Context& at, const Publish& body);
BodyFaults faults_of(const Context& at, const Publish& body);

}  // namespace shenyi::workflow
