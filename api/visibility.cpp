#include "api/visibility.hpp"

#include "workflow/context.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/organ.hpp"

#include <algorithm>
#include <vector>

namespace shenyi::api {
namespace {

using namespace workflow;

std::vector<Opening> ties_of(const World& world, const PersonId& reader, const Matter& matter) {
    if (!world.organ || matter.organ != world.organ->id) return {};
    const std::vector<Names> names = names_of(*world.organ, reader, world.today);
    std::vector<Opening> ties = openings_of(world, matter);
    std::erase_if(ties, [&](const Opening& opening) { return !cover(names, opening.reader); });
    return ties;
}

/// The version under review when he was asked.
int asked_about(const Matter& matter, Instant at) {
    int version = 0;
    for (const ReviewRequest& request : matter.requests) {
        if (request.requested_at <= at) version = request.version;
    }
    return version;
}

/// The newest version when the unit replied.
int replied_about(const Matter& matter, Instant at) {
    int version = 0;
    for (const Draft& draft : matter.drafts) {
        if (draft.submitted_at <= at) version = draft.version;
    }
    return version;
}

/// Opens what single ties give. A version is opened with its documents, a review with its materials, a settled text
/// alone.
class Opener {
  public:
    Opener(const World& world, const Matter& matter, const PersonId& reader)
        : world_(world), matter_(matter), reader_(reader) {}

    void open(const Opening& tie) {
        view_.sight = std::max(view_.sight, sight_by(tie.tie, matter_));
        switch (tie.tie) {
            case Tie::anybody:
                for (const Publication& publication : matter_.publications) text_of(publication.version);
                return;
            case Tie::office:
                return to_office();
            case Tie::asked:
                return to_asked();
            case Tie::author:
                return to_author();
            case Tie::consulted:
                return to_consulted(*tie.unit);
            case Tie::recorder:
                return to_recorder(*tie.meeting);
            case Tie::after_decision:
                return after_decision();
            case Tie::member:
            case Tie::portfolio:
                return whole_file(false);
            case Tie::unit:
                return to_unit();
            case Tie::director:
            case Tie::reviewer:
            case Tie::inspector:
                return whole_file(true);
        }
    }

    View take() { return std::move(view_); }

  private:
    void version(int number) {
        const Draft* draft = matter_.draft(number);
        if (draft == nullptr) return;
        view_.versions.insert(number);
        for (const DraftDocument& each : draft->documents) view_.papers.insert(each.document);
    }

    /// What goes out to those whom it binds: the text and its annexes, and none of the papers that led to it.
    void text_of(int number) {
        const Draft* draft = matter_.draft(number);
        if (draft == nullptr) return;
        view_.versions.insert(number);
        for (const DraftDocument& each : draft->documents) {
            const bool goes_out = each.role == DocumentRole::draft || each.role == DocumentRole::annex;
            if (goes_out) view_.papers.insert(each.document);
        }
    }

    void materials(int number) {
        for (const ReviewRequest& request : matter_.requests) {
            if (request.version != number) continue;
            for (const Material& material : request.materials) view_.papers.insert(material.document);
        }
    }

    void replies(const UnitId* unit) {
        for (const Consultation& consultation : matter_.consultations) {
            if (unit != nullptr && consultation.unit != *unit) continue;
            view_.replies.insert(consultation.unit);
            if (consultation.document) view_.papers.insert(*consultation.document);
        }
    }

    void every_item() {
        for (const Placement& placement : matter_.placements) view_.items.insert(placement.item);
    }

    void to_office() {
        view_.gate = true;
        view_.newest_draft = true;
        every_item();
        const int reviewed = newest_reviewed(matter_);
        for (const Draft& draft : matter_.drafts) {
            if (draft.version > reviewed) continue;
            version(draft.version);
            materials(draft.version);
        }
        if (reviewed == 0) return;
        replies(nullptr);
        if (matter_.feasibility_study) view_.papers.insert(*matter_.feasibility_study);
        for (const LegalityOpinion& opinion : matter_.opinions) view_.opinions.insert(opinion.id);
        for (const AdviserOpinion& opinion : matter_.adviser_opinions) {
            if (opinion.version <= reviewed) view_.opinions.insert(opinion.id);
        }
    }

    /// The version he was asked about and what continues it with its opinions. Who found an earlier version unlawful
    /// is to be heard on the changed one (R-GATE-05): it is asked about as soon as it is under review.
    void to_asked() {
        std::set<int> asked;
        for (const AdviserAsked& each : matter_.advisers_asked) {
            if (each.adviser == reader_ && !each.declined_for_interest) asked.insert(asked_about(matter_, each.at));
        }
        const bool to_be_heard = std::ranges::any_of(matter_.adviser_opinions, [&](const AdviserOpinion& opinion) {
            return opinion.author == reader_ && opinion.conclusion == Conclusion::unlawful && !opinion.withdrawn;
        });
        if (to_be_heard && !asked.empty()) {
            for (const ReviewRequest& request : matter_.requests) {
                if (request.version >= *asked.begin()) asked.insert(request.version);
            }
        }
        for (const Draft& draft : matter_.drafts) {
            const auto chain = matter_.continued_by(draft.version);
            if (std::ranges::any_of(chain, [&](int each) { return asked.contains(each); })) version(draft.version);
        }
        for (const int number : asked) materials(number);
    }

    void to_author() {
        for (const AdviserOpinion& opinion : matter_.adviser_opinions) {
            if (opinion.author != reader_) continue;
            view_.opinions.insert(opinion.id);
            version(opinion.version);
        }
    }

    void to_consulted(const UnitId& unit) {
        replies(&unit);
        for (const Consultation& consultation : matter_.consultations) {
            if (consultation.unit == unit) version(replied_about(matter_, consultation.at));
        }
    }

    void to_recorder(const MeetingId& meeting) {
        for (const Placement& placement : matter_.placements) {
            if (placement.meeting != meeting || placement.state == ItemState::removed) continue;
            version(placement.version);
            view_.items.insert(placement.item);
        }
    }

    void after_decision() {
        if (const SettledText* settled = matter_.settled()) text_of(settled->version);
        for (const Placement& placement : matter_.placements) {
            if (placement.adopted()) view_.items.insert(placement.item);
        }
    }

    /// Versions, papers and replies; opinions as they are released.
    void to_unit() {
        view_.gate = true;
        view_.newest_draft = true;
        view_.history = true;
        every_item();
        replies(nullptr);
        if (matter_.feasibility_study) view_.papers.insert(*matter_.feasibility_study);
        for (const Draft& draft : matter_.drafts) version(draft.version);
        for (const ReviewRequest& request : matter_.requests) {
            materials(request.version);
            for (const ClockStop& stop : request.stops) view_.papers.insert(stop.document);
            if (request.shortening && request.shortening->document) {
                view_.papers.insert(*request.shortening->document);
            }
        }
        for (const LegalityOpinion& opinion : matter_.opinions) view_.opinions.insert(opinion.id);
        for (const AdviserOpinion& opinion : matter_.adviser_opinions) {
            if (released(matter_, opinion)) view_.opinions.insert(opinion.id);
        }
    }

    void whole_file(bool attempts) {
        to_unit();
        view_.every_paper = true;
        view_.attempts = view_.attempts || attempts;
        for (const AdviserOpinion& opinion : matter_.adviser_opinions) view_.opinions.insert(opinion.id);
    }

    const World& world_;
    const Matter& matter_;
    const PersonId& reader_;
    View view_;
};

bool counts_in(const Item& item, const PersonId& reader) {
    return std::ranges::any_of(item.ballots, [&](const Ballot& ballot) {
        return ballot.count && std::ranges::find(ballot.count->tellers, reader) != ballot.count->tellers.end();
    });
}

}  // namespace

View view_of(const World& world, const PersonId& reader, const Matter& matter) {
    Opener opener(world, matter, reader);
    for (const Opening& tie : ties_of(world, reader, matter)) opener.open(tie);
    return opener.take();
}

bool sees_attempts(const World& world, const PersonId& reader, const Matter& matter) {
    return view_of(world, reader, matter).attempts;
}

bool sees_record(const World& world, const PersonId& reader, const Meeting& meeting) {
    if (!world.organ || meeting.organ != world.organ->id) return false;
    const std::vector<Names> names = names_of(*world.organ, reader, world.today);
    return std::ranges::any_of(record_readers_of(meeting), [&](const std::string& each) { return cover(names, each); });
}

ItemSight item_sight(const World& world, const PersonId& reader, const Meeting& meeting, const Item& item) {
    if (sees_record(world, reader, meeting)) return ItemSight::whole;
    if (counts_in(item, reader)) return ItemSight::outcome;
    ItemSight sight = item.presenter == reader ? ItemSight::place : ItemSight::none;
    const Matter* matter = item.matter ? find(world, *item.matter) : nullptr;
    if (matter == nullptr) return sight;
    for (const Opening& tie : ties_of(world, reader, *matter)) {
        if (sight_by(tie.tie, *matter) == Sight::whole) return ItemSight::outcome;
        if (tie.tie == Tie::asked && meeting.attends(reader)) sight = ItemSight::place;
    }
    return sight;
}

std::set<DocumentId> papers_of(const World& world, const PersonId& reader, const Matter& matter) {
    return view_of(world, reader, matter).papers;
}

std::set<DocumentId> papers_of(const Meeting& meeting) {
    std::set<DocumentId> papers;
    for (const Item& item : meeting.items) papers.insert(item.documents.begin(), item.documents.end());
    if (meeting.roster) {
        for (const Exclusion& exclusion : meeting.roster->excluded) papers.insert(exclusion.document);
    }
    for (const Leave& leave : meeting.leaves) {
        if (leave.written_opinion) papers.insert(*leave.written_opinion);
    }
    for (const Signature& signature : meeting.signatures) {
        if (signature.sheet) papers.insert(*signature.sheet);
    }
    return papers;
}

}  // namespace shenyi::api
