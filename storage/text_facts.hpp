#pragma once

#include "storage/store.hpp"
#include "workflow/events.hpp"
#include "workflow/ids.hpp"
#include "workflow/world.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

/// Where documents stand in the matters of one organ, in drafts and elsewhere, asked of the database once for each
/// document.
class TextFacts {
  public:
    /// Asks for those that are not known yet, all in one statement of each kind.
    void learn_mains(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& mains);
    void learn_holders(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& documents);
    void learn_uses(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& documents);

    /// Adds a version that the database does not have yet.
    void note(const workflow::MatterId& matter, const workflow::DraftSubmitted& draft);
    /// Adds what an event names that the database does not have yet.
    void note_uses(const workflow::NewEvent& event);

    /// Matters of which a version has this text.
    std::set<std::string> matters_with(const std::string& main) const;
    /// Matters and versions that the document is part of, whatever its role.
    std::vector<std::pair<std::string, int>> holders_of(const std::string& document) const;
    /// The streams of matters and meetings whose events name the document.
    std::set<std::string> streams_naming(const std::string& document) const;

  private:
    using Streams = std::map<std::string, std::set<std::string>>;  ///< that name a document, by document

    std::map<std::string, std::set<std::string>> noted_matters_;
    std::map<std::string, std::vector<std::pair<std::string, int>>> noted_holders_;
    Streams noted_uses_;
    std::map<std::string, std::set<std::string>> matters_;
    std::map<std::string, std::vector<std::pair<std::string, int>>> holders_;
    Streams uses_;
};

}  // namespace shenyi::storage
