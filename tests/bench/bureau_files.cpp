#include "tests/bench/bureau_files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace shenyi::bench {

namespace {

constexpr int members_there = 4;  // member4 is the last of the demo bureau

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    auto at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error("the bureau's file does not say " + what);
    for (; at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

std::string person(const std::string& login, const std::string& name, const std::string& post) {
    return fmt::format("  - login: {}\n    name: {}\n    posts:\n      - {{{}}}\n", login, name, post);
}

}  // namespace

BureauFiles::BureauFiles(const Change& change) {
    namespace fs = std::filesystem;
    fs::copy(tests::schemas_folder(), folder_.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    const fs::path file = folder_.path() / "bureau" / "bureau.yaml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    replace_all(text, "id: org_xinfang", "id: " + change.organ);
    std::string people;
    for (int i = 1; i <= change.more_drafters; ++i) {
        people += person(fmt::format("drafter{}", i), fmt::format("林{}", i),
                         "role: drafter, title: 办信科科员, unit: unit_letters");
    }
    std::string members;
    for (int i = members_there + 1; i <= members_there + change.more_members; ++i) {
        people += person(fmt::format("member{}", i), fmt::format("罗{}", i),
                         "role: party_member, title: 党组成员, unit: unit_leaders");
        members += fmt::format(", member{}", i);
    }
    replace_all(text, "\npeople:\n", "\npeople:\n" + people);
    replace_all(text, "deputy3, member4]", "deputy3, member4" + members + "]");
    std::ofstream(file) << text;
}

}  // namespace shenyi::bench
