#include "api/render/responsibility.hpp"

#include "api/render/matter.hpp"
#include "api/render/person.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

std::string word(const FindingPlace& at, std::string catalogue, std::string_view code) {
    return at.app.messages->word(tag(at.language), Term{std::move(catalogue), std::string(code)});
}

/// The deed, and what belongs to it: 表态（同意）.
std::string what_was_done(const Act& act, const FindingPlace& at) {
    const std::string deed = word(at, "deed", codec::name_of_enumerator(act.deed));
    if (!act.detail) return deed;
    const std::string detail = word(at, act.detail->catalogue, act.detail->code);
    return at.app.messages->render(tag(at.language), "trace.act", {{"deed", deed}, {"detail", detail}});
}

json::array acts_of(const ChainLink& link, const FindingPlace& at) {
    json::array out;
    for (const Act& act : link.acts) {
        out.push_back(json::object{{"event", act.event.value},
                                   {"type", act.type},
                                   {"deed", write(act.deed)},
                                   {"level", write(act.level)},
                                   {"what", what_was_done(act, at)},
                                   {"detail", act.detail ? json::value(act.detail->code) : json::value()},
                                   {"at", rfc3339(act.at)},
                                   {"occurred_at", write(act.occurred_at)},
                                   {"post", write(act.post)},
                                   {"entered_by", write(act.entered_by)},
                                   {"on_behalf", write(act.on_behalf)},
                                   {"through", write(act.through)},
                                   {"meeting", write(act.meeting)},
                                   {"item", write(act.item)},
                                   {"version", write(act.version)},
                                   {"reset_marked", act.reset_marked},
                                   {"post_marked", act.post_marked}});
    }
    return out;
}

json::array namings_of(const ChainLink& link) {
    json::array out;
    for (const Naming& naming : link.named) {
        out.push_back(json::object{{"meeting", naming.meeting.value},
                                   {"item", naming.item.value},
                                   {"level", write(naming.level)},
                                   {"at", rfc3339(naming.at)}});
    }
    return out;
}

json::array chain_of(const Responsibility& traced, const FindingPlace& at) {
    const Organ& organ = *at.world.organ;
    json::array out;
    for (const ChainLink& link : traced.chain) {
        json::array posts;
        for (const PostId& post : link.posts) posts.push_back(render_post_summary(organ.posts.at(post)));
        const auto level = codec::name_of_enumerator(link.levels.front());
        out.push_back(json::object{{"person", link.person.value},
                                   {"name", name_of(organ, link.person)},
                                   {"level", level},
                                   {"level_text", word(at, "responsibility_level", level)},
                                   {"levels", write(link.levels)},
                                   {"posts", std::move(posts)},
                                   {"named", namings_of(link)},
                                   {"acts", acts_of(link, at)}});
    }
    return out;
}

json::array dissents_of(const Responsibility& traced, const Organ& organ) {
    json::array out;
    for (const DissentVoiced& dissent : traced.dissents) {
        out.push_back(json::object{{"person", dissent.person.value},
                                   {"name", name_of(organ, dissent.person)},
                                   {"meeting", dissent.meeting.value},
                                   {"item", dissent.item.value},
                                   {"forum", write(dissent.forum)},
                                   {"text", dissent.text},
                                   {"confirmed", dissent.confirmed},
                                   {"witnesses", write(dissent.witnesses)},
                                   {"position", write(dissent.position)},
                                   {"vote", write(dissent.vote)},
                                   {"outcome", write(dissent.outcome)},
                                   {"record_signed_at", write(dissent.record_signed_at)},
                                   {"evidence", dissent.evidence}});
    }
    return out;
}

json::array rules_of(const Responsibility& traced, const FindingPlace& at) {
    json::array out;
    for (const RuleApplied& applied : traced.rules) {
        const auto* rule = at.app.rules.find(applied.rule);
        FindingPlace then = at;
        then.day = applied.last;
        out.push_back(json::object{{"rule", applied.rule},
                                   {"first_applied", iso(applied.first)},
                                   {"last_applied", iso(applied.last)},
                                   {"sources", rule ? render_sources(*rule, then) : json::array{}}});
    }
    return out;
}

}  // namespace

json::object render_responsibility(const Responsibility& traced, const Matter& matter, const FindingPlace& at) {
    const Organ& organ = *at.world.organ;
    json::array delegations;
    for (const DelegationId& id : traced.delegations) {
        delegations.push_back(render_delegation(organ.delegations.at(id)));
    }
    return {{"matter", matter.id.value},
            {"title", matter.title},
            {"decisions", render_decisions(matter)},
            {"chain", chain_of(traced, at)},
            {"dissents", dissents_of(traced, organ)},
            {"delegations", std::move(delegations)},
            {"rules", rules_of(traced, at)},
            {"procedure", matter.procedure},
            {"policy_pack", matter.pack}};
}

}  // namespace shenyi::api
