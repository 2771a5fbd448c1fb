#pragma once

#include <span>
#include <string_view>

/// What reads bytes that anybody may have written, one target a reader. A target takes any bytes, and ends the program
/// where a promise of the reader does not hold; what it makes of the bytes otherwise does not matter.
namespace shenyi::fuzz {

struct Target {
    std::string_view name;  ///< and the folder of its corpus
    void (*run)(std::string_view bytes);
};

std::span<const Target> targets();

/// Null where there is none of that name.
const Target* find_target(std::string_view name);

/// Ends the program: a promise does not hold.
void require(bool holds, const char* promise);

// ---- the targets ----
void read_request(std::string_view bytes);      ///< head, target, fields and body of an HTTP request
void read_upload_head(std::string_view bytes);  ///< media type, file name and beginning of an uploaded document
void read_json(std::string_view bytes);         ///< a body: JSON, then the form of an action
void write_canonical(std::string_view bytes);   ///< a value as it is stored and hashed
void read_identifiers(std::string_view bytes);  ///< cursors, tags, instants, days, targets
void read_by_contract(std::string_view bytes);  ///< a body or a query as the contract has some operation's
void read_event(std::string_view bytes);        ///< what an event says, as it is stored
void read_papers(std::string_view bytes);       ///< two documents' texts: their clauses and how they differ
void read_procedure_file(std::string_view bytes);
void read_calendar_file(std::string_view bytes);
void read_message_file(std::string_view bytes);
void read_rules_file(std::string_view bytes);
void read_pack_file(std::string_view bytes);
void read_signed_note(std::string_view bytes);
void read_checkpoint_text(std::string_view bytes);
void read_proofs(std::string_view bytes);  ///< of the log: that an event is in it, that it goes on
void read_policy_file(std::string_view bytes);
void read_verifier_key(std::string_view bytes);
void read_path_of_tile(std::string_view bytes);
void read_entry_bundle(std::string_view bytes);

}  // namespace shenyi::fuzz
