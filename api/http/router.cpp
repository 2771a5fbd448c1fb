#include "api/http/router.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <span>
#include <stdexcept>

namespace shenyi::api::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> placeholder;
    std::string placeholder_name;
    /// Takes the rest of the path.
    std::unique_ptr<Node> rest;
    std::string rest_name;
    /// Stable addresses: sessions keep pointers to routes.
    std::vector<std::pair<Method, std::unique_ptr<const Route>>> routes;

    [[nodiscard]] const Route* route(Method method) const {
        for (const auto& [known, found] : routes) {
            if (known == method) return found.get();
        }
        return nullptr;
    }

    Node& child(std::string_view part);
    const Node* find(std::span<const std::string> segments, Request& request) const;
    [[nodiscard]] std::string allowed() const;
};

Router::Node& Router::Node::child(std::string_view part) {
    const bool braced = part.size() > 2 && part.front() == '{' && part.back() == '}';
    if (!braced) {
        auto& node = literal[std::string(part)];
        if (!node) node = std::make_unique<Node>();
        return *node;
    }
    const bool takes_rest = part[part.size() - 2] == '*';
    const std::string name(part.substr(1, part.size() - (takes_rest ? 3 : 2)));
    auto& node = takes_rest ? rest : placeholder;
    auto& known_name = takes_rest ? rest_name : placeholder_name;
    if (!node) {
        node = std::make_unique<Node>();
        known_name = name;
    }
    if (known_name != name)
        throw std::invalid_argument(fmt::format("{{{}}} is called {{{}}} elsewhere", name, known_name));
    return *node;
}

const Router::Node* Router::Node::find(std::span<const std::string> segments, Request& request) const {
    if (segments.empty()) return routes.empty() ? nullptr : this;
    if (const auto at = literal.find(segments.front()); at != literal.end()) {
        if (const auto* found = at->second->find(segments.subspan(1), request)) return found;
    }
    if (placeholder && !segments.front().empty()) {
        request.parameters.emplace_back(placeholder_name, segments.front());
        if (const auto* found = placeholder->find(segments.subspan(1), request)) return found;
        request.parameters.pop_back();
    }
    if (!rest) return nullptr;
    std::string joined = segments.front();
    for (const auto& segment : segments.subspan(1)) joined.append("/").append(segment);
    request.parameters.emplace_back(rest_name, std::move(joined));
    return rest.get();
}

std::string Router::Node::allowed() const {
    std::string list;
    const auto append = [&](Method method) {
        if (!list.empty()) list.append(", ");
        list.append(name_of(method));
    };
    for (const auto& [method, found] : routes) {
        append(method);
        if (method == Method::get && route(Method::head) == nullptr) append(Method::head);
    }
    return list;
}

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Route route) {
    if (!pattern.starts_with('/')) throw std::invalid_argument(fmt::format("pattern without slash: {}", pattern));
    auto* node = root_.get();
    for (auto rest = pattern.substr(1); !rest.empty();) {
        const auto end = rest.find('/');
        node = &node->child(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    if (node->route(method) != nullptr) throw std::invalid_argument(fmt::format("{} is there twice", pattern));
    node->routes.emplace_back(method, std::make_unique<const Route>(std::move(route)));
}

Routed Router::find(Request& request) const {
    const auto* node = root_->find(request.segments, request);
    if (node == nullptr) return Problem{.name = "not_found", .status = 404};
    const auto* route = node->route(request.method);
    if (route == nullptr && request.method == Method::head) route = node->route(Method::get);
    if (route != nullptr) return route;
    Problem problem{.name = "method_not_allowed", .status = 405};
    problem.headers.emplace_back("Allow", node->allowed());
    return problem;
}

}  // namespace shenyi::api::http
