#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// The reviewing body asks a legal adviser or public lawyer (R-REV-08). `in_place_of`: whose finding he may settle
/// (R-GATE-05).
struct AskAdviser {
    PersonId adviser;
    std::optional<Date> due;
    std::optional<PersonId> in_place_of;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AskAdviser, (), (adviser, due, in_place_of, reason))

/// The adviser's written opinion on a version. `declares_no_interest: false` is the recorded refusal of R-ADV-02.
struct GiveAdviserOpinion {
    int draft;
    Conclusion conclusion;
    std::string reasons;
    std::vector<IssuedPoint> points;
    bool declares_no_interest;
};
BOOST_DESCRIBE_STRUCT(GiveAdviserOpinion, (), (draft, conclusion, reasons, points, declares_no_interest))

struct WithdrawAdviserOpinion {
    OpinionId opinion;
    std::string reasons;
};
BOOST_DESCRIBE_STRUCT(WithdrawAdviserOpinion, (), (opinion, reasons))

Events events_of(const Context& at, const AskAdviser& body);
Events events_of(const Context& at, const GiveAdviserOpinion& body);
Events events_of(const Context& at, const WithdrawAdviserOpinion& body);

BodyFaults faults_of(const Context& at, const AskAdviser& body);
BodyFaults faults_of(const Context& at, const GiveAdviserOpinion& body);
BodyFaults faults_of(const Context& at, const WithdrawAdviserOpinion& body);

}  // namespace shenyi::workflow
