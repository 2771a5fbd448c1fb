#include "api/http/transfer.hpp"

#include "api/http/compression.hpp"

#include <exception>
#include <utility>

namespace shenyi::api::http {
namespace {

/// The pool's fence: nothing a caller's code throws reaches a pool's thread.
template <typename Work>
void fenced(std::optional<std::string>& fault, Work work) {
    try {
        work();
    } catch (const std::exception& thrown) {
        fault = thrown.what();
    }
}

}  // namespace

void UploadJob::open() {
    const std::scoped_lock lock(mutex_);
    if (aborted_) return;
    fenced(fault, [this] {
        auto opened = opener_(std::move(request_));
        if (auto* refusal = std::get_if<Response>(&opened)) {
            answer = std::move(*refusal);
        } else {
            sink_ = std::move(std::get<std::unique_ptr<UploadSink>>(opened));
        }
    });
}

void UploadJob::write() {
    const std::scoped_lock lock(mutex_);
    if (!sink_) return;
    fenced(fault, [this] { answer = sink_->write(piece); });
}

void UploadJob::finish(Reply reply) {
    const std::scoped_lock lock(mutex_);
    if (!sink_) return;
    fenced(fault, [&] { sink_->finish(std::move(reply)); });
    sink_.reset();
}

void UploadJob::abort() {
    const std::scoped_lock lock(mutex_);
    aborted_ = true;
    if (sink_) sink_->abort();
    sink_.reset();
}

void SourceJob::next() {
    piece.reset();
    fenced(fault, [this] { piece = source_(); });
}

void CompressionJob::compress() {
    std::optional<std::string> fault;
    fenced(fault, [this] { compressed = gzipped(text); });
}

}  // namespace shenyi::api::http
