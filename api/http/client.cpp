#include "api/http/client.hpp"

#include "api/http/asio.hpp"
#include "api/http/bound_address.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <stdexcept>

namespace shenyi::api::http {
namespace {

namespace beast = boost::beast;

using BlockingSocket = asio::ip::tcp::socket;

/// Blocking reads of Asio know no deadline, and wait on behind that of the system (SO_RCVTIMEO): so each is waited for
/// here.
class Heard {
  public:
    Heard(BlockingSocket& socket, std::chrono::milliseconds patience) : socket_(socket), patience_(patience) {}

    template <class Buffers>
    std::size_t read_some(const Buffers& buffers, boost::system::error_code& error) {
        pollfd waited{.fd = socket_.native_handle(), .events = POLLIN, .revents = 0};
        if (::poll(&waited, 1, static_cast<int>(patience_.count())) != 0) return socket_.read_some(buffers, error);
        error = asio::error::timed_out;
        return 0;
    }
    template <class Buffers>
    std::size_t read_some(const Buffers& buffers) {
        boost::system::error_code error;
        const std::size_t size = read_some(buffers, error);
        if (error) throw boost::system::system_error(error);
        return size;
    }

  private:
    BlockingSocket& socket_;
    std::chrono::milliseconds patience_;
};

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
        auto request = request_of(method, target, fields, body);
        request.set(beast::http::field::host, where.substr(std::string_view("http://").size()));
        beast::http::write(socket, request);
        beast::flat_buffer buffer;
        beast::http::response<beast::http::string_body> response;
        Heard heard(socket, patience_);
        beast::http::read(heard, buffer, response);
        return {.status = static_cast<int>(response.result_int()),
                .tag = std::string(response[beast::http::field::etag]),
                .body = std::move(response.body())};
    } catch (const boost::system::system_error& thrown) {
        throw std::runtime_error(where + " does not answer: " + thrown.code().message());
    }
}

}  // namespace shenyi::api::http
