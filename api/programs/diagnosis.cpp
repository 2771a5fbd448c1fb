#include "api/programs/diagnosis.hpp"

#include "api/log_lines.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace shenyi::api::programs {
namespace {

namespace json = boost::json;

/// For the eye, what is not well stands out.
std::string_view mark_of(Grade grade) {
    switch (grade) {
        case Grade::ok:
            return "ok";
        case Grade::warning:
            return "WARNING";
        case Grade::fault:
            return "FAULT";
    }
    return {};
}

std::string counted(std::ptrdiff_t count, std::string_view word) {
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::string_view name_of(Grade grade) {
    switch (grade) {
        case Grade::ok:
            return "ok";
        case Grade::warning:
            return "warning";
        case Grade::fault:
            return "fault";
    }
    return {};
}

Grade Diagnoses::worst() const {
    Grade worst = Grade::ok;
    for (const Diagnosis& each : all) worst = std::max(worst, each.grade);
    return worst;
}

void print(std::ostream& out, const Diagnoses& found) {
    for (const Diagnosis& each : found.all) {
        // What a database or a file says may hold anything.
        out << fmt::format("{:<8} {:<10} {}\n", mark_of(each.grade), each.about, in_one_line(each.what));
        if (!each.to_do.empty()) out << fmt::format("{:>19} {}\n", "->", in_one_line(each.to_do));
    }
    const auto count = [&](Grade grade) { return std::ranges::count(found.all, grade, &Diagnosis::grade); };
    out << fmt::format("{}, {}\n", counted(count(Grade::fault), "fault"), counted(count(Grade::warning), "warning"));
}

void print_json(std::ostream& out, const Diagnoses& found) {
    json::array findings;
    for (const Diagnosis& each : found.all) {
        findings.push_back(json::object{
            {"grade", name_of(each.grade)}, {"about", each.about}, {"what", each.what}, {"to_do", each.to_do}});
    }
    out << json::serialize(json::object{{"worst", name_of(found.worst())}, {"findings", std::move(findings)}}) << '\n';
}

}  // namespace shenyi::api::programs
