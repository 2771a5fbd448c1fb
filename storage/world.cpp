#include "storage/world.hpp"

#include "storage/dialect.hpp"
#include "storage/engine.hpp"
#include "storage/fresh.hpp"
#include "storage/work_lists.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/context.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <iterator>

namespace shenyi::storage {

namespace {

using namespace workflow;

/// Texts shared from matter to matter are followed this far: further than any bureau copies a draft.
constexpr int kin_steps_max = 8;

constexpr auto select_event_of_stream = "SELECT id FROM event WHERE organ = :organ AND id = :id AND stream = :stream";

std::string select_documents(Engine engine) {
    return "SELECT id, uploaded_by FROM document WHERE organ = :organ AND id " + in_names(engine, ":names");
}

std::string select_uploads(Engine engine) {
    return "SELECT document, person FROM document_upload WHERE organ = :organ AND document " +
           in_names(engine, ":names") + " ORDER BY person";
}

/// The draft whose clauses the command names, where it names any: the points of an opinion, and what a
/// motion or the head rewords.
const Draft* draft_named_by_clause(const Command& command, const World& world) {
    const auto* opinion = command.as<IssueLegalityOpinion>();
    const auto* advice = command.as<GiveAdviserOpinion>();
    if (opinion || advice) {
        const Matter* matter = command.subject.matter ? find(world, *command.subject.matter) : nullptr;
        if (!matter || (opinion ? opinion->points : advice->points).empty()) return nullptr;
        return matter->draft(opinion ? opinion->draft : advice->draft);
    }
    const auto* decision = command.as<HeadDecide>();
    const auto* ballot = command.as<OpenBallot>();
    const bool amends = (decision && !decision->amendments.empty()) || (ballot && !ballot->motion.amendments.empty());
    if (!amends || !command.subject.meeting || !command.subject.item) return nullptr;
    const Meeting* meeting = find(world, *command.subject.meeting);
    const Item* item = meeting ? meeting->item(*command.subject.item) : nullptr;
    const Matter* matter = item && item->matter ? find(world, *item->matter) : nullptr;
    return matter && item->version ? matter->draft(*item->version) : nullptr;
}

/// Whether a rule asks in which matters the papers of the command stand already: the text of a draft that names its
/// drafters (R-REV-12), the approval of a shorter period (R-REV-03, R-REV-04).
bool asks_where_named(const Command& command) {
    if (command.as<SubmitDraft>() || command.as<SubmitChangedDraft>()) return true;
    const auto* sending = command.as<RequestReview>();
    const auto* placing = command.as<PlaceOnAgenda>();
    return (sending && sending->shortening) || (placing && placing->shortening);
}

}  // namespace

WorldLoader::WorldLoader(Connection& connection, Streams& streams, std::shared_ptr<const Definitions> definitions,
                         const OrganId& organ, Lock lock, const ReadText& read_text)
    : connection_(connection),
      streams_(streams),
      definitions_(std::move(definitions)),
      organ_(organ),
      lock_(lock),
      read_text_(read_text) {}

bool WorldLoader::hold(const std::vector<const Command*>& commands, std::set<std::string>& wanted) {
    wanted_ = std::move(wanted);
    phase_ = Phase::guessing;
    for (const Command* command : commands) focus_of(*command);
    guessed_.clear();
    wanted = std::move(wanted_);
    wanted_.clear();
    load(wanted);
    // Where the database is one writer's alone, what is missing can still be loaded: there is no order of locks.
    const bool ordered = lock_ == Lock::held && !connection_.dialect().lock_to_write().empty();
    phase_ = ordered ? Phase::checking : Phase::reading;
    learn_texts(commands);
    for (const Command* command : commands) focus_of(*command);
    phase_ = Phase::reading;
    if (wanted_.empty()) return true;
    wanted.insert(wanted_.begin(), wanted_.end());
    return false;
}

void WorldLoader::need(const std::set<std::string>& names) {
    std::set<std::string> unknown;
    std::ranges::set_difference(names, known_, std::inserter(unknown, unknown.end()));
    if (phase_ == Phase::reading) {
        load(unknown);
    } else {
        wanted_.insert(unknown.begin(), unknown.end());
    }
}

void WorldLoader::load(const std::set<std::string>& names) {
    if (names.empty()) return;
    known_.insert(names.begin(), names.end());
    StreamNames list;
    for (const std::string& name : names) {
        const bool shared =
            !writes_organ_ && !writes_.contains(name) && (name.starts_with("organ/") || name.starts_with("person/"));
        (shared ? list.read : list.written).insert(name);
    }
    states_.merge(streams_.load(connection_, organ_, list, lock_));
    if (moment_ != nullptr) rewind(names);
}

void WorldLoader::rewind(const std::set<std::string>& names) {
    for (const std::string& name : names) {
        const auto found = states_.find(name);
        if (found == states_.end()) continue;
        StreamState& state = found->second;
        std::optional<std::int64_t> seq;
        if (const auto written = moment_->seq.find(name); written != moment_->seq.end()) seq = written->second;
        const std::optional<Instant> last = last_event_of(state);
        const bool beyond = seq ? state.seq > *seq : last && *last > moment_->at;
        if (beyond) state = streams_.look_back(connection_, organ_, name, seq, moment_->at);
        if (state.seq == 0) states_.erase(found);
    }
}

StreamState& WorldLoader::stream(const std::string& name) {
    need({name});
    return states_[name];
}

const StreamState* WorldLoader::state(const std::string& name) {
    if (phase_ == Phase::guessing) {
        const auto [place, fresh] = guessed_.try_emplace(name);
        if (fresh) place->second = streams_.kept(organ_, name).value_or(StreamState{});
        return &place->second;
    }
    const auto found = states_.find(name);
    return found == states_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Matter> WorldLoader::matter(const std::string& name) {
    const StreamState* found = state(name);
    return found ? found->as<Matter>() : nullptr;
}

std::shared_ptr<const Meeting> WorldLoader::meeting(const std::string& name) {
    const StreamState* found = state(name);
    return found ? found->as<Meeting>() : nullptr;
}

/// All texts of all commands in one statement, instead of one for each command.
void WorldLoader::learn_texts(const std::vector<const Command*>& commands) {
    std::set<std::string> documents;
    std::set<std::string> mains;
    for (const Command* command : commands) {
        for (const DocumentId& document : documents_of(*command)) documents.insert(document.value);
    }
    for (const auto& [name, state] : states_) {
        const auto each = state.as<Matter>();
        for (const Draft& draft : each ? each->drafts : std::vector<Draft>{}) mains.insert(draft.main.value);
    }
    texts_.learn_holders(connection_, organ_, documents);
    mains.merge(documents);
    texts_.learn_mains(connection_, organ_, mains);
}

std::set<std::string> WorldLoader::texts_of(const Command& command, const Focus& focus) {
    std::set<std::string> mains;
    for (const DocumentId& document : documents_of(command)) mains.insert(document.value);
    for (const std::string& name : focus.matters) {
        const auto each = matter(name);
        for (const Draft& draft : each ? each->drafts : std::vector<Draft>{}) mains.insert(draft.main.value);
    }
    return mains;
}

std::set<std::string> WorldLoader::matters_with_text(const std::set<std::string>& mains) {
    std::set<std::string> names;
    if (phase_ == Phase::guessing) return names;
    texts_.learn_mains(connection_, organ_, mains);
    for (const std::string& main : mains) {
        for (const std::string& id : texts_.matters_with(main)) names.insert(stream_of(MatterId{id}).name);
    }
    return names;
}

std::set<std::string> WorldLoader::holders_of(const Command& command) {
    std::set<std::string> names;
    std::set<std::string> documents;
    for (const DocumentId& document : documents_of(command)) documents.insert(document.value);
    const auto* changed = command.as<SubmitChangedDraft>();
    const auto subject = changed && command.subject.matter ? matter(stream_of(*command.subject.matter).name) : nullptr;
    if (const Draft* base = subject ? subject->draft(changed->from) : nullptr) documents.insert(base->main.value);
    if (phase_ == Phase::guessing || documents.empty()) return names;
    texts_.learn_holders(connection_, organ_, documents);
    for (const std::string& document : documents) {
        for (const auto& [id, version] : texts_.holders_of(document)) names.insert(stream_of(MatterId{id}).name);
    }
    return names;
}

void WorldLoader::focus_on_subject(const Command& command, Focus& focus) {
    const Subject& subject = command.subject;
    std::set<std::string> first{stream_of(organ_).name, stream_of(command.actor).name};
    if (subject.person) first.insert(stream_of(*subject.person).name);
    if (subject.matter) focus.matters.insert(stream_of(*subject.matter).name);
    if (subject.meeting) focus.meetings.insert(stream_of(*subject.meeting).name);
    if (const auto* body = command.as<PlaceOnAgenda>()) focus.meetings.insert(stream_of(body->meeting).name);
    if (const auto* body = command.as<RemoveFromAgenda>()) focus.meetings.insert(stream_of(body->meeting).name);
    first.insert(focus.matters.begin(), focus.matters.end());
    first.insert(focus.meetings.begin(), focus.meetings.end());
    need(first);
    // A year's calendar may change the days of any matter that has some (R-CAL-04).
    if (command.target == Target::organ && command.action == "confirm_calendar") {
        for (const MatterId& id : matters_with_counted_days(connection_, organ_)) {
            focus.matters.insert(stream_of(id).name);
        }
    }
    if (subject.meeting) {
        const auto sitting = meeting(stream_of(*subject.meeting).name);
        for (const Item& item : sitting ? sitting->items : std::vector<Item>{}) {
            if (item.matter) focus.matters.insert(stream_of(*item.matter).name);
        }
    }
    need(focus.matters);
}

WorldLoader::Focus WorldLoader::focus_of(const Command& command) {
    Focus focus;
    focus_on_subject(command, focus);
    for (int step = 0; step < kin_steps_max; ++step) {
        const std::size_t before = focus.matters.size();
        focus.matters.merge(matters_with_text(texts_of(command, focus)));
        need(focus.matters);
        if (focus.matters.size() == before) break;
    }
    focus.meetings.merge(meetings_of(focus.matters));
    need(focus.meetings);
    const std::set<std::string> holders = holders_of(command);
    need(holders);
    focus.matters.insert(holders.begin(), holders.end());
    return focus;
}

std::set<std::string> WorldLoader::meetings_of(const std::set<std::string>& matters) {
    std::set<std::string> meetings;
    for (const std::string& name : matters) {
        const auto each = matter(name);
        for (const Placement& placement : each ? each->placements : std::vector<Placement>{}) {
            meetings.insert(stream_of(placement.meeting).name);
        }
    }
    return meetings;
}

std::vector<DocumentId> WorldLoader::documents_of(const Command& command) {
    std::vector<DocumentId> documents = command.documents;
    if (!command.subject.meeting || !command.subject.item) return documents;
    const auto sitting = meeting(stream_of(*command.subject.meeting).name);
    const Item* item = sitting ? sitting->item(*command.subject.item) : nullptr;
    if (item) documents.insert(documents.end(), item->documents.begin(), item->documents.end());
    return documents;
}

World WorldLoader::empty_world(Instant now) {
    World world{.now = now, .today = date_of(now), .definitions = definitions_, .fresh = fresh_at(now)};
    world.organ = stream(stream_of(organ_).name).as<Organ>();
    return world;
}

World WorldLoader::world_for(const Command& command, Instant now) {
    const Focus focus = focus_of(command);
    World world = empty_world(now);
    if (const auto account = stream(stream_of(command.actor).name).as<Account>()) world.account = *account;
    for (const std::string& name : focus.matters) {
        if (auto each = matter(name)) world.matters.emplace(each->id, std::move(each));
    }
    for (const std::string& name : focus.meetings) {
        if (auto each = meeting(name)) world.meetings.emplace(each->id, std::move(each));
    }
    load_documents(command, world);
    load_named_event(command, world);
    return world;
}

World WorldLoader::world_for_day(Instant now) {
    need({stream_of(organ_).name});
    std::set<std::string> matters;
    for (const MatterId& id : reviews_due_before(connection_, organ_, date_of(now))) matters.insert(stream_of(id).name);
    need(matters);
    need(meetings_of(matters));
    return loaded(now);
}

World WorldLoader::loaded(Instant now, const StreamStates& instead) {
    World world = empty_world(now);
    for (const auto& [name, state] : states_) {
        const auto other = instead.find(name);
        const StreamState& told = other == instead.end() ? state : other->second;
        if (name == stream_of(organ_).name) world.organ = told.as<Organ>();
        if (const auto each = told.as<Matter>()) world.matters.emplace(each->id, each);
        if (const auto each = told.as<Meeting>()) world.meetings.emplace(each->id, each);
    }
    return world;
}

void WorldLoader::load_named_event(const Command& command, World& world) {
    const auto* body = command.as<Correct>();
    if (!body || !command.subject.meeting) return;
    const std::string stream = stream_of(*command.subject.meeting).name;
    std::string found;
    connection_.sql() << select_event_of_stream, soci::use(organ_.value, "organ"), soci::use(body->event.value, "id"),
        soci::use(stream, "stream"), soci::into(found);
    if (connection_.sql().got_data()) world.events_of_meeting.insert(body->event);
}

void WorldLoader::load_documents(const Command& command, World& world) {
    std::set<std::string> names;
    for (const DocumentId& document : documents_of(command)) names.insert(document.value);
    const auto* changed = command.as<SubmitChangedDraft>();
    const Matter* subject = nullptr;
    if (command.subject.matter) {
        const auto found = world.matters.find(*command.subject.matter);
        if (found != world.matters.end()) subject = found->second.get();
    }
    const Draft* base = changed && subject ? subject->draft(changed->from) : nullptr;
    if (base) names.insert(base->main.value);
    const Draft* named = draft_named_by_clause(command, world);
    if (named) names.insert(named->main.value);
    if (names.empty()) return;

    const std::string list = json_names(names);
    const soci::rowset<soci::row> documents = (connection_.sql().prepare << select_documents(connection_.engine()),
                                               soci::use(organ_.value, "organ"), soci::use(list, "names"));
    for (const soci::row& row : documents) {
        world.documents[DocumentId{row.get<std::string>(0)}].uploaded_by = {row.get<std::string>(1)};
    }
    const soci::rowset<soci::row> uploads = (connection_.sql().prepare << select_uploads(connection_.engine()),
                                             soci::use(organ_.value, "organ"), soci::use(list, "names"));
    for (const soci::row& row : uploads) {
        DocumentFacts& facts = world.documents[DocumentId{row.get<std::string>(0)}];
        facts.uploaders.push_back({row.get<std::string>(1)});
        if (facts.uploaders.back() == command.actor) facts.readable_by_actor = true;
    }

    texts_.learn_holders(connection_, organ_, names);
    for (auto& [id, facts] : world.documents) {
        for (const auto& [holder, version] : texts_.holders_of(id.value)) {
            facts.in_drafts.emplace_back(MatterId{holder}, version);
            if (subject && holder == subject->id.value) facts.readable_by_actor = true;
        }
    }
    if (asks_where_named(command)) {
        texts_.learn_uses(connection_, organ_, names);
        for (auto& [id, facts] : world.documents) facts.named_in = texts_.streams_naming(id.value);
    }
    if (const auto* fixing = command.as<FixRoster>()) {
        for (const Exclusion& each : fixing->excluded) {
            if (const auto found = world.documents.find(each.document); found != world.documents.end()) {
                found->second.paragraphs = read_text_(connection_, each.document);
            }
        }
    }
    if (named) world.documents[named->main].paragraphs = read_text_(connection_, named->main);
    if (!base) return;
    // What was reviewed and what the meetings adopted, to see what was to be changed of it.
    for (const int version : subject->continued_by(base->version)) {
        const DocumentId& main = subject->draft(version)->main;
        if (main != base->main) world.documents[main].paragraphs = read_text_(connection_, main);
    }
    for (auto& [id, facts] : world.documents) {
        const auto main = std::ranges::find(changed->documents, DocumentRole::draft, &DraftDocument::role);
        if (id == base->main || (main != changed->documents.end() && main->document == id)) {
            facts.paragraphs = read_text_(connection_, id);
        }
    }
}

}  // namespace shenyi::storage
