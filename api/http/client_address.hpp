#pragma once

#include "api/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api::http {

/// An IP address as the server writes it (`::1` for `0:0:0:0:0:0:0:1`); nothing where the text is none.
std::optional<std::string> ip_address(std::string_view text);

/// Whose request it is: the peer's, or where the peer is one of these proxies the last address of `X-Forwarded-For`,
/// which the proxy itself has appended. What stands before it the client may have invented; from any other peer nothing
/// of the field is believed. The peer's too where the proxy tells no address.
std::string client_address(const Fields& headers, const std::string& peer, const std::vector<std::string>& proxies);

}  // namespace shenyi::api::http
