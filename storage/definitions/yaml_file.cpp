#include "storage/definitions/yaml_file.hpp"

#include <yaml.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <new>

namespace shenyi::storage::definitions {
namespace {

/// Why nothing more is read.
struct Stop {
    int line;
    std::string pointer;
    std::string what;
};

/// What the library tells of a document, one after the other.
class Events {
  public:
    explicit Events(std::string_view text) {
        if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    }
    ~Events() {
        yaml_event_delete(&event_);
        yaml_parser_delete(&parser_);
    }
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    /// Throws Stop where the text is no YAML.
    yaml_event_type_t next() {
        yaml_event_delete(&event_);
        if (yaml_parser_parse(&parser_, &event_) != 0) return event_.type;
        const int line = static_cast<int>(parser_.problem_mark.line) + 1;
        throw Stop{line, "", std::string("is not YAML: ") + parser_.problem};
    }
    /// Of the last event; it stays until the next is asked for.
    const yaml_event_t& last() const { return event_; }
    int line() const { return static_cast<int>(event_.start_mark.line) + 1; }

  private:
    yaml_parser_t parser_{};
    yaml_event_t event_{};
};

/// As canonical JSON takes them: nothing beyond what every reader of JSON holds exactly.
std::optional<std::int64_t> whole_number(std::string_view text) {
    constexpr std::int64_t beyond = std::int64_t{1} << 53U;
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (!whole || number >= beyond || number <= -beyond) return std::nullopt;
    return number;
}

boost::json::value plain(const std::string& text) {
    if (text.empty() || text == "~" || text == "null") return nullptr;
    if (text == "true") return true;
    if (text == "false") return false;
    if (const auto number = whole_number(text)) return *number;
    return boost::json::string{text};
}

using Lines = std::map<std::string, int>;

/// One pass over a document. Where members stand is noted only for who asks for it: most files are without fault.
class Reading {
  public:
    explicit Reading(std::string_view text, Lines* lines = nullptr) : events_(text), lines_(lines) {}

    /// Throws Stop where it cannot go on.
    boost::json::value document() {
        events_.next();
        if (events_.next() != YAML_DOCUMENT_START_EVENT) throw Stop{0, "", "is not one document"};
        events_.next();
        auto tree = value();
        events_.next();
        if (events_.next() != YAML_STREAM_END_EVENT) throw Stop{0, "", "is not one document"};
        return tree;
    }

    /// Keys named twice: the reading goes on behind them.
    std::vector<Stop> twice;

  private:
    /// The value that the last event begins; afterwards the last event is the one that ends it.
    boost::json::value value() {
        note_line();
        if (++values_ > yaml_values_max || path_.size() > yaml_depth_max) stop("too large or too deep");
        switch (events_.last().type) {
            case YAML_SCALAR_EVENT: {
                const auto& scalar = events_.last().data.scalar;
                check(scalar.anchor, scalar.tag);
                const std::string text = text_of_scalar();
                return scalar.plain_implicit != 0 ? plain(text) : boost::json::string{text};
            }
            case YAML_SEQUENCE_START_EVENT:
                check(events_.last().data.sequence_start.anchor, events_.last().data.sequence_start.tag);
                return array();
            case YAML_MAPPING_START_EVENT:
                check(events_.last().data.mapping_start.anchor, events_.last().data.mapping_start.tag);
                return object();
            default:
                stop("refers to another place: write it out");
        }
    }

    boost::json::value array() {
        boost::json::array out;
        while (events_.next() != YAML_SEQUENCE_END_EVENT) {
            const Below here(*this, std::to_string(out.size()));
            out.push_back(value());
        }
        return out;
    }

    boost::json::value object() {
        boost::json::object out;
        while (events_.next() != YAML_MAPPING_END_EVENT) {
            if (events_.last().type != YAML_SCALAR_EVENT) stop("has a key that is no text");
            check(events_.last().data.scalar.anchor, events_.last().data.scalar.tag);
            const std::string name = text_of_scalar();
            const Below here(*this, name);
            note_line();
            if (out.contains(name)) twice.push_back({events_.line(), pointer(), "named twice"});
            events_.next();
            out[name] = value();
        }
        return out;
    }

    std::string text_of_scalar() const {
        const auto& scalar = events_.last().data.scalar;
        return {reinterpret_cast<const char*>(scalar.value), scalar.length};
    }

    void check(const yaml_char_t* anchor, const yaml_char_t* tag) const {
        if (tag != nullptr) stop("has a tag");
        if (anchor != nullptr) stop("has an anchor: write out what is meant to be referred to");
    }

    [[noreturn]] void stop(std::string what) const { throw Stop{events_.line(), pointer(), std::move(what)}; }

    void note_line() {
        if (lines_ != nullptr) lines_->emplace(pointer(), events_.line());
    }
    /// RFC 6901.
    std::string pointer() const {
        std::string all;
        for (const std::string& member : path_) {
            all += workflow::codec::At{workflow::codec::At{}, std::string_view{member}}.pointer();
        }
        return all;
    }

    /// The member that is read.
    class Below {
      public:
        Below(Reading& reading, std::string member) : path_(reading.path_) { path_.push_back(std::move(member)); }
        ~Below() { path_.pop_back(); }
        Below(const Below&) = delete;
        Below& operator=(const Below&) = delete;

      private:
        std::vector<std::string>& path_;
    };

    Events events_;
    Lines* lines_;
    std::vector<std::string> path_;
    std::size_t values_ = 0;
};

Lines lines_of(std::string_view text) {
    Lines lines;
    Reading(text, &lines).document();
    return lines;
}

tl::expected<std::string, FileFaults> bytes_of(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::ifstream file{path, std::ios::binary};
    if (!file) return tl::unexpected(FileFaults{{name, 0, "", "cannot be opened"}});
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(path, none);  // of what is no file, more than any limit
    std::string bytes(std::min<std::uintmax_t>(size, yaml_bytes_max + 1), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file.bad()) return tl::unexpected(FileFaults{{name, 0, "", "cannot be read"}});
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
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
    if (!lines_) lines_ = lines_of(text);
    const auto line = lines_->find(pointer);
    return {name, line == lines_->end() ? 0 : line->second, std::move(pointer), std::move(what)};
}

tl::expected<YamlFile, FileFaults> read_yaml(std::string name, std::string text) {
    if (text.size() > yaml_bytes_max) return tl::unexpected(FileFaults{{std::move(name), 0, "", "is too long"}});
    FileFaults faults;
    try {
        Reading reading(text);
        auto tree = reading.document();
        if (reading.twice.empty()) return YamlFile(std::move(name), std::move(text), std::move(tree));
        for (const Stop& each : reading.twice) faults.push_back({name, each.line, each.pointer, each.what});
    } catch (const Stop& stop) {
        faults.push_back({std::move(name), stop.line, stop.pointer, stop.what});
    }
    return tl::unexpected(std::move(faults));
}

tl::expected<YamlFile, FileFaults> read_yaml(const std::filesystem::path& path) {
    auto bytes = bytes_of(path);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    return read_yaml(path.filename().string(), *std::move(bytes));
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
