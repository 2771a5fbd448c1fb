#include "api/demo/found.hpp"

#include "api/demo/play.hpp"

#include <filesystem>
#include <stdexcept>

namespace shenyi::api::demo {
namespace {

void set_passwords(App& app) {
    const auto snapshot = app.engine->read({.organ = app.organ}, {});
    if (!snapshot) throw std::runtime_error(snapshot.error().detail);
    for (const auto& entry : snapshot->world.organ->people) {
        const auto set = app.accounts->set_password(app.organ, entry.first, password, false, app.clock->now());
        if (!set) throw std::runtime_error(set.error().detail);
    }
}

std::filesystem::path past_of(const std::filesystem::path& schemas) {
    return schemas / "bureau" / "matters.yaml";
}

}  // namespace

void begin_clock(const std::filesystem::path& data, const std::filesystem::path& schemas) {
    const std::filesystem::path file = data / clock_file;
    if (std::filesystem::exists(file)) return;
    const ProcessClock begun(file, read_past(past_of(schemas)).founded);  // writes the file
}

void found(App& app, const std::filesystem::path& schemas) {
    const auto before = app.engine->read({.organ = app.organ}, {});
    if (!before) throw std::runtime_error(before.error().detail);
    if (before->world.organ && app.clock->now() >= first_morning) return;

    const Past past = read_past(past_of(schemas));
    if (!before->world.organ) {
        if (const auto founded = app.found(); !founded) throw std::runtime_error(founded.error().detail);
    }
    set_passwords(app);
    Play(app, schemas / "bureau" / "documents").run(past.steps);
    app.clock->move_to(first_morning);
}

}  // namespace shenyi::api::demo
