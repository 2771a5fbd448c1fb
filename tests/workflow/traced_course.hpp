#pragma once

#include "tests/support/bureau.hpp"

#include <string>

/// A major decision on its way through both meetings, for what looks back on it: with a dissent, an abstention, a
/// record still to be signed.
namespace shenyi::tests {

using workflow::Position;
using workflow::Vote;

/// Adopted by the office meeting without dissent; the meeting is closed.
inline Bureau adopted_by_the_office_meeting() {
    Bureau bureau;
    bureau.reviewed("全区信访积案化解方案").in_session(workflow::Forum::office_meeting, "2026-03-24T09:00:00+08:00");
    bureau.discuss().decide().close_item().close_meeting();
    return bureau;
}

/// … and before the Party group, everybody declared and heard: member4 against it, deputy3 without comment.
inline Bureau heard_by_the_party_group() {
    Bureau bureau = adopted_by_the_office_meeting();
    bureau.in_session(workflow::Forum::party_group, "2026-03-25T09:00:00+08:00").open_item().declare();
    bureau.speak({{"deputy1", Position::for_},
                  {"deputy2", Position::for_},
                  {"deputy3", Position::no_comment},
                  {"member4", Position::against},
                  {"director", Position::for_}});
    return bureau;
}

inline void confirm_dissent(Bureau& bureau, const std::string& login, std::string text) {
    bureau.as(login, workflow::Target::item, "confirm_dissent",
              workflow::ConfirmDissent{.person = bureau.person(login), .text = std::move(text)});
}

/// … adopted in a named ballot by three votes, member4 against, deputy3 abstaining; the meeting is closed and the
/// record not signed yet.
inline Bureau adopted_with_a_dissent() {
    Bureau bureau = heard_by_the_party_group();
    bureau.vote({{"deputy1", Vote::for_},
                 {"deputy2", Vote::for_},
                 {"deputy3", Vote::abstain},
                 {"member4", Vote::against},
                 {"director", Vote::for_}});
    confirm_dissent(bureau, "member4", "资金来源没有落实,不同意本方案。");
    bureau.close_item().close_meeting();
    return bureau;
}

inline void sign_record(Bureau& bureau) {
    for (const char* login : {"director", "recorder", "deputy1", "deputy2", "deputy3", "member4"}) {
        bureau.as(login, workflow::Target::meeting, "sign_record", workflow::SignRecord{});
    }
}

}  // namespace shenyi::tests
