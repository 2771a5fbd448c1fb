#include "api/http/reply.hpp"

#include <atomic>
#include <utility>

namespace shenyi::api::http {
namespace {

class FunctionTarget : public ReplyTarget {
  public:
    explicit FunctionTarget(std::function<void(Response)> take) : take_(std::move(take)) {}
    void answer(Response response) override {
        if (!answered_.exchange(true)) take_(std::move(response));
    }

  private:
    std::function<void(Response)> take_;
    std::atomic<bool> answered_ = false;
};

}  // namespace

void ReplyTarget::answer_together(std::vector<std::pair<ReplyTarget*, Response>> answers) {
    for (auto& [target, response] : answers) target->answer(std::move(response));
}

Reply::Reply(std::function<void(Response)> take) : target_(std::make_shared<FunctionTarget>(std::move(take))) {}

void Reply::operator()(Response response) const {
    if (target_) target_->answer(ascribed(std::move(response)));
}

Reply Reply::asked_by(std::string person) const {
    Reply ascribing = *this;
    ascribing.person_ = std::move(person);
    return ascribing;
}

Response Reply::ascribed(Response response) const {
    if (response.noted.person.empty()) response.noted.person = person_;
    return response;
}

void answer_all(std::vector<Answer> answers) {
    std::vector<std::pair<void*, std::vector<std::pair<ReplyTarget*, Response>>>> lanes;
    for (auto& [reply, response] : answers) {
        auto* target = reply.target_.get();
        if (target == nullptr) continue;
        auto* lane = target->lane();
        auto at = lanes.begin();
        while (at != lanes.end() && at->first != lane) ++at;
        if (at == lanes.end()) {
            lanes.emplace_back(lane, std::vector<std::pair<ReplyTarget*, Response>>{});
            at = std::prev(lanes.end());
            at->second.reserve(answers.size());
        }
        at->second.emplace_back(target, reply.ascribed(std::move(response)));
    }
    for (auto& [lane, group] : lanes) group.front().first->answer_together(std::move(group));
}

}  // namespace shenyi::api::http
