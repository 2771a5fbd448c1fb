#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

struct Proposal {
    ProposalSource source;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (source))

/// Proposes a matter. `route` may add a forum to those that the kind demands, never drop one (R-MEET-02).
struct CreateMatter {
    MatterKind kind;
    std::string title;
    UnitId undertaking_unit;
    std::optional<std::string> issuer;
    std::optional<std::string> summary;
    std::optional<std::string> scope_ground;
    Proposal proposal;
    std::optional<std::vector<Forum>> route;
};
BOOST_DESCRIBE_STRUCT(CreateMatter, (), (kind, title, undertaking_unit, issuer, summary, scope_ground, proposal, route))

/// Files the study of necessity and feasibility (R-INIT-03).
struct RecordStudy {
    DocumentId document;
};
BOOST_DESCRIBE_STRUCT(RecordStudy, (), (document))

/// The organ opens the procedure and names one lead unit (R-INIT-04).
struct OpenMatter {
    UnitId lead_unit;
    std::optional<DocumentId> instruction;
};
BOOST_DESCRIBE_STRUCT(OpenMatter, (), (lead_unit, instruction))

struct WithdrawMatter {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawMatter, (), (reason))

struct NoteObjection {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NoteObjection, (), (text))

struct AnswerObjection {
    EventId objection;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(AnswerObjection, (), (objection, text))

Events events_of(const Context& at, const CreateMatter& body);
Events events_of(const Context& at, const RecordStudy& body);
Events events_of(const Context& at, const OpenMatter& body);
Events events_of(const Context& at, const WithdrawMatter& body);
Events events_of(const Context& at, const NoteObjection& body);
Events events_of(const Context& at, const AnswerObjection& body);

/// Whether an objection waits for its answer.
bool has_open_objection(const Matter& matter);

BodyFaults faults_of(const Context& at, const CreateMatter& body);
BodyFaults faults_of(const Context& at, const RecordStudy& body);
BodyFaults faults_of(const Context& at, const OpenMatter& body);
BodyFaults faults_of(const Context& at, const AnswerObjection& body);

}  // namespace shenyi::workflow
