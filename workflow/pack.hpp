#pragma once

#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <string>

namespace shenyi::workflow {

/// When a leader's endorsement of the draft is asked for (分管领导审签), R-INIT-12.
enum class EndorsementPoint { none, request_review, place_on_agenda };
BOOST_DESCRIBE_ENUM(EndorsementPoint, none, request_review, place_on_agenda)

enum class QuorumShare { half, two_thirds };
BOOST_DESCRIBE_ENUM(QuorumShare, half, two_thirds)

/// How many of a forum's members stay due at least when some are excluded, R-MEET-04.
enum class DueShare { more_than_half, two_thirds };
BOOST_DESCRIBE_ENUM(DueShare, more_than_half, two_thirds)

/// The numbers of an organ's rules (政策参数), rules.md §4. A value with a legal source may be stricter than the law,
/// never laxer: the reader of packs refuses it. `_wd` counts working days.
struct PolicyPack {
    std::string name;
    std::string hash;
    int md_review_floor_wd = 7;  ///< major decision, 713 art. 26
    int nd_review_floor_wd = 5;  ///< normative document, 115 (5), SD353 art. 34
    int nd_review_ceiling_wd = 15;
    int nd_material_fix_wd = 3;    ///< SD353 art. 31
    bool nd_adviser_every = true;  ///< SD353 art. 27
    bool exploratory_enabled = false;
    QuorumShare office_meeting_quorum = QuorumShare::half;
    bool quorum_half_inclusive = true;
    bool quorum_recused_present = false;
    DueShare due_share = DueShare::more_than_half;  ///< `roster.due_share`, R-MEET-04
    int due_min = 3;  ///< `roster.due_min`: persons due at least, where the forum has so many members
    bool remote_attendance = false;
    bool office_meeting_first = true;  ///< `bureau.meeting_order`
    bool adviser_drafter_separation = true;
    int opinion_max_age_days = 180;
    int late_material_days = 2;
    int close_margin = 1;  ///< `meeting.close_margin`, R-MEET-13
    EndorsementPoint endorsement_before = EndorsementPoint::none;
    int remind_from_month = 10;  ///< `calendar.remind_from`
    int remind_from_day = 1;

    bool operator==(const PolicyPack&) const = default;
};
BOOST_DESCRIBE_STRUCT(PolicyPack, (),
                      (name, hash, md_review_floor_wd, nd_review_floor_wd, nd_review_ceiling_wd, nd_material_fix_wd,
                       nd_adviser_every, exploratory_enabled, office_meeting_quorum, quorum_half_inclusive,
                       quorum_recused_present, due_share, due_min, remote_attendance, office_meeting_first,
                       adviser_drafter_separation, opinion_max_age_days, late_material_days, close_margin,
                       endorsement_before, remind_from_month, remind_from_day))

}  // namespace shenyi::workflow
