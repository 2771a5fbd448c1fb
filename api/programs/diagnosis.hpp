#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api::programs {

/// `warning`: it works, and will not for long, or not as it should. `fault`: something does not work, or may be
/// believed no more.
enum class Grade { ok, warning, fault };
std::string_view name_of(Grade grade);

/// One thing that was looked at.
struct Diagnosis {
    Grade grade = Grade::ok;
    std::string about;       ///< one word: `key`, `schema`
    std::string what;        ///< how it stands, in a sentence
    std::string to_do = {};  ///< the command, or what else mends it; empty where nothing is to be done
};

/// What `shenyi doctor` found, in the order in which it looked.
struct Diagnoses {
    std::vector<Diagnosis> all;

    void ok(std::string about, std::string what) { all.push_back({Grade::ok, std::move(about), std::move(what)}); }
    void add(Grade grade, std::string about, std::string what, std::string to_do) {
        all.push_back({grade, std::move(about), std::move(what), std::move(to_do)});
    }
    Grade worst() const;
};

/// A line each, what is to be done beneath it, and a last line that sums up.
void print(std::ostream& out, const Diagnoses& found);
/// `{"worst", "findings": [{"grade", "about", "what", "to_do"}]}`
void print_json(std::ostream& out, const Diagnoses& found);

}  // namespace shenyi::api::programs
