#include "api/render/running_count.hpp"

#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>

#include <utility>

namespace shenyi::api {

namespace json = boost::json;

json::object render_running_count(const workflow::AttemptsCounted& counted, const std::string& stream,
                                  const workflow::Organ& organ) {
    json::object data{{"person", counted.person.value}, {"target", counted.target}};
    if (counted.actions) data.emplace("actions", workflow::codec::write(*counted.actions));
    if (counted.counted_as) data.emplace("counted_as", workflow::codec::write(*counted.counted_as));
    if (counted.rules) data.emplace("rules", workflow::codec::write(*counted.rules));
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
            {"data", std::move(data)},
            {"findings", json::array{}},
            {"count", counted.count},
            {"until", workflow::rfc3339(counted.to)}};
}

}  // namespace shenyi::api
