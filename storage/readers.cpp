#include "storage/readers.hpp"

#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/readers.hpp"

#include <soci/soci.h>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <type_traits>
#include <variant>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto select_uses = "SELECT stream FROM document_use WHERE organ = :organ AND document = :document";

using Rows = std::set<Row>;

void add_matter_rows(const OrganId& organ, const MatterId& matter, const std::string& source,
                     const std::vector<Opening>& openings, Rows& rows) {
    for (const Opening& opening : openings) rows.insert({organ.value, matter.value, source, opening.reader});
}

Rows matter_rows(const StreamState& state) {
    Rows rows;
    if (const auto matter = state.as<Matter>()) {
        add_matter_rows(matter->organ, matter->id, stream_of(matter->id).name, openings_of(*matter), rows);
    }
    if (const auto meeting = state.as<Meeting>()) {
        for (const Item& item : meeting->items) {
            if (!item.matter) continue;
            add_matter_rows(meeting->organ, *item.matter, stream_of(meeting->id).name,
                            openings_of(*meeting, *item.matter), rows);
        }
    }
    return rows;
}

Rows meeting_rows(const StreamState& state) {
    Rows rows;
    const auto meeting = state.as<Meeting>();
    if (!meeting) return rows;
    for (const std::string& reader : readers_of(*meeting)) {
        rows.insert({meeting->organ.value, meeting->id.value, reader, rfc3339(meeting->held_at)});
    }
    return rows;
}

template <class T>
void name_documents(const T& value, std::set<std::string>& documents);

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
void name_in_members(const T& value, std::set<std::string>& documents) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<Members>([&](auto member) { name_documents(value.*member.pointer, documents); });
}

/// Every document that stands anywhere in a described value, so that no event can name one unnoticed.
template <class T>
void name_documents(const T& value, std::set<std::string>& documents) {
    if constexpr (std::is_same_v<T, DocumentId>) {
        documents.insert(value.value);
    } else if constexpr (IsOptional<T>::value) {
        if (value) name_documents(*value, documents);
    } else if constexpr (IsVector<T>::value) {
        for (const auto& each : value) name_documents(each, documents);
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        name_in_members(value, documents);
    }
}

}  // namespace

void project_readers(const StreamState& before, const StreamState& after, Changes& changes) {
    add_difference(matter_rows(before), matter_rows(after), Step::matter_reader_gone, Step::matter_reader, changes);
    add_difference(meeting_rows(before), meeting_rows(after), Step::meeting_reader_gone, Step::meeting_reader, changes);
}

std::set<std::string> documents_named_in(const NewEvent& event) {
    std::set<std::string> documents;
    const auto each = [&](const auto& body) { name_documents(body, documents); };
    if (const auto* of_matter = std::get_if<MatterEvent>(&event.event)) std::visit(each, *of_matter);
    if (const auto* of_meeting = std::get_if<MeetingEvent>(&event.event)) std::visit(each, *of_meeting);
    return documents;
}

void project_uses(const NewEvent& event, const OrganId& organ, Changes& changes) {
    for (const std::string& document : documents_named_in(event)) {
        changes.add(Step::document_use, Row{organ.value, document, event.stream.name});
    }
}

std::vector<std::string> uses_of(Connection& connection, const OrganId& organ, const DocumentId& document) {
    const soci::rowset<std::string> rows = (connection.sql().prepare << select_uses, soci::use(organ.value, "organ"),
                                            soci::use(document.value, "document"));
    return {rows.begin(), rows.end()};
}

}  // namespace shenyi::storage
