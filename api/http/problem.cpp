#include "api/http/problem.hpp"

#include "api/limits.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace shenyi::api::http {
namespace {

struct Words {
    std::string_view name;
    std::string_view title_zh;
    std::string_view detail_zh;
    std::string_view title_en;
    std::string_view detail_en;
};

constexpr std::array<Words, 11> words{{
    {"malformed", "请求格式错误", "请求不符合 HTTP 或 JSON 的格式，无法读取。", "Malformed request",
     "The request could not be read: it is not well-formed HTTP or JSON."},
    {"not_found", "未找到", "没有此资源，或者您无权查看。", "Not found",
     "There is no such resource, or you may not see it."},
    {"method_not_allowed", "不支持此方法", "此资源不支持该请求方法，可用方法见 Allow 字段。", "Method not allowed",
     "The resource does not know this method; those it knows are in the field Allow."},
    {"too_large", "内容过大", "请求内容超过此处允许的大小。", "Content too large",
     "The body is larger than is allowed here."},
    {"unsupported_media_type", "不支持的内容类型", "此处只接受 application/json，编码为 UTF-8。",
     "Unsupported media type", "Only application/json in UTF-8 is taken here."},
    {"unsupported_encoding", "不支持的内容编码", "请求内容不得压缩或另行编码（Content-Encoding 只能为 identity）。",
     "Unsupported content coding", "The body must not be compressed or coded: Content-Encoding may only be identity."},
    {"headers_too_large", "请求头过大", "请求行和请求头字段合计过大或过多。", "Request header fields too large",
     "The request line and header fields are too long or too many."},
    {"expectation_failed", "不支持该期望", "Expect 字段只支持 100-continue。", "Expectation failed",
     "The only expectation supported is 100-continue."},
    {"not_implemented", "不支持的传输编码", "Transfer-Encoding 只支持 chunked。", "Not implemented",
     "The only transfer coding supported is chunked."},
    {"unavailable", "暂时无法处理", "系统繁忙，本次请求未作任何处理或尚未得到结果，请稍后重试。",
     "Temporarily unavailable", "The system is busy; please try again shortly with the same Idempotency-Key."},
    {"fault", "系统故障", "系统内部发生故障，请将请求编号告知管理员。", "Internal fault",
     "Something went wrong inside the system; please give the request id to the administrator."},
}};

boost::json::array errors_of(const Problem& problem) {
    boost::json::array errors;
    errors.reserve(problem.errors.size());
    for (const auto& fault : problem.errors) {
        const bool in_body = fault.parameter.empty();
        errors.push_back(
            boost::json::object{{in_body ? "pointer" : "parameter", in_body ? fault.pointer : fault.parameter},
                                {"code", fault.code},
                                {"message", fault.message}});
    }
    return errors;
}

}  // namespace

ProblemText text_of_problem(std::string_view name, Language language) {
    for (const auto& known : words) {
        if (known.name != name) continue;
        if (language == Language::en) return {std::string(known.title_en), std::string(known.detail_en)};
        return {std::string(known.title_zh), std::string(known.detail_zh)};
    }
    return {std::string(name), {}};
}

Response problem_response(const Problem& problem, const ProblemPlace& place, const ProblemTexts& texts) {
    auto text = texts ? texts(problem.name, place.language) : text_of_problem(problem.name, place.language);
    const auto& detail = problem.detail.empty() ? text.detail : problem.detail;
    boost::json::object body{
        {"type", "/docs/problems/" + problem.name},
        {"title", text.title},
        {"status", problem.status},
        {"detail", detail},
        {"instance", place.instance},
        {"request_id", place.request_id},
    };
    if (!problem.errors.empty()) body["errors"] = errors_of(problem);
    for (const auto& member : problem.members) body[member.key()] = member.value();

    Response response{.status = problem.status, .content_type = "application/problem+json"};
    response.headers = problem.headers;
    response.with("Content-Language", std::string(tag(place.language))).with("Vary", "Accept-Language");
    response.body = boost::json::serialize(body);
    response.noted.problem = problem.name;
    return response;
}

Problem unavailable() {
    Problem problem{.name = "unavailable", .status = 503};
    problem.headers.emplace_back("Retry-After", std::to_string(limits::retry_after_s));
    return problem;
}

}  // namespace shenyi::api::http
