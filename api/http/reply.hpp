#pragma once

#include "api/http/response.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// Where an answer goes. Sessions are one; a test may be another.
class ReplyTarget {
  public:
    virtual ~ReplyTarget() = default;
    /// Takes the answer; from any thread.
    virtual void answer(Response response) = 0;
    /// Targets of one network thread have the same lane; their answers can travel together.
    virtual void* lane() const { return nullptr; }
    /// Takes several answers of this target's lane in one go.
    virtual void answer_together(std::vector<std::pair<ReplyTarget*, Response>> answers);
};

/// The right to answer one request, once, from any thread. May be copied; the first answer counts, later ones are
/// dropped. If every copy goes away unused the client is told 500, so that no request hangs.
class Reply {
  public:
    Reply() = default;
    explicit Reply(std::shared_ptr<ReplyTarget> target) : target_(std::move(target)) {}
    /// For tests: calls `take` with the answer.
    explicit Reply(std::function<void(Response)> take);

    void operator()(Response response) const;
    /// The same right, whose answer the log ascribes to this person.
    [[nodiscard]] Reply asked_by(std::string person) const;

  private:
    friend void answer_all(std::vector<std::pair<Reply, Response>> answers);
    Response ascribed(Response response) const;

    std::shared_ptr<ReplyTarget> target_;
    std::string person_;
};

using Answer = std::pair<Reply, Response>;

/// Gives many answers with one hand-over to each network thread: for a committer that finishes a batch.
void answer_all(std::vector<Answer> answers);

}  // namespace shenyi::api::http
