#pragma once

#include "workflow/command.hpp"
#include "workflow/world.hpp"

#include <any>
#include <string>
#include <vector>

namespace shenyi::tests {

/// Where a course is played: in memory, or on a serving store.
class CourseDoor {
  public:
    virtual ~CourseDoor() = default;

    /// The id of what came to be. Throws where it is refused, unless that is what is `tried`.
    virtual std::string act(const std::string& login, workflow::Command command, bool tried = false) = 0;
    virtual workflow::DocumentId document(const std::string& login, const std::string& text) = 0;
    virtual void move_clock(workflow::Instant instant) = 0;
    /// With the matter and the meetings it stands in.
    virtual workflow::World world(const workflow::MatterId& matter) = 0;
    virtual workflow::PersonId person(const std::string& login) const = 0;
};

/// The course of one major decision of the demo bureau from proposal to publication, moment by moment, with a paper of
/// every sort and an attempt of the office to publish too early. The matrix of sight is told by its moments.
class SightCourse {
  public:
    explicit SightCourse(CourseDoor& door) : door_(door) {}

    static const std::vector<std::string>& moments();
    void play(const std::string& moment);

    workflow::MatterId matter;
    workflow::MeetingId meeting;        ///< the office meeting
    workflow::MeetingId party_meeting;  ///< of the Party group
    workflow::DocumentId text;
    workflow::DocumentId annex;
    workflow::DocumentId note;  ///< of the version, but no part of its text
    workflow::DocumentId material;
    workflow::DocumentId study;
    workflow::DocumentId reply;
    workflow::DocumentId meeting_paper;

  private:
    std::string on_matter(const std::string& login, const std::string& action, std::any body, bool tried = false);
    std::string on_meeting(const std::string& login, const std::string& action, std::any body);
    void on_item(const std::string& login, const std::string& action, std::any body);
    void draft();
    void request();
    void conclude();
    workflow::MeetingId call(workflow::Forum forum, const std::string& held_at);
    void place();
    void discuss(const std::string& held_at);
    void decide();
    void vote();
    void close_item();

    CourseDoor& door_;
    workflow::MeetingId at_;  ///< the meeting in which the next act on an item is done
    workflow::ItemId item_;
};

}  // namespace shenyi::tests
