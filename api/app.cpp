#include "api/app.hpp"

#include "api/yaml.hpp"
#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"

#include <boost/json/object.hpp>

#include <fstream>
#include <iterator>
#include <utility>

namespace shenyi::api {
namespace {

using Faults = std::vector<std::string>;

void add(Faults& faults, const storage::definitions::FileFaults& found) {
    for (const auto& fault : found) faults.push_back(storage::definitions::text_of(fault));
}

std::map<std::string, std::string, std::less<>> body_names_of(const boost::json::value& contract) {
    std::map<std::string, std::string, std::less<>> names;
    constexpr std::string_view prefix = "#/components/schemas/";
    for (const auto& path : contract.at("paths").as_object()) {
        const auto* post = path.value().as_object().if_contains("post");
        if (post == nullptr) continue;
        boost::system::error_code none;
        const auto* reference = post->find_pointer("/requestBody/content/application~1json/schema/$ref", none);
        if (reference == nullptr || !reference->is_string()) continue;
        const std::string_view target = reference->as_string();
        if (target.starts_with(prefix)) {
            names.emplace(post->at("operationId").as_string(), target.substr(prefix.size()));
        }
    }
    return names;
}

void read_contract(App& app, const std::filesystem::path& file, Faults& faults) {
    std::ifstream in(file, std::ios::binary);
    app.openapi.assign(std::istreambuf_iterator<char>(in), {});
    const auto contract = value_of_yaml(app.openapi);
    if (!contract) {
        faults.push_back(file.string() + ": " + contract.error());
        return;
    }
    auto schemas = Schemas::compile(*contract);
    if (!schemas) {
        for (const std::string& fault : schemas.error()) faults.push_back(file.string() + ": " + fault);
        return;
    }
    app.schemas = std::make_unique<Schemas>(std::move(*schemas));
    app.body_names = body_names_of(*contract);
}

void read_words(App& app, const std::filesystem::path& schemas, Faults& faults) {
    auto rules = storage::definitions::read_rules(schemas / "rules.yaml");
    if (!rules) {
        add(faults, rules.error());
        return;
    }
    app.rules = std::move(*rules);
    auto messages = storage::definitions::Messages::read(schemas / "messages", app.rules);
    if (!messages) {
        add(faults, messages.error());
        return;
    }
    app.messages = std::make_unique<storage::definitions::Messages>(std::move(*messages));
}

}  // namespace

tl::expected<std::unique_ptr<App>, Faults> App::open(const AppSettings& settings) {
    std::unique_ptr<App> app(new App());
    Faults faults;
    read_contract(*app, settings.schemas / "openapi.yaml", faults);
    read_words(*app, settings.schemas, faults);
    const auto calendars = storage::definitions::read_calendars(settings.schemas / "calendars");
    if (!calendars) {
        for (const auto& fault : calendars.error()) faults.push_back(storage::definitions::text_of(fault));
    }
    auto definitions = storage::definitions::read_definitions(settings.schemas);
    if (!definitions) add(faults, definitions.error());
    if (calendars && definitions) {
        app->definitions = *definitions;
        auto bureau = storage::definitions::read_bureau(settings.schemas / "bureau" / "bureau.yaml", *calendars,
                                                        *app->definitions);
        if (bureau) {
            app->organ = bureau->id;
            app->founding_ = std::move(bureau->events);
        } else {
            add(faults, bureau.error());
        }
    }
    auto store = storage::Store::open(settings.database, {});
    if (!store) faults.push_back(settings.database.shown() + ": " + store.error().detail);
    if (!faults.empty()) return tl::unexpected(std::move(faults));

    std::filesystem::create_directories(settings.data);
    app->store = std::move(*store);
    app->clock = settings.demo
                     ? std::make_unique<ProcessClock>(settings.data / "demo-clock",
                                                      workflow::parse_instant("2026-03-02T09:00:00+08:00").value())
                     : std::make_unique<ProcessClock>();
    app->documents = storage::make_documents(*app->store, settings.data / "documents");
    app->accounts = std::make_unique<storage::Accounts>(*app->store, settings.cost);
    app->engine = std::make_unique<storage::WorkflowEngine>(
        *app->store, *app->documents, app->definitions, [clock = app->clock.get()] { return clock->now(); },
        storage::WorkflowEngine::Settings{.mac_key_file = settings.data / "mac.key", .origin = "shenyi"});
    app->pool = std::make_unique<WorkPool>();
    return app;
}

App::~App() {
    stop();
}

void App::stop() {
    if (engine) engine->stop();
    if (pool) pool->stop();
}

tl::expected<bool, storage::StoreError> App::found() {
    const auto before = engine->read({.organ = organ}, {});
    if (!before) return tl::unexpected(before.error());
    if (before->world.organ) return false;
    const auto founded = engine->found(organ, founding_);
    if (!founded) return tl::unexpected(founded.error());
    return true;
}

http::ProblemTexts App::problem_texts() const {
    return [catalogue = messages.get()](std::string_view name, Language language) {
        const std::string key = "problem." + std::string(name);
        if (!catalogue->has(key + ".title")) return http::text_of_problem(name, language);
        return http::ProblemText{catalogue->render(tag(language), key + ".title"),
                                 catalogue->render(tag(language), key + ".detail")};
    };
}

}  // namespace shenyi::api
