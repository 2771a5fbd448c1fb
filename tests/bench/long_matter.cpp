#include "tests/bench/long_matter.hpp"

#include "tests/support/bureau.hpp"
#include "workflow/actions/matter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::bench {

using namespace workflow;

namespace {

/// One transaction for each run of events by the same person.
void write(storage::WorkflowEngine& engine, const OrganId& organ, const std::vector<NewEvent>& events) {
    for (auto from = events.begin(); from != events.end();) {
        const PersonId actor = from->meta.actor;
        const auto to =
            std::find_if(from, events.end(), [&](const NewEvent& each) { return each.meta.actor != actor; });
        std::vector<std::pair<Stream, Event>> same;
        std::transform(from, to, std::back_inserter(same),
                       [](const NewEvent& each) { return std::pair(each.stream, each.event); });
        if (const auto written = engine.record(organ, actor, std::move(same)); !written) {
            throw std::runtime_error(written.error().detail);
        }
        from = to;
    }
}

}  // namespace

MatterId write_long_matter(storage::WorkflowEngine& engine, const OrganId& organ, std::size_t events) {
    static int number = 0;
    tests::Bureau bureau;
    bureau.world().fresh.bits[0] = static_cast<std::uint8_t>(++number);  // ids of one bureau repeat those of another
    bureau.world().fresh.bits[1] = static_cast<std::uint8_t>(number >> 8);
    bureau.reviewed(fmt::format("第{}件重大行政决策", number));
    const std::string stream = stream_of(bureau.newest_matter).name;
    std::vector<NewEvent> of_matter;
    const auto gather = [&] {
        of_matter.clear();
        std::ranges::copy_if(bureau.log(), std::back_inserter(of_matter),
                             [&](const NewEvent& each) { return each.stream.name == stream; });
    };
    for (gather(); of_matter.size() < events; gather()) {
        bureau.as("drafter", workflow::Target::matter, "note_objection", NoteObjection{.text = "对本事项的一点意见"});
    }
    write(engine, organ, of_matter);
    return bureau.newest_matter;
}

}  // namespace shenyi::bench
