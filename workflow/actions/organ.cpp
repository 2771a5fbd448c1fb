#include "workflow/actions/organ.hpp"

#include "workflow/deadlines.hpp"
#include "workflow/digest.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/cal.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::workflow {

namespace {

/// The text as a string of canonical JSON (RFC 8785).
std::string quoted(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    static constexpr std::string_view named = "\b\t\n\f\r\"\\";
    static constexpr std::string_view letters = "btnfr\"\\";
    std::string result = "\"";
    for (const char c : text) {
        if (const auto at = named.find(c); at != std::string_view::npos) {
            result += '\\';
            result += letters[at];
        } else if (const auto byte = static_cast<unsigned char>(c); byte < 0x20U) {
            result += "\\u00";
            result += digits[byte >> 4U];
            result += digits[byte & 0x0fU];
        } else {
            result += c;
        }
    }
    return result + '"';
}

template <class Range, class Write>
std::string listed(const Range& range, Write write) {
    std::string result;
    for (const auto& each : range) {
        if (!result.empty()) result += ',';
        result += write(each);
    }
    return "[" + result + "]";
}

/// The name of exactly these facts: over the canonical JSON of days, notices and year, as a year read from its file is
/// named too.
std::string version_of(const CalendarYear& year) {
    const std::string days = listed(year.days, [](const CalendarDay& day) {
        return R"({"date":)" + quoted(iso(day.date)) + R"(,"name":)" + quoted(day.name) + R"(,"off":)" +
               (day.off ? "true" : "false") + "}";
    });
    const std::string notices = listed(year.notices, quoted);
    return "sha256:" + sha256_hex(R"({"days":)" + days + R"(,"notices":)" + notices + R"(,"year":)" +
                                  std::to_string(year.year) + "}");
}

const LoadedCalendar* newest_loaded(const Organ& organ, std::optional<int> year) {
    const LoadedCalendar* newest = nullptr;
    for (const LoadedCalendar& loaded : organ.loaded_calendars) {
        if (loaded.year.year == year) newest = &loaded;
    }
    return newest;
}

/// The appointment that the command names, if it is the named person's; null otherwise.
const Post* named_post(const Context& at) {
    const Subject& subject = at.command.subject;
    if (!subject.post) return nullptr;
    const auto found = at.organ().posts.find(*subject.post);
    if (found == at.organ().posts.end()) return nullptr;
    return subject.person && found->second.person != *subject.person ? nullptr : &found->second;
}

/// In each matter of the world whose running deadlines fall on other days once this year is confirmed, that they do
/// (R-CAL-04).
void move_deadlines(const World& world, const CalendarYear& year, Events& events) {
    Calendar calendar = world.organ->calendar;
    const auto known = calendar.years.find(year.year);
    const auto before = known == calendar.years.end() ? std::nullopt : std::optional(known->second.version);
    calendar.years[year.year] = year;
    for (const auto& [id, matter] : world.matters) {
        auto moved = days_moved(world, *matter, calendar);
        if (moved.empty()) continue;
        events.add(id, DeadlinesMoved{.year = year.year,
                                      .calendar_before = before,
                                      .calendar_after = year.version,
                                      .moved = std::move(moved)});
    }
}

/// Whether a person holds the post of an adviser or public lawyer, or one is entered for him that has not ended.
bool is_entered_as_adviser(const Context& at, const PersonId& person) {
    return std::ranges::any_of(at.organ().posts, [&](const auto& one) {
        const Post& post = one.second;
        const bool over = post.end && post.end->confirmed_by && post.end->to < at.world.today;
        return post.person == person && is_advising(post.role) && !over;
    });
}

bool end_awaits_confirmation(const Post& post) {
    return post.end && !post.end->confirmed_by;
}

/// Log-ins that differ in capitals only are taken for each other by whoever reads them.
bool are_alike(const std::string& one, const std::string& other) {
    const auto small = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    return std::ranges::equal(one, other, {}, small, small);
}

}  // namespace

Events events_of(const Context& at, const RegisterPerson& body) {
    const PersonId id{at.world.fresh.id("per_")};
    Events events{.list = {}, .created = id.value};
    events.add(at.organ().id, PersonRegistered{.person = id, .login = body.login, .name = body.name});
    events.add(id, AccountOpened{.login = body.login});
    return events;
}

Events events_of(const Context& at, const EnterPost& body) {
    const PostId id{at.world.fresh.id("pst_")};
    Events events{.list = {}, .created = id.value};
    events.add(at.organ().id, PostEntered{.post = id,
                                          .person = *at.command.subject.person,
                                          .role = body.role,
                                          .title = body.title,
                                          .unit = body.unit,
                                          .from = body.from,
                                          .document = body.document});
    return events;
}

Events events_of(const Context& at, const ConfirmPost&) {
    const Post& post = *named_post(at);
    Events events;
    if (post.confirmed_by) {
        events.add(at.organ().id, PostEndConfirmed{.post = post.id});
    } else {
        events.add(at.organ().id, PostConfirmed{.post = post.id});
    }
    return events;
}

Events events_of(const Context& at, const EndPost& body) {
    Events events;
    events.add(at.organ().id,
               PostEndEntered{.post = *at.command.subject.post, .to = body.to, .document = body.document});
    return events;
}

Events events_of(const Context& at, const Delegate& body) {
    const DelegationId id{at.world.fresh.id("dlg_")};
    Events events{.list = {}, .created = id.value};
    events.add(at.organ().id, DelegationRecorded{.delegation = id,
                                                 .by = *at.command.subject.person,
                                                 .to = body.to,
                                                 .from = body.from,
                                                 .until = body.until,
                                                 .reason = body.reason});
    return events;
}

Events events_of(const Context& at, const EngageAdviser& body) {
    Events events;
    events.add(at.organ().id, AdviserEngaged{.person = body.person,
                                             .from = body.from,
                                             .until = body.until,
                                             .field = body.field,
                                             .conflicts = body.conflicts,
                                             .document = body.document});
    return events;
}

Events events_of(const Context& at, const ResetPassword& body) {
    Events events;
    events.add(*at.command.subject.person, PasswordReset{.reason = body.reason});
    return events;
}

Events events_of(const Context& at, const LoadCalendar& body) {
    CalendarYear year = rules::with_notice(at.organ().calendar, body);
    year.version = version_of(year);
    Events events;
    events.add(at.organ().id, CalendarLoaded{.year = std::move(year)});
    return events;
}

Events events_of(const Context& at, const ConfirmCalendar&) {
    const CalendarYear& year = newest_loaded(at.organ(), at.command.subject.year)->year;
    Events events;
    events.add(at.organ().id, CalendarConfirmed{.year = year.year, .version = year.version});
    move_deadlines(at.world, year, events);
    return events;
}

BodyFaults faults_of(const Context& at, const RegisterPerson& body) {
    const bool taken = std::ranges::any_of(at.organ().people,
                                           [&](const auto& one) { return are_alike(one.second.login, body.login); });
    if (taken) return {{"/login", "free_login"}};
    return {};
}

BodyFaults faults_of(const Context& at, const EnterPost& body) {
    BodyFaults faults;
    check_unit(at, body.unit, "/unit", faults);
    if (body.document) check_document(at, *body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const ConfirmPost&) {
    const Post* post = named_post(at);
    if (post && (!post->confirmed_by || end_awaits_confirmation(*post))) return {};
    return {{"", "post_to_confirm"}};
}

BodyFaults faults_of(const Context& at, const EndPost& body) {
    BodyFaults faults;
    const Post* post = named_post(at);
    // A confirmed end stands: another one over it would bring the post back to life until it is confirmed.
    if (!post || !post->confirmed_by || (post->end && post->end->confirmed_by)) {
        faults.push_back({"", "post_in_force"});
    } else if (body.to < post->from) {
        faults.push_back({"/to", "not_before_appointment"});
    }
    if (body.document) check_document(at, *body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const Delegate& body) {
    BodyFaults faults;
    check_person(at, body.to, "/to", faults);
    if (body.to == at.command.subject.person) faults.push_back({"/to", "another_than_delegator"});
    if (body.from < at.world.today) faults.push_back({"/from", "today_or_later"});
    if (body.until < body.from) faults.push_back({"/until", "not_before_first", {"/from"}});
    return faults;
}

BodyFaults faults_of(const Context& at, const EngageAdviser& body) {
    BodyFaults faults;
    check_person(at, body.person, "/person", faults);
    if (faults.empty() && !is_entered_as_adviser(at, body.person)) faults.push_back({"/person", "adviser_by_post"});
    if (body.from < at.world.today) faults.push_back({"/from", "today_or_later"});
    if (body.until < body.from) faults.push_back({"/until", "not_before_first", {"/from"}});
    if (body.document) check_document(at, *body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context&, const LoadCalendar& body) {
    BodyFaults faults;
    if (body.notice.empty()) faults.push_back({"/notice", "notice"});
    if (body.days.empty()) faults.push_back({"/days", "a_day"});
    return faults;
}

BodyFaults faults_of(const Context& at, const ConfirmCalendar&) {
    if (newest_loaded(at.organ(), at.command.subject.year)) return {};
    return {{"", "loaded_year"}};
}

}  // namespace shenyi::workflow
