#include "api/http/router.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <span>
#include <stdexcept>

namespace shenyi::api::http {

namespace {

bool is_placeholder(std::string_view part) {
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

bool takes_rest(std::string_view part) {
    return is_placeholder(part) && part[part.size() - 2] == '*';
}

/// The parts of a pattern between its slashes.
std::vector<std::string_view> parts_of(std::string_view pattern) {
    std::vector<std::string_view> parts;
    for (auto rest = pattern.substr(1); !rest.empty();) {
        const auto end = rest.find('/');
        parts.push_back(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    return parts;
}

std::vector<std::string> names_in(std::string_view pattern) {
    std::vector<std::string> names;
    for (const std::string_view part : parts_of(pattern)) {
        if (is_placeholder(part)) names.emplace_back(part.substr(1, part.size() - (takes_rest(part) ? 3 : 2)));
    }
    return names;
}

}  // namespace

struct Router::Node {
    struct Known {
        Method method;
        /// Of the placeholders, in their order.
        std::vector<std::string> names;
        Route route;
    };

    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> placeholder;
    /// Takes the rest of the path.
    std::unique_ptr<Node> rest;
    /// Stable addresses: sessions keep pointers to routes.
    std::vector<std::unique_ptr<const Known>> routes;

    [[nodiscard]] const Known* route(Method method) const {
        for (const auto& known : routes) {
            if (known->method == method) return known.get();
        }
        return nullptr;
    }

    Node& child(std::string_view part);
    /// `taken`: what the placeholders on the way took.
    const Node* find(std::span<const std::string> segments, std::vector<std::string>& taken) const;
    [[nodiscard]] std::string allowed() const;
};

Router::Node& Router::Node::child(std::string_view part) {
    auto& node = takes_rest(part) ? rest : is_placeholder(part) ? placeholder : literal[std::string(part)];
    if (!node) node = std::make_unique<Node>();
    return *node;
}

const Router::Node* Router::Node::find(std::span<const std::string> segments, std::vector<std::string>& taken) const {
    if (segments.empty()) return routes.empty() ? nullptr : this;
    if (const auto at = literal.find(segments.front()); at != literal.end()) {
        if (const auto* found = at->second->find(segments.subspan(1), taken)) return found;
    }
    if (placeholder && !segments.front().empty()) {
        taken.push_back(segments.front());
        if (const auto* found = placeholder->find(segments.subspan(1), taken)) return found;
        taken.pop_back();
    }
    if (!rest) return nullptr;
    std::string joined = segments.front();
    for (const auto& segment : segments.subspan(1)) joined.append("/").append(segment);
    taken.push_back(std::move(joined));
    return rest.get();
}

std::string Router::Node::allowed() const {
    std::string list;
    const auto append = [&](Method method) {
        if (!list.empty()) list.append(", ");
        list.append(name_of(method));
    };
    for (const auto& known : routes) {
        append(known->method);
        if (known->method == Method::get && route(Method::head) == nullptr) append(Method::head);
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
    for (const std::string_view part : parts_of(pattern)) node = &node->child(part);
    if (node->route(method) != nullptr) throw std::invalid_argument(fmt::format("{} is there twice", pattern));
    node->routes.push_back(
        std::make_unique<const Node::Known>(Node::Known{method, names_in(pattern), std::move(route)}));
    rows_.push_back({method, std::string(pattern), &node->routes.back()->route});
}

Routed Router::find(Request& request) const {
    std::vector<std::string> taken;
    const auto* node = root_->find(request.segments, taken);
    if (node == nullptr) return Problem{.name = "not_found", .status = 404};
    const auto* known = node->route(request.method);
    if (known == nullptr && request.method == Method::head) known = node->route(Method::get);
    if (known != nullptr) {
        for (std::size_t i = 0; i < taken.size(); ++i) {
            request.parameters.emplace_back(known->names[i], std::move(taken[i]));
        }
        return &known->route;
    }
    Problem problem{.name = "method_not_allowed", .status = 405};
    problem.headers.emplace_back("Allow", node->allowed());
    return problem;
}

}  // namespace shenyi::api::http
