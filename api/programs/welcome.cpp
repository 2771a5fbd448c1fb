#include "api/programs/welcome.hpp"

#include "api/demo/found.hpp"
#include "storage/lists.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/matter.hpp"
#include "workflow/organ.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace shenyi::api::programs {
namespace {

using namespace workflow;

/// Who knocks sees what the office sees.
const std::vector<Names> office{{"office", "office"}};

storage::Snapshot read(App& app, const Subject& subject) {
    auto snapshot = app.engine->read(subject, {});
    if (!snapshot) throw std::runtime_error(snapshot.error().detail);
    return std::move(*snapshot);
}

void print_people(std::ostream& out, App& app) {
    const storage::Snapshot snapshot = read(app, {.organ = app.organ});
    const Organ& organ = *snapshot.world.organ;
    for (const auto& [id, person] : organ.people) {
        out << "  " << person.login << '\t' << person.name << '\t';
        const char* apart = "";
        for (const Post* post : posts_of(organ, id, snapshot.world.today)) {
            out << apart << post->title;
            apart = "、";
        }
        out << '\n';
    }
}

/// A draft that nobody has reviewed, and a meeting that is called.
struct Knock {
    MatterId matter;
    std::string title;
    std::int64_t seq;
    int draft;
    MeetingId meeting;
};

std::vector<storage::MeetingSummary> called_meetings(App& app) {
    std::vector<storage::MeetingSummary> called;
    for (const char* stage : {"planned", "agenda_frozen", "convened"}) {
        const auto page = app.store->readers().read([&](storage::Connection& connection) {
            return storage::list_meetings(connection, app.organ, office, {.stage = stage}, storage::limits::page,
                                          std::nullopt);
        });
        if (page && *page) called.insert(called.end(), (*page)->items.begin(), (*page)->items.end());
    }
    return called;
}

/// The first of the meetings that the matter goes before.
const storage::MeetingSummary* meeting_for(const Matter& matter, const std::vector<storage::MeetingSummary>& meetings) {
    const auto found = std::ranges::find_if(meetings, [&](const storage::MeetingSummary& meeting) {
        return std::ranges::any_of(matter.route,
                                   [&](Forum forum) { return codec::name_of_enumerator(forum) == meeting.forum; });
    });
    return found == meetings.end() ? nullptr : &*found;
}

std::optional<Knock> unreviewed(App& app) {
    const auto matters = app.store->readers().read([&](storage::Connection& connection) {
        return storage::list_matters(connection, app.organ, office, {.stage = "drafting"}, storage::limits::page,
                                     std::nullopt);
    });
    if (!matters || !*matters) return std::nullopt;
    const std::vector<storage::MeetingSummary> meetings = called_meetings(app);
    for (const storage::MatterSummary& row : (*matters)->items) {
        Subject subject{.organ = app.organ};
        subject.matter = row.id;
        const storage::Snapshot snapshot = read(app, subject);
        const Matter& matter = *snapshot.world.matters.at(row.id);
        const Draft* draft = matter.newest_draft();
        const storage::MeetingSummary* meeting = meeting_for(matter, meetings);
        if (draft == nullptr || meeting == nullptr) continue;
        return Knock{
            .matter = row.id, .title = row.title, .seq = row.seq, .draft = draft->version, .meeting = meeting->id};
    }
    return std::nullopt;
}

void print_first_steps(std::ostream& out, App& app, const std::string& base) {
    const std::string api = base + "/api/v1";
    const std::string bearer = " -H \"Authorization: Bearer $token\"";
    out << "可以先试三件事 / three things to try:\n\n"
        << "1. 以办公室身份登录 / log in as the office\n"
        << "token=$(curl -s " << api << "/sessions -H 'Content-Type: application/json' -d '{\"login\":\"office\","
        << "\"password\":\"" << demo::password << "\"}' | grep -o '\"token\":\"[^\"]*' | cut -d'\"' -f4)\n\n";
    const auto knock = unreviewed(app);
    if (knock) {
        const std::string matter = api + "/matters/" + knock->matter.value;
        out << "2. 《" << knock->title << "》未经审查，问一问门槛 / ask the gate about a draft that nobody reviewed\n"
            << "curl -s '" << matter << "/gate?meeting=" << knock->meeting.value << "'" << bearer << "\n\n"
            << "3. 硬要上会，看系统如何拒绝 / put it on the agenda all the same: refused, and the attempt is on "
               "record\n"
            << "curl -s " << matter << "/actions/place_on_agenda" << bearer
            << " -H 'Content-Type: application/json' -H 'Idempotency-Key: knock' -H 'If-Match: \"" << knock->seq
            << "\"' -d '{\"meeting\":\"" << knock->meeting.value << "\",\"draft\":" << knock->draft << "}'\n\n";
    } else {
        out << "2. 看会议 / see the meetings\ncurl -s " << api << "/meetings" << bearer << "\n\n"
            << "3. 看事项 / see the matters\ncurl -s " << api << "/matters" << bearer << "\n\n";
    }
    out << "从提出到公布走一遍 / the whole path, with every refusal and its reason:  ./run tour\n";
}

}  // namespace

void welcome(std::ostream& out, App& app, const std::string& base, const Settings& settings) {
    out << "\n审议演示环境 / the demo bureau:  " << base << "\n\n登录名，密码均为 / log-ins, all with the password "
        << demo::password << ":\n";
    print_people(out, app);
    out << '\n';
    print_first_steps(out, app, base);
    out << (settings.temporary
                ? "数据在程序结束时清除；要保留请用 / gone when the program ends; to keep it:  --data DIR\n"
                : "数据保存在 / kept in:  " + settings.data.string() + "  " + settings.database.shown() + "\n")
        << std::endl;
}

}  // namespace shenyi::api::programs
