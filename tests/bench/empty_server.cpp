#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <iostream>
#include <memory>
#include <string>

/// The least that a server of Beast can be: one thread, 1 kB for whatever is asked, connections kept alive. What ours
/// does beyond that is measured against it.
namespace shenyi::bench {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
        socket_.set_option(asio::ip::tcp::no_delay(true));
    }

    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_, [self = shared_from_this()](auto error, std::size_t) {
            if (!error) self->answer();
        });
    }

  private:
    void answer() {
        response_ = {http::status::ok, request_.version()};
        response_.set(http::field::content_type, "application/json");
        response_.keep_alive(request_.keep_alive());
        response_.body() = std::string(1024, 'x');
        response_.prepare_payload();
        http::async_write(socket_, response_, [self = shared_from_this()](auto error, std::size_t) {
            if (!error) self->read();
        });
    }

    asio::ip::tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

void accept(asio::ip::tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](auto error, asio::ip::tcp::socket socket) {
        if (!error) std::make_shared<Session>(std::move(socket))->read();
        accept(acceptor);
    });
}

}  // namespace

}  // namespace shenyi::bench

int main() {
    namespace asio = boost::asio;
    asio::io_context context(1);
    asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    shenyi::bench::accept(acceptor);
    std::cout << "serves " << acceptor.local_endpoint().port() << std::endl;
    context.run();
}
