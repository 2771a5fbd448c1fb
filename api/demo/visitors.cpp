#include "api/demo/visitors.hpp"

#include "api/demo/found.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <random>
#include <utility>

namespace shenyi::api::demo {
namespace {

namespace json = boost::json;

const std::string base = "/api/v1";

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

ScriptFault unexpected(const std::string& what, const http::ClientAnswer& answer) {
    return ScriptFault(what + ": " + std::to_string(answer.status) + " " + answer.body);
}

}  // namespace

Visitors::Visitors(http::Client client, std::string language)
    : client_(std::move(client)), language_(std::move(language)), key_(std::to_string(std::random_device{}())) {}

http::ClientAnswer Visitors::get(const std::string& login, const std::string& path) {
    return send(login, "GET", path, {}, {});
}

http::ClientAnswer Visitors::post(const std::string& login, const std::string& path, const json::value& body,
                                  const std::string& resource) {
    http::Client::Fields fields{{"Content-Type", "application/json"},
                                {"Idempotency-Key", key_ + "-" + std::to_string(++keys_)}};
    if (!resource.empty()) {
        const http::ClientAnswer seen = get(login, resource);
        fields.emplace_back("If-Match", seen.tag.empty() ? "\"0\"" : seen.tag);
    }
    return send(login, "POST", path, std::move(fields), json::serialize(body));
}

std::string Visitors::upload(const std::string& login, const Paper& paper) {
    const http::Client::Fields fields{
        {"Content-Type", "text/plain"},
        {"Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(paper.name)}};
    const http::ClientAnswer answer = send(login, "POST", "/documents", fields, paper.text);
    if (answer.status != 201) throw unexpected(paper.name, answer);
    return std::string(json::parse(answer.body).at("id").as_string());
}

json::value Visitors::read(const std::string& login, const std::string& path) {
    const http::ClientAnswer answer = get(login, path);
    if (answer.status != 200) throw unexpected("GET " + path, answer);
    return json::parse(answer.body);
}

http::ClientAnswer Visitors::send(const std::string& login, std::string_view method, const std::string& path,
                                  http::Client::Fields fields, const std::string& body) {
    constexpr int unauthorized = 401;
    fields.emplace_back("Accept-Language", language_);
    fields.emplace_back("Authorization", "Bearer " + token_of(login));
    const http::ClientAnswer answer = client_.send(method, base + path, fields, body);
    if (answer.status != unauthorized) return answer;
    tokens_.erase(login);
    fields.back().second = "Bearer " + token_of(login);
    return client_.send(method, base + path, fields, body);
}

const std::string& Visitors::token_of(const std::string& login) {
    std::string& token = tokens_[login];
    if (!token.empty()) return token;
    const json::object body{{"login", login}, {"password", password}};
    const http::ClientAnswer answer =
        client_.send("POST", base + "/sessions", {{"Content-Type", "application/json"}}, json::serialize(body));
    if (answer.status != 201) throw unexpected(login + " cannot log in", answer);
    token = std::string(json::parse(answer.body).at("token").as_string());
    return token;
}

}  // namespace shenyi::api::demo
