#include "api/render/proceedings.hpp"

#include "api/render/item.hpp"
#include "api/render/meeting.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/events.hpp"
#include "workflow/rules/sitting.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace shenyi::api {

using namespace workflow;
using codec::write;
namespace json = boost::json;

namespace {

/// What was entered on an item, looked up to put times and names to what the state tells.
class Entered {
  public:
    Entered(const std::vector<MinutesStep>& course, const NamesThen& names) : course_(course), names_(names) {}

    /// The last entry of one of these types, by this person where one is given; null where there is none.
    const MinutesStep* last(std::initializer_list<std::string_view> types,
                            const std::optional<PersonId>& person = std::nullopt) const {
        const MinutesStep* found = nullptr;
        for (const MinutesStep& step : course_) {
            const bool fits = std::ranges::find(types, step.type) != types.end();
            if (fits && (!person || step.person == person)) found = &step;
        }
        return found;
    }

    /// The statements since the item was opened last, as the state keeps them.
    std::vector<const MinutesStep*> statements() const {
        std::vector<const MinutesStep*> stated;
        for (const MinutesStep& step : course_) {
            if (step.type == ItemOpened::type) stated.clear();
            if (step.type == PositionStated::type) stated.push_back(&step);
        }
        return stated;
    }

    /// How each ballot ended; null for one that did not, or was broken off with the round.
    std::vector<const MinutesStep*> ends_of_ballots() const {
        std::vector<const MinutesStep*> ends;
        for (const MinutesStep& step : course_) {
            if (step.type == BallotOpened::type) ends.push_back(nullptr);
            const bool end = step.type == BallotClosed::type || step.type == BallotVoided::type;
            if (end && !ends.empty()) ends.back() = &step;
        }
        return ends;
    }

    /// Both times, the event and who entered it, with name and post of whose act it is.
    void tell(json::object& out, const PersonId& person, const MinutesStep* step) const {
        names_.beside(out, person);
        tell(out, step);
    }
    void tell(json::object& out, const MinutesStep* step) const {
        out["entered"] = step == nullptr ? json::value()
                                         : json::value(json::object{{"event", step->event.value},
                                                                    {"recorded_at", rfc3339(step->at)},
                                                                    {"occurred_at", write(step->occurred_at)},
                                                                    {"by", names_.of(step->by)}});
    }
    const NamesThen& names() const { return names_; }

  private:
    const std::vector<MinutesStep>& course_;
    const NamesThen& names_;
};

PersonId person_in(const json::object& entry) {
    return {std::string(entry.at("person").as_string())};
}

json::array recusals_of(const Item& item, const Entered& entered) {
    json::array out;
    for (const auto& [person, reason] : item.recused) {
        json::object recusal{{"person", person.value}, {"reason", reason}};
        entered.tell(recusal, person, entered.last({MemberRecused::type, InterestDeclared::type}, person));
        out.push_back(std::move(recusal));
    }
    return out;
}

json::array declarations_of(const Item& item, const Entered& entered) {
    json::array out = api::declarations_of(item);
    for (json::value& each : out) {
        json::object& declaration = each.as_object();
        const PersonId person = person_in(declaration);
        entered.tell(declaration, person, entered.last({InterestDeclared::type}, person));
    }
    return out;
}

json::array statements_of(const Item& item, const Entered& entered) {
    json::array out = api::statements_of(item.statements);
    const auto steps = entered.statements();
    for (std::size_t i = 0; i < out.size(); ++i) {
        json::object& statement = out[i].as_object();
        entered.tell(statement, person_in(statement), i < steps.size() ? steps[i] : nullptr);
    }
    return out;
}

json::array ballots_of(const Item& item, const Entered& entered) {
    json::array out;
    const auto ends = entered.ends_of_ballots();
    for (const Ballot& ballot : item.ballots) {
        json::object told = ballot_of(ballot);
        json::array votes;
        for (const NamedVote& vote : ballot.votes) {
            json::object named = entered.names().of(vote.person);
            named.emplace("vote", write(vote.vote));
            votes.push_back(std::move(named));
        }
        told.emplace("votes_named", std::move(votes));
        told.emplace("tellers_named", ballot.count ? entered.names().of(ballot.count->tellers) : json::array{});
        told.emplace("confirmed_by_named", entered.names().of(ballot.confirmed_by));
        entered.tell(told, out.size() < ends.size() ? ends[out.size()] : nullptr);
        out.push_back(std::move(told));
    }
    return out;
}

json::array dissents_of(const Item& item, const Entered& entered) {
    json::array out = api::dissents_of(item);
    const std::vector<Dissent> dissents = rules::dissents_on_record(item);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Dissent& dissent = dissents[i];
        json::object& told = out[i].as_object();
        entered.tell(told, dissent.person,
                     entered.last({DissentConfirmed::type, DissentNotConfirmed::type}, dissent.person));
        told.emplace("witnesses_named", entered.names().of(dissent.refusal_witnesses));
    }
    return out;
}

json::value head_decision_of(const Item& item, const Entered& entered) {
    json::value told = api::head_decision_of(item);
    if (!item.head_decision) return told;
    told.as_object().emplace("by_named", entered.names().of(item.head_decision->by));
    entered.tell(told.as_object(), entered.last({HeadDecided::type}));
    return told;
}

json::value responsible_named(const Item& item, const NamesThen& names) {
    if (!item.responsible) return nullptr;
    return json::object{{"overall", names.of(item.responsible->overall)},
                        {"portfolio", names.of(item.responsible->portfolio)},
                        {"unit", names.of(item.responsible->unit)}};
}

/// What the meeting reworded: by the ballot that decided, or by the head.
json::array amendments_to(const Item& item) {
    if (item.head_decision) return amendments_of(item.head_decision->amendments);
    const Ballot* ballot = item.last_closed_ballot();
    const bool amended = ballot != nullptr && ballot->outcome == Outcome::adopted_as_amended;
    return amended ? amendments_of(ballot->motion.amendments) : json::array{};
}

}  // namespace

json::object NamesThen::of(const PersonId& person) const {
    const auto posts = posts_of(organ, person, rules::day_of(meeting));
    const Role member = meeting.forum == Forum::party_group ? Role::party_member : Role::director;
    json::value title;
    for (const Role role : {rules::leader_of(meeting.forum), member, Role::party_member}) {
        const auto post = std::ranges::find(posts, role, [](const Post* each) { return each->role; });
        if (post == posts.end()) continue;
        title = (*post)->title;
        break;
    }
    if (title.is_null() && !posts.empty()) title = posts.front()->title;
    return {{"person", person.value}, {"name", name_of(organ, person)}, {"post", std::move(title)}};
}

json::value NamesThen::of(const std::optional<PersonId>& person) const {
    return person ? json::value(of(*person)) : json::value();
}

json::array NamesThen::of(const std::vector<PersonId>& people) const {
    json::array out;
    for (const PersonId& person : people) out.push_back(of(person));
    return out;
}

void NamesThen::beside(json::object& out, const PersonId& person) const {
    json::object named = of(person);
    out["name"] = named.at("name");
    out["post"] = named.at("post");
}

json::array course_of(const std::vector<MinutesStep>& course, const NamesThen& names) {
    json::array out;
    for (const MinutesStep& step : course) {
        out.push_back(json::object{{"event", step.event.value},
                                   {"type", step.type},
                                   {"at", rfc3339(step.at)},
                                   {"occurred_at", write(step.occurred_at)},
                                   {"by", step.by.value},
                                   {"by_named", names.of(step.by)},
                                   {"reason", write(step.reason)},
                                   {"person", write(step.person)},
                                   {"person_named", names.of(step.person)},
                                   {"document", write(step.document)},
                                   {"held_at", write(step.held_at)}});
    }
    return out;
}

void add_proceedings(json::object& out, const Item& item, const MinutesOfItem& told, const NamesThen& names) {
    const Entered entered(told.course, names);
    const MinutesStep* closed = entered.last({ItemClosed::type});
    out.emplace("closed_at", closed != nullptr ? json::value(rfc3339(closed->at)) : json::value());
    out.emplace("course", course_of(told.course, names));
    out.emplace("declarations", declarations_of(item, entered));
    out.emplace("recusals", recusals_of(item, entered));
    out.emplace("statements", statements_of(item, entered));
    out.emplace("ballots", ballots_of(item, entered));
    out.emplace("head_decision", head_decision_of(item, entered));
    out.emplace("outcome", write(item.outcome));
    out.emplace("arithmetic", arithmetic_of(item.arithmetic));
    out.emplace("amendments", amendments_to(item));
    out.emplace("dissents", dissents_of(item, entered));
    out.emplace("no_dissent", item.no_dissent);
    out.emplace("executing_unit", write(item.executing_unit));
    out.emplace("responsible", responsible_of(item));
    out.emplace("responsible_named", responsible_named(item, entered.names()));
    out.emplace("defer_reason", write(item.defer_reason));
    out.emplace("removed_by", write(item.removed_by_rule));
    out.emplace("removal_reason", write(item.removal_reason));
}

json::array signatures_of(const Meeting& meeting, const Minutes& minutes, const NamesThen& names) {
    const Entered entered(minutes.signing, names);
    json::array out = render_signatures(meeting);
    for (json::value& each : out) {
        json::object& signature = each.as_object();
        const PersonId person = person_in(signature);
        entered.tell(signature, person, entered.last({RecordSigned::type, SignatureRefused::type}, person));
        std::vector<PersonId> witnesses;
        for (const json::value& id : signature.at("witnesses").as_array())
            witnesses.push_back({std::string(id.as_string())});
        signature.emplace("witnesses_named", names.of(witnesses));
    }
    return out;
}

}  // namespace shenyi::api
