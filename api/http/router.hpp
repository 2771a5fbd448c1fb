#pragma once

#include "api/http/route.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// The route table: method and path pattern → route. Built at start, then only read, from any thread.
/// A pattern is `/matters/{id}/actions/{action}`; a last `{path*}` takes all the segments that are left (at least one),
/// joined by slashes. A literal segment goes before a placeholder. Each pattern names its own placeholders.
class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// Throws `std::invalid_argument` where the pattern is malformed, or the method is there twice.
    void add(Method method, std::string_view pattern, Route route);

    /// 404 for an unknown path; 405 with Allow for an unknown method; HEAD takes the route of GET.
    [[nodiscard]] Routed find(Request& request) const;

    /// A row of the table.
    struct Row {
        Method method;
        std::string pattern;
        const Route* route;
    };
    /// Every row, in the order in which they were added.
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<Row> rows_;
};

}  // namespace shenyi::api::http
