#include "api/demo/tour_page.hpp"

#include "api/demo/script.hpp"
#include "workflow/dates.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <utility>

namespace shenyi::api::demo {
namespace {

namespace json = boost::json;

/// Of a request's body so many bytes are shown.
constexpr std::size_t body_bytes_shown = 240;

std::string text(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::string number(const json::value& value) {
    return json::serialize(value);
}

/// Cut where a character ends.
std::string shortened(std::string line) {
    if (line.size() <= body_bytes_shown) return line;
    std::size_t end = body_bytes_shown;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    return line.substr(0, end) + "…";
}

/// `2026-03-23 09:00`, in the organ's zone.
std::string local(const std::string& rfc3339) {
    const auto instant = workflow::parse_instant(rfc3339);
    if (!instant) return rfc3339;
    constexpr std::chrono::hours zone{8};
    const std::string shifted = workflow::rfc3339(*instant + zone);
    return shifted.substr(0, 10) + " " + shifted.substr(11, 5);
}

}  // namespace

void TourPage::know_people(const json::value& people) {
    for (const json::value& person : people.at("items").as_array()) {
        std::string name = text(person.as_object(), "name");
        logins_[text(person.as_object(), "login")] = name;
        names_[text(person.as_object(), "id")] = std::move(name);
    }
}

std::string TourPage::word(std::string_view catalogue, const json::value& code) const {
    if (!code.is_string()) return "-";
    const std::string key = std::string(catalogue) + "." + std::string(code.get_string());
    return messages_.has(key) ? messages_.render(tag(language_), key) : std::string(code.get_string());
}

std::string TourPage::name_of(const json::value& id) const {
    if (!id.is_string()) return "-";
    const auto found = names_.find(std::string(id.get_string()));
    return found == names_.end() ? std::string(id.get_string()) : found->second;
}

std::string TourPage::names_of(const json::value& ids) const {
    std::string all;
    for (const json::value& id : ids.as_array()) all += (all.empty() ? "" : either("、", ", ")) + name_of(id);
    return all;
}

std::string TourPage::text_of(const json::value& caption) const {
    return text(caption.as_object(), either("zh", "en"));
}

void TourPage::title(const json::value& caption) {
    out_ << "\n════ " << text_of(caption) << " ════\n";
}

void TourPage::part(int number, const json::value& caption) {
    out_ << "\n━━ " << number << "  " << text_of(caption) << "\n";
}

void TourPage::say(const json::value& caption) {
    out_ << "\n   " << text_of(caption) << "\n";
}

void TourPage::end(const json::value& caption, const std::vector<std::string>& faults) {
    out_ << '\n';
    for (const std::string& fault : faults) out_ << "✗ " << fault << '\n';
    if (faults.empty()) out_ << text_of(caption) << '\n';
    out_ << std::flush;
}

void TourPage::handed_in(const std::string& login, const std::string& name) {
    out_ << "   · " << logins_[login] << either(" 上传《", " hands in ") << name << either("》\n", "\n");
}

void TourPage::asked(const std::string& login, const std::string& action, const std::string& line,
                     const json::value& body, bool quiet) {
    const auto dot = action.find('.');
    const std::string target = dot == std::string::npos ? "matter" : action.substr(0, dot);
    const std::string name = dot == std::string::npos ? action : action.substr(dot + 1);
    const std::string what = action.empty() ? either("查看", "looks") : word(target + "_action", json::value(name));
    out_ << (quiet ? "   · " : "\n   ") << logins_[login] << " (" << login << ") " << what;
    if (quiet) return;
    out_ << "\n   " << line << '\n';
    if (body.is_object() && !body.as_object().empty()) out_ << "   " << shortened(json::serialize(body)) << '\n';
}

void TourPage::finding(const json::object& finding, const char* mark) {
    out_ << "     " << mark << ' ' << text(finding, "rule") << "  " << text(finding, "message") << '\n';
    for (const json::value& source : finding.at("sources").as_array()) {
        const json::object& one = source.as_object();
        out_ << either("         依据 ", "         rests on ") << text(one, "law") << ' ' << text(one, "article")
             << (one.at("binds").as_bool() ? either("（约束本机关）", " (binds this bureau)") : "") << '\n';
    }
    for (const json::value& clearing : finding.at("who_can_clear").as_array()) {
        const json::object& one = clearing.as_object();
        out_ << either("         可由 ", "         can be cleared by ") << word("role", one.at("role")) << ' '
             << names_of(one.at("persons")) << "  → " << text(one, "action") << '\n';
    }
}

void TourPage::refused(const json::object& body) {
    out_ << either("   ← 409 拒绝，并已记入档案\n", "   ← 409 refused, and on record\n");
    for (const json::value& each : body.at("findings").as_array()) finding(each.as_object(), "✗");
}

void TourPage::turned_away(int status, const json::object& body) {
    out_ << "   ← " << status << ' ' << text(body, "title") << '\n';
    const json::value* roles = body.if_contains("roles");
    if (roles == nullptr) return;
    out_ << either("         只有 ", "         only ");
    for (const json::value& role : roles->as_array()) out_ << word("role", role) << ' ';
    out_ << either("可以办理\n", "may\n");
}

void TourPage::warnings(const json::object& body) {
    const json::value* list = body.if_contains("warnings");
    if (list == nullptr) return;
    for (const json::value& each : list->as_array()) {
        out_ << "     ! " << text(each.as_object(), "rule") << "  " << text(each.as_object(), "message") << '\n';
    }
}

void TourPage::done(int status, const json::object& body, bool quiet) {
    const json::value* matter = body.if_contains("matter");
    const json::value* meeting = body.if_contains("meeting");
    std::string now;
    if (matter != nullptr && matter->is_object()) now = word("stage", matter->at("stage"));
    if (now.empty() && meeting != nullptr && meeting->is_object()) now = word("meeting_stage", meeting->at("stage"));
    if (quiet) {
        out_ << "  ✓\n";
        return;
    }
    out_ << "   ← " << status;
    if (!now.empty()) out_ << either("  现处于：", "  now: ") << now;
    out_ << '\n';
    warnings(body);
}

void TourPage::decision(const json::value& item) {
    const json::object& one = item.as_object();
    if (const auto* count = one.at("arithmetic").if_object()) {
        out_ << either("     计数  应到 ", "     count  due ") << number(count->at("due"))
             << either("，在场 ", ", present ") << number(count->at("present")) << either("；赞成 ", "; for ")
             << number(count->at("for")) << either("，反对 ", ", against ") << number(count->at("against"))
             << either("，弃权 ", ", abstaining ") << number(count->at("abstain"))
             << either("；需赞成 ", "; needed for ") << number(count->at("needed")) << '\n';
    }
    if (const auto* head = one.at("head_decision").if_object()) {
        out_ << either("     局长决定：", "     the head decides: ") << word("outcome", head->at("outcome")) << '\n';
        if (head->at("head_reasons").is_string()) {
            out_ << either("     会上说明的理由：", "     his reasons, stated at the meeting: ")
                 << text(*head, "head_reasons") << '\n';
        }
    } else if (const auto* ballot = one.at("ballot").if_object();
               ballot != nullptr && ballot->at("outcome").is_string()) {
        out_ << either("     表决结果（由票数得出）：", "     outcome, from the votes: ")
             << word("outcome", ballot->at("outcome")) << '\n';
    }
    for (const json::value& each : one.at("dissent").as_array()) {
        const json::object& dissent = each.as_object();
        out_ << either("     不同意见  ", "     dissent  ") << name_of(dissent.at("person"))
             << (dissent.at("confirmed").as_bool() ? either("（本人确认）", " (confirmed in person)")
                                                   : either("（尚未确认）", " (not confirmed yet)"))
             << "  " << text(dissent, "text") << '\n';
    }
}

void TourPage::clock(const std::string& now) {
    out_ << either("\n   ⏱ 演示时钟拨到 ", "\n   ⏱ the demo clock moves to ") << local(now) << '\n';
}

void TourPage::show(const std::string& name, const json::value& body) {
    if (name == "gate") return gate(body.as_object());
    if (name == "history") return history(body.as_object());
    if (name == "meeting") return meeting(body.as_object());
    if (name == "responsibility") return responsibility(body);
    throw ScriptFault("there is no page " + name);
}

void TourPage::gate(const json::object& body) {
    for (const json::value& each : body.at("rules").as_array()) {
        const std::string mark = text(each.as_object(), "mark");
        out_ << "     "
             << (mark == "met"       ? "✓"
                 : mark == "refused" ? "✗"
                 : mark == "not_yet" ? "·"
                                     : "!")
             << ' ' << text(each.as_object(), "rule");
    }
    out_ << '\n'
         << (body.at("allowed").as_bool() ? either("     门开\n", "     the gate is open\n")
                                          : either("     门关着\n", "     the gate is shut\n"));
}

/// By what it was tried on: `close` of an item is none of the matter.
std::string TourPage::attempted(const json::object& entry) {
    const std::string target = text(entry.at("data").as_object(), "target");
    const bool item = entry.at("data").as_object().contains("item");
    const std::string kind = target.substr(0, target.find('/'));
    return word((item ? "item" : kind) + "_action", entry.at("action"));
}

void TourPage::history(const json::object& body) {
    for (const json::value& each : body.at("items").as_array()) {
        const json::object& entry = each.as_object();
        const bool attempt = text(entry, "entry") == "attempt";
        const json::object& actor = entry.at("actor").as_object();
        out_ << "     " << local(text(entry, "at")) << (attempt ? "  ✗ " : "    ") << name_of(actor.at("id")) << "  "
             << (attempt ? attempted(entry) : text(entry, "type"));
        for (const json::value& one : entry.at("findings").as_array()) out_ << ' ' << text(one.as_object(), "rule");
        out_ << '\n';
    }
}

void TourPage::meeting(const json::object& body) {
    out_ << "     " << word("forum", body.at("forum")) << "  " << local(text(body, "held_at")) << "  "
         << word("meeting_stage", body.at("stage")) << either("\n     应到  ", "\n     due  ")
         << names_of(body.at("due")) << '\n';
    for (const json::value& item : body.at("items").as_array()) {
        out_ << "     ◆ " << text(item.as_object(), "title") << "  " << word("item_state", item.at("state")) << '\n';
        for (const json::value& each : item.at("statements").as_array()) {
            out_ << "       " << name_of(each.at("person")) << "  " << word("position", each.at("position")) << "  "
                 << text(each.as_object(), "text") << '\n';
        }
        decision(item);
    }
}

void TourPage::responsibility(const json::value& body) {
    out_ << "     " << shortened(json::serialize(body)) << '\n';
}

}  // namespace shenyi::api::demo
