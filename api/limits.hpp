#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Sizes, times and counts of the HTTP side, each with its unit and the reason for its value.
/// A limit that a bureau may want to change is a default of a settings struct; the others are fixed.
namespace shenyi::api::limits {

using std::chrono::milliseconds;

/// Request line and all header fields together. Tokens, cookies and tags fit into a quarter of it.
inline constexpr std::size_t header_bytes_max = 16 * 1024;
/// Header fields of one request; a browser sends about twenty.
inline constexpr std::size_t header_fields_max = 100;
/// Characters of the request target; what is longer belongs into a body.
inline constexpr std::size_t target_bytes_max = 8 * 1024;
/// Query parameters of one request.
inline constexpr std::size_t query_parameters_max = 64;

/// A JSON body. The longest real one is a legality opinion with some hundred points.
inline constexpr std::uint64_t json_body_bytes_max = 1024 * 1024;
/// A document. Scanned annexes of a major decision reach some 150 MiB.
inline constexpr std::uint64_t document_bytes_max = 200ULL * 1024 * 1024;
/// A body that is not wanted is read and thrown away up to here, so that the connection can go on.
inline constexpr std::uint64_t discarded_bytes_max = 64 * 1024;
/// What is read after a refused body before the connection closes, so that the client sees the answer.
inline constexpr std::uint64_t lingering_bytes_max = 4 * 1024 * 1024;

/// An upload is handed over, and a long answer is written, in pieces of this size; each has a deadline of its own.
inline constexpr std::size_t piece_bytes = 64 * 1024;
/// Answers up to this size leave in one write together with their head.
inline constexpr std::size_t joined_bytes_max = 16 * 1024;

/// Connections at once. Each takes about 20 kB; a bureau has some hundred people.
inline constexpr std::size_t connections_max = 4096;
/// Connections above the limit that are told so; those above this are cut.
inline constexpr std::size_t turned_away_max = 64;
inline constexpr int accept_backlog = 1024;

/// From the first byte of a request to the end of its header.
inline constexpr milliseconds header_wait_max{10'000};
/// For a JSON body, and for each piece of an upload: a floor of about 2 kB a second.
inline constexpr milliseconds body_wait_max{30'000};
/// For each piece of an answer to be taken by the client.
inline constexpr milliseconds write_wait_max{30'000};
/// Between two requests of a connection. Longer than the 60 s of the usual proxies, which should close first.
inline constexpr milliseconds idle_wait_max{75'000};
/// For a handler to answer, and for the pool to take one piece; after it the client hears 503.
inline constexpr milliseconds answer_wait_max{60'000};
/// After a refused body, for the client to read the answer.
inline constexpr milliseconds lingering_wait_max{2'000};
/// How often a full pool is asked again in the middle of a transfer, and for how long.
inline constexpr milliseconds pool_retry_wait{20};
inline constexpr milliseconds pool_wait_max{5'000};
/// After accepting failed (no file descriptors left).
inline constexpr milliseconds accept_retry_wait{100};
/// Deadlines are looked at this often, so each may be late by as much.
inline constexpr milliseconds deadline_tick{250};
/// Comment line of an event stream, so that proxies keep it and a client that is gone is noticed.
inline constexpr milliseconds event_comment_wait{15'000};

/// Events that wait for one subscriber; a slower one is cut off and comes back with Last-Event-ID.
inline constexpr std::size_t waiting_events_max = 1024;
inline constexpr std::size_t waiting_event_bytes_max = 1024 * 1024;

/// Receipts of events in the answer to one action: a calendar moves the days of many matters, and each has its event.
inline constexpr std::size_t events_told_max = 1000;

/// Shorter bodies do not get smaller by gzip: they fit into one packet anyhow.
inline constexpr std::size_t gzip_bytes_min = 1400;
/// Longer bodies are compressed on the pool.
inline constexpr std::size_t gzip_here_bytes_max = 16 * 1024;

/// `Retry-After` of 503, in seconds.
inline constexpr int retry_after_s = 2;

/// Faults of one body that are listed; a body with more is wrong as a whole.
inline constexpr std::size_t body_faults_max = 100;
/// Depth of nesting of a schema that is followed, recursion included.
inline constexpr int schema_depth_max = 64;

}  // namespace shenyi::api::limits
