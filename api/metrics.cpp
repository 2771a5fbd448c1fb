#include "api/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>

namespace shenyi::api {
namespace {

using prometheus::Histogram;

template <class Builder>
auto& family(Builder builder, prometheus::Registry& registry, const char* name, const char* help) {
    return builder.Name(name).Help(help).Register(registry);
}

const Histogram::BucketBoundaries seconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
const Histogram::BucketBoundaries commands{1, 2, 4, 8, 16, 32, 64, 128, 256};

double in_seconds(std::chrono::microseconds time) {
    return std::chrono::duration<double>(time).count();
}

}  // namespace

struct Metrics::Figures {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = family(
        prometheus::BuildCounter(), registry, "shenyi_requests_total", "Requests answered, by operation and status");
    prometheus::Family<Histogram>& durations =
        family(prometheus::BuildHistogram(), registry, "shenyi_request_seconds",
               "From the first byte of a request to the last of its answer, by operation");
    prometheus::Family<prometheus::Counter>& refusals =
        family(prometheus::BuildCounter(), registry, "shenyi_refusals_total", "Findings that refused, by rule");
    prometheus::Counter& events =
        family(prometheus::BuildCounter(), registry, "shenyi_events_total", "Events committed by this process").Add({});
    prometheus::Counter& passwords = family(prometheus::BuildCounter(), registry, "shenyi_password_checks_total",
                                            "Passwords checked at log-in, those of unknown logins too")
                                         .Add({});
    prometheus::Counter& failed =
        family(prometheus::BuildCounter(), registry, "shenyi_log_ins_failed_total", "Log-ins that failed").Add({});
    Histogram& batches = family(prometheus::BuildHistogram(), registry, "shenyi_batch_commands",
                                "Commands that one transaction carried out")
                             .Add({}, commands);
    Histogram& commits = family(prometheus::BuildHistogram(), registry, "shenyi_commit_seconds",
                                "A transaction of the committer, from its begin to its commit")
                             .Add({}, seconds);
    prometheus::Gauge& waiting =
        family(prometheus::BuildGauge(), registry, "shenyi_commands_waiting", "Commands that wait for the committer")
            .Add({});
    prometheus::Gauge& streams =
        family(prometheus::BuildGauge(), registry, "shenyi_event_streams_open", "Readers of live changes").Add({});
    prometheus::Gauge& pending =
        family(prometheus::BuildGauge(), registry, "shenyi_events_pending", "Events that no checkpoint covers yet")
            .Add({});
    prometheus::Gauge& database =
        family(prometheus::BuildGauge(), registry, "shenyi_database_up", "1 where the database answers").Add({});
};

Metrics::Metrics() : figures_(std::make_unique<Figures>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(const http::RequestSummary& request) {
    // A path nobody serves is no label: anyone could make up any number of them.
    const std::string route = request.route.empty() ? "none" : request.route;
    figures_->requests.Add({{"route", route}, {"status", std::to_string(request.status)}}).Increment();
    figures_->durations.Add({{"route", route}}, seconds).Observe(in_seconds(request.duration));
}

void Metrics::committed(const storage::Committed& committed) {
    figures_->events.Increment(static_cast<double>(committed.events.size()));
    if (committed.commands > 0) figures_->batches.Observe(static_cast<double>(committed.commands));
    figures_->commits.Observe(in_seconds(committed.took));
    for (const std::string& rule : committed.refused_by) figures_->refusals.Add({{"rule", rule}}).Increment();
}

void Metrics::password_checked() {
    figures_->passwords.Increment();
}

void Metrics::log_in_failed() {
    figures_->failed.Increment();
}

std::string Metrics::text(const Now& now) {
    figures_->waiting.Set(static_cast<double>(now.commands_waiting));
    figures_->streams.Set(static_cast<double>(now.streams_open));
    figures_->pending.Set(static_cast<double>(now.events_pending));
    figures_->database.Set(now.database_answers ? 1 : 0);
    return prometheus::TextSerializer().Serialize(figures_->registry.Collect());
}

}  // namespace shenyi::api
