#include "api/declared_text.hpp"
#include "api/document_types.hpp"
#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/papers.hpp"
#include "api/endpoints/reading.hpp"
#include "api/file_name.hpp"
#include "api/http/upload.hpp"
#include "api/limits.hpp"
#include "api/routes.hpp"
#include "api/visibility.hpp"
#include "storage/readers.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

constexpr std::size_t media_type_bytes_max = 200;

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

/// The longest beginning by which a type is told.
constexpr std::size_t beginning_bytes = 8;

http::Response unsupported(const Call& call, std::string_view key) {
    return problem(call, "unsupported_media_type", 415,
                   call.app.messages->render(tag(call.request->language), "document." + std::string(key)));
}

/// The answer, ascribed to the person who asked.
http::Response asked_by(const Call& call, http::Response response) {
    response.noted.person = call.person.value;
    return response;
}

class Sink : public http::UploadSink {
  public:
    Sink(Call call, const DocumentType& type, std::unique_ptr<storage::Documents::Upload> upload)
        : call_(std::move(call)),
          type_(type),
          text_(call_.request->headers.value("Content-Type")),
          upload_(std::move(upload)) {}

    std::optional<http::Response> write(std::string_view piece) override {
        if (beginning_.size() < beginning_bytes) {
            beginning_ += piece.substr(0, beginning_bytes - beginning_.size());
            const bool enough = beginning_.size() == beginning_bytes;
            if (enough && !type_.fits(beginning_)) return asked_by(call_, unsupported(call_, "is_not_its_type"));
        }
        if (!text_.take(piece)) return asked_by(call_, unsupported(call_, "is_not_its_type"));
        if (upload_->write(piece)) return std::nullopt;
        return asked_by(call_, problem(call_, "too_large", 413));
    }
    void finish(http::Reply reply) override {
        reply = reply.asked_by(call_.person.value);
        if (beginning_.empty()) return reply(empty());
        if (!type_.fits(beginning_) || !text_.whole()) return reply(unsupported(call_, "is_not_its_type"));
        const auto row = upload_->finish();
        if (!row) {
            reply(answer(call_, row.error().kind));
            return;
        }
        reply(json_answer(201, document_of(*row)).with("Location", "/api/v1/documents/" + row->id.value));
    }
    void abort() noexcept override { upload_.reset(); }

  private:
    http::Response empty() const {
        const std::string told = call_.app.messages->render(tag(call_.request->language), "document.is_empty");
        return problem(call_.app, *call_.request,
                       {.name = "validation", .status = 422, .detail = {}, .errors = {{"", "value", told}}});
    }

    Call call_;
    const DocumentType& type_;
    DeclaredText text_;
    std::unique_ptr<storage::Documents::Upload> upload_;
    std::string beginning_;
};

/// 400 that names the field.
http::Response unfit_name(const Call& call, FileNameFault fault) {
    const Term what{"file_name_fault", std::string(codec::name_of_enumerator(fault))};
    return bad_parameter(call, "Content-Disposition", call.app.messages->word(tag(call.request->language), what));
}

using OpenedUpload = std::variant<std::unique_ptr<http::UploadSink>, http::Response>;

OpenedUpload begin_upload(Call& call) {
    App& app = call.app;
    try {
        if (auto answer = turned_away(call)) return *std::move(answer);
    } catch (const StoreFault& fault) {
        return answer(call, fault.kind);
    }
    if (auto answer = faulty_query(call, "upload_document")) return *std::move(answer);
    std::string media_type(call.request->headers.value("Content-Type"));
    if (media_type.empty()) media_type = "application/octet-stream";
    const DocumentType* type = media_type.size() > media_type_bytes_max ? nullptr : document_type(media_type);
    if (type == nullptr) return unsupported(call, "type_not_taken");
    auto name = file_name_of(call.request->headers.value("Content-Disposition"));
    if (!name) return unfit_name(call, name.error());
    auto upload =
        app.documents->begin(call.organ, call.person, *std::move(name), std::move(media_type), app.clock->now());
    return std::make_unique<Sink>(call, *type, std::move(upload));
}

OpenedUpload open_upload(App& app, http::Request request) {
    const auto shared = std::make_shared<const http::Request>(std::move(request));
    Call call{.app = app, .request = shared, .organ = app.organ, .person = {}, .listed = {}};
    OpenedUpload opened = begin_upload(call);
    if (auto* answer = std::get_if<http::Response>(&opened)) return asked_by(call, std::move(*answer));
    return opened;
}

/// Who brought a document where the reader may read it, he himself before all; nothing where he may not.
using Givers = std::optional<std::vector<PersonId>>;

/// Whom a roster leaves out reads the paper by which it does (R-MEET-04).
bool shows_his_exclusion(const Meeting& meeting, const PersonId& reader, const DocumentId& document) {
    return meeting.roster && std::ranges::any_of(meeting.roster->excluded, [&](const Exclusion& exclusion) {
               return exclusion.person == reader && exclusion.document == document;
           });
}

Givers givers_in(const Call& call, const World& world, const std::string& id, const DocumentId& document) {
    if (const Matter* matter = find(world, MatterId{id})) {
        const View view = view_of(world, call.person, *matter);
        if (!view.every_paper && !view.papers.contains(document)) return std::nullopt;
        return givers_of(*matter);
    }
    const Meeting* meeting = find(world, MeetingId{id});
    if (meeting == nullptr) return std::nullopt;
    if (!sees_record(world, call.person, *meeting) && !shows_his_exclusion(*meeting, call.person, document)) {
        return std::nullopt;
    }
    return givers_of(*meeting);
}

/// Takes down that he opens it as a paper of each matter and meeting that names it and shows it to him; who brought it
/// into the first of them.
Givers opened_as_paper(const Call& call, const DocumentId& document) {
    const auto uses = value_of(call.app.store->readers().read(
        [&](storage::Connection& connection) { return storage::uses_of(connection, call.organ, document); }));
    Givers first;
    for (const std::string& stream : uses) {
        const std::string id = stream.substr(stream.find('/') + 1);
        Subject subject = call.subject();
        if (stream.starts_with("matter/")) {
            subject.matter = MatterId{id};
        } else {
            subject.meeting = MeetingId{id};
        }
        const auto snapshot = value_of(call.app.engine->read(subject, call.person));
        const Givers givers = givers_in(call, snapshot.world, id, document);
        if (!givers) continue;
        note_reading(call, snapshot.world, {stream}, {.what = ReadKind::document, .document = document});
        if (!first) first = givers;
    }
    return first;
}

/// As he uploaded it, or as those did who brought it into a matter or meeting that he sees.
std::optional<storage::DocumentRow> readable(const Call& call, const DocumentId& id) {
    const auto own = value_of(call.app.documents->find(call.organ, id, {call.person}));
    if (!own) return std::nullopt;
    const Givers givers = opened_as_paper(call, id);
    if (own->uploaded_by == call.person) return own;
    if (!givers) return std::nullopt;
    return value_of(call.app.documents->find(call.organ, id, *givers));
}

http::Response read_document(const Call& call) {
    const DocumentId id{std::string(call.parameter("doc"))};
    const auto row = readable(call, id);
    if (!row) return not_found(call);
    http::Response response;
    response.content_type = row->media_type;
    response.source = value_of(call.app.documents->read(call.organ, id));
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
