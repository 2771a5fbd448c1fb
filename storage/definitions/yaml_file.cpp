#include "storage/definitions/yaml_file.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

namespace shenyi::storage::definitions {
namespace {

bool is_whole_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || text.size() > 15 || (text.size() > 1 && text.front() == '0')) return false;
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

boost::json::value plain(const std::string& text) {
    if (text.empty() || text == "~" || text == "null") return nullptr;
    if (text == "true") return true;
    if (text == "false") return false;
    if (!is_whole_number(text)) return boost::json::string{text};
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// RFC 6901.
std::string below(const std::string& pointer, const std::string& member) {
    return pointer + workflow::codec::At{workflow::codec::At{}, std::string_view{member}}.pointer();
}

/// One pass over the parsed document.
class Conversion {
  public:
    explicit Conversion(YamlFile& file) : file_(file) {}

    boost::json::value convert(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
        if (!node.Mark().is_null()) file_.lines[pointer] = node.Mark().line + 1;
        if (++values_ > yaml_values_max || depth > yaml_depth_max) return refuse(pointer, "too large or too deep");
        if (const auto& tag = node.Tag(); !tag.empty() && tag != "?" && tag != "!") return refuse(pointer, "has a tag");
        if (node.IsMap()) return object(node, pointer, depth);
        if (node.IsSequence()) return array(node, pointer, depth);
        if (!node.IsScalar()) return nullptr;
        if (node.Tag() == "!") return boost::json::string{node.Scalar()};
        return plain(node.Scalar());
    }

    FileFaults faults;

  private:
    boost::json::value object(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
        boost::json::object out;
        for (const auto& member : node) {
            if (!stops_.empty()) break;
            if (!member.first.IsScalar()) return refuse(pointer, "has a key that is no text");
            const std::string& name = member.first.Scalar();
            const std::string here = below(pointer, name);
            if (out.contains(name)) {
                faults.push_back({file_.name, member.first.Mark().line + 1, here, "named twice"});
                continue;
            }
            out[name] = convert(member.second, here, depth + 1);
            file_.lines[here] = member.first.Mark().line + 1;
        }
        return out;
    }

    boost::json::value array(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
        boost::json::array out;
        for (const auto& element : node) {
            if (!stops_.empty()) break;
            out.push_back(convert(element, below(pointer, std::to_string(out.size())), depth + 1));
        }
        return out;
    }

    /// Ends the pass: what follows could be without end.
    boost::json::value refuse(const std::string& pointer, std::string what) {
        if (stops_.empty()) faults.push_back(file_.fault(pointer, what));
        stops_ = std::move(what);
        return nullptr;
    }

    YamlFile& file_;
    std::size_t values_ = 0;
    std::string stops_;
};

tl::expected<std::string, FileFaults> bytes_of(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::ifstream file{path, std::ios::binary};
    if (!file) return tl::unexpected(FileFaults{{name, 0, "", "cannot be opened"}});
    std::string bytes(yaml_bytes_max + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file.bad()) return tl::unexpected(FileFaults{{name, 0, "", "cannot be read"}});
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > yaml_bytes_max) return tl::unexpected(FileFaults{{name, 0, "", "is too long"}});
    return bytes;
}

/// Hears a document and keeps nothing of it.
class Unheeding : public YAML::EventHandler {
  public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

/// Asked in this way and not of YAML::LoadAll: where a document breaks off, that comes to the same place again for
/// ever.
bool is_one_document(const std::string& text) {
    std::istringstream in(text);
    YAML::Parser parser(in);
    Unheeding reader;
    return parser.HandleNextDocument(reader) && !parser.HandleNextDocument(reader);
}

}  // namespace

std::string text_of(const FileFault& fault) {
    std::string out = fault.file;
    if (fault.line > 0) out += ":" + std::to_string(fault.line);
    if (!fault.pointer.empty()) out += ": " + fault.pointer;
    return out + ": " + fault.what;
}

std::string text_of(const FileFaults& faults) {
    std::string out;
    for (const auto& fault : faults) out += (out.empty() ? "" : "\n") + text_of(fault);
    return out;
}

FileFault YamlFile::fault(std::string pointer, std::string what) const {
    const auto line = lines.find(pointer);
    return {name, line == lines.end() ? 0 : line->second, std::move(pointer), std::move(what)};
}

tl::expected<YamlFile, FileFaults> read_yaml(const std::filesystem::path& path) {
    YamlFile file{.name = path.filename().string(), .tree = nullptr, .lines = {}};
    const auto bytes = bytes_of(path);
    if (!bytes) return tl::unexpected(bytes.error());
    try {
        if (!is_one_document(*bytes)) return tl::unexpected(FileFaults{{file.name, 0, "", "is not one document"}});
        Conversion conversion{file};
        file.tree = conversion.convert(YAML::Load(*bytes), "", 0);
        if (!conversion.faults.empty()) return tl::unexpected(std::move(conversion.faults));
    } catch (const YAML::Exception& fault) {
        return tl::unexpected(FileFaults{{file.name, fault.mark.line + 1, "", "is not YAML: " + fault.msg}});
    }
    return file;
}

FileFault fault_of(const YamlFile& file, const workflow::codec::Fault& fault) {
    switch (fault.code) {
        using enum workflow::codec::FaultCode;
        case missing: {
            auto found = file.fault(fault.pointer.substr(0, fault.pointer.rfind('/')), "missing");
            found.pointer = fault.pointer;
            return found;
        }
        case unknown:
            return file.fault(fault.pointer, "unknown member");
        case type:
        case enumeration:
        case value:
            break;
    }
    return file.fault(fault.pointer, "expected " + fault.expected);
}

}  // namespace shenyi::storage::definitions
