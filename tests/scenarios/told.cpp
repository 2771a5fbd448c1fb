#include "storage/definitions/bureau.hpp"
#include "storage/definitions/messages.hpp"
#include "storage/definitions/rules.hpp"
#include "storage/definitions/yaml_file.hpp"
#include "tests/scenarios/door.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <type_traits>
#include <variant>

namespace shenyi::tests {

using namespace workflow;
namespace definitions = storage::definitions;
namespace json = boost::json;

namespace {

const definitions::Rules& rules() {
    static const definitions::Rules read = [] {
        auto rules = definitions::read_rules(tests::source_folder() / "schemas" / "rules.yaml");
        if (!rules) throw std::runtime_error(definitions::text_of(rules.error()));
        return std::move(*rules);
    }();
    return read;
}

json::value on_the_wire(const Fact& fact) {
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

void gather(const json::value& value, std::vector<DocumentId>& documents) {
    if (const auto* text = value.if_string()) {
        const std::string_view view(*text);
        if (view.starts_with("sha256:") && view.size() == 71) documents.push_back({std::string(view)});
    } else if (const auto* list = value.if_array()) {
        for (const auto& each : *list) gather(each, documents);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [name, each] : *object) gather(each, documents);
    }
}

}  // namespace

std::vector<OrganEvent> Setting::applied_to(std::vector<OrganEvent> founding) const {
    std::map<std::string, Date> seated;
    for (OrganEvent& event : founding) {
        auto* set = std::get_if<RosterSet>(&event);
        const auto given = set ? rosters.find(set->forum) : rosters.end();
        if (given == rosters.end()) continue;
        set->members.clear();
        for (const std::string& login : given->second) {
            const auto known = std::ranges::any_of(founding, [&](const OrganEvent& other) {
                const auto* registered = std::get_if<PersonRegistered>(&other);
                return registered && registered->login == login;
            });
            if (!known) throw std::runtime_error("nobody of the bureau logs in as " + login);
            set->members.push_back(definitions::founding_person(login));
            seated[login] = set->from;
        }
    }
    // Who sits in a forum holds a post by which he does: one more makes it sure of everybody named.
    for (const auto& [login, from] : seated) {
        founding.emplace_back(PostEntered{.post = {"pst_" + login + "_seat"},
                                          .person = definitions::founding_person(login),
                                          .role = Role::party_member,
                                          .title = "党组成员",
                                          .unit = {"unit_leaders"},
                                          .from = from,
                                          .document = std::nullopt,
                                          .founding = true});
    }
    return founding;
}

bool Told::is(std::string_view rule) const {
    return std::ranges::any_of(
        names, [&](const std::string& name) { return name == rule || name.starts_with(std::string(rule) + "."); });
}

std::string Told::text() const {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " or ") + name;
    return text + " " + json::serialize(facts);
}

std::string StepResult::text() const {
    std::string text = accepted ? "accepted" : "not accepted";
    if (not_your_role) text += ", not your role";
    if (unseen) text += ", not there";
    for (const std::string& fault : faults) text += ", fault at '" + fault + "'";
    for (const Told& finding : refusals) text += ", refused by " + finding.text();
    for (const Told& finding : warnings) text += ", warned by " + finding.text();
    return text;
}

Told told(const Finding& finding) {
    Told told{.names = {definitions::message_key(finding.rule, finding.variant)}};
    for (const auto& [name, fact] : finding.facts) told.facts[name] = on_the_wire(fact);
    for (const Missing missing : finding.missing) told.missing.emplace_back(codec::name_of_enumerator(missing));
    if (const definitions::Rule* rule = rules().find(finding.rule)) {
        for (const definitions::Clearing& clearing : definitions::clearings(*rule, finding.variant)) {
            if (!definitions::helps(clearing, finding.missing)) continue;
            told.clears.emplace_back(codec::name_of_enumerator(clearing.role));
        }
    }
    return told;
}

std::vector<Told> told(const std::vector<Finding>& findings) {
    std::vector<Told> all;
    for (const Finding& finding : findings) all.push_back(told(finding));
    return all;
}

std::vector<DocumentId> documents_in(const json::value& body) {
    std::vector<DocumentId> documents;
    gather(body, documents);
    return documents;
}

}  // namespace shenyi::tests
