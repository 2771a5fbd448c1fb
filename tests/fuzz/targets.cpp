#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace shenyi::fuzz {

namespace {

constexpr std::array every_target{
    Target{"request", read_request},
    Target{"upload_head", read_upload_head},
    Target{"json", read_json},
    Target{"canonical", write_canonical},
    Target{"identifiers", read_identifiers},
    Target{"contract", read_by_contract},
    Target{"event", read_event},
    Target{"papers", read_papers},
    Target{"procedure", read_procedure_file},
    Target{"calendar", read_calendar_file},
    Target{"messages", read_message_file},
    Target{"rules", read_rules_file},
    Target{"pack", read_pack_file},
    Target{"note", read_signed_note},
    Target{"checkpoint", read_checkpoint_text},
    Target{"log_proof", read_proofs},
    Target{"policy", read_policy_file},
    Target{"verifier_key", read_verifier_key},
    Target{"tile_path", read_path_of_tile},
    Target{"entry_bundle", read_entry_bundle},
};

}  // namespace

std::span<const Target> targets() {
    return every_target;
}

const Target* find_target(std::string_view name) {
    const auto found = std::ranges::find(every_target, name, &Target::name);
    return found == every_target.end() ? nullptr : found;
}

void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", promise);
    std::abort();
}

}  // namespace shenyi::fuzz
