#include "tests/fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// The program of `./run fuzz`: libFuzzer's main, with the target that SHENYI_FUZZ names.
namespace {

const shenyi::fuzz::Target& chosen() {
    static const shenyi::fuzz::Target* const target = [] {
        const char* name = std::getenv("SHENYI_FUZZ");
        const auto* found = shenyi::fuzz::find_target(name != nullptr ? name : "");
        if (found == nullptr) {
            std::fputs("SHENYI_FUZZ names no target; there are:\n", stderr);
            for (const auto& each : shenyi::fuzz::targets()) {
                std::fprintf(stderr, "  %.*s\n", static_cast<int>(each.name.size()), each.name.data());
            }
            std::exit(2);
        }
        return found;
    }();
    return *target;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen().run({reinterpret_cast<const char*>(data), size});
    return 0;
}
