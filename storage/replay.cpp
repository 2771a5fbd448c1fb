#include "storage/replay.hpp"

#include "storage/event_rows.hpp"
#include "storage/projection.hpp"
#include "storage/work_rows.hpp"

#include <soci/soci.h>

#include <map>
#include <optional>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto select_organs = "SELECT organ FROM event UNION SELECT organ FROM stream";
constexpr auto select_heads_of_organ = "SELECT id, seq, coalesce(last_leaf, '') FROM stream WHERE organ = :organ";
constexpr auto select_streams = "SELECT DISTINCT stream FROM event WHERE organ = :organ";

/// Where the row of a stream says that it ends.
struct Head {
    std::int64_t seq = 0;
    std::string last_leaf;
};

/// The organ first, since rows take from it who reviews what; meetings before matters, since what a matter's event says
/// of an item changes a row that the meeting gave.
struct InOrderOfNeed {
    static int rank(const std::string& name) {
        if (name.starts_with("organ/")) return 0;
        return name.starts_with("matter/") ? 2 : 1;
    }
    bool operator()(const std::string& left, const std::string& right) const {
        return std::pair(rank(left), left) < std::pair(rank(right), right);
    }
};
using Heads = std::map<std::string, std::optional<Head>, InOrderOfNeed>;

/// What the streams of an organ know of each other while they are followed.
struct Gathered {
    World world;                     ///< each stream as it stands at its end
    std::vector<NewEvent> recounts;  ///< confirmed calendars, whose traces name matters as they stood then
};

Heads heads_of(Connection& connection, const OrganId& organ) {
    Heads heads;
    std::string name;
    std::string leaf;
    long long seq = 0;
    soci::statement stored = (connection.sql().prepare << select_heads_of_organ, soci::use(organ.value, "organ"),
                              soci::into(name), soci::into(seq), soci::into(leaf));
    stored.execute();
    while (stored.fetch()) heads[name] = Head{seq, leaf};
    soci::statement streams =
        (connection.sql().prepare << select_streams, soci::use(organ.value, "organ"), soci::into(name));
    streams.execute();
    while (streams.fetch()) heads.emplace(name, std::nullopt);
    return heads;
}

/// Follows one stream from its first event to its head.
class StreamReplay {
  public:
    StreamReplay(const OrganId& organ, std::string name, const log::MacKey& key, Gathered& gathered, Replayed& into,
                 const Found& found)
        : organ_(organ), name_(std::move(name)), key_(key), gathered_(gathered), into_(into), found_(found) {}

    void take(const log::EventRow& row) {
        ++into_.events;
        const std::string key = name_ + " " + std::to_string(row.stream_seq) + " (" + row.id + ")";
        const bool follows = row.stream_seq == state_.seq + 1;
        if (!follows) {
            into_.missing += row.stream_seq - state_.seq - 1;
            damaged("E_MISSING_EVENT", key, "the event before it is not there: " + told(state_.seq + 1));
        }
        auto opened = log::examine(row, key_);
        if (!opened) damaged(opened.error().code, key, opened.error().what, row.id);
        if (opened && follows && opened->previous_leaf != state_.last_leaf) {
            damaged("E_STREAM_CHAIN", key, "prev does not name the event before", row.id);
        }
        if (auto damage = opened ? log::examine_form(row) : std::nullopt) {
            damaged(damage->code, key, damage->what, row.id);
        }
        state_.seq = row.stream_seq;
        state_.last_leaf = row.leaf_sha256;
        if (readable_) fold_and_project(*opened, key);
    }

    void end(const std::optional<Head>& head) {
        if (!head) {
            damaged("E_HEAD", name_, "the stream has events and no row");
        } else if (head->seq > state_.seq) {
            into_.missing += head->seq - state_.seq;
            damaged("E_MISSING_EVENT", name_ + " " + told(state_.seq + 1), "the stream goes on to " + told(head->seq));
        } else if (head->seq < state_.seq) {
            damaged("E_HEAD", name_, "seq is " + told(head->seq) + ", the last event is " + told(state_.seq));
        } else if (head->last_leaf != state_.last_leaf.value_or("")) {
            damaged("E_HEAD", name_, "last_leaf is not the leaf of the last event");
        }
        if (const auto organ = state_.as<Organ>()) gathered_.world.organ = organ;
        if (const auto matter = state_.as<Matter>()) gathered_.world.matters.emplace(matter->id, matter);
        if (const auto meeting = state_.as<Meeting>()) gathered_.world.meetings.emplace(meeting->id, meeting);
        if (!readable_) {
            into_.unreadable.insert({name_, name_.substr(name_.find('/') + 1)});
            return;
        }
        Changes changes;
        project_standing({}, state_, changes);
        apply(changes, name_);
    }

  private:
    static std::string told(std::int64_t seq) { return std::to_string(seq); }

    void damaged(const std::string& code, const std::string& key, const std::string& what,
                 const std::string& event = {}) {
        readable_ = false;
        found_(
            {.code = code, .table = code == "E_HEAD" ? "stream" : "event", .key = key, .what = what, .event = event});
    }

    void fold_and_project(const log::OpenedEvent& opened, const std::string& key) {
        fold(state_, name_, organ_, opened.event, opened.meta, state_.seq > 1 ? Held::alone : Held::shared);
        World after{.now = opened.meta.at, .today = date_of(opened.meta.at), .organ = gathered_.world.organ};
        if (auto organ = state_.as<Organ>()) after.organ = std::move(organ);
        if (auto matter = state_.as<Matter>()) after.matters.emplace(matter->id, std::move(matter));
        if (auto meeting = state_.as<Meeting>()) after.meetings.emplace(meeting->id, std::move(meeting));
        NewEvent event{{name_}, opened.event, opened.meta};
        const auto* of_organ = std::get_if<OrganEvent>(&event.event);
        if (of_organ && std::holds_alternative<CalendarConfirmed>(*of_organ)) {
            gathered_.recounts.push_back(std::move(event));
            return;
        }
        Changes changes;
        project(event, after, organ_, changes);
        apply(changes, key);
    }

    void apply(const Changes& changes, const std::string& key) {
        if (const auto contradiction = into_.rows.apply(changes)) damaged("E_STATE", key, *contradiction);
    }

    const OrganId& organ_;
    const std::string name_;
    const log::MacKey& key_;
    Gathered& gathered_;
    Replayed& into_;
    const Found& found_;
    StreamState state_;
    bool readable_ = true;
};

/// A matter as it stood at that moment.
std::shared_ptr<const Matter> matter_at(Connection& connection, const OrganId& organ, const MatterId& id,
                                        const log::MacKey& key, Instant moment) {
    StreamState state;
    const std::string until = rfc3339(moment);
    connection.kept<EventRows>().read(organ, {{stream_of(id).name, 0}}, [&](const log::EventRow& row) {
        const auto opened = log::examine(row, key);
        if (!opened || row.at > until) return;
        fold(state, row.stream, organ, opened->event, opened->meta, state.seq > 0 ? Held::alone : Held::shared);
        state.seq = row.stream_seq;
    });
    return state.as<Matter>();
}

/// What confirmed calendars left on people's desks: told once all matters are known to be readable or not.
void project_recounts(Connection& connection, const OrganId& organ, const log::MacKey& key, const Gathered& gathered,
                      Replayed& into, const Found& found) {
    for (const NewEvent& event : gathered.recounts) {
        World after{.now = event.meta.at, .today = date_of(event.meta.at), .organ = gathered.world.organ};
        for (const MatterId& id : std::get<CalendarConfirmed>(std::get<OrganEvent>(event.event)).recount) {
            if (into.unreadable.contains(id.value)) continue;
            if (auto matter = matter_at(connection, organ, id, key, event.meta.at)) after.matters.emplace(id, matter);
        }
        Changes changes;
        project(event, after, organ, changes);
        if (const auto contradiction = into.rows.apply(changes)) {
            found({.code = "E_STATE", .table = "event", .key = event.meta.id.value, .what = *contradiction});
        }
    }
}

/// A matter's work depends on the meetings it stands in, and theirs on the matters: where one is not readable, nothing
/// can be said of the other's.
void spread_unreadable(const World& world, std::set<std::string>& unreadable) {
    std::set<std::string> touched;
    const auto touch = [&](const std::string& one, const std::string& other) {
        if (unreadable.contains(one)) touched.insert(other);
        if (unreadable.contains(other)) touched.insert(one);
    };
    for (const auto& [id, matter] : world.matters) {
        for (const Placement& placement : matter->placements) touch(id.value, placement.meeting.value);
    }
    for (const auto& [id, meeting] : world.meetings) {
        for (const Item& item : meeting->items) {
            if (item.matter) touch(id.value, item.matter->value);
        }
    }
    unreadable.merge(touched);
}

/// What is waited for and due at the end.
void project_end(const OrganId& organ, const World& world, Replayed& into) {
    spread_unreadable(world, into.unreadable);
    if (!world.organ || into.unreadable.contains(organ.value)) return;
    WorkRows rows;
    add_work(world, *world.organ, rows);
    for (const auto& [id, matter] : world.matters) {
        if (!into.unreadable.contains(id.value)) add_work(world, *matter, rows);
    }
    for (const auto& [id, meeting] : world.meetings) {
        if (!into.unreadable.contains(id.value)) add_work(world, *meeting, rows);
    }
    Changes changes;
    project_work({}, rows, changes);
    into.rows.apply(changes);
}

}  // namespace

std::vector<OrganId> organs_in_record(Connection& connection) {
    std::vector<OrganId> organs;
    std::string organ;
    soci::statement statement = (connection.sql().prepare << select_organs, soci::into(organ));
    statement.execute();
    while (statement.fetch()) organs.push_back({organ});
    return organs;
}

Replayed replay(Connection& connection, const OrganId& organ, const std::shared_ptr<const Definitions>& definitions,
                const log::MacKey& key, const Found& found) {
    Replayed replayed;
    Gathered gathered{.world = {.definitions = definitions}};
    for (const auto& [name, head] : heads_of(connection, organ)) {
        ++replayed.streams;
        StreamReplay stream(organ, name, key, gathered, replayed, found);
        connection.kept<EventRows>().read(organ, {{name, 0}}, [&](const log::EventRow& row) { stream.take(row); });
        stream.end(head);
    }
    project_recounts(connection, organ, key, gathered, replayed, found);
    project_end(organ, gathered.world, replayed);
    return replayed;
}

}  // namespace shenyi::storage
