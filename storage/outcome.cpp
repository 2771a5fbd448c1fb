#include "storage/outcome.hpp"

#include "storage/log/envelope.hpp"
#include "workflow/codec/facts.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

using namespace workflow;

struct KeptEvent {
    std::string id;
    std::string type;
    std::string stream;
    int stream_seq;
    Instant recorded_at;
};
BOOST_DESCRIBE_STRUCT(KeptEvent, (), (id, type, stream, stream_seq, recorded_at))

struct KeptFault {
    std::string pointer;
    std::string expected;
};
BOOST_DESCRIBE_STRUCT(KeptFault, (), (pointer, expected))

struct KeptOutcome {
    int kind;
    std::vector<KeptEvent> events;
    std::vector<Finding> warnings;
    std::vector<Finding> findings;
    std::vector<KeptFault> body_faults;
    std::vector<workflow::Role> roles;
    std::string created;
    std::optional<MatterId> matter;
    std::optional<MeetingId> meeting;
    std::optional<ItemId> item;
    std::optional<PersonId> person;
    int seq;
};
BOOST_DESCRIBE_STRUCT(KeptOutcome, (),
                      (kind, events, warnings, findings, body_faults, roles, created, matter, meeting, item, person,
                       seq))

}  // namespace

std::string outcome_text(const Outcome& outcome) {
    KeptOutcome kept{.kind = static_cast<int>(outcome.kind),
                     .warnings = outcome.warnings,
                     .findings = outcome.refusal.findings,
                     .roles = outcome.refusal.roles_that_may,
                     .created = outcome.created,
                     .matter = outcome.subject.matter,
                     .meeting = outcome.subject.meeting,
                     .item = outcome.subject.item,
                     .person = outcome.subject.person,
                     .seq = static_cast<int>(outcome.seq)};
    for (const EventReference& event : outcome.events) {
        kept.events.push_back(
            {event.id, event.type, event.stream, static_cast<int>(event.stream_seq), event.recorded_at});
    }
    for (const BodyFault& fault : outcome.refusal.body_faults)
        kept.body_faults.push_back({fault.pointer, std::string(fault.expected.text())});
    return boost::json::serialize(codec::write(kept));
}

Outcome outcome_from(const std::string& text) {
    const auto parsed = codec::parse(text);
    if (!parsed) throw log::RecordDamaged("a kept answer is no JSON");
    const auto kept = codec::read<KeptOutcome>(*parsed);
    if (!kept) throw log::RecordDamaged("a kept answer cannot be read at " + kept.error().front().pointer);
    Outcome outcome{
        .kind = static_cast<Outcome::Kind>(kept->kind),
        .warnings = kept->warnings,
        .refusal = {.roles_that_may = kept->roles, .findings = kept->findings},
        .created = kept->created,
        .subject = {.matter = kept->matter, .meeting = kept->meeting, .item = kept->item, .person = kept->person},
        .seq = kept->seq,
        .replayed = true};
    for (const KeptEvent& event : kept->events) {
        outcome.events.push_back({event.id, event.type, event.stream, event.stream_seq, event.recorded_at});
    }
    for (const KeptFault& fault : kept->body_faults) {
        const auto expected = Expected::named(fault.expected);
        if (!expected) throw log::RecordDamaged("a kept answer expects what nobody knows: " + fault.expected);
        outcome.refusal.body_faults.push_back({fault.pointer, *expected});
    }
    return outcome;
}

int status_of(const Outcome& outcome) {
    switch (outcome.kind) {
        case Outcome::Kind::accepted:
            return 200;
        case Outcome::Kind::refused:
            return 409;
        case Outcome::Kind::not_your_role:
            return 403;
        case Outcome::Kind::body_faulty:
            return 422;
        case Outcome::Kind::stale:
            return 412;
        case Outcome::Kind::key_reused:
            return 422;
        case Outcome::Kind::not_found:
            return 404;
        case Outcome::Kind::tag_missing:
            return 428;
    }
    return 500;
}

}  // namespace shenyi::storage
