#include "api/http/client.hpp"

#include "api/http/asio.hpp"
#include "api/http/bound_address.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <chrono>
#include <stdexcept>

namespace shenyi::api::http {
namespace {

namespace beast = boost::beast;

using BlockingSocket = asio::ip::tcp::socket;

/// Blocking reads and writes of Asio know no deadline; those of the system do.
void set_deadline(BlockingSocket& socket, std::chrono::seconds patience) {
    const timeval wait{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

beast::http::request<beast::http::string_body> request_of(std::string_view method, const std::string& target,
                                                          const Client::Fields& fields, const std::string& body) {
    beast::http::request<beast::http::string_body> request;
    request.method_string({method.data(), method.size()});
    request.target(target);
    request.version(11);
    request.keep_alive(false);
    for (const auto& [name, value] : fields) request.set(name, value);
    if (method == "GET") return request;
    request.body() = body;
    request.prepare_payload();
    return request;
}

}  // namespace

ClientAnswer Client::send(std::string_view method, const std::string& target, const Fields& fields,
                          const std::string& body) const {
    const std::string where = base_of(host_, port_);
    try {
        asio::io_context context;
        asio::ip::tcp::resolver resolver(context);
        BlockingSocket socket(context);
        asio::connect(socket, resolver.resolve(host_, std::to_string(port_)));
        set_deadline(socket, patience_);
        auto request = request_of(method, target, fields, body);
        request.set(beast::http::field::host, where.substr(std::string_view("http://").size()));
        beast::http::write(socket, request);
        beast::flat_buffer buffer;
        beast::http::response<beast::http::string_body> response;
        beast::http::read(socket, buffer, response);
        return {.status = static_cast<int>(response.result_int()),
                .tag = std::string(response[beast::http::field::etag]),
                .body = std::move(response.body())};
    } catch (const boost::system::system_error& thrown) {
        throw std::runtime_error(where + " does not answer: " + thrown.code().message());
    }
}

}  // namespace shenyi::api::http
