#include "api/render/finding.hpp"

#include "workflow/actions/meeting.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"

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

json::array named(const std::vector<PersonThen>& persons) {
    json::array out;
    for (const PersonThen& each : persons) {
        out.push_back(
            json::object{{"person", each.person.value}, {"name", each.name}, {"post", codec::write(each.post)}});
    }
    return out;
}

json::array told(const std::vector<Clearer>& clearers) {
    json::array out;
    for (const Clearer& clearer : clearers) {
        json::array persons;
        for (const PersonThen& each : clearer.persons) persons.emplace_back(each.person.value);
        out.push_back(json::object{{"role", codec::name_of_enumerator(clearer.role)},
                                   {"persons", std::move(persons)},
                                   {"named", named(clearer.persons)},
                                   {"others", clearer.others.value_or(0)},
                                   {"action", clearer.action}});
    }
    return out;
}

}  // namespace

json::array render_sources(const definitions::Rule& rule, const FindingPlace& at) {
    const Context context = context_of(at.world, at.command);
    definitions::CitedCase of{.kind = {}, .forum = {}, .day = at.day.value_or(at.world.today)};
    if (context.matter != nullptr) of.kind = context.matter->kind;
    if (context.meeting != nullptr) of.forum = context.meeting->forum;
    if (const auto* called = at.command.as<CreateMeeting>()) of.forum = called->forum;
    json::array out;
    for (const definitions::Citation& citation :
         definitions::citations(at.app.rules, rule, at.world.organ->binding, of)) {
        const auto law = at.app.rules.laws.find(citation.law);
        const bool zh = at.language == Language::zh;
        const std::string title =
            law == at.app.rules.laws.end() ? citation.law : (zh ? law->second.title.zh : law->second.title.en);
        const auto issued = law == at.app.rules.laws.end() ? std::nullopt : law->second.issued;
        out.push_back(json::object{{"law", title},
                                   {"issued", codec::write(issued)},
                                   {"article", codec::write(citation.article)},
                                   {"text_status", codec::write(citation.text_status)},
                                   {"effective_from", codec::write(citation.effective_from)},
                                   {"binds", citation.binds == definitions::Binding::binds}});
    }
    return out;
}

json::object render(const Finding& finding, const FindingPlace& at) {
    return render(finding, at, who_can_clear(at.world, at.command, finding));
}

json::object render(const Finding& finding, const FindingPlace& at, const std::vector<Clearer>& clearers) {
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
    out.emplace("who_can_clear", told(clearers));
    out.emplace("sources", rule != nullptr ? render_sources(*rule, at) : json::array{});
    return out;
}

json::array render(const std::vector<Finding>& findings, const FindingPlace& at) {
    json::array out;
    for (const Finding& finding : findings) out.push_back(render(finding, at));
    return out;
}

}  // namespace shenyi::api
