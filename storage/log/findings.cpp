#include "storage/log/findings.hpp"

#include <algorithm>

namespace shenyi::storage::log {

std::string_view name_of(Code code) {
    switch (code) {
        case Code::body_hash:
            return "E_BODY_HASH";
        case Code::missing_event:
            return "E_MISSING_EVENT";
        case Code::node:
            return "E_NODE";
        case Code::root:
            return "E_ROOT";
        case Code::size:
            return "E_SIZE";
        case Code::sig:
            return "E_SIG";
        case Code::fork:
            return "E_FORK";
        case Code::proof:
            return "E_PROOF";
        case Code::form:
            return "E_FORM";
        case Code::key:
            return "E_KEY";
        case Code::origin:
            return "E_ORIGIN";
        case Code::witness:
            return "E_WITNESS";
        case Code::missing_file:
            return "E_MISSING_FILE";
        case Code::stopped:
            return "E_STOPPED";
    }
    return {};
}

Verdict verdict_of(Code code) {
    switch (code) {
        case Code::body_hash:
        case Code::missing_event:
        case Code::node:
        case Code::root:
        case Code::size:
        case Code::sig:
        case Code::fork:
        case Code::proof:
        case Code::form:
            return Verdict::tampered;
        case Code::key:
        case Code::origin:
        case Code::witness:
        case Code::missing_file:
        case Code::stopped:
            return Verdict::cannot_tell;
    }
    return Verdict::cannot_tell;
}

void Findings::tell(const Finding& finding) {
    if (stopped()) return;
    ++count_;
    Finding told = finding;
    if (stopped()) {
        told.code = Code::stopped;
        told.expected = "at most " + std::to_string(most) + " findings";
        told.found = "more";
    }
    // What is not told any more weighs all the same.
    verdict_ = std::max(verdict_, std::max(verdict_of(finding.code), verdict_of(told.code)));
    told_(told);
}

}  // namespace shenyi::storage::log
