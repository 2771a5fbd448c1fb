#include "workflow/rules/table.hpp"

#include "workflow/decide.hpp"
#include "workflow/rules/acc.hpp"
#include "workflow/rules/adv.hpp"
#include "workflow/rules/cal.hpp"
#include "workflow/rules/dec.hpp"
#include "workflow/rules/gate.hpp"
#include "workflow/rules/init.hpp"
#include "workflow/rules/meet.hpp"
#include "workflow/rules/rev.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace shenyi::workflow {

namespace {

using namespace rules;

/// Sorted by rule, which the search relies on.
constexpr std::array guard_rows = {
    GuardRow{"R-ACC-03", r_acc_03},   GuardRow{"R-ACC-06", r_acc_06},   GuardRow{"R-ACC-08", r_acc_08},
    GuardRow{"R-ACC-09", r_acc_09},   GuardRow{"R-ADV-02", r_adv_02},   GuardRow{"R-ADV-03", r_adv_03},
    GuardRow{"R-ADV-04", r_adv_04},   GuardRow{"R-ADV-05", r_adv_05},   GuardRow{"R-CAL-01", r_cal_01},
    GuardRow{"R-CAL-04", r_cal_04},   GuardRow{"R-DEC-01", r_dec_01},   GuardRow{"R-DEC-02", r_dec_02},
    GuardRow{"R-DEC-03", r_dec_03},   GuardRow{"R-DEC-06", r_dec_06},   GuardRow{"R-DEC-07", r_dec_07},
    GuardRow{"R-DEC-08", r_dec_08},   GuardRow{"R-GATE-01", r_gate_01}, GuardRow{"R-GATE-02", r_gate_02},
    GuardRow{"R-GATE-03", r_gate_03}, GuardRow{"R-GATE-04", r_gate_04}, GuardRow{"R-GATE-05", r_gate_05},
    GuardRow{"R-GATE-06", r_gate_06}, GuardRow{"R-GATE-08", r_gate_08}, GuardRow{"R-GATE-09", r_gate_09},
    GuardRow{"R-INIT-03", r_init_03}, GuardRow{"R-INIT-04", r_init_04}, GuardRow{"R-INIT-11", r_init_11},
    GuardRow{"R-INIT-12", r_init_12}, GuardRow{"R-MEET-01", r_meet_01}, GuardRow{"R-MEET-02", r_meet_02},
    GuardRow{"R-MEET-03", r_meet_03}, GuardRow{"R-MEET-04", r_meet_04}, GuardRow{"R-MEET-05", r_meet_05},
    GuardRow{"R-MEET-06", r_meet_06}, GuardRow{"R-MEET-07", r_meet_07}, GuardRow{"R-MEET-08", r_meet_08},
    GuardRow{"R-MEET-09", r_meet_09}, GuardRow{"R-MEET-10", r_meet_10}, GuardRow{"R-MEET-11", r_meet_11},
    GuardRow{"R-MEET-12", r_meet_12}, GuardRow{"R-MEET-13", r_meet_13}, GuardRow{"R-MEET-14", r_meet_14},
    GuardRow{"R-MEET-15", r_meet_15}, GuardRow{"R-MEET-17", r_meet_17}, GuardRow{"R-MEET-18", r_meet_18},
    GuardRow{"R-MEET-19", r_meet_19}, GuardRow{"R-REV-01", r_rev_01},   GuardRow{"R-REV-02", r_rev_02},
    GuardRow{"R-REV-03", r_rev_03},   GuardRow{"R-REV-04", r_rev_04},   GuardRow{"R-REV-05", r_rev_05},
    GuardRow{"R-REV-06", r_rev_06},   GuardRow{"R-REV-07", r_rev_07},   GuardRow{"R-REV-08", r_rev_08},
    GuardRow{"R-REV-09", r_rev_09},   GuardRow{"R-REV-10", r_rev_10},   GuardRow{"R-REV-12", r_rev_12},
};
static_assert(std::ranges::is_sorted(guard_rows, {}, &GuardRow::rule));

}  // namespace

std::span<const GuardRow> guards() {
    return guard_rows;
}

const Guard* find_guard(std::string_view rule) {
    const auto* found = std::ranges::lower_bound(guard_rows, rule, {}, &GuardRow::rule);
    return found == guard_rows.end() || found->rule != rule ? nullptr : &found->guard;
}

std::vector<Finding> said_by(std::string_view rule, const Context& at) {
    const Guard* guard = find_guard(rule);
    if (!guard) throw ProgrammerFault("no guard for " + std::string(rule));
    if (*guard == r_acc_09) return marks(at);
    std::vector<Finding> said;
    if (auto finding = (*guard)(at)) said.push_back(*std::move(finding));
    return said;
}

}  // namespace shenyi::workflow
