#include "api/render/running_count.hpp"

#include <boost/json/array.hpp>

namespace shenyi::api {

namespace json = boost::json;

json::object render_running_count(const workflow::AttemptsCounted& counted, const std::string& stream,
                                  const workflow::Organ& organ) {
    return {{"id", "running:" + counted.person.value},
            {"entry", "attempt"},
            {"type", workflow::AttemptsCounted::type},
            {"outcome", "refused"},
            {"at", workflow::rfc3339(counted.from)},
            {"occurred_at", nullptr},
            {"stream", stream},
            {"stream_seq", 0},
            {"actor", json::object{{"id", counted.person.value},
                                   {"name", workflow::name_of(organ, counted.person)},
                                   {"org", organ.id.value},
                                   {"post", nullptr},
                                   {"role", nullptr}}},
            {"action", nullptr},
            {"data", json::object{{"person", counted.person.value}, {"target", counted.target}}},
            {"findings", json::array{}},
            {"count", counted.count},
            {"until", workflow::rfc3339(counted.to)}};
}

}  // namespace shenyi::api
