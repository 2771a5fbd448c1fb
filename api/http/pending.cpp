#include "api/http/pending.hpp"

#include "api/http/session.hpp"

#include <boost/asio/post.hpp>

namespace shenyi::api::http {

Pending::~Pending() {
    if (answered_) return;
    asio::post(thread_->context(), [session = session_, number = number_] {
        if (const auto open = session.lock()) open->answer_is_missing(number);
    });
}

void Pending::answer(Response response) {
    if (answered_.exchange(true)) return;
    if (thread_->executor().running_in_this_thread()) {
        const auto open = session_.lock();
        if (!open || open->take_at_once(number_, response)) return;
    }
    asio::post(thread_->context(), [session = session_, number = number_, given = std::move(response)]() mutable {
        if (const auto open = session.lock()) open->deliver(number, std::move(given));
    });
}

void Pending::answer_together(std::vector<std::pair<ReplyTarget*, Response>> answers) {
    struct Delivery {
        std::weak_ptr<Session> session;
        std::uint64_t number;
        Response response;
    };
    std::vector<Delivery> deliveries;
    deliveries.reserve(answers.size());
    for (auto& [target, response] : answers) {
        // The lane says that they are of this kind.
        auto& pending = static_cast<Pending&>(*target);
        if (pending.answered_.exchange(true)) continue;
        deliveries.push_back({pending.session_, pending.number_, std::move(response)});
    }
    asio::post(thread_->context(), [all = std::move(deliveries)]() mutable {
        for (auto& [session, number, response] : all) {
            if (const auto open = session.lock()) open->deliver(number, std::move(response));
        }
    });
}

}  // namespace shenyi::api::http
