#pragma once

#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::workflow {

/// Who may act: a role, held in relation to what. Written `section_head of lead_unit` in a procedure's file.
struct Who {
    Role role;
    Relation of;

    bool operator==(const Who&) const = default;
};

/// One action of a procedure: from which stages, by whom, under which rules. Which guards stand where is data; what a
/// guard checks is code.
struct ProcedureAction {
    std::vector<Stage> from;                   ///< for actions on matters; empty: in every stage
    std::vector<MeetingStage> meeting_stages;  ///< for actions on meetings and items
    std::vector<ItemState> item_states;        ///< for actions on items
    std::vector<Who> who;
    std::vector<std::string> guards;     ///< rule ids, in the order in which findings are shown
    std::vector<std::string> each_item;  ///< for actions on meetings: rules asked for every decision item on the agenda

    bool operator==(const ProcedureAction&) const = default;
};

/// An item of the checklist that the review answers (rules.md §5).
struct ChecklistItem {
    std::string item;
    std::string text;

    bool operator==(const ChecklistItem&) const = default;
};

struct RequiredMaterial {
    MaterialKind kind;
    std::string text;
    bool required;

    bool operator==(const RequiredMaterial&) const = default;
};

/// The course of one kind of matter, or of meetings, as a value: read from `schemas/procedures/`, named by the hash of
/// its canonical form. A matter carries the hash it was opened under to its end.
struct Procedure {
    std::string name;
    std::string hash;
    std::string title;
    std::optional<MatterKind> kind;  ///< empty: the course of meetings, of organs and persons
    std::vector<Forum> forums;       ///< which the kind demands (R-MEET-02)
    bool review_mandatory = true;    ///< M in rules.md §7
    bool adviser_mandatory = true;
    std::vector<RequiredMaterial> required_materials;
    std::vector<ChecklistItem> checklist;
    std::map<std::string, ProcedureAction, std::less<>> actions;          ///< on a matter
    std::map<std::string, ProcedureAction, std::less<>> item_actions;     ///< on an item of a meeting
    std::map<std::string, ProcedureAction, std::less<>> meeting_actions;  ///< on a meeting
    std::map<std::string, ProcedureAction, std::less<>> organ_actions;    ///< on the organ or a person

    bool operator==(const Procedure&) const = default;
};

}  // namespace shenyi::workflow
