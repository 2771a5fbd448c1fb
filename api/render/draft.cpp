#include "api/render/draft.hpp"

#include "workflow/codec/write.hpp"

#include <algorithm>
#include <string_view>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

json::object change_of(const ClauseChange& change) {
    return {{"kind", write(change.kind)},
            {"clause", change.clause},
            {"before_position", write(change.before_position)},
            {"after_position", write(change.after_position)},
            {"before", change.before},
            {"after", change.after},
            {"runs", write(change.runs)}};
}

/// The papers of `one` that `other` has not, main documents aside.
void add_papers(json::array& out, const Draft& one, const Draft& other, std::string_view kind) {
    for (const DraftDocument& paper : one.documents) {
        if (paper.role == DocumentRole::draft) continue;
        const bool kept = std::ranges::any_of(other.documents, [&](const DraftDocument& each) {
            return each.document == paper.document && each.role == paper.role;
        });
        if (kept) continue;
        out.push_back(json::object{{"kind", kind},
                                   {"document", paper.document.value},
                                   {"role", write(paper.role)},
                                   {"title", write(paper.title)}});
    }
}

}  // namespace

json::array render_clauses(const std::vector<Clause>& clauses) {
    json::array out;
    for (const Clause& clause : clauses) out.push_back(json::object{{"key", clause.key}, {"text", clause.text}});
    return out;
}

json::object render_paper(const DocumentId& document, json::value role, json::value version) {
    return {
        {"document", document.value}, {"role", std::move(role)}, {"name", nullptr}, {"version", std::move(version)}};
}

json::object render_difference(const Draft& before, const Draft& after,
                               const std::optional<std::vector<ClauseChange>>& changes) {
    json::array clauses;
    if (changes) {
        for (const ClauseChange& change : *changes) clauses.push_back(change_of(change));
    }
    json::array papers;
    add_papers(papers, before, after, "removed");
    add_papers(papers, after, before, "added");
    return {{"from", before.version},
            {"to", after.version},
            {"comparable", changes.has_value()},
            {"clauses", std::move(clauses)},
            {"papers", std::move(papers)}};
}

}  // namespace shenyi::api
