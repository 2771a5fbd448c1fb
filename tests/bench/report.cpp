#include "tests/bench/report.hpp"

#include "tests/bench/figures.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iostream>

namespace shenyi::bench {

namespace {

/// Three digits that count.
std::string number(double value) {
    if (value == 0) return "0";
    const int before = static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
    return fmt::format("{:.{}f}", value, before >= 3 ? 0 : std::min(3 - before, 5));
}

std::string text_of(const Reach& reach) {
    const char* side = reach.side == Reach::Side::at_least ? "≥" : reach.side == Reach::Side::at_most ? "≤" : "<";
    return fmt::format("{} {}", side, number(reach.bound));
}

std::string text_of(const std::vector<double>& measured) {
    std::string text;
    for (const double each : measured) text += fmt::format("{:>9}", number(each));
    return text;
}

std::string line_of(const Row& row) {
    std::string text = fmt::format("{:<16}{:<11}{} {:<4}{:<8}{:<12}{}", row.name, row.database, text_of(row.measured),
                                   row.unit, text_of(row.reach), holds(row) ? "holds" : "FALLS SHORT", row.figure);
    if (!row.note.empty()) text += " (" + row.note + ")";
    return text;
}

}  // namespace

std::vector<storage::Engine> Wanted::engines() const {
    std::vector<storage::Engine> engines;
    for (const std::string& each : databases) {
        engines.push_back(each == "sqlite" ? storage::Engine::sqlite : storage::Engine::postgresql);
    }
    return engines;
}

std::string name_of(storage::Engine engine) {
    return engine == storage::Engine::sqlite ? "sqlite" : "postgresql";
}

bool holds(const Row& row) {
    const double value = middle(row.measured);
    switch (row.reach.side) {
        case Reach::Side::at_least:
            return value >= row.reach.bound;
        case Reach::Side::at_most:
            return value <= row.reach.bound;
        case Reach::Side::below:
            return value < row.reach.bound;
    }
    return false;
}

void Report::add(Row row) {
    std::cout << line_of(row) << std::endl;
    rows_.push_back(std::move(row));
}

void Report::fault(const std::string& what) {
    std::cout << "FAULT " << what << std::endl;
    faults_.push_back(what);
}

void Report::print_table() const {
    std::cout << fmt::format("\n{:<16}{:<11}{:>27} {:<4}{:<8}{:<12}{}\n", "name", "database", "three rounds", "",
                             "reach", "", "figure");
    for (const Row& row : rows_) std::cout << line_of(row) << '\n';
    for (const std::string& fault : faults_) std::cout << "FAULT " << fault << '\n';
    std::cout << std::flush;
}

boost::json::array Report::rows() const {
    boost::json::array rows;
    for (const Row& row : rows_) {
        rows.push_back(boost::json::object{{"name", row.name},
                                           {"figure", row.figure},
                                           {"database", row.database},
                                           {"measured", boost::json::array(row.measured.begin(), row.measured.end())},
                                           {"unit", row.unit},
                                           {"reach", text_of(row.reach)},
                                           {"holds", holds(row)},
                                           {"beside", row.beside},
                                           {"note", row.note}});
    }
    return rows;
}

boost::json::array Report::faults() const {
    boost::json::array told;
    for (const std::string& fault : faults_) told.emplace_back(fault);
    return told;
}

}  // namespace shenyi::bench
