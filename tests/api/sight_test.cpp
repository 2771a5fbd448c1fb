#include "api/visibility.hpp"
#include "tests/api/sight_course.hpp"
#include "tests/api/sight_matrix.hpp"
#include "tests/support/bureau.hpp"
#include "workflow/context.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::tests {
namespace {

using namespace workflow;

/// The course in memory.
class BureauDoor : public CourseDoor {
  public:
    std::string act(const std::string& login, Command command, bool tried) override {
        const std::string action = command.action;
        const auto answer = bureau.try_command(login, std::move(command));
        if (answer) return answer->created;
        if (!tried) throw std::runtime_error(login + " " + action + ":" + text_of(answer.error()));
        return {};
    }
    DocumentId document(const std::string& login, const std::string& text) override {
        return bureau.document(login, text);
    }
    void move_clock(Instant instant) override { bureau.at(rfc3339(instant)); }
    World world(const MatterId&) override { return bureau.world(); }
    PersonId person(const std::string& login) const override { return bureau.person(login); }

    Bureau bureau;
};

/// What the functions say of each resource of the matrix.
class Seen {
  public:
    Seen(const World& world, const SightCourse& course, const PersonId& reader)
        : world_(world),
          course_(course),
          reader_(reader),
          matter_(*find(world, course.matter)),
          view_(api::view_of(world, reader, matter_)) {}

    bool sees(const std::string& resource) const {
        if (resource == "matter") return api::sight_of(world_, reader_, matter_) != api::Sight::none;
        if (resource == "gate") return view_.gate;
        if (resource == "text") return view_.versions.contains(1) && paper(course_.text) && paper(course_.annex);
        if (resource == "note") return paper(course_.note);
        if (resource == "material") return paper(course_.material);
        if (resource == "study") return paper(course_.study);
        if (resource == "reply") return paper(course_.reply);
        if (resource == "adviser_opinion") return opens(matter_.adviser_opinions);
        if (resource == "legality_opinion") return opens(matter_.opinions);
        if (resource == "places") return !view_.items.empty();
        if (resource == "decision") return opens_decision();
        if (resource == "history") return view_.history;
        if (resource == "attempts") return view_.attempts && !course_.text.value.empty();
        if (resource == "publication") return view_.sees() && !matter_.publications.empty();
        if (resource == "meeting") return meets(course_.meeting, api::sees);
        if (resource == "party_meeting") return meets(course_.party_meeting, api::sees);
        if (resource == "record") return meets(course_.meeting, api::sees_record);
        if (resource == "meeting_paper") return meets(course_.meeting, api::sees_record);
        throw std::invalid_argument("no resource: " + resource);
    }

  private:
    bool paper(const DocumentId& document) const { return view_.papers.contains(document); }

    template <class Opinion>
    bool opens(const std::vector<Opinion>& opinions) const {
        return std::ranges::any_of(opinions, [&](const Opinion& each) { return view_.opinions.contains(each.id); });
    }
    bool opens_decision() const {
        return std::ranges::any_of(matter_.placements, [&](const Placement& placement) {
            return placement.decision && view_.items.contains(placement.item);
        });
    }
    template <class Sees>
    bool meets(const MeetingId& id, const Sees& sees) const {
        const Meeting* meeting = find(world_, id);
        return meeting != nullptr && sees(world_, reader_, *meeting);
    }

    const World& world_;
    const SightCourse& course_;
    const PersonId reader_;
    const Matter& matter_;
    const api::View view_;
};

TEST(Sight, is_what_the_table_says_of_every_relation_at_every_moment) {
    BureauDoor door;
    SightCourse course(door);
    for (const std::string& moment : SightCourse::moments()) {
        course.play(moment);
        const World world = door.world(course.matter);
        for (const SightRow& row : sight_matrix()) {
            const Seen seen(world, course, door.person(row.who));
            for (const auto& [resource, from] : row.from) {
                EXPECT_EQ(seen.sees(resource), row.seen(resource, moment))
                    << row.relation << " (" << row.who << "), " << resource << ", at " << moment;
            }
        }
    }
}

}  // namespace
}  // namespace shenyi::tests
