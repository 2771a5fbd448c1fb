#include "storage/definitions/rules.hpp"

#include <algorithm>
#include <set>

namespace shenyi::storage::definitions {
namespace {

/// The file as it stands.
struct RulesFile {
    std::map<std::string, Law> laws;
    std::map<std::string, std::map<std::string, Binding>> binding;
    std::vector<Rule> rules;
};
BOOST_DESCRIBE_STRUCT(RulesFile, (), (laws, binding, rules))

bool is_lower_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// `gate` of `R-GATE-01`; empty if it is no rule's id.
std::string group_of(std::string_view id) {
    const auto digit = [&](std::size_t at) { return id[at] >= '0' && id[at] <= '9'; };
    if (id.size() < 6 || !id.starts_with("R-") || id[id.size() - 3] != '-') return {};
    if (!digit(id.size() - 1) || !digit(id.size() - 2)) return {};
    std::string group;
    for (const char c : id.substr(2, id.size() - 5)) {
        if (c < 'A' || c > 'Z') return {};
        group += static_cast<char>(c - 'A' + 'a');
    }
    return group;
}

/// What the types alone do not say.
class RulesCheck {
  public:
    RulesCheck(const YamlFile& file, const RulesFile& table) : file_(file), table_(table) {}

    FileFaults faults() {
        check_binding();
        for (std::size_t i = 0; i < table_.rules.size(); ++i) {
            const std::string at = "/rules/" + std::to_string(i);
            check_rule(table_.rules[i], at);
            check_sources(table_.rules[i], at + "/sources");
        }
        return std::move(faults_);
    }

  private:
    void add(std::string pointer, const std::string& subject, const std::string& what) {
        faults_.push_back(file_.fault(std::move(pointer), subject + (subject.empty() ? "" : " ") + what));
    }

    void check_binding() {
        const auto found = table_.binding.find("default");
        if (found == table_.binding.end()) return add("/binding", "", "has no `default`");
        for (const auto& [law, title] : table_.laws) {
            if (!found->second.contains(law)) add("/binding/default", law, "is missing");
        }
        for (const auto& [organ, laws] : table_.binding) {
            for (const auto& [law, binding] : laws) {
                if (!table_.laws.contains(law)) add("/binding/" + organ + "/" + law, "", "is no law of this file");
            }
        }
    }

    void check_rule(const Rule& rule, const std::string& at) {
        const auto group = group_of(rule.id);
        if (group.empty()) add(at + "/id", rule.id, "is no rule id");
        if (!ids_.insert(rule.id).second) add(at + "/id", rule.id, "stands twice");
        if (group != rule.group) add(at + "/group", rule.id, "is not of this group");
        if (rule.guard == rule.enforced_by.has_value()) {
            add(at + "/guard", rule.id, "is checked by a guard or says what enforces it, one of the two");
        }
        if (rule.guard && rule.class_ == RuleClass::computed)
            add(at + "/guard", rule.id, "is computed and has a guard");
        check_clears(rule.id, rule.clears, at + "/clears");
        for (const auto& [name, variant] : rule.variants) {
            const std::string here = at + "/variants/" + name;
            if (!is_lower_word(name)) add(here, rule.id, "has a variant that is no word");
            if (variant.clears) check_clears(rule.id, *variant.clears, here + "/clears");
        }
    }

    void check_clears(const std::string& id, const std::vector<Clearing>& clears, const std::string& at) {
        for (std::size_t i = 0; i < clears.size(); ++i) {
            if (!is_lower_word(clears[i].action)) {
                add(at + "/" + std::to_string(i) + "/action", id, "is cleared by what is no action");
            }
        }
    }

    void check_sources(const Rule& rule, const std::string& at) {
        if (rule.sources.empty()) add(at, rule.id, "has no source");
        for (std::size_t i = 0; i < rule.sources.size(); ++i) {
            const auto& source = rule.sources[i];
            const std::string here = at + "/" + std::to_string(i);
            if (!table_.laws.contains(source.law)) add(here + "/law", rule.id, "cites an unknown law");
            if ((source.law == "design") != (source.status == TextStatus::design)) {
                add(here + "/status", rule.id, "takes a law for a design, or a design for a law");
            }
        }
    }

    const YamlFile& file_;
    const RulesFile& table_;
    std::set<std::string> ids_;
    FileFaults faults_;
};

template <class T>
bool speaks_of(const std::vector<T>& those, const std::optional<T>& one) {
    return those.empty() || !one || std::ranges::find(those, *one) != those.end();
}

Binding binding_of(const Rules& rules, const std::string& law, const std::map<std::string, std::string>& organ_binding,
                   const CitedCase& of) {
    const Law& text = rules.laws.find(law)->second;
    if (!speaks_of(text.kinds, of.kind) || !speaks_of(text.forums, of.forum)) return Binding::comparison;
    if (const auto own = organ_binding.find(law); own != organ_binding.end()) {
        if (const auto known = workflow::codec::enumerator_of<Binding>(own->second)) return *known;
    }
    return rules.binding.find(law)->second;
}

}  // namespace

const Rule* Rules::find(std::string_view id) const {
    const auto found = rules.find(id);
    return found == rules.end() ? nullptr : &found->second;
}

tl::expected<Rules, FileFaults> read_rules(const std::filesystem::path& file) {
    const auto yaml = read_yaml(file);
    if (!yaml) return tl::unexpected(yaml.error());
    auto table = read_as<RulesFile>(*yaml);
    if (!table) return tl::unexpected(std::move(table.error()));
    if (auto faults = RulesCheck{*yaml, *table}.faults(); !faults.empty()) return tl::unexpected(std::move(faults));

    Rules out;
    out.laws.insert(table->laws.begin(), table->laws.end());
    const auto& binding = table->binding.at("default");
    out.binding.insert(binding.begin(), binding.end());
    for (auto& rule : table->rules) {
        std::string id = rule.id;
        out.rules.emplace(std::move(id), std::move(rule));
    }
    return out;
}

const std::vector<Clearing>& clearings(const Rule& rule, std::string_view variant) {
    const auto found = rule.variants.find(std::string{variant});
    return found != rule.variants.end() && found->second.clears ? *found->second.clears : rule.clears;
}

bool helps(const Clearing& clearing, const std::vector<workflow::Missing>& missing) {
    return !clearing.supplies || std::ranges::find(missing, *clearing.supplies) != missing.end();
}

RuleClass class_of(const Rule& rule, std::string_view variant) {
    const auto found = rule.variants.find(std::string{variant});
    return found != rule.variants.end() && found->second.class_ ? *found->second.class_ : rule.class_;
}

namespace {

/// Of a law whose days were not seen nothing is held against it.
bool in_force(const Law& law, workflow::Date day) {
    return law.effective_from.value_or(day) <= day && day <= law.effective_until.value_or(day);
}

}  // namespace

std::vector<Citation> citations(const Rules& rules, const Rule& rule,
                                const std::map<std::string, std::string>& organ_binding, const CitedCase& of) {
    std::vector<Citation> out;
    out.reserve(rule.sources.size());
    for (const auto& source : rule.sources) {
        if (of.day && !in_force(rules.laws.find(source.law)->second, *of.day)) continue;
        out.push_back({.law = source.law,
                       .article = source.article,
                       .text_status = source.status,
                       .effective_from = rules.laws.find(source.law)->second.effective_from,
                       .binds = binding_of(rules, source.law, organ_binding, of)});
    }
    std::ranges::stable_sort(out, {}, &Citation::binds);
    return out;
}

}  // namespace shenyi::storage::definitions
