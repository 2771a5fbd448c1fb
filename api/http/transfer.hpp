#pragma once

#include "api/http/request.hpp"
#include "api/http/upload.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace shenyi::api::http {

/// An upload between session and pool. The session fills `piece`, has one of the calls run on the pool, and looks at
/// `answer` and `fault` when it is told that the call has ended; `abort` alone may overlap another call and waits for
/// it.
class UploadJob {
  public:
    UploadJob(const UploadOpener& opener, Request request) : opener_(opener), request_(std::move(request)) {}

    void open();
    void write();
    void finish(Reply reply);
    void abort();

    std::string piece;
    std::optional<Response> answer;
    /// What a call threw.
    std::optional<std::string> fault;

  private:
    const UploadOpener& opener_;
    Request request_;
    std::mutex mutex_;
    std::unique_ptr<UploadSink> sink_;
    bool aborted_ = false;
};

/// A long body between pool and session.
class SourceJob {
  public:
    explicit SourceJob(BodySource source) : source_(std::move(source)) {}

    void next();

    /// Nothing after `next`: the end, or a fault.
    std::optional<std::string> piece;
    std::optional<std::string> fault;

  private:
    BodySource source_;
};

/// A body to be compressed on the pool.
class CompressionJob {
  public:
    explicit CompressionJob(std::string whole) : text(std::move(whole)) {}

    void compress();

    std::string text;
    std::optional<std::string> compressed;
};

}  // namespace shenyi::api::http
