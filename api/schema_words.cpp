#include "api/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace shenyi::api {
namespace {

struct Words {
    std::string_view expected;
    std::string_view zh;
    std::string_view en;
};

/// `{}` is the parameter.
constexpr std::array<Words, 21> words{{
    {"type", "类型应为：{}。", "Must be of type: {}."},
    {"enum", "应为以下值之一：{}。", "Must be one of: {}."},
    {"missing", "缺少此项。", "This member is missing."},
    {"unknown", "没有这一项，请检查名称。", "There is no such member; check its name."},
    {"min_items", "至少应有 {} 项。", "Must have at least {} items."},
    {"max_items", "最多只能有 {} 项。", "Must have at most {} items."},
    {"unique_items", "与前面的一项重复。", "Repeats an earlier item."},
    {"min_length", "至少应有 {} 个字符。", "Must have at least {} characters."},
    {"max_length", "最多只能有 {} 个字符。", "Must have at most {} characters."},
    {"pattern", "格式不符，应匹配：{}。", "Must match: {}."},
    {"date", "应为日期，如 2026-03-02。", "Must be a date such as 2026-03-02."},
    {"date_time", "应为带时区的时间，如 2026-03-02T09:00:00+08:00。",
     "Must be an instant with offset such as 2026-03-02T09:00:00+08:00."},
    {"minimum", "不得小于 {}。", "Must not be less than {}."},
    {"maximum", "不得大于 {}。", "Must not be greater than {}."},
    {"above", "应大于 {}。", "Must be greater than {}."},
    {"below", "应小于 {}。", "Must be less than {}."},
    {"one_of", "符合多种写法，只能符合其中一种。", "Fits several forms but may fit only one."},
    {"not_back", "时钟只能向前，不得调回。", "The clock goes forward only."},
    {"not_after", "时钟最远可调到 {}。", "The clock cannot be moved beyond {}."},
    {"calendar", "尚无该年度的工作日历。", "There is no working-day calendar of that year."},
    {"depth", "嵌套层次过深。", "Nested too deeply."},
}};

}  // namespace

std::string message_of(const BodyFault& fault, Language language) {
    for (const auto& known : words) {
        if (known.expected != fault.expected) continue;
        return fmt::format(fmt::runtime(language == Language::en ? known.en : known.zh), fault.parameter);
    }
    return fault.expected;
}

http::Problem problem_of(const std::vector<BodyFault>& faults, Language language) {
    http::Problem problem{.name = "invalid_body", .status = 422};
    for (const auto& fault : faults) {
        problem.errors.push_back(
            {.pointer = fault.pointer, .code = fault.code, .message = message_of(fault, language)});
    }
    return problem;
}

}  // namespace shenyi::api
