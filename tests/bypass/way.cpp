#include "tests/bypass/way.hpp"

#include "tests/scenarios/runner.hpp"
#include "tests/support/source_folder.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <utility>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

Way way_in(const std::filesystem::path& file) {
    Way way{.name = file.stem().string(), .scenario = tree_of(file).as_object()};
    const auto text = [&](std::string_view member, bool needed = true) {
        const json::value* value = way.scenario.if_contains(member);
        if (value && value->is_string() && !value->get_string().empty()) return std::string(value->get_string());
        if (value || needed) throw std::runtime_error(file.string() + ": no text in " + std::string(member));
        return std::string();
    };
    way.title = text("title");
    way.zh = text("zh");
    way.who = text("who");
    way.wants = text("wants");
    way.tries = text("tries");
    way.remains = text("remains");
    way.gives_way = text("gives_way", false);
    if (const json::value* stops = way.scenario.if_contains("stopped_by")) {
        for (const json::value& each : stops->as_array()) way.stopped_by.emplace_back(each.as_string());
    }
    return way;
}

void add_texts(const json::value& value, std::vector<std::string>& into) {
    if (const auto* text = value.if_string()) {
        into.emplace_back(*text);
    } else if (const auto* list = value.if_array()) {
        for (const json::value& each : *list) add_texts(each, into);
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) add_texts(member.value(), into);
    }
}

/// What steps of these members are stopped by, where the member itself says it all.
const std::vector<std::pair<std::string, std::string>>& members_that_say() {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"faulty", "contract"},      {"forbidden", "roles"},      {"unseen", "sight"},
        {"ready", "start-up check"}, {"procedure", "procedures"}, {"clock_set_back", "clock_behind"},
    };
    return all;
}

void add_stops(const json::value& value, std::vector<std::string>& stops) {
    if (const auto* list = value.if_array()) {
        for (const json::value& each : *list) add_stops(each, stops);
        return;
    }
    const auto* object = value.if_object();
    if (!object) return;
    for (const auto& [name, member] : *object) {
        if (name == "refused" || name == "only" || name == "warned" || name == "stopped_by") add_texts(member, stops);
        if (name == "code" || name == "type") add_texts(member, stops);
        const auto said =
            std::ranges::find(members_that_say(), std::string(name), &std::pair<std::string, std::string>::first);
        if (said != members_that_say().end()) stops.push_back(said->second);
        add_stops(member, stops);
    }
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& each : all) text += (text.empty() ? "`" : ", `") + each + "`";
    return text.empty() ? "nothing" : text;
}

std::string number_of(const Way& way) {
    return way.name.substr(0, way.name.find('_'));
}

std::string row_of(const Way& way) {
    return "| " + number_of(way) + " | " + way.title + " " + way.zh + " | " + joined(way.stopped_by) +
           (way.gives_way.empty() ? "" : " **gives way**") + " |\n";
}

std::string told(const Way& way) {
    std::string text = "### " + number_of(way) + " " + way.title + " " + way.zh + "\n\n";
    text += "*Wants:* " + way.wants + "\n\n*Tries:* " + way.tries + "\n\n*Stopped by:* " + joined(way.stopped_by) +
            "\n\n*Remains on record:* " + way.remains + "\n\n";
    if (!way.gives_way.empty()) text += "**Gives way:** " + way.gives_way + "\n\n";
    return text;
}

std::vector<const Way*> of(const std::vector<Way>& ways, const std::string& who) {
    std::vector<const Way*> own;
    for (const Way& way : ways) {
        if (way.who == who) own.push_back(&way);
    }
    return own;
}

constexpr auto head_of_page = R"(# Ways round the gate that were tried

Written by the tests' own table; do not edit. Each way is a file in `tests/bypass`, played against the running server on
SQLite and on PostgreSQL each time the tests run: what the person does, what stops him, and what the record shows of it
afterwards. The test fails where one of the three is no longer so, and where this page differs from the files.

How to read *stopped by*: `R-…` is a rule of the law (`schemas/rules.yaml`), asked by the guards. `roles`: his post does
not allow it. `sight`: to him it is not there. `contract`: the request says what nobody can say. A name in small letters
with underscores is a key, check or trigger of the tables (`schemas/sql`), or a problem of the HTTP contract; `denied`:
the database role may not do it. `E_…` is a finding of `shenyi fsck`. `start-up check`: the server will not serve on such
tables; `procedures`: it will not read such a procedure.

)";

}  // namespace

const std::vector<std::pair<std::string, std::string>>& people_who_try() {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"drafter", "The drafter 起草人"},
        {"section_head", "The head of the undertaking section 承办科室负责人"},
        {"office_clerk", "The office clerk 办公室人员"},
        {"recorder", "The recorder 会议记录员"},
        {"director", "The director 局长"},
        {"legal_reviewer", "The reviewer 合法性审查人员"},
        {"legal_adviser", "The legal adviser 法律顾问"},
        {"security_admin", "The security administrator 安全保密管理员"},
        {"system_admin", "The system administrator 系统管理员"},
        {"audit_admin", "The audit administrator 安全审计员"},
        {"outsider", "Somebody on the network 网络上的人"},
        {"operator", "The operator of the database 数据库管理人员"},
    };
    return all;
}

const std::vector<Way>& ways() {
    static const std::vector<Way> all = [] {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(source_folder() / "tests" / "bypass")) {
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        }
        std::ranges::sort(files);
        std::vector<Way> read;
        for (const auto& file : files) read.push_back(way_in(file));
        return read;
    }();
    return all;
}

std::vector<std::string> stops_shown(const Way& way) {
    std::vector<std::string> stops;
    add_stops(way.scenario.at("steps"), stops);
    if (const json::value* courses = way.scenario.if_contains("courses")) add_stops(*courses, stops);
    const std::vector<std::string> named = stops;
    for (const std::string& each : named) {
        if (each.starts_with("R-")) stops.push_back(each.substr(0, each.find('.')));
    }
    return stops;
}

void PrintTo(const Way& way, std::ostream* out) {
    *out << way.name;
}

std::string page_of(const std::vector<Way>& ways) {
    std::string page = head_of_page;
    const auto giving = std::ranges::count_if(ways, [](const Way& way) { return !way.gives_way.empty(); });
    page += std::to_string(ways.size()) + " ways; " + std::to_string(giving) + " of them give way, and say so.\n";
    for (const auto& [who, called] : people_who_try()) {
        const std::vector<const Way*> own = of(ways, who);
        if (own.empty()) continue;
        page += "\n## " + called + "\n\n| | way | stopped by |\n|---|---|---|\n";
        for (const Way* way : own) page += row_of(*way);
        page += "\n";
        for (const Way* way : own) page += told(*way);
        page.pop_back();
    }
    return page;
}

}  // namespace shenyi::tests
