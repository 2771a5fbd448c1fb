#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/reading.hpp"
#include "api/http/upload.hpp"
#include "api/limits.hpp"
#include "api/routes.hpp"
#include "api/visibility.hpp"
#include "storage/readers.hpp"
#include "workflow/context.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

constexpr std::size_t name_bytes_max = 500;
constexpr std::size_t media_type_bytes_max = 200;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

/// `filename*=UTF-8''…` before `filename="…"` (RFC 6266); "document" where there is neither. No path, no controls.
std::string file_name(std::string_view disposition) {
    std::string name;
    constexpr std::string_view extended = "filename*=UTF-8''";
    constexpr std::string_view plain = "filename=";
    if (const auto at = disposition.find(extended); at != std::string_view::npos) {
        const auto rest = disposition.substr(at + extended.size());
        name = decoded(rest.substr(0, rest.find(';')));
    } else if (const auto there = disposition.find(plain); there != std::string_view::npos) {
        auto rest = disposition.substr(there + plain.size());
        if (rest.starts_with('"')) {
            rest.remove_prefix(1);
            name = rest.substr(0, rest.find('"'));
        } else {
            name = rest.substr(0, rest.find(';'));
        }
    }
    std::erase_if(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    if (name.empty() || name.size() > name_bytes_max) return "document";
    return name;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                           c == '-' || c == '_';
        if (plain) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 15U]);
        }
    }
    return out;
}

json::object document_of(const storage::DocumentRow& row) {
    std::string sha256 = row.id.value;
    if (sha256.starts_with("sha256:")) sha256.erase(0, 7);
    return {{"id", row.id.value},           {"size", row.size}, {"sha256", sha256}, {"sm3", row.sm3},
            {"media_type", row.media_type}, {"name", row.name}};
}

class Sink : public http::UploadSink {
  public:
    Sink(Call call, std::unique_ptr<storage::Documents::Upload> upload)
        : call_(std::move(call)), upload_(std::move(upload)) {}

    std::optional<http::Response> write(std::string_view piece) override {
        if (upload_->write(piece)) return std::nullopt;
        return problem(call_, "too_large", 413);
    }
    void finish(http::Reply reply) override {
        const auto row = upload_->finish();
        if (!row) {
            reply(answer(call_, row.error().kind));
            return;
        }
        reply(json_answer(201, document_of(*row)).with("Location", "/api/v1/documents/" + row->id.value));
    }
    void abort() noexcept override { upload_.reset(); }

  private:
    Call call_;
    std::unique_ptr<storage::Documents::Upload> upload_;
};

std::variant<std::unique_ptr<http::UploadSink>, http::Response> open_upload(App& app, http::Request request) {
    const auto shared = std::make_shared<const http::Request>(std::move(request));
    Call call{.app = app, .request = shared, .organ = app.organ, .person = {}, .listed = {}};
    try {
        if (auto answer = turned_away(call)) return *std::move(answer);
    } catch (const StoreFault& fault) {
        return answer(call, fault.kind);
    }
    std::string media_type(shared->headers.value("Content-Type"));
    if (media_type.empty()) media_type = "application/octet-stream";
    if (media_type.size() > media_type_bytes_max) return problem(call, "unsupported_media_type", 415);
    auto upload = app.documents->begin(call.organ, call.person, file_name(shared->headers.value("Content-Disposition")),
                                       std::move(media_type), app.clock->now());
    return std::make_unique<Sink>(std::move(call), std::move(upload));
}

bool shows(const Call& call, const World& world, const std::string& id, const DocumentId& document) {
    if (const Matter* matter = find(world, MatterId{id})) {
        const View view = view_of(world, call.person, *matter);
        return view.every_paper || view.papers.contains(document);
    }
    const Meeting* meeting = find(world, MeetingId{id});
    return meeting != nullptr && sees_record(world, call.person, *meeting);
}

/// Takes down that he opens it as a paper of each matter and meeting that names it and shows it to him; whether there
/// is one.
bool opened_as_paper(const Call& call, const DocumentId& document) {
    const auto uses = value_of(call.app.store->readers().read(
        [&](storage::Connection& connection) { return storage::uses_of(connection, call.organ, document); }));
    bool shown = false;
    for (const std::string& stream : uses) {
        const std::string id = stream.substr(stream.find('/') + 1);
        Subject subject = call.subject();
        if (stream.starts_with("matter/")) {
            subject.matter = MatterId{id};
        } else {
            subject.meeting = MeetingId{id};
        }
        const auto snapshot = value_of(call.app.engine->read(subject, call.person));
        if (!shows(call, snapshot.world, id, document)) continue;
        note_reading(call, snapshot.world, {stream}, {.what = ReadKind::document, .document = document});
        shown = true;
    }
    return shown;
}

/// Whoever uploaded it, or sees a matter or meeting that names it.
bool may_read(const Call& call, const storage::DocumentRow& row) {
    const bool shown = opened_as_paper(call, row.id);
    return shown || row.uploaded_by == call.person;
}

http::Response read_document(const Call& call) {
    const DocumentId id{std::string(call.parameter("doc"))};
    const auto row = value_of(call.app.documents->find(call.organ, id));
    if (!row || !may_read(call, *row)) return not_found(call);
    http::Response response;
    response.content_type = row->media_type;
    response.source = call.app.documents->read(call.organ, id);
    response.source_size = static_cast<std::uint64_t>(row->size);
    response.with("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(row->name));
    return std::move(response).tagged(id.value);
}

}  // namespace

void add_documents(http::Router& router, App& app) {
    http::Route upload;
    upload.name = "upload_document";
    upload.body = http::Route::Body::raw;
    upload.body_limit = limits::document_bytes_max;
    upload.logged_in = true;
    upload.open_upload = [&app](http::Request request) { return open_upload(app, std::move(request)); };
    router.add(http::Method::post, "/api/v1/documents", std::move(upload));
    get(router, app, "/documents/{doc}", "get_document", read_document);
}

}  // namespace shenyi::api
