#include "storage/work_rows.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/deadlines.hpp"
#include "workflow/digest.hpp"
#include "workflow/roles.hpp"
#include "workflow/traces.hpp"
#include "workflow/waiting.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace shenyi::storage {

namespace {

using namespace workflow;

template <class Enum>
std::string wire(Enum value) {
    return std::string(codec::name_of_enumerator(value));
}

template <class Tag>
Value maybe(const std::optional<Id<Tag>>& id) {
    return id ? Value(id->value) : Value();
}
Value maybe(const std::optional<Date>& day) {
    return day ? Value(iso(*day)) : Value();
}
Value maybe(const std::optional<int>& number) {
    return number ? Value(static_cast<std::int64_t>(*number)) : Value();
}

std::set<DocumentId> texts_of(const Matter& matter) {
    std::set<DocumentId> texts;
    for (const Draft& draft : matter.drafts) texts.insert(draft.main);
    return texts;
}

std::string desk_of(workflow::Role role, const UnitId* unit) {
    return wire(asked_as(role)) + "@" + (unit ? unit->value : "");
}

std::vector<std::string> desks_of(const Addressee& addressee) {
    std::vector<std::string> desks;
    if (addressee.by_post()) desks.push_back(desk_of(addressee.role, addressee.unit ? &*addressee.unit : nullptr));
    for (const PersonId& person : addressee.persons) desks.push_back(person.value);
    return desks;
}

/// The same act on the same thing has the same id, on whose desk soever and however often it is projected.
std::string id_of(const std::string& resource, const Awaited& one) {
    constexpr std::size_t digits_kept = 32;
    const std::string all = resource + '\n' + one.action + '\n' + (one.item ? one.item->value : "") + '\n' +
                            (one.draft ? std::to_string(*one.draft) : "") +
                            (one.year ? '\n' + std::to_string(*one.year) : "");
    return "tsk_" + sha256_hex(all).substr(0, digits_kept);
}

void to_do(const OrganId& organ, const std::string& resource, const std::vector<Awaited>& all, const Value& matter,
           const Value& meeting, WorkRows& rows) {
    std::set<std::pair<std::string, std::string>> written;
    for (const Awaited& one : all) {
        const std::string id = id_of(resource, one);
        for (const std::string& desk : desks_of(one.of)) {
            if (!written.emplace(id, desk).second) continue;
            rows.tasks.insert({organ.value, wire(Box::todo), desk, rfc3339(one.since), id, resource, one.action,
                               wire(one.of.role), matter, meeting, maybe(one.item), maybe(one.draft), maybe(one.due),
                               maybe(one.year)});
        }
    }
}

void deadlines(const World& world, const Matter& matter, WorkRows& rows) {
    const std::string unit = matter.lead_unit.value_or(matter.undertaking_unit).value;
    int n = 0;
    for (const Deadline& one : deadlines_of(world, matter)) {
        const bool counted = one.calendar || !one.date;
        rows.deadlines.insert({matter.organ.value, matter.id.value, matter.id.value + ":" + std::to_string(++n),
                               wire(one.kind), unit, maybe(one.date), one.calendar ? Value(*one.calendar) : Value(),
                               maybe(one.missing_year), static_cast<std::int64_t>(counted ? 1 : 0),
                               one.date ? iso(*one.date) : std::string(behind_all_days), wire(one.of.role),
                               maybe(one.of.unit), boost::json::serialize(codec::write(one.of.persons))});
    }
}

}  // namespace

void add_those_with_their_texts(const World& world, std::set<MatterId>& matters) {
    std::set<DocumentId> texts;
    for (const MatterId& id : matters) texts.merge(texts_of(*world.matters.at(id)));
    for (std::size_t before = 0; before != matters.size();) {
        before = matters.size();
        for (const auto& [id, matter] : world.matters) {
            std::set<DocumentId> own = texts_of(*matter);
            const bool shares = std::ranges::any_of(own, [&](const DocumentId& text) { return texts.contains(text); });
            if (shares && matters.insert(id).second) texts.merge(own);
        }
    }
}

void add_work(const World& world, const Matter& matter, WorkRows& rows) {
    std::vector<Awaited> all = awaited(world, matter);
    if (auto assignment = reviewer_in_reserve(world, matter)) all.push_back(*std::move(assignment));
    to_do(matter.organ, stream_of(matter.id).name, all, matter.id.value, Value(), rows);
    deadlines(world, matter, rows);
}

void add_work(const World& world, const Meeting& meeting, WorkRows& rows) {
    to_do(meeting.organ, stream_of(meeting.id).name, awaited(world, meeting), Value(), meeting.id.value, rows);
}

void add_work(const World& world, const Organ& organ, WorkRows& rows) {
    to_do(organ.id, stream_of(organ.id).name, awaited(world, organ), Value(), Value(), rows);
}

void project_work(const WorkRows& before, const WorkRows& now, Changes& changes) {
    add_difference(before.tasks, now.tasks, Step::task_gone, Step::task, changes);
    add_difference(before.deadlines, now.deadlines, Step::deadline_gone, Step::deadline, changes);
}

void project_traces(const NewEvent& event, const World& after, const OrganId& organ, Changes& changes) {
    std::set<std::pair<std::string, std::string>> written;
    for (const Trace& trace : traces_of(event, after)) {
        const bool told = trace.box == Box::copied;
        // One matter or several, a copy of each is an entry of its own.
        const std::string id = event.meta.id.value + (trace.matter && told ? ":" + trace.matter->value : "");
        for (const std::string& desk : desks_of(trace.to)) {
            if (!written.emplace(id, wire(trace.box) + desk).second) continue;
            changes.add(Step::task,
                        Row{organ.value, wire(trace.box), desk, rfc3339(event.meta.at), id, event.stream.name,
                            std::string(trace.action), told ? Value(wire(trace.to.role)) : Value(), maybe(trace.matter),
                            maybe(trace.meeting), maybe(trace.item), maybe(trace.draft), Value(), maybe(trace.year)});
        }
    }
}

std::vector<std::string> desks_of(const Organ& organ, const PersonId& person, Date day) {
    std::set<std::string> desks{person.value};
    for (const HeldPost& held : acting_posts(organ, person, day)) {
        desks.insert(desk_of(held.post->role, &held.post->unit));
        desks.insert(desk_of(held.post->role, nullptr));
    }
    return {desks.begin(), desks.end()};
}

}  // namespace shenyi::storage
