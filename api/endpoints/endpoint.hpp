#pragma once

#include "api/app.hpp"
#include "api/http/reply.hpp"
#include "api/http/request.hpp"
#include "api/http/response.hpp"
#include "api/http/router.hpp"
#include "storage/errors.hpp"
#include "workflow/finding.hpp"
#include "workflow/readers.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::workflow::codec {
struct Fault;
}

/// What all endpoints share: who asks, the fence around faults, and the way from a request to the pool.
namespace shenyi::api {

/// One authenticated request. Copies share the request.
struct Call {
    App& app;
    std::shared_ptr<const http::Request> request;
    workflow::OrganId organ;
    workflow::PersonId person;  ///< empty on a public route
    /// The query parameters that the route lists.
    std::shared_ptr<const std::vector<std::string>> listed;

    std::string_view parameter(std::string_view name) const { return request->parameter(name); }
    /// The first query parameter of that name; one that the route does not list is a program fault.
    std::optional<std::string_view> query(std::string_view name) const;
    workflow::Subject subject() const { return {.organ = organ}; }
};

/// A store that did not answer, on its way to the fence.
struct StoreFault : std::runtime_error {
    explicit StoreFault(const storage::StoreError& error) : std::runtime_error(error.detail), kind(error.kind) {}
    storage::StoreError::Kind kind;
};

template <class T>
T value_of(tl::expected<T, storage::StoreError> answer) {
    if (!answer) throw StoreFault(answer.error());
    if constexpr (!std::is_void_v<T>) return std::move(*answer);
}

http::Response problem(const App& app, const http::Request& request, http::Problem what);
inline http::Response problem(const Call& call, std::string name, int status, std::string detail = {}) {
    return problem(call.app, *call.request, {.name = std::move(name), .status = status, .detail = std::move(detail)});
}
http::Response not_found(const Call& call);
/// 422, every fault in words.
http::Response faulty(const Call& call, const std::vector<BodyFault>& faults);
http::Response faulty(const Call& call, const std::vector<workflow::BodyFault>& faults);
http::Response faulty(const Call& call, const std::vector<workflow::codec::Fault>& faults);
/// … those of its shape, and those of what its other members name.
http::Response faulty(const Call& call, const std::vector<BodyFault>& faults,
                      const std::vector<workflow::BodyFault>& of_reference);
/// 400: a query parameter or header field does not have the form asked for.
http::Response bad_parameter(const Call& call, std::string name, std::string message);
/// … of a query parameter, which the fault's pointer names.
http::Response bad_parameter(const Call& call, const BodyFault& fault);
http::Response bad_cursor(const Call& call);
/// 400 with all faults of the query, as the contract has the operation; nothing where it has none.
std::optional<http::Response> faulty_query(const Call& call, std::string_view operation);
/// 400: the Idempotency-Key is missing, or too long.
http::Response bad_key(const Call& call);
inline constexpr std::size_t idempotency_key_bytes_max = 128;
/// 429 with Retry-After.
http::Response too_many(const Call& call, std::string name, std::chrono::seconds wait);
http::Response answer(const Call& call, storage::StoreError::Kind kind);

/// Answers on the pool, at once.
using Endpoint = std::function<http::Response(const Call&)>;
/// Answers on the pool, now or later.
using Action = std::function<void(const Call&, const http::Reply&)>;

enum class Access { logged_in, open };

/// Names of the query parameters that an endpoint reads.
using Query = std::vector<std::string>;

void get(http::Router& router, App& app, std::string_view pattern, std::string name, Endpoint endpoint,
         Query query = {}, Access access = Access::logged_in);
/// A list in pages: `limit` and `cursor` besides what it is narrowed by.
void get_list(http::Router& router, App& app, std::string_view pattern, std::string name, Endpoint endpoint,
              Query narrowed_by = {});
void post(http::Router& router, App& app, std::string_view pattern, std::string name, Action action,
          Access access = Access::logged_in);
/// What ends in `submit`, and so can be run dry.
void post_action(http::Router& router, App& app, std::string_view pattern, std::string name, Action action);
void add(http::Router& router, App& app, http::Method method, std::string_view pattern, std::string name, Action action,
         Query query = {}, Access access = Access::logged_in);

/// Who asks: fills organ and person of the call; or the answer by which he is turned away (401, 403, 429).
std::optional<http::Response> turned_away(Call& call);

/// The session of the request's token or cookie.
std::optional<storage::Session> session_of(App& app, const http::Request& request);
/// The token of the request: of `Authorization: Bearer`, else of the cookie.
std::string token_of(const App& app, const http::Request& request);
std::string csrf_token_of(std::string_view token);

/// The name of the cookie that holds the token. A browser takes one with the prefix only over TLS and from this very
/// host, so that no neighbouring site can plant another; a demo has no TLS.
std::string_view session_cookie(const App& app);
/// The field that gives a browser the token for so long; an empty one takes it away.
std::string set_session_cookie(const App& app, std::string_view token, std::chrono::seconds lifetime);

/// The names by which the person who asks sees matters and meetings today (workflow/readers.hpp).
std::vector<workflow::Names> names_of(const Call& call);

/// The body as JSON, fit for the operation's schema; or the problem that it, or the query, is.
tl::expected<boost::json::value, http::Response> body_of(const Call& call, std::string_view operation);
/// The body as JSON, whatever its shape; or the problem that it, or the query, is.
tl::expected<boost::json::value, http::Response> json_of(const Call& call, std::string_view operation);
/// Everything about the body's shape that is not as the operation's schema has it.
std::vector<BodyFault> faults_of_shape(const Call& call, std::string_view operation, const boost::json::value& body);

http::Response json_answer(int status, const boost::json::value& body);
/// 200 with a tag of its content.
http::Response tagged_answer(const boost::json::value& body);
/// A page of a list that was made whole: `limit` and `cursor` count its items.
http::Response list_answer(const Call& call, boost::json::array items);

/// `limit` of the query, which the contract has checked; 50 where there is none.
std::size_t limit_of(const Call& call);

}  // namespace shenyi::api
