#include "api/render/finding.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/roles.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace definitions = storage::definitions;
namespace json = boost::json;

json::value fact_value(const Fact& fact) {
    return std::visit(
        [](const auto& value) -> json::value {
            using Value = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, Term>) {
                return json::value(value.code);
            } else if constexpr (std::is_same_v<Value, std::vector<Term>>) {
                json::array codes;
                for (const Term& term : value) codes.emplace_back(term.code);
                return codes;
            } else {
                return codec::write(value);
            }
        },
        fact);
}

std::string subject_of(const Command& command) {
    if (command.subject.item) return command.subject.item->value;
    if (command.target == Target::matter && command.subject.matter) return command.subject.matter->value;
    if (command.subject.meeting) return command.subject.meeting->value;
    if (command.subject.person) return command.subject.person->value;
    return command.subject.organ.value;
}

Target target_of(const definitions::Clearing& clearing) {
    switch (clearing.target.value_or(definitions::ActedOn::matter)) {
        case definitions::ActedOn::matter:
            return Target::matter;
        case definitions::ActedOn::meeting:
            return Target::meeting;
        case definitions::ActedOn::item:
            return Target::item;
        case definitions::ActedOn::organ:
            return Target::organ;
    }
    return Target::matter;
}

/// The persons who hold the role for the clearing action, as the procedure says; else who holds it in the organ.
std::vector<PersonId> persons_for(const definitions::Clearing& clearing, const FindingPlace& at) {
    Command command = at.command;
    command.target = target_of(clearing);
    command.action = clearing.action;
    command.body.reset();
    const Context met = context_of(at.world, at.command);
    if (met.matter != nullptr) command.subject.matter = met.matter->id;
    const Context context = context_of(at.world, command);
    if (const ProcedureAction* row = row_of(context)) {
        for (const Who& who : row->who) {
            if (who.role != clearing.role) continue;
            if (auto persons = who_may(context, who); !persons.empty()) return persons;
        }
    }
    return holders_of(*at.world.organ, clearing.role, at.world.today);
}

/// A role that nobody holds is named only where nobody at all can clear it: then the post is what is missing.
json::array clearers(const Finding& finding, const definitions::Rule& rule, const FindingPlace& at) {
    json::array held;
    json::array vacant;
    for (const definitions::Clearing& clearing : definitions::clearings(rule, finding.variant)) {
        if (!definitions::helps(clearing, finding.missing)) continue;
        const auto persons = persons_for(clearing, at);
        (persons.empty() ? vacant : held)
            .push_back(json::object{{"role", codec::name_of_enumerator(clearing.role)},
                                    {"persons", codec::write(persons)},
                                    {"action", clearing.action}});
    }
    return held.empty() ? vacant : held;
}

}  // namespace

json::array render_sources(const definitions::Rule& rule, const FindingPlace& at, std::optional<Date> in_force_on) {
    const Context context = context_of(at.world, at.command);
    definitions::CitedCase of;
    if (context.matter != nullptr) of.kind = context.matter->kind;
    if (context.meeting != nullptr) of.forum = context.meeting->forum;
    json::array out;
    for (const definitions::Citation& citation :
         definitions::citations(at.app.rules, rule, at.world.organ->binding, of)) {
        if (in_force_on && citation.effective_from && *citation.effective_from > *in_force_on) continue;
        const auto law = at.app.rules.laws.find(citation.law);
        const bool zh = at.language == Language::zh;
        const std::string title =
            law == at.app.rules.laws.end() ? citation.law : (zh ? law->second.title.zh : law->second.title.en);
        out.push_back(json::object{{"law", title},
                                   {"article", codec::write(citation.article)},
                                   {"text_status", codec::write(citation.text_status)},
                                   {"effective_from", codec::write(citation.effective_from)},
                                   {"binds", citation.binds == definitions::Binding::binds}});
    }
    return out;
}

json::object render(const Finding& finding, const FindingPlace& at) {
    Facts facts = finding.facts;
    for (auto& [name, fact] : facts) {
        if (auto* term = std::get_if<Term>(&fact); term != nullptr && term->catalogue == "action") {
            term->catalogue = definitions::action_catalogue(at.command.target);
        }
    }
    const auto& messages = *at.app.messages;
    const std::string_view language = tag(at.language);
    json::object out{{"rule", finding.rule},
                     {"class", codec::name_of_enumerator(finding.class_)},
                     {"message", messages.render(language, definitions::message_key(finding.rule, finding.variant),
                                                 messages.words(language, facts))},
                     {"subject", finding.subject.empty() ? subject_of(at.command) : finding.subject}};
    json::object values;
    for (const auto& [name, fact] : facts) values.emplace(name, fact_value(fact));
    out.emplace("facts", std::move(values));
    out.emplace("missing", codec::write(finding.missing));
    const definitions::Rule* rule = at.app.rules.find(finding.rule);
    out.emplace("who_can_clear", rule != nullptr ? clearers(finding, *rule, at) : json::array{});
    out.emplace("sources", rule != nullptr ? render_sources(*rule, at) : json::array{});
    return out;
}

json::array render(const std::vector<Finding>& findings, const FindingPlace& at) {
    json::array out;
    for (const Finding& finding : findings) out.push_back(render(finding, at));
    return out;
}

}  // namespace shenyi::api
