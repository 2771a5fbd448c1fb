#include "workflow/events/attempt.hpp"

#include <algorithm>

namespace shenyi::workflow {

std::optional<AttemptKind> kind_of(const std::vector<Finding>& findings) {
    const bool afterwards = std::ranges::any_of(findings, [](const Finding& finding) {
        return finding.rule == "R-GATE-01" && (finding.variant == "occurred" || finding.variant == "roster");
    });
    return afterwards ? std::optional(AttemptKind::review_after_meeting) : std::nullopt;
}

std::optional<AttemptKind> kind_counted(const AttemptRefused& attempt) {
    return attempt.counted_as ? attempt.counted_as : kind_of(attempt.findings);
}

}  // namespace shenyi::workflow
