#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace shenyi::api::http {

/// An address and port of this machine, taken but not listened on yet: while it lives no other program gets them, and
/// whoever knocks is refused. So that a taken port is told before anything is made.
class BoundAddress {
  public:
    /// Why it cannot be had: what is wrong, and whether that lies in the port or in the address.
    struct Fault {
        bool of_port;
        std::string what;
    };

    /// `address` is an IP address in digits; port 0 is a free one.
    static tl::expected<std::shared_ptr<const BoundAddress>, Fault> take(const std::string& address,
                                                                         std::uint16_t port);
    ~BoundAddress();
    BoundAddress(const BoundAddress&) = delete;
    BoundAddress& operator=(const BoundAddress&) = delete;

    int descriptor() const { return descriptor_; }
    bool is_v6() const { return v6_; }

  private:
    BoundAddress(int descriptor, bool v6) : descriptor_(descriptor), v6_(v6) {}

    int descriptor_;
    bool v6_;
};

/// A server cannot listen where it was told to; a sentence for the operator.
struct CannotListen : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// `http://127.0.0.1:8080`, `http://[::1]:8080`
std::string base_of(const std::string& host, std::uint16_t port);

}  // namespace shenyi::api::http
