#pragma once

#include "workflow/codec/read.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
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

/// The limits of a definitions file. The last two also end what aliases could blow up.
inline constexpr std::size_t yaml_bytes_max = std::size_t{1} << 20U;
inline constexpr std::size_t yaml_values_max = 100'000;
inline constexpr std::size_t yaml_depth_max = 32;

/// A YAML file as a tree of JSON values, with the line of every member. Plain scalars are null, true, false or whole
/// numbers where they look like one, texts otherwise; quoted ones are always texts. Keys are always texts.
struct YamlFile {
    std::string name;
    boost::json::value tree;
    std::map<std::string, int> lines;

    FileFault fault(std::string pointer, std::string what) const;
};

/// Reads one document. Refused are: more than one, a key named twice, a tag, and what is beyond the limits.
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
