#pragma once

#include "api/log_lines.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenyi::tests {

/// The lines of requests that the program logs while this lives, in the program's own form.
class RequestsLogged {
  public:
    RequestsLogged() : before_(spdlog::default_logger()), sink_(std::make_shared<Sink>()) {
        auto logger = std::make_shared<spdlog::logger>("test", sink_);
        logger->set_formatter(api::log_format());
        spdlog::set_default_logger(std::move(logger));
    }
    ~RequestsLogged() { spdlog::set_default_logger(before_); }
    RequestsLogged(const RequestsLogged&) = delete;
    RequestsLogged& operator=(const RequestsLogged&) = delete;

    /// All so far, once there are so many; at most 20 seconds.
    std::vector<std::string> wait_for(std::size_t count) const { return sink_->wait_for(count); }

  private:
    class Sink : public spdlog::sinks::base_sink<std::mutex> {
      public:
        std::vector<std::string> wait_for(std::size_t count) {
            std::unique_lock lock(mutex_);
            if (!more_.wait_for(lock, std::chrono::seconds(20), [&] { return lines_.size() >= count; })) {
                std::string all;
                for (const std::string& line : lines_) all += line;
                throw std::runtime_error("too few requests are logged: " + all);
            }
            return lines_;
        }

      protected:
        void sink_it_(const spdlog::details::log_msg& message) override {
            spdlog::memory_buf_t text;
            formatter_->format(message, text);
            const std::string line(text.data(), text.size());
            if (line.find(" info request ") == std::string::npos) return;
            lines_.push_back(line);
            more_.notify_all();
        }
        void flush_() override {}

      private:
        std::vector<std::string> lines_;
        std::condition_variable_any more_;
    };

    std::shared_ptr<spdlog::logger> before_;
    std::shared_ptr<Sink> sink_;
};

}  // namespace shenyi::tests
