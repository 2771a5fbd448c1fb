#include "api/endpoints/reading.hpp"

#include "workflow/organ.hpp"

namespace shenyi::api {

using namespace workflow;

bool is_paper(ReadKind what) {
    switch (what) {
        case ReadKind::draft:
        case ReadKind::difference:
        case ReadKind::document:
        case ReadKind::file:
        case ReadKind::minutes:
            return true;
        case ReadKind::matter:
        case ReadKind::gate:
        case ReadKind::drafts:
        case ReadKind::history:
        case ReadKind::responsibility:
        case ReadKind::meeting:
            return false;
    }
    return false;
}

void note_reading(const Call& call, const World& world, const Stream& resource, ReadEntry reading) {
    const bool inspects = world.organ && holds(*world.organ, call.person, Role::inspector, world.today);
    if (!inspects && !is_paper(reading.what)) return;
    call.app.engine->note_reading(call.organ, call.person, resource.name, std::move(reading));
}

}  // namespace shenyi::api
