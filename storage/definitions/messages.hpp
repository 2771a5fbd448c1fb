#pragma once

#include "storage/definitions/rules.hpp"
#include "storage/definitions/yaml_file.hpp"

#include "workflow/command.hpp"
#include "workflow/finding.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The words for people, `schemas/messages/zh-CN.yaml` and `en.yaml`: the same keys with the same placeholders in both.
/// Sections: `rules` (key of a text: the rule's id, or `R-GATE-01.papers` for a variant), `terms` (`stage.drafting`),
/// and any further one, whose name leads its keys (`problem.refused.title`). A text is a template: `{name}` stands for
/// a fact, a literal brace is doubled.
namespace shenyi::storage::definitions {

/// A text, cut at its placeholders when it is loaded.
struct MessageTemplate {
    struct Part {
        std::string text;  ///< literal, or a placeholder's name
        bool placeholder;
    };
    std::vector<Part> parts;

    std::set<std::string> placeholders() const;
};

class Messages {
  public:
    /// Facts in words, by placeholder.
    using Facts = std::map<std::string, std::string>;

    /// Reads both files of a folder. Refused are: a template with a brace that does not pair, a key or placeholder that
    /// one language has and the other has not, an empty text, a rule or variant without text, a text without rule.
    static tl::expected<Messages, FileFaults> read(const std::filesystem::path& folder, const Rules& rules);

    bool has(std::string_view key) const;

    /// The text of a key with its facts; `language` is `en` or, whatever else it says, Chinese. For an unknown key what
    /// stands before its last dot is tried (a rule's first text for an unknown variant), then the key itself is the
    /// answer. A fact that is not given shows as its bare name: ⟨name⟩.
    std::string render(std::string_view language, std::string_view key, const Facts& facts = {}) const;

    /// The facts of a finding in words: dates as the language writes them, instants in the organ's zone, terms by their
    /// catalogue (a term without a word is its code), lists joined.
    Facts words(std::string_view language, const workflow::Facts& facts) const;
    std::string word(std::string_view language, const workflow::Fact& fact) const;

    /// The placeholders of a key's texts; empty for an unknown key.
    std::set<std::string> placeholders(std::string_view key) const;

    std::vector<std::string> keys() const;

  private:
    using Texts = std::map<std::string, MessageTemplate, std::less<>>;

    const Texts& texts(std::string_view language) const;

    Texts zh_;
    Texts en_;
};

/// `R-GATE-01`, or `R-GATE-01.papers` with a variant.
std::string message_key(std::string_view rule, std::string_view variant);

/// The catalogue that names the actions on this target: `matter_action`, `meeting_action`, `item_action`;
/// `organ_action` for organ and person.
std::string_view action_catalogue(workflow::Target target);
std::string_view action_catalogue(ActedOn target);

}  // namespace shenyi::storage::definitions
