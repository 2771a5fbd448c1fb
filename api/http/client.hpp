#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// An answer as a client sees it.
struct ClientAnswer {
    int status = 0;
    std::string tag;  ///< `ETag` as it stood, with its quotation marks; empty where there was none
    std::string body;
};

/// A blocking client for programs that talk to a server of ours: a connection a request, so that whoever reads in
/// between may take his time. Never for a network thread.
class Client {
  public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    /// `patience`: for something to be heard from the server.
    Client(std::string host, std::uint16_t port, std::chrono::seconds patience = std::chrono::minutes(1))
        : host_(std::move(host)), port_(port), patience_(patience) {}

    /// Throws std::runtime_error where the server cannot be reached, closes early or says nothing for so long.
    ClientAnswer send(std::string_view method, const std::string& target, const Fields& fields,
                      const std::string& body) const;

  private:
    std::string host_;
    std::uint16_t port_;
    std::chrono::seconds patience_;
};

}  // namespace shenyi::api::http
