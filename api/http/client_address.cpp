#include "api/http/client_address.hpp"

#include "api/http/field_values.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstddef>

namespace shenyi::api::http {

std::optional<std::string> ip_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return address.to_string();
}

std::string client_address(const Fields& headers, const std::string& peer, const std::vector<std::string>& proxies) {
    if (std::ranges::find(proxies, peer) == proxies.end()) return peer;
    std::string_view told;
    for (std::size_t at = 0; at < headers.size(); ++at) {
        const auto [name, value] = headers[at];
        if (same_ignoring_case(name, "X-Forwarded-For")) told = value;
    }
    const auto comma = told.rfind(',');
    return ip_address(trimmed(told.substr(comma == told.npos ? 0 : comma + 1))).value_or(peer);
}

}  // namespace shenyi::api::http
