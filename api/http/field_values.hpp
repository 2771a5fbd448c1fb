#pragma once

#include <functional>
#include <string_view>

/// Reading the values of header fields: lists, parameters, qualities.
namespace shenyi::api::http {

/// Compares as HTTP compares names: letters of ASCII without regard to case.
bool same_ignoring_case(std::string_view left, std::string_view right);

/// The text without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// Calls `see` with each element of a comma-separated list, trimmed; empty elements are passed over.
void each_element(std::string_view list, const std::function<void(std::string_view)>& see);

/// Calls `see` with each element of a weighted list (`a;q=0.5, b`) and its quality in thousandths.
/// An element whose quality cannot be read is passed over.
void each_weighted(std::string_view list, const std::function<void(std::string_view, int)>& see);

/// The media type of `Content-Type` without its parameters.
std::string_view media_type(std::string_view content_type);

/// Calls `see` with name and value of each parameter of `Content-Type`, the value without its quotation marks.
void each_parameter(std::string_view content_type,
                    const std::function<void(std::string_view name, std::string_view value)>& see);

/// True for `application/json` and `application/…+json` whose charset, if it names one, is UTF-8.
bool is_json(std::string_view content_type);

}  // namespace shenyi::api::http
