#include "storage/world.hpp"

#include "storage/engine.hpp"
#include "storage/fresh.hpp"
#include "storage/work_lists.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"

#include <soci/soci.h>

#include <algorithm>

namespace shenyi::storage {

namespace {

using namespace workflow;

/// Texts shared from matter to matter are followed this far: further than any bureau copies a draft.
constexpr int kin_steps_max = 8;

std::string select_kin(Engine engine) {
    return "SELECT DISTINCT matter FROM draft WHERE organ = :organ AND main_document IN " + in_names(engine, ":names");
}

std::string select_documents(Engine engine) {
    return "SELECT id, uploaded_by FROM document WHERE organ = :organ AND id IN " + in_names(engine, ":names");
}

std::string select_uploads_by(Engine engine) {
    return "SELECT document FROM document_upload WHERE organ = :organ AND person = :person AND document IN " +
           in_names(engine, ":names");
}

std::string select_drafts_of(Engine engine) {
    return "SELECT document, matter, version FROM draft_document WHERE organ = :organ AND document IN " +
           in_names(engine, ":names");
}

}  // namespace

WorldLoader::WorldLoader(Connection& connection, Streams& streams, std::shared_ptr<const Definitions> definitions,
                         const OrganId& organ, Lock lock, const ReadText& read_text)
    : connection_(connection),
      streams_(streams),
      definitions_(std::move(definitions)),
      organ_(organ),
      lock_(lock),
      organ_lock_(lock == Lock::none ? Lock::none : Lock::share),
      read_text_(read_text) {}

void WorldLoader::need(const std::set<std::string>& names) {
    std::set<std::string> shared;
    std::set<std::string> written;
    for (const std::string& name : names) {
        if (!known_.insert(name).second) continue;
        const bool only_read = name.starts_with("organ/") ? organ_lock_ == Lock::share : name.starts_with("person/");
        (only_read ? shared : written).insert(name);
    }
    // The organ first, in every transaction: then the rest in the order of their names.
    if (!shared.empty())
        states_.merge(streams_.load(connection_, organ_, shared, lock_ == Lock::none ? Lock::none : Lock::share));
    if (!written.empty()) states_.merge(streams_.load(connection_, organ_, written, lock_));
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

std::shared_ptr<const Matter> WorldLoader::matter(const std::string& name) {
    const auto found = states_.find(name);
    return found == states_.end() ? nullptr : found->second.as<Matter>();
}

std::set<std::string> WorldLoader::matters_with_text(const std::set<std::string>& mains) {
    std::set<std::string> names;
    if (mains.empty()) return names;
    const std::string list = json_names(mains);
    const soci::rowset<std::string> rows = (connection_.sql().prepare << select_kin(connection_.engine()),
                                            soci::use(organ_.value, "organ"), soci::use(list, "names"));
    for (const std::string& id : rows) names.insert(stream_of(MatterId{id}).name);
    return names;
}

void WorldLoader::need_around(const Command& command, std::set<std::string>& focus) {
    const Subject& subject = command.subject;
    std::set<std::string> first{stream_of(organ_).name, stream_of(command.actor).name};
    if (subject.person) first.insert(stream_of(*subject.person).name);
    if (subject.matter) focus.insert(stream_of(*subject.matter).name);
    if (subject.meeting) first.insert(stream_of(*subject.meeting).name);
    if (const auto* body = command.as<PlaceOnAgenda>()) first.insert(stream_of(body->meeting).name);
    if (const auto* body = command.as<RemoveFromAgenda>()) first.insert(stream_of(body->meeting).name);
    first.insert(focus.begin(), focus.end());
    need(first);

    // A year's calendar may change the days of any matter that has some (R-CAL-04).
    if (command.target == Target::organ && command.action == "confirm_calendar") {
        for (const MatterId& id : matters_with_counted_days(connection_, organ_)) focus.insert(stream_of(id).name);
        need(focus);
    }
    if (subject.meeting) {
        const auto found = states_.find(stream_of(*subject.meeting).name);
        const auto meeting = found == states_.end() ? nullptr : found->second.as<Meeting>();
        for (const Item& item : meeting ? meeting->items : std::vector<Item>{}) {
            if (item.matter) focus.insert(stream_of(*item.matter).name);
        }
        need(focus);
    }
}

std::vector<DocumentId> WorldLoader::documents_of(const Command& command) {
    std::vector<DocumentId> documents = command.documents;
    if (!command.subject.meeting || !command.subject.item) return documents;
    const auto meeting = stream(stream_of(*command.subject.meeting).name).as<Meeting>();
    const Item* item = meeting ? meeting->item(*command.subject.item) : nullptr;
    if (item) documents.insert(documents.end(), item->documents.begin(), item->documents.end());
    return documents;
}

World WorldLoader::world_for(const Command& command, Instant now) {
    std::set<std::string> matters;
    need_around(command, matters);
    std::set<std::string> mains;
    for (const DocumentId& document : documents_of(command)) mains.insert(document.value);
    for (int step = 0; step < kin_steps_max; ++step) {
        for (const std::string& name : matters) {
            const auto each = matter(name);
            for (const Draft& draft : each ? each->drafts : std::vector<Draft>{}) mains.insert(draft.main.value);
        }
        std::set<std::string> kin = matters_with_text(mains);
        const std::size_t before = matters.size();
        matters.merge(kin);
        need(matters);
        if (matters.size() == before) break;
    }
    need_meetings_of(matters);

    World world = loaded(now);
    if (const auto account = stream(stream_of(command.actor).name).as<Account>()) world.account = *account;
    load_documents(command, world);
    return world;
}

World WorldLoader::world_for_day(Instant now) {
    need({stream_of(organ_).name});
    std::set<std::string> matters;
    for (const MatterId& id : reviews_due_before(connection_, organ_, date_of(now))) matters.insert(stream_of(id).name);
    need(matters);
    need_meetings_of(matters);
    return loaded(now);
}

World WorldLoader::loaded(Instant now) {
    World world{.now = now, .today = date_of(now), .definitions = definitions_, .fresh = fresh_at(now)};
    world.organ = stream(stream_of(organ_).name).as<Organ>();
    for (const auto& [name, state] : states_) {
        if (const auto each = state.as<Matter>()) world.matters.emplace(each->id, each);
        if (const auto each = state.as<Meeting>()) world.meetings.emplace(each->id, each);
    }
    return world;
}

void WorldLoader::need_meetings_of(const std::set<std::string>& matters) {
    std::set<std::string> meetings;
    for (const std::string& name : matters) {
        const auto each = matter(name);
        for (const Placement& placement : each ? each->placements : std::vector<Placement>{}) {
            meetings.insert(stream_of(placement.meeting).name);
        }
    }
    need(meetings);
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
    if (names.empty()) return;

    const std::string list = json_names(names);
    const soci::rowset<soci::row> documents = (connection_.sql().prepare << select_documents(connection_.engine()),
                                               soci::use(organ_.value, "organ"), soci::use(list, "names"));
    for (const soci::row& row : documents) {
        world.documents[DocumentId{row.get<std::string>(0)}].uploaded_by = {row.get<std::string>(1)};
    }
    const soci::rowset<std::string> own =
        (connection_.sql().prepare << select_uploads_by(connection_.engine()), soci::use(organ_.value, "organ"),
         soci::use(command.actor.value, "person"), soci::use(list, "names"));
    for (const std::string& id : own) world.documents[DocumentId{id}].readable_by_actor = true;

    std::set<std::string> holding;
    std::string document;
    std::string holder;
    int version = 0;
    soci::statement drafts =
        (connection_.sql().prepare << select_drafts_of(connection_.engine()), soci::use(organ_.value, "organ"),
         soci::use(list, "names"), soci::into(document), soci::into(holder), soci::into(version));
    drafts.execute();
    while (drafts.fetch()) {
        const auto found = world.documents.find(DocumentId{document});
        if (found == world.documents.end()) continue;
        found->second.in_drafts.emplace_back(MatterId{holder}, version);
        if (subject && holder == subject->id.value) found->second.readable_by_actor = true;
        holding.insert(stream_of(MatterId{holder}).name);
    }
    need(holding);
    for (const std::string& name : holding) {
        if (const auto each = matter(name)) world.matters.emplace(each->id, each);
    }
    if (!base) return;
    for (auto& [id, facts] : world.documents) {
        const auto main = std::ranges::find(changed->documents, DocumentRole::draft, &DraftDocument::role);
        if (id == base->main || (main != changed->documents.end() && main->document == id)) {
            facts.paragraphs = read_text_(connection_, id);
        }
    }
}

}  // namespace shenyi::storage
