#include "tests/storage/random_course.hpp"

#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenyi::tests {

using namespace workflow;

namespace {

/// All that may be tried next.
class Wishes {
  public:
    Wishes(Bureau& of, std::mt19937& lot) : bureau_(of), lot_(lot) {}

    void try_one() {
        const auto all = wishes();
        all[draw(all.size())]();
    }

  private:
    std::size_t draw(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(lot_); }
    PersonId anybody() {
        auto person = bureau_.organ().people.begin();
        std::advance(person, static_cast<std::ptrdiff_t>(draw(bureau_.organ().people.size())));
        return person->first;
    }
    UnitId any_unit() {
        auto unit = bureau_.organ().units.begin();
        std::advance(unit, static_cast<std::ptrdiff_t>(draw(bureau_.organ().units.size())));
        return unit->first;
    }
    std::string day_ahead() {
        const Date day = plus_days(bureau_.world().today, static_cast<int>(10 + draw(40)));
        return iso(day) + "T09:00:00+08:00";
    }
    void choose() {
        auto matter = bureau_.world().matters.begin();
        std::advance(matter, static_cast<std::ptrdiff_t>(draw(bureau_.world().matters.size())));
        bureau_.newest_matter = matter->first;
    }
    template <class Change>
    void change_organ(const Change& change) {
        auto organ = std::make_shared<Organ>(bureau_.organ());
        change(*organ);
        bureau_.world().organ = organ;
    }
    void delegate() {
        change_organ([&](Organ& organ) {
            const DelegationId id{"dlg_" + std::to_string(organ.delegations.size())};
            organ.delegations[id] = {.id = id,
                                     .by = anybody(),
                                     .to = anybody(),
                                     .from = bureau_.world().today,
                                     .until = plus_days(bureau_.world().today, static_cast<int>(draw(30))),
                                     .reason = "出差",
                                     .recorded_at = bureau_.now()};
        });
    }
    void end_a_post() {
        change_organ([&](Organ& organ) {
            auto post = organ.posts.begin();
            std::advance(post, static_cast<std::ptrdiff_t>(draw(organ.posts.size())));
            post->second.end = PostEnd{.to = bureau_.world().today, .entered_by = {"a"}, .confirmed_by = PersonId{"b"}};
        });
    }
    void set_roster() {
        change_organ([&](Organ& organ) {
            const Date from = plus_days(bureau_.world().today, static_cast<int>(draw(40)));
            organ.rosters.push_back({draw(2) == 0 ? Forum::office_meeting : Forum::party_group,
                                     from,
                                     {bureau_.person("director"), anybody(), anybody()}});
        });
    }
    /// What a command names is there when it is decided: `meeting()` and `item()` throw where it is not. The longer
    /// ways of the bureau take a draft for granted too.
    void need_draft() const {
        if (bureau_.matter().newest_draft() == nullptr) throw std::runtime_error("no draft yet");
    }
    void changed_draft() {
        need_draft();
        const auto change = draw(2) == 0 ? ChangeClass::substantive : ChangeClass::clerical;
        const auto text = bureau_.document("drafter", "第一条 改写" + std::to_string(lot_()));
        bureau_.as("drafter", Target::matter, "submit_changed_draft",
                   SubmitChangedDraft{.documents = {{text, DocumentRole::draft, "草案"}},
                                      .drafters = {bureau_.person("drafter")},
                                      .change = change,
                                      .from = bureau_.matter().newest_draft()->version});
    }
    void fix() {
        (void)bureau_.meeting();
        FixRoster body;
        if (draw(2) == 0) body.excluded = {{bureau_.person("member4"), "停职", bureau_.document("office", "决定")}};
        if (draw(2) == 0) body.attendees = {{anybody(), AttendeeCapacity::observer}};
        bureau_.as("office", Target::meeting, "fix_roster", body);
    }
    void settle() {
        (void)bureau_.item();
        bureau_.discuss();
        if (bureau_.meeting().forum == Forum::office_meeting) {
            bureau_.decide(draw(3) == 0 ? Outcome::rework : Outcome::adopted);
        } else {
            bureau_.vote({{"director", Vote::for_},
                          {"deputy1", Vote::for_},
                          {"deputy2", Vote::for_},
                          {"deputy3", Vote::for_},
                          {"member4", Vote::for_}});
        }
        bureau_.close_item();
    }

    std::vector<std::function<void()>> wishes() {
        static const std::vector<Conclusion> conclusions{Conclusion::lawful, Conclusion::should_amend,
                                                         Conclusion::unlawful};
        const auto conclusion = [this] { return conclusions[draw(conclusions.size())]; };
        const auto forum = [this] { return draw(2) == 0 ? Forum::office_meeting : Forum::party_group; };
        return {
            [this] { bureau_.propose("事项" + std::to_string(lot_())); },
            [this] { choose(); },
            [this] { bureau_.open(); },
            [this] { bureau_.draft(); },
            [this] {
                need_draft();
                bureau_.send();
            },
            [this] { bureau_.accept(); },
            [this] { bureau_.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = anybody()}); },
            [this, conclusion] {
                need_draft();
                bureau_.advise("adviser", conclusion());
            },
            [this, conclusion] {
                need_draft();
                bureau_.conclude(conclusion());
            },
            [this] { bureau_.reviewed("已审" + std::to_string(lot_())); },
            [this] {
                bureau_.as("chief", Target::matter, "record_consultation",
                           RecordConsultation{any_unit(), ConsultationReply::no_reply, std::nullopt});
            },
            [this] { changed_draft(); },
            [this, forum] { bureau_.call(forum(), day_ahead()); },
            [this] {
                need_draft();
                (void)bureau_.meeting();
                bureau_.place();
            },
            [this] { fix(); },
            [this] { bureau_.at(rfc3339(bureau_.meeting().held_at)).sit(); },
            [this] { settle(); },
            [this, forum] {
                need_draft();
                bureau_.in_session(forum(), day_ahead());
            },
            [this] {
                (void)bureau_.meeting();
                bureau_.close_meeting();
            },
            [this] {
                (void)bureau_.meeting();
                bureau_.as("office", Target::matter, "remove_from_agenda",
                           RemoveFromAgenda{.meeting = bureau_.newest_meeting, .reason = "另议"});
            },
            [this] {
                (void)bureau_.meeting();
                bureau_.as("office", Target::meeting, "reschedule",
                           Reschedule{.held_at = *parse_instant(day_ahead()), .place = {}, .reason = "改期"});
            },
            [this] {
                (void)bureau_.meeting();
                bureau_.as("office", Target::meeting, "cancel", CancelMeeting{"取消"});
            },
            [this] {
                (void)bureau_.meeting();
                bureau_.as("office", Target::meeting, "replace_recorder",
                           ReplaceRecorder{.person = anybody(), .reason = "请假", .document = {}});
            },
            [this] {
                (void)bureau_.item();
                bureau_.as("recorder", Target::item, "defer", DeferItem{.reason = "再议"});
            },
            [this] { bureau_.as("chief", Target::matter, "withdraw", WithdrawMatter{"撤回"}); },
            [this] { bureau_.as("office", Target::matter, "publish", Publish{.draft = 1, .channel = "网站"}); },
            [this] { delegate(); },
            [this] { end_a_post(); },
            [this] { set_roster(); },
            [this] { bureau_.at(iso(plus_days(bureau_.world().today, 1)) + "T09:00:00+08:00"); },
        };
    }

    Bureau& bureau_;
    std::mt19937& lot_;
};

}  // namespace

void RandomCourse::step() {
    try {
        Wishes(bureau, lot_).try_one();
    } catch (const std::exception&) {
        // Refused, or without what it would be done to: nothing changed, or the part before it.
    }
}

}  // namespace shenyi::tests
