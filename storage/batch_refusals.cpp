#include "storage/batch.hpp"

#include "storage/attempts.hpp"
#include "storage/events_about.hpp"
#include "storage/fresh.hpp"
#include "storage/projection.hpp"
#include "workflow/codec/attempt.hpp"

#include <soci/soci.h>

#include <utility>

// What a batch does with refusals: each an event, or counted (attempts.hpp).
namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto count_attempts = R"(
    SELECT count(*), coalesce(min(at), '') FROM event
    WHERE organ = :organ AND actor_id = :actor AND at > :since AND stream = :stream AND type = 'attempt.refused')";

/// Where a refused attempt is kept: with the matter or meeting, else the person, else the organ (api.md §1).
std::string attempted(const Command& command) {
    const Subject& subject = command.subject;
    if (command.target == Target::matter && subject.matter) return subject.matter->value;
    if (subject.meeting) return subject.meeting->value;
    if (subject.person) return subject.person->value;
    if (command.target == Target::organ) return subject.organ.value;
    return command.actor.value;
}

/// What was tried on, in the attempt: the resource's stream, for an item `meeting/<meeting>/<item>`. A meeting's
/// attempts all lie in one stream; whoever traces one matter has to know which item was meant.
std::string target_of(const Command& command) {
    const std::string resource = resource_of(command);
    return command.target == Target::item ? resource + "/" + command.subject.item->value : resource;
}

}  // namespace

std::string attempts_of(const Command& command) {
    return attempts_on(attempted(command)).name;
}

Outcome Batch::refuse(const Submission& submission, World world, Refusal refusal) {
    Outcome outcome{
        .kind = Outcome::Kind::refused, .refusal = std::move(refusal), .subject = submission.command.subject};
    outcome.warnings = outcome.refusal.warnings;
    outcome.seq = loader_.stream(resource_of(submission.command)).seq;
    if (!outcome.refusal.body_faults.empty()) {
        outcome.kind = Outcome::Kind::body_faulty;
        return outcome;  // a faulty request is no attempt
    }
    if (outcome.refusal.not_your_role()) outcome.kind = Outcome::Kind::not_your_role;
    for (const Finding& finding : outcome.refusal.findings) refused_by_.push_back(finding.rule);
    const EventId id{world.fresh.id("evt_")};
    AttemptRefused refused =
        codec::attempt_of(world, submission.command, outcome.refusal, target_of(submission.command));
    outcome.after = snapshot_of(std::move(world));
    const std::string stream = attempts_on(attempted(submission.command)).name;
    const PersonId& person = submission.command.actor;
    if (const auto hour_ends = counted_until(stream, person)) {
        count(stream, person, refused, *hour_ends);
        return outcome;
    }
    ++attempts_here_[{stream, person}];
    const NewEvent attempt{
        .stream = {stream}, .event = AttemptEvent{std::move(refused)}, .meta = {.id = id, .at = now_, .actor = person}};
    outcome.events.push_back(record(attempt, origin_of(submission, true)));
    project_about(attempt, organ_, round_for({stream}).changes);
    return outcome;
}

std::optional<Instant> Batch::counted_until(const std::string& stream, const PersonId& person) {
    const std::string since = rfc3339(now_ - limits::attempts_hour);
    int written = 0;
    std::string first;
    connection_.sql() << count_attempts, soci::use(organ_.value, "organ"), soci::use(person.value, "actor"),
        soci::use(since, "since"), soci::use(stream, "stream"), soci::into(written), soci::into(first);
    if (const auto here = attempts_here_.find({stream, person}); here != attempts_here_.end()) written += here->second;
    if (written < limits::attempts_written) return std::nullopt;
    return parse_instant(first).value_or(now_) + limits::attempts_hour;
}

/// The stream is locked, so that nobody else counts on it meanwhile.
void Batch::count(const std::string& stream, const PersonId& person, const AttemptRefused& refused, Instant hour_ends) {
    const std::pair at{stream, person};
    auto found = counts_.find(at);
    if (found == counts_.end()) {
        auto running = running_count(connection_, organ_, stream, person);
        if (!running) {
            counts_.emplace(at, first_counted(organ_, stream, person, refused, now_, hour_ends));
            return;
        }
        found = counts_.emplace(at, *std::move(running)).first;
    }
    add_to(found->second, refused, now_);
}

void Batch::end_counts(const std::vector<AttemptCount>& counts) {
    unsigned n = 0;
    const Fresh fresh = fresh_at(now_);
    std::vector<NewEvent> events;
    for (const AttemptCount& ended : counts) {
        log_.add(Step::attempt_count_gone, key_of(ended));
        events.push_back(NewEvent{.stream = {ended.stream},
                                  .event = AttemptEvent{ended.counted},
                                  .meta = {.id = {fresh.id("evt_", n++)}, .at = now_, .actor = ended.counted.person}});
    }
    record(events, {});
}

}  // namespace shenyi::storage
