#include "api/metrics.hpp"

#include "api/process_figures.hpp"
#include "workflow/dates.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>

namespace shenyi::api {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries seconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
const Histogram::BucketBoundaries commands{1, 2, 4, 8, 16, 32, 64, 128, 256};

using Failure = storage::StoreError::Kind;
constexpr std::array<std::pair<Failure, const char*>, 12> failure_names{{{Failure::stale, "stale"},
                                                                         {Failure::constraint, "constraint"},
                                                                         {Failure::key_reused, "key_reused"},
                                                                         {Failure::full, "full"},
                                                                         {Failure::unavailable, "unavailable"},
                                                                         {Failure::no_room, "no_room"},
                                                                         {Failure::denied, "denied"},
                                                                         {Failure::clock_behind, "clock_behind"},
                                                                         {Failure::audit_rollback, "audit_rollback"},
                                                                         {Failure::audit_backlog, "audit_backlog"},
                                                                         {Failure::damaged, "damaged"},
                                                                         {Failure::fault, "fault"}}};
constexpr const char* other_rule = "other";

double in_seconds(std::chrono::microseconds time) {
    return std::chrono::duration<double>(time).count();
}

double in_seconds(workflow::Instant at) {
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

/// A counter that somebody else counts.
void grow_to(Counter& counter, double value) {
    if (value > counter.Value()) counter.Increment(value - counter.Value());
}

}  // namespace

struct Metrics::Figures {
    /// Makes the families of one registry.
    struct Maker {
        prometheus::Registry& registry;

        Family<Counter>& counters(const char* name, const char* help) const {
            return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
        }
        Family<Gauge>& gauges(const char* name, const char* help) const {
            return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
        }
        Family<Histogram>& histograms(const char* name, const char* help) const {
            return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
        }
        Counter& counter(const char* name, const char* help) const { return counters(name, help).Add({}); }
        Gauge& gauge(const char* name, const char* help) const { return gauges(name, help).Add({}); }
    };

    prometheus::Registry registry;
    Maker make{registry};

    Family<Counter>& requests =
        make.counters("shenyi_requests_total", "Requests answered, by operation and status; 0: the client left before");
    Family<Histogram>& durations = make.histograms(
        "shenyi_request_seconds", "From the first byte of a request to the last of its answer, by operation");
    Family<Counter>& refusals = make.counters("shenyi_refusals_total", "Findings that refused, by rule");
    Family<Counter>& failures =
        make.counters("shenyi_store_failures_total", "Requests for which the store did not do what they needed");
    Counter& events = make.counter("shenyi_events_total", "Events committed by this process");
    Counter& passwords =
        make.counter("shenyi_password_checks_total", "Passwords checked at log-in, those of unknown logins too");
    Counter& failed = make.counter("shenyi_log_ins_failed_total", "Log-ins that failed");
    Histogram& batches =
        make.histograms("shenyi_batch_commands", "Commands that one transaction carried out").Add({}, commands);
    Histogram& commits =
        make.histograms("shenyi_commit_seconds", "A transaction of the committer, from its begin to its commit")
            .Add({}, seconds);
    Gauge& commands_waiting = make.gauge("shenyi_commands_waiting", "Commands that wait for the committer");
    Gauge& commands_most = make.gauge("shenyi_commands_waiting_max", "As many may; one more is told to come back");
    Gauge& pool_waiting = make.gauge("shenyi_work_waiting", "Requests that wait for a thread that may wait");
    Gauge& pool_most = make.gauge("shenyi_work_waiting_max", "As many may; one more is told to come back");
    Gauge& streams = make.gauge("shenyi_event_streams_open", "Readers of live changes");
    Family<Gauge>& pending = make.gauges("shenyi_events_pending", "Events that no checkpoint covers yet");
    Family<Gauge>& pending_age =
        make.gauges("shenyi_events_pending_oldest_seconds", "Age of the oldest event that no checkpoint covers yet");
    Gauge& database = make.gauge("shenyi_database_up", "1 where the database answers");
    Gauge& ready = make.gauge("shenyi_ready", "1 where this server can serve, as /readyz says");
    Family<Gauge>& not_ready = make.gauges("shenyi_not_ready", "1 at the reason for which it cannot");
    Family<Gauge>& sessions = make.gauges("shenyi_sessions_open", "Sessions that have not ended");
    Family<Gauge>& day = make.gauges("shenyi_day_begun_timestamp_seconds", "Midnight of the last day that was begun");
    Family<Gauge>& calendar =
        make.gauges("shenyi_calendar_last_year", "The last year of which the working-day calendar is known");
    Family<Gauge>& free_bytes = make.gauges("shenyi_disk_free_bytes", "Free on the file system of a folder");
    Family<Gauge>& size_bytes = make.gauges("shenyi_disk_size_bytes", "Size of the file system of a folder");
    Counter& lines_lost = make.counter("shenyi_log_lines_lost_total",
                                       "Lines of the log given up since the start, for want of a place to put them");
    Gauge& memory = make.gauge("process_resident_memory_bytes", "Memory of the process that is in use");
    Gauge& files = make.gauge("process_open_fds", "Files and connections that the process has open");
    Gauge& files_most = make.gauge("process_max_fds", "As many may it have open");
    Counter& processor = make.counter("process_cpu_seconds_total", "Processor time of the process");
    Gauge& started = make.gauge("process_start_time_seconds", "When the process began to keep figures");
};

Metrics::Metrics(const std::set<std::string>& rules) : figures_(std::make_unique<Figures>()) {
    // From nought on: what is first seen at one has not grown to whoever compares.
    for (const std::string& rule : rules) figures_->refusals.Add({{"rule", rule}});
    figures_->refusals.Add({{"rule", other_rule}});
    for (const auto& [kind, name] : failure_names) figures_->failures.Add({{"kind", name}});
    figures_->started.SetToCurrentTime();
}

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
    for (const std::string& rule : committed.refused_by) {
        const bool known = figures_->refusals.Has({{"rule", rule}});
        figures_->refusals.Add({{"rule", known ? rule : other_rule}}).Increment();
    }
}

void Metrics::store_failed(storage::StoreError::Kind kind) {
    for (const auto& [known, name] : failure_names) {
        if (known == kind) figures_->failures.Add({{"kind", name}}).Increment();
    }
}

void Metrics::password_checked() {
    figures_->passwords.Increment();
}

void Metrics::log_in_failed() {
    figures_->failed.Increment();
}

std::string Metrics::text(const Now& now) {
    Figures& all = *figures_;
    all.commands_waiting.Set(static_cast<double>(now.commands.waiting));
    all.commands_most.Set(static_cast<double>(now.commands.most));
    all.pool_waiting.Set(static_cast<double>(now.pool.waiting));
    all.pool_most.Set(static_cast<double>(now.pool.most));
    all.streams.Set(static_cast<double>(now.streams_open));
    grow_to(all.lines_lost, static_cast<double>(now.log_lines_lost));
    all.database.Set(now.database_answers ? 1 : 0);
    all.ready.Set(now.not_ready ? 0 : 1);
    for (const std::string_view reason : reasons_not_ready) {
        all.not_ready.Add({{"reason", std::string(reason)}}).Set(now.not_ready == reason ? 1 : 0);
    }
    if (now.events_pending) {
        all.pending.Add({}).Set(static_cast<double>(*now.events_pending));
        all.pending_age.Add({}).Set(now.oldest_pending ? in_seconds(now.at) - in_seconds(*now.oldest_pending) : 0);
    }
    if (now.sessions) all.sessions.Add({}).Set(static_cast<double>(*now.sessions));
    if (now.day_begun) all.day.Add({}).Set(in_seconds(workflow::start_of(*now.day_begun)));
    if (now.calendar_until) all.calendar.Add({}).Set(*now.calendar_until);
    for (const Space& space : now.spaces) {
        all.free_bytes.Add({{"folder", space.folder}}).Set(static_cast<double>(space.free));
        all.size_bytes.Add({{"folder", space.folder}}).Set(static_cast<double>(space.size));
    }
    const ProcessFigures process = process_figures();
    all.memory.Set(process.resident_bytes);
    all.files.Set(process.open_files);
    all.files_most.Set(process.open_files_max);
    grow_to(all.processor, process.processor_seconds);
    return prometheus::TextSerializer().Serialize(all.registry.Collect());
}

}  // namespace shenyi::api
