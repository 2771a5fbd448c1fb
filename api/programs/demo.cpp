#include "api/programs/demo.hpp"

#include "api/programs/serve.hpp"

#include <iostream>
#include <string_view>

namespace shenyi::api::programs {
namespace {

constexpr std::string_view password = "demo";

void set_passwords(App& app) {
    const auto snapshot = app.engine->read({.organ = app.organ}, {});
    if (!snapshot) throw std::runtime_error(snapshot.error().detail);
    for (const auto& entry : snapshot->world.organ->people) {
        const auto set = app.accounts->set_password(app.organ, entry.first, password, false, app.clock->now());
        if (!set) throw std::runtime_error(set.error().detail);
    }
}

void print_welcome(App& app, const std::string& base) {
    std::cout << "审议演示环境：" << base << "\n\n登录名（密码均为 " << password << "）：\n";
    const auto snapshot = app.engine->read({.organ = app.organ}, {});
    if (!snapshot) throw std::runtime_error(snapshot.error().detail);
    for (const auto& entry : snapshot->world.organ->people) {
        std::cout << "  " << entry.second.login << '\t' << entry.second.name;
        for (const auto* post : workflow::posts_of(*snapshot->world.organ, entry.first, snapshot->world.today)) {
            std::cout << '\t' << post->title;
        }
        std::cout << '\n';
    }
    std::cout << "\n可以先试三件事：\n"
              << "1. 登录：curl -s " << base << "/api/v1/sessions -H 'Content-Type: application/json' "
              << "-d '{\"login\":\"drafter\",\"password\":\"demo\"}'\n"
              << "2. 查看岗位：curl -s " << base << "/api/v1/me -H 'Authorization: Bearer 登录所得token'\n"
              << "3. 推进演示时钟：curl -s " << base << "/api/v1/demo/clock -H 'Authorization: Bearer 登录所得token' "
              << "-H 'Content-Type: application/json' -d '{\"advance_working_days\":1}'\n"
              << std::endl;
}

}  // namespace

int demo(const Given& given) {
    const StopSignals signals;
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    if (const auto migrated = migrate_database(*settings); !migrated) return tell({migrated.error()});
    const auto app = App::open({.database = settings->database,
                                .data = settings->data,
                                .schemas = settings->schemas,
                                .demo = true,
                                .cost = storage::PasswordCost::cheapest()});
    if (!app) return tell(app.error());
    const auto founded = (*app)->found();
    if (!founded) return tell({founded.error().detail});
    set_passwords(**app);
    run(**app, *settings, signals,
        [&](std::uint16_t port) { print_welcome(**app, "http://" + settings->address + ':' + std::to_string(port)); });
    return 0;
}

}  // namespace shenyi::api::programs
