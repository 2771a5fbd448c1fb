#pragma once

#include <fmt/format.h>

#include <string>

namespace shenyi::tests::gate {

/// Rows of the chain as INSERT statements. Every value is a text and goes in quoted; `null` goes in as NULL. The
/// defaults are those of a lawful path: matter `m1`, its draft 1 with digest `d1`, found lawful by opinion `o1`,
/// cleared by `c1`.
inline const std::string null = "NULL";
inline const std::string organ = "bureau";

inline std::string quoted(const std::string& value) {
    return value == null ? value : "'" + value + "'";
}

template <class... Values>
std::string insert(const char* table, const char* columns, const Values&... values) {
    std::string list = quoted(organ);
    ((list += ", " + quoted(values)), ...);
    return fmt::format("insert into {} (organ, {}) values ({})", table, columns, list);
}

struct Event {
    std::string id = "e1";
    std::string type = "legality_opinion.issued";
    std::string outcome = "ok";
    std::string stream = "matter/" + id;
    std::string stream_seq = "1";
};
inline std::string sql(const Event& row) {
    return insert("event", "id, stream, stream_seq, type, outcome, actor_id, at, body, leaf_sha256, leaf_sm3, mac",
                  row.id, row.stream, row.stream_seq, row.type, row.outcome, null,
                  std::string("2026-03-02T01:00:00.000Z"), std::string("{}"), std::string(64, 'a'),
                  std::string(64, 'b'), std::string(64, 'c'));
}

struct Matter {
    std::string id = "m1";
    std::string needs_office = "1";
    std::string needs_party = "1";
};
inline std::string sql(const Matter& row) {
    return insert("matter", "id, kind, needs_office, needs_party", row.id, std::string("normative_document"),
                  row.needs_office, row.needs_party);
}

struct Draft {
    std::string version = "1";
    std::string digest = "d1";
    std::string matter = "m1";
};
inline std::string sql(const Draft& row) {
    return insert("draft", "matter, version, digest, main_document", row.matter, row.version, row.digest,
                  "text of " + row.digest);
}

struct Opinion {
    std::string conclusion = "lawful";
    std::string id = "o1";
    std::string version = "1";
    std::string digest = "d1";
    std::string matter = "m1";
    std::string event = "e1";
    std::string event_type = "legality_opinion.issued";
    std::string event_outcome = "ok";
};
inline std::string sql(const Opinion& row) {
    return insert("legality_opinion",
                  "id, matter, version, digest, conclusion, reviewer, event, event_type, event_outcome", row.id,
                  row.matter, row.version, row.digest, row.conclusion, std::string("p1"), row.event, row.event_type,
                  row.event_outcome);
}

struct Clearance {
    std::string id = "c1";
    std::string version = "1";
    std::string digest = "d1";
    std::string ground = "opinion";
    std::string event = "e1";
    std::string event_type = "legality_opinion.issued";
    std::string conclusion = "lawful";
    std::string opinion = "o1";
    std::string opinion_version = "1";
    std::string opinion_digest = "d1";
    std::string matter = "m1";
    std::string standing = "1";
};
inline std::string sql(const Clearance& row) {
    return insert(
        "clearance",
        "id, matter, version, digest, opinion, opinion_version, opinion_digest, conclusion, ground, event, event_type, "
        "event_outcome, standing",
        row.id, row.matter, row.version, row.digest, row.opinion, row.opinion_version, row.opinion_digest,
        row.conclusion, row.ground, row.event, row.event_type, std::string("ok"), row.standing);
}

struct Meeting {
    std::string id = "office";
    std::string forum = "office_meeting";
};
inline std::string sql(const Meeting& row) {
    return insert("meeting", "id, forum", row.id, row.forum);
}

struct Roster {
    std::string meeting = "office";
    std::string forum = "office_meeting";
    std::string due = "5";
};
inline std::string sql(const Roster& row) {
    return insert("roster", "meeting, forum, due", row.meeting, row.forum, row.due);
}

struct Item {
    std::string id = "i1";
    std::string meeting = "office";
    std::string kind = "decision";
    std::string state = "placed";
    std::string matter = "m1";
    std::string version = "1";
    std::string digest = "d1";
    std::string clearance = "c1";
    std::string holds = "1";
};
inline std::string sql(const Item& row) {
    return insert("agenda_item", "id, meeting, kind, state, matter, version, digest, clearance, holds", row.id,
                  row.meeting, row.kind, row.state, row.matter, row.version, row.digest, row.clearance, row.holds);
}
inline Item hearing(const std::string& id) {
    return {.id = id,
            .kind = "hearing",
            .state = "open",
            .matter = null,
            .version = null,
            .digest = null,
            .clearance = null,
            .holds = null};
}

struct Decision {
    std::string id = "r1";
    std::string item = "i1";
    std::string meeting = "office";
    std::string forum = "office_meeting";
    std::string outcome = "adopted";
    std::string votes_for = "4";
    std::string votes_against = "1";
    std::string present = "5";
    std::string head_reasons = null;
    std::string due = "5";
    std::string version = "1";
    std::string digest = "d1";
};
inline std::string sql(const Decision& row) {
    return insert(
        "decision",
        "id, item, item_kind, meeting, forum, due, matter, version, digest, quorum_two_thirds, present, votes_for, "
        "votes_against, abstained, outcome, head_reasons",
        row.id, row.item, std::string("decision"), row.meeting, row.forum, row.due, std::string("m1"), row.version,
        row.digest, std::string("1"), row.present, row.votes_for, row.votes_against, std::string("0"), row.outcome,
        row.head_reasons);
}

struct Settled {
    std::string decision = "r1";
    std::string forum = "office_meeting";
    std::string outcome = "adopted";
    std::string version = "1";
    std::string digest = "d1";
    std::string clearance = "c1";
    std::string decided_version = "1";
    std::string decided_digest = "d1";
};
inline std::string sql(const Settled& row) {
    return insert(
        "settled_text",
        "decision, forum, matter, decided_version, decided_digest, outcome, adopted, version, digest, clearance",
        row.decision, row.forum, std::string("m1"), row.decided_version, row.decided_digest, row.outcome,
        std::string("1"), row.version, row.digest, row.clearance);
}

struct Publication {
    std::string office = "r1";
    std::string party = "r2";
    std::string version = "1";
    std::string digest = "d1";
    std::string needs_office = "1";
    std::string needs_party = "1";
};
inline std::string sql(const Publication& row) {
    return insert(
        "publication",
        "id, matter, version, digest, needs_office, needs_party, office_decision, office_forum, party_decision, "
        "party_forum",
        std::string("p1"), std::string("m1"), row.version, row.digest, row.needs_office, row.needs_party, row.office,
        row.office == null ? null : std::string("office_meeting"), row.party,
        row.party == null ? null : std::string("party_group"));
}

}  // namespace shenyi::tests::gate
