#include "api/http/bound_address.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace shenyi::api::http {
namespace {

using Fault = BoundAddress::Fault;

/// What getaddrinfo found, freed at the end; null where it is no address.
std::unique_ptr<addrinfo, void (*)(addrinfo*)> read(const std::string& address, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) found = nullptr;
    return {found, ::freeaddrinfo};
}

Fault fault_of(int error, const std::string& address, std::uint16_t port) {
    const std::string place = std::to_string(port) + " on " + address;
    switch (error) {
        case EADDRINUSE:
            return {true, place + " is taken by another program; name another port, or 0 for a free one"};
        case EACCES:
            return {true, place + " may not be taken by this user; name a port from 1024 on"};
        case EADDRNOTAVAIL:
            return {false, address + " is no address of this machine"};
        default:
            return {false, address + " cannot be listened on: " + std::strerror(error)};
    }
}

}  // namespace

tl::expected<std::shared_ptr<const BoundAddress>, Fault> BoundAddress::take(const std::string& address,
                                                                            std::uint16_t port) {
    const auto found = read(address, port);
    if (!found) return tl::unexpected(Fault{false, address + " is no IP address; expected one such as 127.0.0.1"});
    const int descriptor = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
    if (descriptor < 0) return tl::unexpected(fault_of(errno, address, port));
    std::shared_ptr<const BoundAddress> bound(new BoundAddress(descriptor, found->ai_family == AF_INET6));
    // A port whose last connections are not quite gone can be had again; one that is listened on cannot.
    const int on = 1;
    if (::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(descriptor, found->ai_addr, found->ai_addrlen) != 0) {
        return tl::unexpected(fault_of(errno, address, port));
    }
    return bound;
}

BoundAddress::~BoundAddress() {
    ::close(descriptor_);
}

std::string base_of(const std::string& host, std::uint16_t port) {
    const bool v6 = host.find(':') != std::string::npos;
    return "http://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

}  // namespace shenyi::api::http
