#include "api/render/item.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/rules/dissent.hpp"

namespace shenyi::api {

using namespace workflow;
using codec::write;
namespace json = boost::json;

namespace {

json::object amendment_of(const Amendment& amendment) {
    return {{"clause", amendment.clause}, {"text", amendment.text.value_or("")}};
}

}  // namespace

json::value arithmetic_of(const std::optional<Arithmetic>& arithmetic) {
    if (!arithmetic) return nullptr;
    return write(*arithmetic);
}

json::array amendments_of(const std::vector<Amendment>& amendments) {
    json::array out;
    for (const Amendment& each : amendments) out.push_back(amendment_of(each));
    return out;
}

json::object ballot_of(const Ballot& ballot) {
    json::object motion{{"kind", write(ballot.motion.kind)}};
    if (!ballot.motion.amendments.empty()) motion.emplace("amendments", amendments_of(ballot.motion.amendments));
    json::value count;
    if (ballot.count) {
        count = json::object{
            {"for", ballot.count->for_}, {"against", ballot.count->against}, {"abstain", ballot.count->abstain}};
    }
    return {{"method", write(ballot.method)},
            {"motion", std::move(motion)},
            {"state", write(ballot.state)},
            {"votes", write(ballot.votes)},
            {"count", std::move(count)},
            {"tellers", ballot.count ? write(ballot.count->tellers) : json::value(json::array{})},
            {"confirmed_by", write(ballot.confirmed_by)},
            {"arithmetic", arithmetic_of(ballot.arithmetic)},
            {"outcome", write(ballot.outcome)},
            {"close_reason", write(ballot.close_reason)},
            {"void_reason", write(ballot.void_reason)},
            {"opened_at", rfc3339(ballot.opened_at)}};
}

json::array ballots_of(const Item& item) {
    json::array out;
    for (const Ballot& ballot : item.ballots) out.push_back(ballot_of(ballot));
    return out;
}

json::array dissents_of(const Item& item) {
    json::array out;
    for (const Dissent& dissent : rules::dissents_on_record(item)) {
        out.push_back(json::object{{"person", dissent.person.value},
                                   {"text", dissent.text},
                                   {"confirmed", dissent.confirmed},
                                   {"witnesses", write(dissent.refusal_witnesses)}});
    }
    return out;
}

json::array statements_of(const std::vector<Statement>& statements) {
    json::array out;
    for (const Statement& statement : statements) {
        out.push_back(json::object{{"person", statement.person.value},
                                   {"position", write(statement.position)},
                                   {"text", write(statement.text)},
                                   {"at", rfc3339(statement.at)},
                                   {"by_himself", statement.by_himself}});
    }
    return out;
}

json::array declarations_of(const Item& item) {
    json::array out;
    for (const auto& [person, declaration] : item.declarations) {
        out.push_back(json::object{{"person", person.value},
                                   {"interest", declaration.interest},
                                   {"text", write(declaration.text)},
                                   {"by_himself", declaration.by_himself}});
    }
    return out;
}

json::value head_decision_of(const Item& item) {
    if (!item.head_decision) return nullptr;
    const HeadDecision& decision = *item.head_decision;
    return json::object{{"outcome", write(decision.outcome)},
                        {"head_reasons", write(decision.head_reasons)},
                        {"amendments", amendments_of(decision.amendments)},
                        {"close_reason", write(decision.close_reason)},
                        {"by", decision.by.value}};
}

json::value responsible_of(const Item& item) {
    if (!item.responsible) return nullptr;
    return json::object{{"overall", write(item.responsible->overall)},
                        {"portfolio", write(item.responsible->portfolio)},
                        {"unit", write(item.responsible->unit)}};
}

}  // namespace shenyi::api
