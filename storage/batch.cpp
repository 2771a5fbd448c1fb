#include "storage/batch.hpp"

#include "storage/events_about.hpp"
#include "storage/outcome.hpp"
#include "storage/projection.hpp"
#include "storage/readers.hpp"
#include "storage/work_rows.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/daily.hpp"
#include "workflow/evolve/evolve.hpp"
#include "workflow/roles.hpp"

#include <algorithm>
#include <tuple>

namespace shenyi::storage {

namespace {

using namespace workflow;

RequestKey key_of(const Submission& submission) {
    return {submission.command.actor.value, submission.key->method, submission.key->path, submission.key->key};
}

std::optional<log::StateMark> mark_of(const StreamState& state) {
    if (const auto matter = state.as<Matter>()) {
        return log::StateMark{std::string(codec::name_of_enumerator(matter->stage)), state.seq};
    }
    if (const auto meeting = state.as<Meeting>()) {
        return log::StateMark{std::string(codec::name_of_enumerator(meeting->stage)), state.seq};
    }
    return std::nullopt;
}

/// Whether an outcome stays under its key. What the next try may find otherwise does not: a wrong tag, a faulty body,
/// what is not there or not seen.
bool is_kept(const Outcome& outcome) {
    return outcome.kind == Outcome::Kind::accepted || outcome.kind == Outcome::Kind::refused ||
           outcome.kind == Outcome::Kind::not_your_role;
}

bool in_gate(const std::string& stream) {
    return stream.starts_with("matter/") || stream.starts_with("meeting/");
}

}  // namespace

std::string resource_of(const Command& command) {
    const Subject& subject = command.subject;
    if (command.target == Target::matter && subject.matter) return stream_of(*subject.matter).name;
    if (subject.meeting) return stream_of(*subject.meeting).name;
    if (subject.person) return stream_of(*subject.person).name;
    return stream_of(subject.organ).name;
}

Batch::Batch(Connection& connection, WorldLoader& loader, const OrganId& organ, const log::MacKey& key,
             const std::string& origin, Instant now)
    : connection_(connection), loader_(loader), organ_(organ), key_(key), origin_(origin), now_(now) {}

void Batch::look_up(const std::vector<const Submission*>& submissions) {
    std::vector<RequestKey> keys;
    for (const Submission* each : submissions) {
        if (each->key && looked_up_.insert(key_of(*each)).second) keys.push_back(key_of(*each));
    }
    if (!keys.empty()) kept_.merge(connection_.kept<KeptAnswers>().read(organ_, keys));
}

Outcome Batch::decide(const Submission& submission) {
    if (submission.key) {
        if (auto again = replay(submission)) return *std::move(again);
    }
    Outcome outcome = judge(submission);
    outcome.at = now_;
    if (!submission.key) return outcome;
    if (is_kept(outcome)) {
        remember(submission, outcome);
        return outcome;
    }
    look_up({&submission});
    return replay(submission).value_or(std::move(outcome));
}

Outcome Batch::judge(const Submission& submission) {
    World world = loader_.world_for(submission.command, now_);
    if (submission.sees && !submission.sees(world)) return Outcome{.kind = Outcome::Kind::not_found};
    if (auto outcome = missing_or_stale(submission)) return *std::move(outcome);
    auto decision = workflow::decide(world, submission.command);
    return decision ? accept(submission, *std::move(decision))
                    : refuse(submission, std::move(world), std::move(decision.error()));
}

std::optional<Outcome> Batch::replay(const Submission& submission) {
    const auto reused = [] { return Outcome{.kind = Outcome::Kind::key_reused}; };
    const RequestKey key = key_of(submission);
    if (const auto earlier = answered_.find(key); earlier != answered_.end()) {
        if (answered_bodies_.at(key) != submission.key->body_sha256) return reused();
        Outcome again = earlier->second;
        again.replayed = true;
        return again;
    }
    const auto kept = kept_.find(key);
    if (kept == kept_.end()) return std::nullopt;
    if (kept->second.body_sha256 != submission.key->body_sha256) return reused();
    Outcome again = outcome_from(kept->second.answer);
    again.subject.organ = organ_;
    again.at = parse_instant(kept->second.at).value();
    return again;
}

std::optional<Outcome> Batch::missing_or_stale(const Submission& submission) {
    const Subject& subject = submission.command.subject;
    const auto exists = [&](const std::string& name) { return loader_.stream(name).seq > 0; };
    const bool missing = (subject.matter && !exists(stream_of(*subject.matter).name)) ||
                         (subject.meeting && !exists(stream_of(*subject.meeting).name));
    if (missing || !exists(stream_of(organ_).name)) return Outcome{.kind = Outcome::Kind::not_found};
    if (subject.item) {
        const auto meeting = loader_.stream(stream_of(*subject.meeting).name).as<Meeting>();
        if (!meeting->item(*subject.item)) return Outcome{.kind = Outcome::Kind::not_found};
    }
    if (!submission.if_match && submission.needs_tag) {
        return Outcome{.kind = Outcome::Kind::tag_missing, .subject = subject};
    }
    if (!submission.if_match) return std::nullopt;
    const std::int64_t seq = loader_.stream(resource_of(submission.command)).seq;
    if (seq == *submission.if_match) return std::nullopt;
    return Outcome{.kind = Outcome::Kind::stale, .subject = subject, .seq = seq};
}

Outcome Batch::accept(const Submission& submission, Decision decision) {
    std::set<std::string> touched;
    for (const NewEvent& event : decision.events) touched.insert(event.stream.name);
    Outcome outcome{.kind = Outcome::Kind::accepted,
                    .warnings = decision.warnings,
                    .created = decision.created,
                    .subject = submission.command.subject};
    if (submission.command.action == "create" && submission.command.target == Target::matter)
        loader_.expect_new(stream_of(MatterId{decision.created}).name);
    if (submission.command.action == "create" && submission.command.target == Target::meeting)
        loader_.expect_new(stream_of(MeetingId{decision.created}).name);
    Round& round = round_for(touched);
    for (const NewEvent& event : decision.events) {
        outcome.events.push_back(record(event, origin_of(submission, false)));
        follow(event, decision.after, round);
    }
    const Subject& subject = submission.command.subject;
    if (submission.command.action == "create" && submission.command.target == Target::matter) {
        outcome.subject.matter = MatterId{decision.created};
    } else if (submission.command.action == "create" && submission.command.target == Target::meeting) {
        outcome.subject.meeting = MeetingId{decision.created};
    } else if (submission.command.action == "place_on_agenda" || submission.command.action == "add_item") {
        outcome.subject.item = ItemId{decision.created};
    } else if (submission.command.action == "register_person") {
        outcome.subject.person = PersonId{decision.created};
    }
    Command about = submission.command;
    about.subject = outcome.subject;
    if (subject.matter && submission.command.target == Target::matter) about.subject.meeting = subject.meeting;
    outcome.seq = loader_.stream(resource_of(about)).seq;
    outcome.after = snapshot_of(std::move(decision.after));
    return outcome;
}

std::shared_ptr<const Snapshot> Batch::snapshot_of(World world) {
    auto snapshot = std::make_shared<Snapshot>(Snapshot{.world = std::move(world)});
    const auto add = [&](const std::string& name) { snapshot->seq[name] = loader_.stream(name).seq; };
    for (const auto& [id, matter] : snapshot->world.matters) add(stream_of(id).name);
    for (const auto& [id, meeting] : snapshot->world.meetings) add(stream_of(id).name);
    add(stream_of(organ_).name);
    return snapshot;
}

void Batch::committed(Committed& all) const {
    for (const EventReference& reference : references_) all.events.emplace_back(organ_, reference);
    all.refused_by.insert(all.refused_by.end(), refused_by_.begin(), refused_by_.end());
}

void Batch::record(const std::vector<NewEvent>& events, const std::string& address) {
    std::set<std::string> touched;
    for (const NewEvent& event : events) touched.insert(event.stream.name);
    Round& round = round_for(touched);
    for (NewEvent event : events) {
        event.meta.at = now_;
        record(event, Origin{.address = address});
        project_about(event, organ_, round.changes);
    }
}

bool Batch::begin_day() {
    World world = loader_.world_for_day(now_);
    const std::vector<NewEvent> events = workflow::begin_day(world);
    if (events.empty()) return false;
    std::set<std::string> touched;
    for (const NewEvent& event : events) touched.insert(event.stream.name);
    Round& round = round_for(touched);
    for (const NewEvent& event : events) {
        evolve(world, event);
        record(event, Origin{});
        follow(event, world, round);
    }
    return true;
}

/// The rows that an event brings with it, once `after` shows it folded in.
void Batch::follow(const NewEvent& event, const World& after, Round& round) {
    project(event, after, organ_, round.changes);
    const auto* of_organ = std::get_if<OrganEvent>(&event.event);
    counts_anew_ = counts_anew_ || (of_organ && std::holds_alternative<CalendarConfirmed>(*of_organ));
}

Batch::Origin Batch::origin_of(const Submission& submission, bool refused) {
    return {.address = submission.address, .request = submission.key ? submission.key->key : "", .refused = refused};
}

EventReference Batch::record(const NewEvent& event, const Origin& from) {
    StreamState& state = loader_.stream(event.stream.name);
    if (const auto last = last_event_of(state); last && *last > now_) {
        throw ClockBehind(event.stream.name + " was last written at " + rfc3339(*last));
    }
    log::Surroundings around{.origin = origin_,
                             .organ = organ_,
                             .stream_seq = state.seq + 1,
                             .previous_leaf = state.last_leaf,
                             .address = from.address,
                             .request = from.request,
                             .before = mark_of(state),
                             .refused = from.refused};
    describe_actor(around, event.meta.actor);
    before_.try_emplace(event.stream.name, state);
    fold(state, event.stream.name, organ_, event.event, event.meta);
    if (const auto matter = state.as<Matter>()) {
        const auto* of_matter = std::get_if<MatterEvent>(&event.event);
        const auto* draft = of_matter ? std::get_if<DraftSubmitted>(of_matter) : nullptr;
        if (draft) loader_.note_draft(matter->id, *draft);
    }
    loader_.note_uses(event);
    state.seq = around.stream_seq;
    around.after = mark_of(state);
    log::EventRow row = log::seal(event, around, key_);
    state.last_leaf = row.leaf_sha256;
    written_.insert(event.stream.name);
    EventReference reference{row.id, row.type, row.stream, row.stream_seq, event.meta.at};
    events_.push_back(std::move(row));
    references_.push_back(reference);
    return reference;
}

void Batch::describe_actor(log::Surroundings& around, const PersonId& actor) {
    const auto organ = loader_.stream(stream_of(organ_).name).as<Organ>();
    if (!organ) return;
    around.actor_name = name_of(*organ, actor);
    const auto posts = posts_of(*organ, actor, date_of(now_));
    if (posts.empty()) return;
    around.actor_post = posts.front()->title;
    around.actor_role = codec::name_of_enumerator(posts.front()->role);
}

void Batch::remember(const Submission& submission, const Outcome& outcome) {
    const RequestKey key = key_of(submission);
    log_.add(Step::idempotency, {organ_.value, key[0], key[1], key[2], key[3], submission.key->body_sha256,
                                 static_cast<std::int64_t>(status_of(outcome)), outcome_text(outcome), rfc3339(now_)});
    answered_bodies_[key] = submission.key->body_sha256;
    answered_[key] = outcome;
}

Batch::Round& Batch::round_for(const std::set<std::string>& touched) {
    const auto meets = [&](const Round& round) {
        return std::ranges::any_of(
            touched, [&](const std::string& name) { return in_gate(name) && round.touched.contains(name); });
    };
    if (rounds_.empty() || meets(rounds_.back())) rounds_.emplace_back();
    rounds_.back().touched.insert(touched.begin(), touched.end());
    return rounds_.back();
}

/// The matters whose work is to be projected: those written, those that share a text with one (what is found of it in
/// one is due in all), those on the agenda of a meeting that was written (it moves their deadlines), and where a
/// calendar was confirmed all that were loaded for it.
std::set<MatterId> Batch::matters_to_project() {
    std::set<MatterId> matters;
    const World world = loader_.loaded(now_);
    for (const auto& [id, matter] : world.matters) {
        if (counts_anew_ || written_.contains(stream_of(id).name)) matters.insert(id);
    }
    add_those_with_their_texts(world, matters);
    for (const auto& [id, meeting] : world.meetings) {
        if (!written_.contains(stream_of(id).name)) continue;
        for (const Item& item : meeting->items) {
            const bool stands = item.state == ItemState::placed || item.state == ItemState::open;
            if (item.state == ItemState::open && item.matter) loader_.stream(stream_of(*item.matter).name);
            if (stands && item.matter && find(world, *item.matter)) matters.insert(*item.matter);
        }
    }
    return matters;
}

/// The rows that follow from the states as they stand at the end, where they are other ones than at the beginning.
void Batch::project_standing(Changes& ends) {
    for (const std::string& name : written_) storage::project_standing(before_.at(name), loader_.stream(name), ends);
    const std::set<MatterId> matters = matters_to_project();
    for (const MatterId& id : matters) {
        const auto matter = loader_.stream(stream_of(id).name).as<Matter>();
        for (const Placement& placement : matter->placements) {
            if (placement.holds()) loader_.stream(stream_of(placement.meeting).name);
        }
    }
    project_work(work_in(loader_.loaded(now_, before_), matters), work_in(loader_.loaded(now_), matters), ends);
}

WorkRows Batch::work_in(const World& world, const std::set<MatterId>& matters) const {
    WorkRows rows;
    for (const MatterId& id : matters) {
        if (const Matter* matter = find(world, id)) add_work(world, *matter, rows);
    }
    for (const auto& [id, meeting] : world.meetings) {
        if (written_.contains(stream_of(id).name)) add_work(world, *meeting, rows);
    }
    if (world.organ && written_.contains(stream_of(organ_).name)) add_work(world, *world.organ, rows);
    return rows;
}

void Batch::write(ChangeWriter& writer, SealedBy sealed_by) {
    project_standing(log_);
    for (const std::string& name : written_) {
        const StreamState& state = loader_.stream(name);
        const Step step = before_.at(name).seq == 0 ? Step::stream_begun : Step::stream;
        log_.add(step, {organ_.value, name, state.seq, *state.last_leaf});
    }
    // In one order, whoever writes: two processes that begin the same streams wait for each other, never in a circle.
    std::ranges::sort(events_, {}, [](const log::EventRow& row) { return std::tie(row.stream, row.stream_seq); });
    for (log::EventRow& row : events_) {
        leaves_.push_back(leaf_of(row));
        if (sealed_by == SealedBy::queue) log_.add(Step::pending, {row.organ, row.id});
        log_.add(Step::event, {row.organ, row.id, row.stream, row.stream_seq, row.type, row.outcome,
                               row.actor.empty() ? Value() : Value(row.actor), row.at, std::move(row.body),
                               row.leaf_sha256, row.leaf_sm3, row.mac});
    }
    for (const auto& each : counts_) log_.add(Step::attempt_count, row_of(each.second));
    for (const Round& round : rounds_) {
        for (const Row& row : round.changes.rows(Step::task)) log_.add(Step::task, row);
    }
    writer.write_together(log_);
    for (const Round& round : rounds_) writer.write(round.changes, first_derived_step, Step::publication);
}

}  // namespace shenyi::storage
