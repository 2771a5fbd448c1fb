#pragma once

#include "workflow/codec/read.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::storage::definitions {

/// What is wrong with a definitions file, for the operator, in English.
struct FileFault {
    std::string file;     ///< its name within its folder
    int line = 0;         ///< counted from 1; 0 where no line is at fault
    std::string pointer;  ///< JSON pointer of the member at fault; empty where the whole file is
    std::string what;

    bool operator==(const FileFault&) const = default;
};
using FileFaults = std::vector<FileFault>;

/// `rules.yaml:12: /rules/3/class: expected refuse|warn`
std::string text_of(const FileFault& fault);
/// One fault a line.
std::string text_of(const FileFaults& faults);

/// The limits of a definitions file.
inline constexpr std::size_t yaml_bytes_max = std::size_t{1} << 20U;
inline constexpr std::size_t yaml_values_max = 100'000;
inline constexpr std::size_t yaml_depth_max = 32;

/// A YAML file as a tree of JSON values. Plain scalars are null, true, false or whole numbers where they look like one,
/// texts otherwise; quoted ones are always texts. Keys are always texts.
class YamlFile {
  public:
    YamlFile(std::string its_name, std::string its_text, boost::json::value read)
        : name(std::move(its_name)), text(std::move(its_text)), tree(std::move(read)) {}

    /// With the line of the member.
    FileFault fault(std::string pointer, std::string what) const;

    std::string name;
    std::string text;
    boost::json::value tree;

  private:
    mutable std::optional<std::map<std::string, int>> lines_;  ///< looked up at the first fault: most files have none
};

/// Reads one document. Refused are: more than one, a key named twice, a tag, an anchor or what refers to one, and what
/// is beyond the limits.
tl::expected<YamlFile, FileFaults> read_yaml(std::string name, std::string text);
/// A file that cannot be opened is a fault of it too.
tl::expected<YamlFile, FileFaults> read_yaml(const std::filesystem::path& path);

FileFault fault_of(const YamlFile& file, const workflow::codec::Fault& fault);

/// The described struct that the file holds, or everything that does not fit.
template <class T>
tl::expected<T, FileFaults> read_as(const YamlFile& file) {
    auto out = workflow::codec::read<T>(file.tree);
    if (out) return std::move(*out);
    FileFaults faults;
    for (const auto& fault : out.error()) faults.push_back(fault_of(file, fault));
    return tl::unexpected(std::move(faults));
}

}  // namespace shenyi::storage::definitions
