#include "api/request_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string_view>

namespace shenyi::api {
namespace {

bool is_plain(char letter) {
    constexpr std::string_view signs = "_.:,/%~@+-";
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           signs.find(letter) != std::string_view::npos;
}

/// Writes ` name=value`.
class Line {
  public:
    Line() : text_("request") {}

    Line& add(std::string_view name, std::string_view value) {
        text_.append(1, ' ').append(name).append(1, '=');
        if (!value.empty() && std::ranges::all_of(value, is_plain)) {
            text_ += value;
            return *this;
        }
        text_ += '"';
        for (const char letter : value) text_ += letter == '"' ? '\'' : letter;
        text_ += '"';
        return *this;
    }
    Line& add(std::string_view name, std::uint64_t value) {
        fmt::format_to(std::back_inserter(text_), FMT_STRING(" {}={}"), name, value);
        return *this;
    }
    Line& add_where_known(std::string_view name, std::string_view value) {
        return value.empty() ? *this : add(name, value);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

/// Of `/api/v1/matters/mat_…/actions/open` the `open`.
std::string_view action_in(std::string_view path) {
    constexpr std::string_view before = "/actions/";
    const auto at = path.find(before);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = path.substr(at + before.size());
    return rest.substr(0, rest.find('/'));
}

std::string_view outcome_of(const http::RequestSummary& request) {
    if (request.status == 0) return "left";
    if (!request.complete) return "broken";
    return request.noted.problem.empty() ? std::string_view("ok") : std::string_view(request.noted.problem);
}

}  // namespace

std::string request_line(const http::RequestSummary& request) {
    const std::string_view path = std::string_view(request.path).substr(0, limits::path_bytes_max);
    Line line;
    line.add("id", request.request_id).add("route", request.route.empty() ? "none" : request.route);
    if (!request.route.empty()) line.add_where_known("action", action_in(path));
    line.add_where_known("method", request.method).add_where_known("path", path);
    line.add("status", static_cast<std::uint64_t>(request.status)).add("outcome", outcome_of(request));
    line.add_where_known("rules", fmt::format("{}", fmt::join(request.noted.rules, ",")));
    line.add_where_known("person", request.noted.person);
    line.add("ms",
             fmt::format(FMT_STRING("{:.3f}"), std::chrono::duration<double, std::milli>(request.duration).count()));
    line.add("read", request.body_bytes_read).add("written", request.bytes_written);
    line.add_where_known("address", request.remote_address);
    return line.take();
}

}  // namespace shenyi::api
