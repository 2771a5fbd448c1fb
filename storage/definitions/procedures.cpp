#include "storage/definitions/procedures.hpp"

#include "storage/definitions/file_hash.hpp"
#include "storage/definitions/packs.hpp"
#include "storage/definitions/rules.hpp"

#include "workflow/codec/bodies.hpp"
#include "workflow/command.hpp"
#include "workflow/rules/table.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::storage::definitions {
namespace {

using workflow::Target;

struct MaterialInFile {
    workflow::MaterialKind kind;
    std::string text;
    bool required;
};
BOOST_DESCRIBE_STRUCT(MaterialInFile, (), (kind, text, required))

struct ChecklistItemInFile {
    std::string item;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ChecklistItemInFile, (), (item, text))

struct ActionInFile {
    std::vector<workflow::Stage> from;
    std::vector<workflow::MeetingStage> meeting_stages;
    std::vector<workflow::ItemState> item_states;
    std::vector<std::string> who;
    std::vector<std::string> guards;
    std::vector<std::string> each_item;
};
BOOST_DESCRIBE_STRUCT(ActionInFile, (), (from, meeting_stages, item_states, who, guards, each_item))

using ActionsInFile = std::map<std::string, ActionInFile>;
using Actions = std::map<std::string, workflow::ProcedureAction, std::less<>>;

/// The file as it stands.
struct ProcedureFile {
    std::string name;
    std::string title;
    std::optional<workflow::MatterKind> kind;
    std::vector<workflow::Forum> forums;
    std::optional<bool> review_mandatory;
    std::optional<bool> adviser_mandatory;
    std::vector<MaterialInFile> required_materials;
    std::vector<ChecklistItemInFile> checklist;
    ActionsInFile actions;
    ActionsInFile items;
    ActionsInFile meetings;
    ActionsInFile organ;
};
BOOST_DESCRIBE_STRUCT(ProcedureFile, (),
                      (name, title, kind, forums, review_mandatory, adviser_mandatory, required_materials, checklist,
                       actions, items, meetings, organ))

/// `section_head of lead_unit`.
std::optional<workflow::Who> who_of(std::string_view text) {
    constexpr std::string_view of = " of ";
    const auto cut = text.find(of);
    if (cut == std::string_view::npos) return std::nullopt;
    const auto role = workflow::codec::enumerator_of<workflow::Role>(text.substr(0, cut));
    const auto relation = workflow::codec::enumerator_of<workflow::Relation>(text.substr(cut + of.size()));
    if (!role || !relation) return std::nullopt;
    return workflow::Who{*role, *relation};
}

/// Turns the file's actions into the core's, and tells what the types alone do not.
class ProcedureReading {
  public:
    ProcedureReading(const YamlFile& file, const RuleIds& guards) : file_(file), guards_(guards) {}

    Actions actions(const ActionsInFile& read, Target target, const std::string& at) {
        Actions out;
        for (const auto& [name, action] : read) {
            const std::string here = at + "/" + name;
            if (!workflow::codec::is_action(target, name)) add(here, "is no action there");
            out.emplace(name, one(action, here));
        }
        return out;
    }

    void check_head(const ProcedureFile& read) {
        if (read.name + ".yaml" != file_.name) add("/name", "is not the name of the file");
        if (read.title.empty()) add("/title", "is empty");
        if (!read.kind && !read.actions.empty()) add("/actions", "are on matters, and the file names no kind");
        if (read.kind && read.forums.empty()) add("/forums", "name no forum that decides");
        if (read.kind && read.review_mandatory.value_or(true) && read.checklist.empty()) {
            add("/checklist", "leaves the review nothing to answer");
        }
        check_once(read.forums, "/forums");
        std::vector<std::string> items;
        for (const auto& item : read.checklist) items.push_back(item.item);
        check_once(items, "/checklist");
    }

    /// No way round the gate can be configured: its rules stand at every gate point, and where law demands review and
    /// adviser nobody unsets them (rules.md §2.5, §7).
    void check_gate(const ProcedureFile& read) {
        if (!read.kind) {
            check_carried(read.meetings, "/meetings", {"add_item", "open"}, {"R-GATE-01"});
            check_carried(read.items, "/items", {"open"}, {"R-GATE-01"});
            check_carried(read.items, "/items", {"open_ballot", "close_ballot", "decide"}, {"R-MEET-01"});
        }
        if (!read.kind || !is_always_reviewed(*read.kind)) return;
        if (!read.review_mandatory.value_or(true)) add("/review_mandatory", "cannot be unset for this kind");
        if (!read.adviser_mandatory.value_or(true)) add("/adviser_mandatory", "cannot be unset for this kind");
        const std::vector<std::string> gate{"R-GATE-01", "R-GATE-02", "R-GATE-03", "R-GATE-04",
                                            "R-GATE-05", "R-GATE-06", "R-GATE-08"};
        check_carried(read.actions, "/actions", {"place_on_agenda"}, gate);
        check_carried(read.items, "/items", {"open", "open_ballot", "close_ballot", "decide"}, gate);
        check_carried(read.actions, "/actions", {"issue_legality_opinion", "withdraw_legality_opinion"}, {"R-GATE-02"});
        check_carried(read.actions, "/actions", {"return_for_completion"}, {"R-GATE-02"});
        check_carried(read.actions, "/actions", {"publish"}, {"R-MEET-01", "R-DEC-08"});
    }

    FileFaults faults;

  private:
    /// Kinds whose legality review is mandatory.
    static bool is_always_reviewed(workflow::MatterKind kind) {
        using enum workflow::MatterKind;
        return kind == major_decision || kind == normative_document || kind == government_draft ||
               kind == major_contract;
    }

    void check_carried(const ActionsInFile& actions, const std::string& at, const std::vector<std::string>& names,
                       const std::vector<std::string>& rules) {
        for (const std::string& name : names) {
            const auto action = actions.find(name);
            if (action == actions.end()) continue;
            for (const std::string& rule : rules) {
                const auto& guards = action->second.guards;
                if (std::ranges::find(guards, rule) != guards.end()) continue;
                add(at + "/" + name + "/guards", "leaves out " + rule + ", without which the gate can be walked round");
            }
        }
    }

    void add(std::string pointer, std::string what) {
        faults.push_back(file_.fault(std::move(pointer), std::move(what)));
    }

    workflow::ProcedureAction one(const ActionInFile& read, const std::string& at) {
        workflow::ProcedureAction out{.from = read.from,
                                      .meeting_stages = read.meeting_stages,
                                      .item_states = read.item_states,
                                      .who = {},
                                      .guards = read.guards,
                                      .each_item = read.each_item};
        if (read.who.empty()) add(at, "has nobody who may do it");
        for (std::size_t i = 0; i < read.who.size(); ++i) {
            if (const auto who = who_of(read.who[i]))
                out.who.push_back(*who);
            else
                add(at + "/who/" + std::to_string(i), "expected a role of a relation, as section_head of lead_unit");
        }
        check_rules(read.guards, at + "/guards");
        check_rules(read.each_item, at + "/each_item");
        check_once(read.from, at + "/from");
        check_once(read.meeting_stages, at + "/meeting_stages");
        check_once(read.item_states, at + "/item_states");
        check_once(read.who, at + "/who");
        return out;
    }

    void check_rules(const std::vector<std::string>& rules, const std::string& at) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (!guards_.contains(rules[i])) add(at + "/" + std::to_string(i), rules[i] + " has no guard");
        }
        check_once(rules, at);
    }

    template <class T>
    void check_once(const std::vector<T>& list, const std::string& at) {
        for (std::size_t i = 1; i < list.size(); ++i) {
            const auto end = list.begin() + static_cast<std::ptrdiff_t>(i);
            if (std::find(list.begin(), end, list[i]) != end) add(at + "/" + std::to_string(i), "stands twice");
        }
    }

    const YamlFile& file_;
    const RuleIds& guards_;
};

workflow::Procedure head_of(const ProcedureFile& read) {
    workflow::Procedure out{.name = read.name,
                            .hash = {},
                            .title = read.title,
                            .kind = read.kind,
                            .forums = read.forums,
                            .review_mandatory = read.review_mandatory.value_or(true),
                            .adviser_mandatory = read.adviser_mandatory.value_or(true),
                            .required_materials = {},
                            .checklist = {},
                            .actions = {},
                            .item_actions = {},
                            .meeting_actions = {},
                            .organ_actions = {}};
    for (const auto& each : read.required_materials) {
        out.required_materials.push_back({.kind = each.kind, .text = each.text, .required = each.required});
    }
    for (const auto& each : read.checklist) out.checklist.push_back({.item = each.item, .text = each.text});
    return out;
}

void append(FileFaults& all, const FileFaults& some) {
    all.insert(all.end(), some.begin(), some.end());
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

constexpr std::string_view meetings_name = "meetings";

void add_procedures(const std::filesystem::path& folder, workflow::Definitions& into, FileFaults& faults) {
    const RuleIds guards = guarded_rules();
    for (const auto& file : yaml_files(folder)) {
        auto read = read_procedure(file, guards);
        if (!read) {
            append(faults, read.error());
            continue;
        }
        auto procedure = std::make_shared<const workflow::Procedure>(std::move(*read));
        if (procedure->name == meetings_name) into.meetings = procedure;
        into.procedures.emplace(procedure->hash, procedure);
    }
    if (faults.empty() && !into.meetings) faults.push_back({"meetings.yaml", 0, "", "is missing"});
}

void add_packs(const std::filesystem::path& folder, workflow::Definitions& into, FileFaults& faults) {
    for (const auto& file : yaml_files(folder)) {
        auto read = read_pack(file);
        if (!read) {
            append(faults, read.error());
            continue;
        }
        std::string hash = read->hash;
        into.packs.emplace(std::move(hash), std::make_shared<const workflow::PolicyPack>(std::move(*read)));
    }
}

template <class T>
const T* named(const std::map<std::string, std::shared_ptr<const T>>& all, std::string_view name) {
    const auto found = std::ranges::find_if(all, [&](const auto& each) { return each.second->name == name; });
    return found == all.end() ? nullptr : found->second.get();
}

workflow::Target target_of(const Clearing& clearing) {
    switch (clearing.target.value_or(ActedOn::matter)) {
        case ActedOn::matter:
            return Target::matter;
        case ActedOn::meeting:
            return Target::meeting;
        case ActedOn::item:
            return Target::item;
        case ActedOn::organ:
            return Target::organ;
    }
    return Target::matter;
}

std::vector<workflow::Clearing> clearings_of(const Rule& rule, std::string_view variant) {
    std::vector<workflow::Clearing> out;
    for (const Clearing& each : clearings(rule, variant))
        out.push_back({each.role, each.action, target_of(each), each.supplies});
    return out;
}

void add_clearings(const Rules& rules, workflow::Definitions& out) {
    for (const auto& [id, rule] : rules.rules) {
        out.clearings.emplace(id, clearings_of(rule, ""));
        for (const auto& [name, variant] : rule.variants) {
            if (variant.clears) out.clearings.emplace(id + "/" + name, clearings_of(rule, name));
        }
    }
}

}  // namespace

RuleIds guarded_rules() {
    RuleIds rules;
    for (const auto& row : workflow::guards()) rules.emplace(row.rule);
    return rules;
}

tl::expected<workflow::Procedure, FileFaults> read_procedure(const std::filesystem::path& file, const RuleIds& guards) {
    const auto yaml = read_yaml(file);
    if (!yaml) return tl::unexpected(yaml.error());
    const auto read = read_as<ProcedureFile>(*yaml);
    if (!read) return tl::unexpected(read.error());

    ProcedureReading reading{*yaml, guards};
    reading.check_head(*read);
    reading.check_gate(*read);
    workflow::Procedure out = head_of(*read);
    out.actions = reading.actions(read->actions, Target::matter, "/actions");
    out.item_actions = reading.actions(read->items, Target::item, "/items");
    out.meeting_actions = reading.actions(read->meetings, Target::meeting, "/meetings");
    out.organ_actions = reading.actions(read->organ, Target::organ, "/organ");
    if (!reading.faults.empty()) return tl::unexpected(std::move(reading.faults));
    out.hash = hash_of(yaml->tree);
    return out;
}

tl::expected<std::shared_ptr<const workflow::Definitions>, FileFaults> read_definitions(
    const std::filesystem::path& schemas) {
    const auto rules = read_rules(schemas / "rules.yaml");
    auto out = read_definitions(schemas, rules.value_or(Rules{}));
    if (rules) return out;
    FileFaults faults = out ? FileFaults{} : std::move(out.error());
    append(faults, rules.error());
    return tl::unexpected(std::move(faults));
}

tl::expected<std::shared_ptr<const workflow::Definitions>, FileFaults> read_definitions(
    const std::filesystem::path& schemas, const Rules& rules) {
    auto out = std::make_shared<workflow::Definitions>();
    FileFaults faults;
    add_procedures(schemas / "procedures", *out, faults);
    add_packs(schemas / "packs", *out, faults);
    add_clearings(rules, *out);
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return out;
}

const workflow::Procedure* procedure_named(const workflow::Definitions& definitions, std::string_view name) {
    return named(definitions.procedures, name);
}

const workflow::PolicyPack* pack_named(const workflow::Definitions& definitions, std::string_view name) {
    return named(definitions.packs, name);
}

}  // namespace shenyi::storage::definitions
