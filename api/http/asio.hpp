#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

/// Names of Asio for the .cpp files of this folder; no other header includes this but network_thread.hpp and
/// session.hpp.
namespace shenyi::api::http {

namespace asio = boost::asio;

/// One thread runs each context, so nothing needs a strand; and the concrete executor spares a virtual call each step.
using Executor = asio::io_context::executor_type;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

inline constexpr asio::use_awaitable_t<Executor> awaiting{};

}  // namespace shenyi::api::http
