#pragma once

#include "storage/store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace shenyi::bench {

/// Each figure is taken so often; all are shown, the middle one counts.
inline constexpr int rounds = 3;

/// What actions are measured with, where nothing else is said.
inline constexpr std::size_t usual_matters = 2'000;
inline constexpr std::size_t usual_connections = 16;

/// What the command line asks for.
struct Wanted {
    double seconds = 2;
    std::string json = "bench.json";
    std::vector<std::string> databases{"sqlite", "postgresql"};
    std::set<std::string> only;       ///< names of figures; empty: all
    std::size_t matters = 1'000'000;  ///< of the large store
    std::size_t actions = 100'000;    ///< behind which the memory is looked at

    bool wants(const std::string& name) const { return only.empty() || only.contains(name); }
    std::chrono::steady_clock::duration run() const {
        return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
    }
    std::vector<storage::Engine> engines() const;
};

std::string name_of(storage::Engine engine);

/// How far a figure should reach.
struct Reach {
    enum class Side { at_least, at_most, below };
    Side side;
    double bound;
};
constexpr Reach at_least(double bound) {
    return {Reach::Side::at_least, bound};
}
constexpr Reach at_most(double bound) {
    return {Reach::Side::at_most, bound};
}
constexpr Reach below(double bound) {
    return {Reach::Side::below, bound};
}

/// One line of the table.
struct Row {
    std::string name;  ///< by which `--only` knows it
    std::string figure;
    std::string database;          ///< empty where none takes part
    std::vector<double> measured;  ///< one for each round
    Reach reach;
    std::string unit = {};
    boost::json::object beside = {};  ///< what the figure was made of
    std::string note = {};
};

bool holds(const Row& row);

/// Takes the rows as they are found, prints each at once, and all of them at the end.
class Report {
  public:
    void add(Row row);
    /// A run that failed, or a statement that is not as it should be: the whole report is worth nothing.
    void fault(const std::string& what);

    void print_table() const;
    boost::json::array rows() const;
    boost::json::array faults() const;
    bool faultless() const { return faults_.empty(); }

  private:
    std::vector<Row> rows_;
    std::vector<std::string> faults_;
};

}  // namespace shenyi::bench
