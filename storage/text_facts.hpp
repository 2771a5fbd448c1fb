#pragma once

#include "storage/store.hpp"
#include "workflow/events.hpp"
#include "workflow/ids.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

/// Where documents stand in drafts of one organ, asked of the database once for each document.
class TextFacts {
  public:
    /// Asks for those that are not known yet, all in one statement of each kind.
    void learn_mains(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& mains);
    void learn_holders(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& documents);

    /// Adds a version that the database does not have yet.
    void note(const workflow::MatterId& matter, const workflow::DraftSubmitted& draft);

    /// Matters of which a version has this text.
    std::set<std::string> matters_with(const std::string& main) const;
    /// Matters and versions that the document is part of, whatever its role.
    std::vector<std::pair<std::string, int>> holders_of(const std::string& document) const;

  private:
    std::map<std::string, std::set<std::string>> noted_matters_;
    std::map<std::string, std::vector<std::pair<std::string, int>>> noted_holders_;
    std::map<std::string, std::set<std::string>> matters_;
    std::map<std::string, std::vector<std::pair<std::string, int>>> holders_;
};

}  // namespace shenyi::storage
