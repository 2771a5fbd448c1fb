#include "tests/fuzz/targets.hpp"
#include "workflow/code_points.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/codec/events.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/diff.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace shenyi::fuzz {

namespace {

using namespace workflow;

std::string_view take_line(std::string_view& bytes) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
    return line;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) lines.emplace_back(take_line(text));
    return lines;
}

/// What `same` and `removed` runs say together, or `same` and `added`.
std::string side_of(const ClauseChange& change, RunKind side) {
    std::string text;
    for (const TextRun& run : change.runs) {
        if (run.kind == RunKind::same || run.kind == side) text += run.text;
    }
    return text;
}

}  // namespace

/// Stream and type on a line each, then the data.
void read_event(std::string_view bytes) {
    const std::string_view stream = take_line(bytes);
    const std::string_view type = take_line(bytes);
    const auto data = codec::parse(bytes, codec::event_limits);
    if (!data) return;
    const auto event = codec::read_event(stream, type, *data);
    if (!event) {
        require(!event.error().empty(), "an event that is refused has faults");
        return;
    }
    const boost::json::value written = codec::write_event(*event);
    const auto again = codec::read_event(stream, type, written);
    require(again.has_value(), "an event that was read is written so that it is read again");
    require(codec::write_event(*again) == written, "and is then the same");
}

/// A line of hyphens divides the two texts.
void read_papers(std::string_view bytes) {
    if (codec::fault_of_text(bytes)) return;
    constexpr std::string_view divider = "\n---\n";
    const std::size_t middle = bytes.find(divider);
    const std::string_view rest =
        middle == std::string_view::npos ? std::string_view() : bytes.substr(middle + divider.size());
    const auto before = clauses_of(lines_of(bytes.substr(0, middle)));
    const auto after = clauses_of(lines_of(rest));
    require(diff(before, before).empty(), "a text does not differ from itself");
    for (const ClauseChange& change : diff(before, after)) {
        require(side_of(change, RunKind::removed) == change.before, "what was left out and kept is the old clause");
        require(side_of(change, RunKind::added) == change.after, "what was put in and kept is the new clause");
        (void)is_clerical(change);
    }
    const std::string named(bytes.substr(0, bytes.find('\n')));
    (void)clause_key(named);
    (void)clause_keys(named);
}

}  // namespace shenyi::fuzz
