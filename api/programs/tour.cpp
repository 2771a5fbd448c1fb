#include "api/programs/tour.hpp"

#include "api/demo/tour.hpp"
#include "api/http/server.hpp"
#include "api/programs/demo.hpp"
#include "api/routes.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace shenyi::api::programs {
namespace {

struct Host {
    std::string name;
    std::uint16_t port;
};

/// Nothing where the URL is no such one, or says more than where the demo is.
std::optional<Host> host_of(const std::string& url) {
    const auto read = boost::urls::parse_uri(url);
    if (!read || read->scheme() != "http" || read->host().empty()) return std::nullopt;
    const std::string path = read->path();
    if ((!path.empty() && path != "/") || read->has_userinfo() || read->has_query() || read->has_fragment()) {
        return std::nullopt;
    }
    Host host{.name = read->host_address(), .port = 80};
    if (!read->has_port()) return host;
    const std::string digits = read->port();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), host.port);
    if (error != std::errc() || end != digits.data() + digits.size() || host.port == 0) return std::nullopt;
    return host;
}

Language chosen_language(const std::optional<std::string>& given) {
    if (given) return *given == "en" ? Language::en : Language::zh;
    const char* all = std::getenv("LC_ALL");
    const char* lang = all != nullptr && *all != '\0' ? all : std::getenv("LANG");
    return lang != nullptr && std::string_view(lang).starts_with("zh") ? Language::zh : Language::en;
}

std::filesystem::path schemas_of(const TourGiven& given) {
    return given.schemas.value_or(SHENYI_SCHEMAS);
}

/// Why the demo cannot be walked on; empty where it answers.
std::string fault_of(const Host& host) {
    try {
        const auto answer = http::Client(host.name, host.port).send("GET", "/healthz", {}, {});
        if (answer.status == 200) return {};
        return http::base_of(host.name, host.port) + " is not served by this program";
    } catch (const std::runtime_error& thrown) {
        return thrown.what();
    }
}

std::vector<std::string> faults_of(const TourGiven& given) {
    std::vector<std::string> faults = faults_of_words(given.not_understood);
    if (given.url) {
        const auto host = host_of(*given.url);
        const std::string fault =
            host ? fault_of(*host) : "expected http://HOST:PORT and nothing behind it, not " + *given.url;
        if (!fault.empty()) faults.push_back(name_of("--url", *given.url) + ": " + fault);
    }
    if (given.language && *given.language != "zh" && *given.language != "en") {
        faults.push_back(name_of("--lang", *given.language) + ": zh or en, not " + *given.language);
    }
    const std::string schemas = schemas_of(given).string();
    if (!std::filesystem::is_regular_file(schemas_of(given) / "bureau" / "tour.yaml")) {
        faults.push_back(name_of("--schemas", schemas) + ": " + schemas + " has no bureau/tour.yaml");
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

tl::expected<std::unique_ptr<OwnDemo>, std::vector<std::string>> own_demo(const std::optional<std::string>& schemas) {
    Given given;
    given.demo = true;
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
    const std::filesystem::path schemas = schemas_of(given);
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
    if (given.url) return walk(given, *host_of(*given.url));
    const auto demo = own_demo(given.schemas);
    if (!demo) return tell(demo.error());
    return walk(given, (*demo)->host());
}

}  // namespace shenyi::api::programs
