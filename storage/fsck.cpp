#include "storage/fsck.hpp"

#include "storage/derived.hpp"
#include "storage/table_rows.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <set>

namespace shenyi::storage {

namespace {

using workflow::OrganId;

constexpr auto select_unqueued = R"(
    SELECT e.stream || ' ' || e.stream_seq || ' (' || e.id || ')'
    FROM event e LEFT JOIN event_pending p ON p.organ = e.organ AND p.event_id = e.id
    WHERE e.organ = :organ AND p.n IS NULL ORDER BY e.stream, e.stream_seq)";
constexpr auto select_queued_without_event = R"(
    SELECT p.event_id FROM event_pending p LEFT JOIN event e ON e.organ = p.organ AND e.id = p.event_id
    WHERE p.organ = :organ AND e.id IS NULL ORDER BY p.n)";

class Examination {
  public:
    Examination(Connection& connection, const log::MacKey& key,
                const std::shared_ptr<const workflow::Definitions>& definitions)
        : connection_(connection), key_(key), definitions_(definitions) {}

    Examined run() {
        std::set<std::string> organs;
        for (const OrganId& organ : organs_in_record(connection_)) organs.insert(organ.value);
        for (const StepTarget* target : derived_tables()) organs.merge(organs_in(connection_, *target));
        for (const std::string& organ : organs) examine({organ});
        return std::move(examined_);
    }

  private:
    void examine(const OrganId& organ) {
        ++examined_.organs;
        Replayed replayed =
            replay(connection_, organ, definitions_, key_, [this](RecordFinding found) { tell(std::move(found)); });
        examined_.streams += replayed.streams;
        examined_.events += replayed.events;
        unreadable_ = std::move(replayed.unreadable);
        examine_queue(organ);
        for (const StepTarget* target : derived_tables()) compare(organ, *target, replayed.rows.table(target->step));
    }

    void tell(RecordFinding finding) { examined_.tell(std::move(finding)); }

    void examine_queue(const OrganId& organ) {
        for (const auto& [statement, what] :
             {std::pair(select_unqueued, "neither sealed nor in the queue"),
              std::pair(select_queued_without_event, "in the queue without its event")}) {
            std::string key;
            soci::statement found =
                (connection_.sql().prepare << statement, soci::use(organ.value, "organ"), soci::into(key));
            found.execute();
            while (found.fetch()) tell({.code = "E_PENDING", .table = "event_pending", .key = key, .what = what});
        }
    }

    /// Whether the row belongs to a matter or meeting of which the events tell too little.
    bool tells_nothing(const Row& row) const {
        return std::ranges::any_of(row, [this](const Value& value) {
            const auto* text = std::get_if<std::string>(&value);
            return text && unreadable_.contains(*text);
        });
    }

    void compare(const OrganId& organ, const StepTarget& target, DerivedRows::Table& said) {
        for_each_row(connection_, target, organ, [&](const Row& stored) {
            const auto found = said.find({stored.begin(), stored.begin() + static_cast<std::ptrdiff_t>(target.keys)});
            if (tells_nothing(stored)) {
                ++examined_.not_compared;
            } else if (found == said.end()) {
                tell_state(target, stored, "the row follows from no event");
            } else {
                ++examined_.rows;
                if (stored != found->second) tell_state(target, stored, difference(target, stored, found->second));
            }
            if (found != said.end()) said.erase(found);
        });
        for (const auto& [key, row] : said) {
            if (!tells_nothing(row)) tell_state(target, row, "the row is missing");
        }
    }

    void tell_state(const StepTarget& target, const Row& row, std::string what) {
        tell({.code = "E_STATE",
              .table = std::string(target.table),
              .key = told_key(target, row),
              .what = std::move(what)});
    }

    Connection& connection_;
    const log::MacKey& key_;
    const std::shared_ptr<const workflow::Definitions>& definitions_;
    std::set<std::string> unreadable_;
    Examined examined_;
};

}  // namespace

void Examined::tell(RecordFinding finding) {
    ++by_code[finding.code];
    if (findings.size() < limits::findings_kept) findings.push_back(std::move(finding));
}

void Examined::add(const Examined& other) {
    organs += other.organs;
    streams += other.streams;
    events += other.events;
    documents += other.documents;
    rows += other.rows;
    not_compared += other.not_compared;
    for (const RecordFinding& each : other.findings) {
        if (findings.size() < limits::findings_kept) findings.push_back(each);
    }
    for (const auto& [code, count] : other.by_code) by_code[code] += count;
}

Examined fsck(Connection& connection, const log::MacKey& key,
              const std::shared_ptr<const workflow::Definitions>& definitions) {
    return Examination(connection, key, definitions).run();
}

}  // namespace shenyi::storage
