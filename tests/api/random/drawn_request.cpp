#include "tests/api/random/drawn_request.hpp"

#include "tests/api/random/broken.hpp"
#include "tests/support/contract.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <string_view>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

constexpr auto odd_segments = std::to_array<std::string_view>({
    "",
    "..",
    "%2e%2e",
    "%00",
    "%ff",
    "%2F",
    "a%20b",
    "%E4%BA%8B%E9%A1%B9",
    "*",
    "null",
    "-1",
    "0",
    "99999999999999999999",
    "01",
    "1.0",
    "mat_",
    "%",
    "%zz",
    ";x=1",
    "current",
});
constexpr auto odd_values = std::to_array<std::string_view>({
    "",
    "%00",
    "%ff",
    "%zz",
    "%",
    "+",
    "-1",
    "0",
    "201",
    "99999999999999999999",
    "1.0",
    "true",
    "TRUE",
    "2026-02-30",
    "2026-03-02",
    "1899-01-01",
    "nothing",
    "%F0%9F%98%80",
    "%27%20OR%201%3D1--",
    "a%0Ab",
    "%E2%80%AE",
    "*",
});
constexpr auto odd_fields = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"Accept-Language", "en;q=0.5, zh;q=nan, *"},
    {"Accept-Language", "\xff\xfe"},
    {"Accept-Language", "en"},
    {"Accept-Encoding", "gzip"},
    {"Accept-Encoding", "br;q=1, gzip;q=0"},
    {"Accept", "text/html"},
    {"If-None-Match", "*"},
    {"If-None-Match", "W/\"1\", \"2\""},
    {"If-None-Match", "\""},
    {"Range", "bytes=0-1"},
    {"X-HTTP-Method-Override", "DELETE"},
    {"X-Forwarded-For", "::1, 10.0.0.1\t"},
    {"Last-Event-ID", "evt_nowhere"},
    {"Last-Event-ID", "99999999999999999999"},
    {"Cookie", "shenyi_session=abc; shenyi_session=def"},
    {"Cookie", "=;;=\x01"},
    {"X-CSRF-Token", "0"},
    {"Expect", "something"},
    {"Origin", "https://example.org"},
    {"Content-Encoding", "gzip"},
    {"If-Match", "\"1\", \"2\""},
    {"If-Match", "*"},
    {"Idempotency-Key", "\xe4\xba\x8b"},
    {"If-Modified-Since", "yesterday"},
    {"Content-Disposition", "attachment; filename*=UTF-8''%ff"},
});
constexpr auto odd_authorizations =
    std::to_array<std::string_view>({"", "Bearer", "Bearer ", "Bearer \xff\xff", "Basic YTpi", "bearer abc",
                                     "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"});
constexpr auto odd_tags =
    std::to_array<std::string_view>({"*", "\"0\"", "W/\"1\"", "1", "\"", "\"99999999999999999999\"", ""});
constexpr auto media_types = std::to_array<std::string_view>(
    {"text/plain", "application/json; charset=gbk", "application/problem+json", "multipart/form-data; boundary=x",
     "application/json; charset=\"UTF-8\"", ";", "application/x-www-form-urlencoded", "APPLICATION/JSON"});
constexpr auto upload_types = std::to_array<std::string_view>(
    {"text/plain", "text/plain; charset=utf-8", "text/markdown", "application/pdf", "image/png", "text/html", "x", ""});
constexpr auto dispositions = std::to_array<std::string_view>({
    "attachment; filename=\"paper.txt\"",
    "attachment; filename*=UTF-8''%E8%8D%89%E6%A1%88.txt",
    "attachment",
    "inline; filename=",
    "attachment; filename=\"../x\"",
    "attachment; filename=\"a\\",
    "filename*=GBK''%b2",
    "attachment; filename=\"\xe2\x80\xae.txt\"",
    "",
});
constexpr auto papers = std::to_array<std::string_view>({
    "",
    "第一条 内容。\n第二条 内容。\n",
    "第一条 内容。\n第三条 在15日内办结。\n",
    "%PDF-1.4",
    "\x89PNG\r\n\x1a\n",
    "\xff\xfe\x00",
    "一、目标\n（一）甲\n二、措施\n",
    "<html></html>",
});

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        const bool plain =
            byte > 0x20 && byte < 0x7f && std::string_view("%?#/+&=;\"<>\\^`{|}").find(each) == std::string_view::npos;
        if (plain) {
            out.push_back(each);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 15U]);
        }
    }
    return out;
}

/// What the first placeholder of a path names, by the path's first words.
std::string_view kind_at(std::string_view path) {
    if (path.find("/organs/") != std::string_view::npos) return "org";
    if (path.find("/matters/") != std::string_view::npos) return "mat";
    if (path.find("/meetings/") != std::string_view::npos) return "mtg";
    if (path.find("/procedures/") != std::string_view::npos) return "procedure";
    if (path.find("/events/") != std::string_view::npos) return "evt";
    return "per";
}

}  // namespace

DrawnRequest RequestDrawing::draw(const std::string& resource, const std::string& tag, const std::string& key) {
    DrawnRequest request{.method = operation_.method, .target = path(resource) + query(), .headers = {}, .body = {}};
    if (operation_.id == "upload_document") {
        add_upload(request);
    } else if (operation_.method == "POST") {
        add_body(request);
    }
    if (operation_.is_action) add_action_fields(request, tag, key);
    if (seldom(4)) add_odd_fields(request);
    if (seldom(15)) {
        request.as_somebody = false;
        request.headers.emplace_back("Authorization", dice_.of(odd_authorizations));
    }
    constexpr auto methods = std::to_array<std::string_view>({"HEAD", "PUT", "PATCH", "OPTIONS", "DELETE", "POST"});
    if (seldom(25)) request.method = dice_.of(methods);
    return request;
}

std::string RequestDrawing::path(const std::string& resource) {
    std::string path = operation_.path;
    std::string first = resource;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
        const auto close = path.find('}', open);
        const std::string value = placeholder(std::string_view(path).substr(open + 1, close - open - 1), first);
        path.replace(open, close - open + 1, value);
        first.clear();
    }
    return path;
}

std::string RequestDrawing::placeholder(std::string_view name, const std::string& resource) {
    if (seldom(20)) return std::string(dice_.of(odd_segments));
    if (seldom(80)) return std::string(dice_.one_in(2) ? 300 : 9000, 'x');
    if (!resource.empty()) return encoded(resource);
    if (name == "id") {
        const std::string found = sources_.all.any(kind_at(operation_.path), dice_);
        return found.empty() ? "org_xinfang" : encoded(found);
    }
    if (name == "doc") return encoded(sources_.all.any("sha256", dice_));
    if (name == "year") return std::to_string(2025 + dice_.below(5));
    if (name == "n" || name == "a" || name == "b") return std::to_string(1 + dice_.below(4));
    if (name == "name") return dice_.one_in(2) ? "refused" : "nothing";
    if (name == "level") return std::to_string(dice_.below(3));
    if (name == "size") return std::to_string(dice_.below(600));
    if (name == "place") return dice_.one_in(2) ? "000" : "000.p/" + std::to_string(1 + dice_.below(255));
    return encoded(values_.id(name));
}

std::string RequestDrawing::query() {
    std::string text;
    const auto add = [&](std::string_view name, const std::string& value) {
        text += (text.empty() ? "?" : "&") + std::string(name) + "=" + value;
    };
    for (const api::QueryParameter& parameter : *Contract::shared().schemas().query_of(operation_.id)) {
        const std::size_t how_seldom = parameter.name == "dry_run" ? 12 : 3;
        if (dice_.one_in(how_seldom)) add(parameter.name, query_value(parameter));
        if (seldom(30)) add(parameter.name, query_value(parameter));
    }
    if (seldom(20)) add("colour", "red");
    if (seldom(30)) add(dice_.of(odd_values), "%");
    if (seldom(80)) text += (text.empty() ? "?" : "&") + std::string(dice_.one_in(2) ? 1500 : 9000, 'x');
    return text;
}

std::string RequestDrawing::query_value(const api::QueryParameter& parameter) {
    if (seldom(5)) return std::string(dice_.of(odd_values));
    if (seldom(40)) return std::string(3000, 'y');
    const std::string cursor = parameter.name == "cursor" ? sources_.all.any("cursor", dice_) : std::string();
    if (!cursor.empty() && !dice_.one_in(4)) return encoded(cursor);
    const json::value value = values_.value(*parameter.schema, parameter.name);
    return encoded(value.is_string() ? std::string(value.as_string()) : json::serialize(value));
}

void RequestDrawing::add_body(DrawnRequest& request) {
    const api::SchemaNode* schema = Contract::shared().schemas().body_of(operation_.id);
    if (schema == nullptr) return;
    const json::value body = values_.value(*schema, "");
    request.body = odd_ && !dice_.one_in(3) ? broken(body, dice_) : json::serialize(body);
    const bool odd = seldom(20);
    request.headers.emplace_back("Content-Type", odd ? dice_.of(media_types) : std::string_view("application/json"));
}

void RequestDrawing::add_upload(DrawnRequest& request) {
    request.headers.emplace_back("Content-Type", seldom(2) ? dice_.of(upload_types) : std::string_view("text/plain"));
    request.headers.emplace_back("Content-Disposition", odd_ ? dice_.of(dispositions) : dispositions.front());
    request.body = std::string(dice_.of(papers));
    if (dice_.one_in(3)) request.body += "第九条 " + std::to_string(dice_.below(1'000'000));
}

void RequestDrawing::add_action_fields(DrawnRequest& request, const std::string& tag, const std::string& key) {
    if (!seldom(15)) {
        const std::string given = seldom(15) ? "key-1" : key;
        request.headers.emplace_back("Idempotency-Key", seldom(30) ? std::string(129, 'k') : given);
    }
    if (!operation_.asks_for_tag || seldom(15)) return;
    request.headers.emplace_back("If-Match", seldom(10) ? std::string(dice_.of(odd_tags)) : tag);
}

void RequestDrawing::add_odd_fields(DrawnRequest& request) {
    const std::size_t count = 1 + dice_.below(2);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& [name, value] = dice_.of(odd_fields);
        request.headers.emplace_back(name, value);
    }
    if (dice_.one_in(60)) request.headers.emplace_back("X-Long", std::string(20'000, 'x'));
}

}  // namespace shenyi::tests
