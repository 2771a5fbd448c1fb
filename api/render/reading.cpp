#include "api/render/reading.hpp"

#include "api/render/person.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// The versions that were before him: the one he opened, or those that hold the document.
json::array versions_of(const ReadEntry& reading, const Matter& matter) {
    json::array out;
    if (reading.version) out.emplace_back(*reading.version);
    if (!reading.document) return out;
    for (const Draft& draft : matter.drafts) {
        const bool holds = std::ranges::any_of(
            draft.documents, [&](const DraftDocument& each) { return each.document == *reading.document; });
        if (holds) out.emplace_back(draft.version);
    }
    return out;
}

}  // namespace

json::object render_reading(const storage::StoredEvent& event, const RecordRead& read, const ReadEntry& reading,
                            const Matter& matter, const Organ& organ) {
    return {{"event", event.reference.id},     {"person", render_named(organ, read.person, date_of(reading.first))},
            {"what", write(reading.what)},     {"versions", versions_of(reading, matter)},
            {"item", write(reading.item)},     {"document", write(reading.document)},
            {"first", rfc3339(reading.first)}, {"last", rfc3339(reading.last)},
            {"count", reading.count}};
}

}  // namespace shenyi::api
