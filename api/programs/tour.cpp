#include "api/programs/tour.hpp"

#include "api/demo/tour.hpp"
#include "api/http/server.hpp"
#include "api/programs/demo.hpp"
#include "api/routes.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace shenyi::api::programs {
namespace {

struct Host {
    std::string name;
    std::uint16_t port;
};

std::optional<Host> host_of(const std::string& url) {
    const auto read = boost::urls::parse_uri(url);
    if (!read || read->scheme() != "http" || read->host().empty()) return std::nullopt;
    return Host{.name = read->host_name(), .port = read->has_port() ? read->port_number() : std::uint16_t{80}};
}

Language chosen_language(const std::string& given) {
    if (!given.empty()) return given == "en" ? Language::en : Language::zh;
    const char* all = std::getenv("LC_ALL");
    const char* lang = all != nullptr && *all != '\0' ? all : std::getenv("LANG");
    return lang != nullptr && std::string_view(lang).starts_with("zh") ? Language::zh : Language::en;
}

std::vector<std::string> faults_of(const TourGiven& given) {
    std::vector<std::string> faults;
    for (const std::string& word : given.not_understood) faults.push_back(word + ": there is no such option");
    if (!given.url.empty() && !host_of(given.url)) faults.push_back("--url: http://HOST:PORT, not " + given.url);
    if (!given.language.empty() && given.language != "zh" && given.language != "en") {
        faults.push_back("--lang: zh or en, not " + given.language);
    }
    if (!std::filesystem::is_regular_file(std::filesystem::path(given.schemas) / "bureau" / "tour.yaml")) {
        faults.push_back("--schemas: " + given.schemas + " has no bureau/tour.yaml");
    }
    return faults;
}

/// A demo of the tour's own, gone with it.
class OwnDemo {
  public:
    explicit OwnDemo(Settings settings, std::unique_ptr<App> app)
        : settings_(std::move(settings)), app_(std::move(app)), router_(routes_of(*app_)) {
        http::ServerSettings server;
        server.texts = app_->problem_texts();
        server.pool = [this](std::function<void()> work) { return app_->pool->take(std::move(work)); };
        server_ = std::make_unique<http::Server>(std::move(server),
                                                 [this](http::Request& request) { return router_.find(request); });
        server_->start();
    }
    ~OwnDemo() {
        server_->stop(std::chrono::milliseconds(0));
        app_->stop();
    }
    OwnDemo(const OwnDemo&) = delete;
    OwnDemo& operator=(const OwnDemo&) = delete;

    Host host() const { return {.name = "127.0.0.1", .port = server_->port()}; }

  private:
    Settings settings_;
    std::unique_ptr<App> app_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;
};

tl::expected<std::unique_ptr<OwnDemo>, std::vector<std::string>> own_demo(const std::string& schemas) {
    Given given;
    given.demo = true;
    given.port = "0";
    given.schemas = schemas;
    auto settings = settings_of(given);
    if (!settings) return tl::unexpected(std::move(settings.error()));
    auto app = open_demo(*settings);
    if (!app) return tl::unexpected(std::move(app.error()));
    return std::make_unique<OwnDemo>(std::move(*settings), std::move(*app));
}

void wait_for_enter() {
    std::cout << "\n   ⏎ " << std::flush;
    std::string line;
    std::getline(std::cin, line);
}

int walk(const TourGiven& given, const Host& host) {
    const std::filesystem::path schemas = given.schemas;
    const auto rules = storage::definitions::read_rules(schemas / "rules.yaml");
    if (!rules) return tell({storage::definitions::text_of(rules.error())});
    const auto messages = storage::definitions::Messages::read(schemas / "messages", *rules);
    if (!messages) return tell({storage::definitions::text_of(messages.error())});
    const Language language = chosen_language(given.language);
    demo::TourPage page(std::cout, *messages, language);
    demo::Visitors visitors(http::Client(host.name, host.port), std::string(tag(language)));
    demo::Tour tour(visitors, page, schemas / "bureau" / "documents", [&given] {
        if (given.step) wait_for_enter();
    });
    try {
        return tour.walk(demo::read_script(schemas / "bureau" / "tour.yaml")).empty() ? 0 : 1;
    } catch (const demo::ScriptFault& fault) {
        std::cout << std::flush;
        std::cerr << "\nshenyi: " << fault.what() << '\n';
        return 1;
    }
}

}  // namespace

int tour(const TourGiven& given) {
    if (const auto faults = faults_of(given); !faults.empty()) return tell(faults);
    if (!given.url.empty()) return walk(given, *host_of(given.url));
    const auto demo = own_demo(given.schemas);
    if (!demo) return tell(demo.error());
    return walk(given, (*demo)->host());
}

}  // namespace shenyi::api::programs
