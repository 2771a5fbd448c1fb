#include "api/programs/protection.hpp"

#include "api/programs/settings.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace shenyi::api::programs {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

template <class Unit, class Duration>
int in(Duration duration) {
    return static_cast<int>(std::chrono::duration_cast<Unit>(duration).count());
}

/// Nothing for 0, which stands for no end.
std::optional<days> age_of(int given) {
    return given == 0 ? std::nullopt : std::optional(days(given));
}

constexpr std::array<ProtectionOption, protection_options_count> options{{
    {"--password-length", "Characters a new password has at least", 8, 64,
     [](const Protection& has) { return static_cast<int>(has.passwords.characters_min); },
     [](Protection& has, int given) { has.passwords.characters_min = static_cast<std::size_t>(given); }},
    {"--password-kinds", "Kinds of characters in it at least: capital and small letters, figures, others", 1, 4,
     [](const Protection& has) { return static_cast<int>(has.passwords.kinds_min); },
     [](Protection& has, int given) { has.passwords.kinds_min = static_cast<std::size_t>(given); }},
    {"--password-days", "Days after which a password must be changed; 0: never", 0, 3650,
     [](const Protection& has) { return in<days>(has.ages.own.value_or(days(0))); },
     [](Protection& has, int given) { has.ages.own = age_of(given); }},
    {"--one-time-days", "Days for which a password that was given out can be used; 0: for ever", 0, 3650,
     [](const Protection& has) { return in<days>(has.ages.one_time.value_or(days(0))); },
     [](Protection& has, int given) { has.ages.one_time = age_of(given); }},
    {"--lockout-failures", "Wrong passwords at one place after which a log-in waits", 1, 20,
     [](const Protection& has) { return has.waits.free + 1; },
     [](Protection& has, int given) { has.waits.free = given - 1; }},
    {"--lockout-minutes", "Minutes it then waits, after each further one again", 1, 24 * 60,
     [](const Protection& has) { return in<minutes>(has.waits.longest); },
     [](Protection& has, int given) { has.waits.first = has.waits.longest = minutes(given); }},
    {"--idle-minutes", "Minutes without a request after which a session ends", 1, 24 * 60,
     [](const Protection& has) { return in<minutes>(has.sessions.idle); },
     [](Protection& has, int given) { has.sessions.idle = minutes(given); }},
    {"--session-hours", "Hours after which a session ends, whatever is done in it", 1, 24,
     [](const Protection& has) { return in<hours>(has.sessions.longest); },
     [](Protection& has, int given) { has.sessions.longest = hours(given); }},
}};

}  // namespace

const std::array<ProtectionOption, protection_options_count>& protection_options() {
    return options;
}

Protection protection_of(const GivenProtection& given, Protection usual, std::vector<std::string>& faults) {
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!given.at(i)) continue;
        const ProtectionOption& option = options.at(i);
        const std::string& text = *given.at(i);
        int number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        if (whole && option.least <= number && number <= option.most) {
            option.set(usual, number);
        } else {
            faults.push_back(
                fmt::format("{}: from {} to {}, not {}", name_of(option.name, text), option.least, option.most, text));
        }
    }
    return usual;
}

}  // namespace shenyi::api::programs
