#pragma once

#include "api/http/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// `remove` is DELETE, which C++ keeps for itself; `other` is any method not named here.
enum class Method { get, head, post, put, patch, remove, options, other };

/// The method as on the wire; empty for `other`.
std::string_view name_of(Method method);
Method method_of(std::string_view name);

/// Header fields in the order they came. Names are compared without regard to case.
class Fields {
  public:
    using Field = std::pair<std::string_view, std::string_view>;

    void add(std::string_view name, std::string_view value);
    /// The value of the first field of that name, trimmed.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// The same, or an empty text.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] Field operator[](std::size_t at) const;

  private:
    struct Entry {
        std::uint32_t begin;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };
    std::string text_;
    std::vector<Entry> entries_;
};

/// A request as handlers see it: plain values that may be moved to any thread.
struct Request {
    Method method = Method::get;
    /// As on the wire, for `Method::other` too.
    std::string method_name;
    /// Path as sent, still encoded, without query; "/…".
    std::string path;
    /// The path's parts, decoded. "/" has none; a trailing slash adds an empty one.
    std::vector<std::string> segments;
    /// Query parameters, decoded, in their order; a name may come more than once.
    std::vector<std::pair<std::string, std::string>> query;
    /// Names of query parameters whose values are no text: a wrong escape, a control character, no UTF-8.
    std::vector<std::string> unreadable_query;
    Fields headers;
    std::string body;
    /// Address of the client without its port (client_address.hpp).
    std::string remote_address;
    /// "req_…", new for each request; also in `X-Request-Id` of the answer.
    std::string request_id;
    Language language = Language::zh;
    /// What the route's placeholders took, filled by `Router`; names live as long as the router.
    std::vector<std::pair<std::string_view, std::string>> parameters;
    /// Why the body was not taken (400, 413, 415); only for a route with `handler_sees_faults`.
    std::optional<Problem> body_fault;

    /// The first query parameter of that name.
    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
    /// What a placeholder of the path took; empty where the route has none of that name.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    /// The value of a cookie the client sent (RFC 6265 §5.4).
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
    /// Where a problem of this request is reported.
    [[nodiscard]] ProblemPlace place() const { return {language, path, request_id}; }
};

}  // namespace shenyi::api::http
