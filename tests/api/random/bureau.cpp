#include "tests/api/random/bureau.hpp"

#include "api/demo/found.hpp"
#include "storage/definitions/bureau.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/organ.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

/// Nobody is to be slowed down.
constexpr api::Rate boundless{.burst = 1'000'000'000, .each = std::chrono::milliseconds(1)};

std::string login_of(std::string_view person) {
    return std::string(person.starts_with("per_") ? person.substr(4) : person);
}

}  // namespace

api::AppSettings VisitedBureau::settings_of(const TestDatabase& database) {
    api::demo::begin_clock(database.folder(), schemas_folder());
    api::AppSettings settings = demo_settings(database);
    settings.writes = boundless;
    settings.log_ins = boundless;
    return settings;
}

VisitedBureau::VisitedBureau(storage::Engine engine)
    : database_(fresh_database(engine)), served_(settings_of(database_)) {
    api::demo::found(app(), schemas_folder());
    const auto snapshot = app().engine->read({.organ = app().organ}, {});
    for (const auto& [id, person] : snapshot->world.organ->people) people_.push_back(person.login);
    for (const auto& [id, post] : snapshot->world.organ->posts) {
        const json::value role = workflow::codec::write(post.role);
        holders_[std::string(role.as_string())].push_back(login_of(post.person.value));
    }
    served_.serve();
}

const std::string& VisitedBureau::token(const std::string& login) {
    std::string& token = tokens_[login];
    if (!token.empty()) return token;
    const auto person = storage::definitions::founding_person(login);
    const auto now = app().clock->now();
    if (!app().accounts->set_password(app().organ, person, api::demo::password, false, now)) {
        throw std::runtime_error("no password");
    }
    const auto opened =
        app().accounts->open_session(app().organ, person, now, std::chrono::hours(8), std::chrono::hours(8));
    if (!opened) throw std::runtime_error("no session");
    token = *opened;
    return token;
}

std::string VisitedBureau::holder(std::string_view role, const json::value& resource, Dice& dice) const {
    const auto* meeting = resource.if_object();
    const bool is_meeting = meeting != nullptr && meeting->contains("chair");
    if (is_meeting && (role == "chair" || role == "recorder")) return login_of(meeting->at(role).as_string());
    if (is_meeting && (role == "member" || role == "teller")) {
        const json::array& due = meeting->at("due").as_array();
        if (!due.empty()) return login_of(dice.of(due).as_string());
    }
    const auto found = holders_.find(role);
    return found == holders_.end() ? dice.of(people_) : dice.of(found->second);
}

std::string VisitedBureau::somebody(const std::vector<std::string>& roles, const json::value& resource,
                                    Dice& dice) const {
    if (roles.empty() || dice.one_in(6)) return dice.of(people_);
    const std::string login = holder(dice.of(roles), resource, dice);
    return std::ranges::find(people_, login) == people_.end() ? dice.of(people_) : login;
}

}  // namespace shenyi::tests
