#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// Files a version that keeps no opinion.
struct SubmitDraft {
    std::vector<DraftDocument> documents;
    std::vector<PersonId> drafters;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(SubmitDraft, (), (documents, drafters, note))

/// Files a version that is to keep the opinion on `from`, and says as what (R-REV-10).
struct SubmitChangedDraft {
    std::vector<DraftDocument> documents;
    std::vector<PersonId> drafters;
    std::optional<std::string> note;
    ChangeClass change;
    int from;
};
BOOST_DESCRIBE_STRUCT(SubmitChangedDraft, (), (documents, drafters, note, change, from))

/// The reviewer's word on the class of a change (复核).
struct ConfirmChange {
    int draft;
    ChangeClass kind;
};
BOOST_DESCRIBE_STRUCT(ConfirmChange, (), (draft, kind))

/// 分管领导审签 of the newest version (R-INIT-12).
struct Endorse {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Endorse, (), (text))

struct DeclineEndorsement {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(DeclineEndorsement, (), (text))

Events events_of(const Context& at, const SubmitDraft& body);
Events events_of(const Context& at, const SubmitChangedDraft& body);
Events events_of(const Context& at, const ConfirmChange& body);
Events events_of(const Context& at, const Endorse& body);
Events events_of(const Context& at, const DeclineEndorsement& body);

BodyFaults faults_of(const Context& at, const SubmitDraft& body);
BodyFaults faults_of(const Context& at, const SubmitChangedDraft& body);
BodyFaults faults_of(const Context& at, const ConfirmChange& body);

/// The digest of a draft: SHA-256 over its documents' roles and digests in order, one a line.
Digest digest_of(const std::vector<DraftDocument>& documents);

/// The clauses that differ between two documents; empty where either is not text that can be compared.
std::optional<std::vector<std::string>> changed_clauses(const World& world, const DocumentId& before,
                                                        const DocumentId& after);

}  // namespace shenyi::workflow
