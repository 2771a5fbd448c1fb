#pragma once

#include "api/http/request.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shenyi::api::http {

/// Beast's parser, writing straight into our values instead of Beast's containers.
class RequestParser : public boost::beast::http::basic_parser<true> {
  public:
    RequestParser(Request& request, std::size_t header_bytes_max);

    /// What was wrong, after `feed` answered false.
    [[nodiscard]] const Problem& problem() const { return problem_; }
    /// Reads from `bytes`, takes off what was read. False: the request cannot be read; see `problem`.
    bool feed(std::string_view& bytes);
    /// After the header: what Beast does not check (Host, target, transfer codings).
    bool check_head();

    /// The body is longer than `limit` by what the header says.
    [[nodiscard]] bool is_too_long(std::uint64_t limit) const;
    [[nodiscard]] bool has_body() const { return !is_done(); }
    [[nodiscard]] bool is_http_1_0() const { return version_ == 10; }
    /// From here on body bytes come; more than `limit` of them are a fault.
    void begin_body(std::uint64_t limit);
    [[nodiscard]] std::uint64_t body_bytes() const { return body_bytes_; }

    /// What of the body has come and was not taken away by the caller.
    std::string body;

  private:
    using Error = boost::system::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error&) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(boost::beast::http::field, Text name, Text value, Error& error) override;
    void on_header_impl(Error&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override;
    std::size_t on_body_impl(Text piece, Error&) override;
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text piece, Error&) override;
    void on_finish_impl(Error&) override {}

    bool refuse(std::string_view name, int status);
    void read_error(const Error& error);

    Request& request_;
    Problem problem_;
    std::string target_;
    std::size_t header_bytes_max_;
    std::size_t header_bytes_ = 0;
    std::size_t header_fields_ = 0;
    std::uint64_t body_bytes_ = 0;
    int version_ = 11;
};

}  // namespace shenyi::api::http
