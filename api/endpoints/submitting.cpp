#include "api/endpoints/submitting.hpp"

#include "api/endpoints/looking.hpp"

#include "api/http/conditional.hpp"
#include "api/http/field_values.hpp"
#include "api/limits.hpp"
#include "api/render/finding.hpp"
#include "api/render/receipt.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/digest.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <charconv>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;
using Kind = storage::Outcome::Kind;

void collect_documents(const json::value& value, std::vector<DocumentId>& out) {
    if (const auto* text = value.if_string()) {
        if (std::string_view(*text).starts_with("sha256:")) out.push_back({std::string(*text)});
    } else if (const auto* list = value.if_array()) {
        for (const json::value& each : *list) collect_documents(each, out);
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) collect_documents(member.value(), out);
    }
}

Command command_with(const Call& call, const Asked& asked, const json::value& value, std::any body) {
    Command command{.target = asked.target,
                    .action = asked.action,
                    .subject = asked.subject,
                    .actor = call.person,
                    .body = std::move(body)};
    collect_documents(value, command.documents);
    command.occurred_at = codec::occurred_at_of(command.body);
    return command;
}

/// The body without the lists that are longer than the contract lets them be, which are looked into no further.
json::value without_long_lists(json::value body, const std::vector<BodyFault>& faults) {
    for (const BodyFault& fault : faults) {
        if (fault.expected != SchemaExpected("max_items")) continue;
        boost::system::error_code not_there;
        if (json::value* list = body.find_pointer(fault.pointer, not_there)) *list = json::array{};
    }
    return body;
}

/// 422 with the faults of the body's shape, and with what its other members name that is not there: whoever mends the
/// one is not to come back for the other.
http::Response misshapen(const Call& call, const Asked& asked, const json::value& body,
                         const std::vector<BodyFault>& faults) {
    if (faults.size() == limits::body_faults_max) return faulty(call, faults);
    std::vector<std::string> pointers;
    for (const BodyFault& fault : faults) pointers.push_back(fault.pointer);
    const json::value looked_into = without_long_lists(body, faults);
    const Command command =
        command_with(call, asked, looked_into, codec::read_what_fits(asked.target, asked.action, looked_into));
    return faulty(call, faults, value_of(call.app.engine->faults_beside(command, pointers)));
}

tl::expected<Command, http::Response> command_of(const Call& call, const Asked& asked) {
    const auto body = json_of(call, asked.operation);
    if (!body) return tl::unexpected(body.error());
    const auto faults = faults_of_shape(call, asked.operation, *body);
    if (!faults.empty()) return tl::unexpected(misshapen(call, asked, *body, faults));
    auto read = codec::read_body(asked.target, asked.action, *body);
    if (!read) return tl::unexpected(faulty(call, read.error()));
    return command_with(call, asked, *body, std::move(*read));
}

bool is_dry(const Call& call) {
    return call.query("dry_run") == "true";
}

/// Whether the key is missing though it is asked for, or too long.
bool key_is_malformed(const Call& call) {
    const std::string_view key = call.request->headers.value("Idempotency-Key");
    return !is_dry(call) && (key.empty() || key.size() > idempotency_key_bytes_max);
}

storage::IdempotencyKey key_of(const http::Request& request) {
    return {.method = request.method_name.empty() ? "POST" : request.method_name,
            .path = request.path,
            .key = std::string(request.headers.value("Idempotency-Key")),
            .body_sha256 = sha256_hex(request.body)};
}

/// The seq that the tag names. Nothing where there is no tag, or `*`; a weak one, or none of ours, fits no seq.
std::optional<std::int64_t> tag_of(const http::Request& request) {
    constexpr std::int64_t of_no_resource = -1;
    const std::string_view field = request.headers.value("If-Match");
    const std::string_view given = http::tag_value(field);
    if (given.empty()) return std::nullopt;
    if (http::is_weak_tag(field)) return of_no_resource;
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), seq);
    return error == std::errc() && end == given.data() + given.size() ? seq : of_no_resource;
}

/// RFC 7240: whether the answer is not to wait until its events are sealed.
bool responds_async(const http::Request& request) {
    bool asked = false;
    http::each_element(request.headers.value("Prefer"), [&](std::string_view preference) {
        asked = asked || http::same_ignoring_case(preference, "respond-async");
    });
    return asked;
}

storage::Submission submission_of(const Call& call, const Asked& asked, Command command) {
    storage::Submission submission{.command = std::move(command),
                                   .key = key_of(*call.request),
                                   .address = call.request->remote_address,
                                   .sees = asked.sees,
                                   .waits = !responds_async(*call.request)};
    const workflow::Action* action = find_action(asked.target, asked.action);
    submission.needs_tag = action != nullptr && action->tag;
    if (submission.needs_tag) submission.if_match = tag_of(*call.request);
    return submission;
}

std::vector<std::string> rules_of(const std::vector<Finding>& findings) {
    std::vector<std::string> rules;
    for (const Finding& finding : findings) rules.push_back(finding.rule);
    return rules;
}

http::Response refused(const Call& call, const Command& command, const storage::Outcome& outcome) {
    http::Problem what;
    if (outcome.refusal.not_your_role()) {
        what.name = "forbidden";
        what.status = 403;
        what.members.emplace("roles", codec::write(outcome.refusal.roles_that_may));
    } else {
        const storage::Snapshot snapshot = world_after(call, command.subject, outcome);
        const FindingPlace at{call.app, snapshot.world, command, call.request->language};
        what.name = "refused";
        what.status = 409;
        what.members.emplace("findings", render(outcome.refusal.findings, at));
        what.members.emplace("warnings", render(outcome.warnings, at));
    }
    http::Response response = problem(call.app, *call.request, std::move(what));
    response.noted.rules = rules_of(outcome.refusal.findings);
    return response;
}

json::array events_of(const storage::Outcome& outcome) {
    json::array events;
    for (const storage::EventReference& event : outcome.events) {
        if (events.size() == limits::events_told_max) break;
        events.push_back(json::object{{"id", event.id},
                                      {"type", event.type},
                                      {"stream", event.stream},
                                      {"stream_seq", event.stream_seq},
                                      {"recorded_at", rfc3339(event.recorded_at)},
                                      {"receipt_at", receipt_address(event.id)}});
    }
    return events;
}

/// An answer that is given again has its receipts from the log.
std::vector<storage::Receipt> receipts_of(const Call& call, const storage::Outcome& outcome) {
    if (responds_async(*call.request)) return {};
    if (!outcome.replayed) return outcome.receipts;
    return value_of(call.app.engine->receipts(outcome.subject.organ, outcome.events));
}

http::Response done(const Call& call, const Asked& asked, const Command& command, const storage::Outcome& outcome) {
    Asked::Shown shown = asked.show(call, outcome);
    json::object body = std::move(shown.members);
    Command after = command;
    after.subject = outcome.subject;
    const storage::Snapshot snapshot = world_after(call, after.subject, outcome);
    body.emplace("events", events_of(outcome));
    body.emplace("warnings", render(outcome.warnings, {call.app, snapshot.world, after, call.request->language}));
    const auto receipts = receipts_of(call, outcome);
    const bool sealed = !receipts.empty() || outcome.events.empty();
    body.emplace("receipt", render_receipt(call.app.log_origin, receipts));
    body.emplace("sealed", sealed);
    http::Response response = json_answer(call.app.seals && !sealed ? 202 : asked.creates ? 201 : 200, body);
    if (responds_async(*call.request)) response.with("Preference-Applied", "respond-async");
    if (!shown.location.empty()) response.with("Location", shown.location);
    if (shown.tag.empty()) return response;
    return std::move(response).tagged(shown.tag);
}

http::Response told(const Call& call, const Asked& asked, const Command& command, const storage::Outcome& outcome) {
    switch (outcome.kind) {
        case Kind::accepted:
            return done(call, asked, command, outcome);
        case Kind::refused:
        case Kind::not_your_role:
            return refused(call, command, outcome);
        case Kind::body_faulty:
            return faulty(call, outcome.refusal.body_faults);
        case Kind::stale:
            return problem(call, "precondition_failed", 412);
        case Kind::key_reused:
            return problem(call, "key_reused", 422);
        case Kind::not_found:
            return not_found(call);
        case Kind::tag_missing:
            return problem(call, "precondition_required", 428);
    }
    return problem(call, "internal", 500);
}

http::Response dry(const Call& call, const Command& command) {
    const auto asked = value_of(call.app.engine->ask(command));
    if (!asked && !asked.error().body_faults.empty()) return faulty(call, asked.error().body_faults);
    const auto snapshot = value_of(call.app.engine->read(command.subject, call.person));
    const FindingPlace at{call.app, snapshot.world, command, call.request->language};
    const auto& warnings = asked ? asked->warnings : asked.error().warnings;
    json::object body{{"allowed", asked.has_value()},
                      {"findings", asked ? json::array{} : render(asked.error().findings, at)},
                      {"warnings", render(warnings, at)}};
    if (!asked && asked.error().not_your_role()) body.emplace("roles", codec::write(asked.error().roles_that_may));
    http::Response response = json_answer(200, body);
    if (!asked) response.noted.rules = rules_of(asked.error().findings);
    return response;
}

http::Response fenced(const Call& call, const std::function<http::Response()>& make) {
    try {
        return make();
    } catch (const StoreFault& fault) {
        spdlog::error("{}: {}", call.request->request_id, fault.what());
        return answer(call, fault.kind);
    } catch (const std::exception& fault) {
        spdlog::error("{}: {}", call.request->request_id, fault.what());
        return problem(call, "internal", 500);
    }
}

/// Whether what the request is about is hidden from the caller. Asked where no command will be: what is wrong with a
/// request is told only of what one may know of.
bool is_hidden(const Call& call, const Asked& asked) {
    if (!asked.sees) return false;
    return !asked.sees(value_of(call.app.engine->read(asked.subject, call.person)).world);
}

}  // namespace

void submit(const Call& call, const Asked& asked, const http::Reply& reply) {
    if (const auto answer = faulty_query(call, asked.operation)) {
        reply(is_hidden(call, asked) ? not_found(call) : *answer);
        return;
    }
    if (!call.request->body_fault && key_is_malformed(call)) {
        reply(is_hidden(call, asked) ? not_found(call) : bad_key(call));
        return;
    }
    const auto command = command_of(call, asked);
    if (!command) {
        reply(is_hidden(call, asked) ? not_found(call) : command.error());
        return;
    }
    if (is_dry(call)) {
        reply(is_hidden(call, asked) ? not_found(call) : dry(call, *command));
        return;
    }
    call.app.engine->submit(
        submission_of(call, asked, *command),
        [call, asked, command = *command, reply](const tl::expected<storage::Outcome, storage::StoreError>& outcome) {
            if (!outcome) {
                reply(answer(call, outcome.error().kind));
                return;
            }
            const auto tell = [call, asked, command, reply, outcome = *outcome] {
                reply(fenced(call, [&] { return told(call, asked, command, outcome); }));
            };
            if (!call.app.pool->take(tell)) tell();
        });
}

}  // namespace shenyi::api
