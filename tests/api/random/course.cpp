#include "tests/api/random/course.hpp"

#include "tests/support/contract.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

constexpr std::size_t faults_told_max = 10;
constexpr std::size_t shown_bytes_max = 3000;

json::value body_of(const HttpAnswer& answer) {
    const bool is_json = answer.header("Content-Type").find("json") != std::string::npos;
    if (!is_json || answer.body.empty() || answer.has("Content-Encoding")) return nullptr;
    boost::system::error_code none;
    return json::parse(answer.body, none);
}

/// The actions that the list says are allowed, but for the one that always is.
std::vector<std::string> allowed_in(const json::value& told) {
    std::vector<std::string> allowed;
    const auto* list = told.if_object();
    if (list == nullptr || !list->contains("items")) return allowed;
    for (const json::value& each : list->at("items").as_array()) {
        const std::string action(each.at("action").as_string());
        if (each.at("allowed").as_bool() && action != "note_objection") allowed.push_back(action);
    }
    return allowed;
}

/// Not longer than one can read, and in printable characters.
std::string shown(std::string_view text) {
    std::string out(text.substr(0, shown_bytes_max));
    std::ranges::replace_if(
        out, [](char each) { return static_cast<unsigned char>(each) < 0x20 && each != '\n'; }, '?');
    return text.size() > shown_bytes_max ? out + "… (" + std::to_string(text.size()) + " bytes)" : out;
}

}  // namespace

RandomCourse::RandomCourse(VisitedBureau& bureau, std::uint64_t seed)
    : bureau_(bureau), dice_(seed), operations_(operations_of_contract(Contract::shared().document())) {
    for (const char* list : {"/matters", "/meetings", "/people", "/advisers", "/procedures", "/organs"}) {
        get(operations_.at("list_" + std::string(list + 1)), "director", "/api/v1" + std::string(list));
    }
    get(operations_.at("get_me"), "office", "/api/v1/me");
    const std::string organ = bureau_.app().organ.value;
    get(operations_.at("list_units"), "office", "/api/v1/organs/" + organ + "/units");
}

void RandomCourse::round() {
    std::vector<const Operation*> order;
    for (const auto& [id, operation] : operations_) order.push_back(&operation);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice_.below(i)]);
    for (const Operation* operation : order) {
        if (faults_.size() >= faults_told_max) return;
        drive(*operation);
        act_as_allowed();
    }
}

void RandomCourse::drive(const Operation& operation) {
    const Resource resource = resource_of(operation);
    drive_as(operation, bureau_.somebody(operation.roles, resource.shown, dice_), resource);
}

/// What the list of actions says somebody may do now, he does: the way on through the procedure.
void RandomCourse::act_as_allowed() {
    const Operation& list = operations_.at("list_matter_actions");
    const Resource matter = resource_of(list);
    for (int tries = 0; tries < 4; ++tries) {
        const std::string login = dice_.of(bureau_.people());
        const auto allowed = allowed_in(body_of(get(list, login, "/api/v1/matters/" + matter.id + "/actions")));
        if (allowed.empty()) continue;
        const auto found = operations_.find("matter_" + dice_.of(allowed));
        if (found != operations_.end()) drive_as(found->second, login, matter);
        return;
    }
}

void RandomCourse::drive_as(const Operation& operation, const std::string& login, const Resource& resource) {
    const Sources sources{near_, all_, papers_of(login), bureau_.app().clock->now()};
    RequestDrawing drawing(operation, sources, dice_);
    ask(operation, login, drawing.draw(resource.id, resource.tag, "key-" + std::to_string(++keys_)));
}

/// The matter or meeting that a request of the operation is about, as the director sees it; what it names is near.
RandomCourse::Resource RandomCourse::resource_of(const Operation& operation) {
    near_ = {};
    const bool of_matter = operation.path.find("/matters/{id}") != std::string::npos;
    const bool of_meeting = operation.path.find("/meetings/{id}") != std::string::npos;
    if (!of_matter && !of_meeting) return {};
    Resource resource{.id = all_.any(of_matter ? "mat" : "mtg", dice_), .tag = {}, .shown = {}};
    const Operation& reading = operations_.at(of_matter ? "get_matter" : "get_meeting");
    const auto answer = get(reading, "director", (of_matter ? "/api/v1/matters/" : "/api/v1/meetings/") + resource.id);
    if (answer.status != 200) return resource;
    resource.tag = answer.header("ETag");
    resource.shown = body_of(answer);
    near_.learn(resource.shown);
    return resource;
}

Known& RandomCourse::papers_of(const std::string& login) {
    Known& papers = papers_[login];
    if (papers.has("sha256") && !dice_.one_in(10)) return papers;
    const std::string text = "第一条 为了规范。\n第二条 在" + std::to_string(dice_.below(10'000)) + "日内办结。\n";
    const DrawnRequest upload{
        .method = "POST",
        .target = "/api/v1/documents",
        .headers = {{"Content-Type", "text/plain"}, {"Content-Disposition", "attachment; filename=\"paper.txt\""}},
        .body = text};
    papers.learn(body_of(ask(operations_.at("upload_document"), login, upload)));
    return papers;
}

HttpAnswer RandomCourse::get(const Operation& operation, const std::string& login, const std::string& target) {
    return ask(operation, login, {.method = "GET", .target = target, .headers = {}, .body = {}});
}

/// Once more, where the session has ended since: the clock was moved, the password set anew.
HttpAnswer RandomCourse::ask(const Operation& operation, const std::string& login, DrawnRequest request) {
    const bool by_name = operation.logged_in && request.as_somebody;
    const HeaderList fields = request.headers;
    HttpAnswer answer;
    for (int attempt = 0; attempt < 2; ++attempt) {
        request.headers = fields;
        if (by_name) request.headers.emplace_back("Authorization", "Bearer " + bureau_.token(login));
        answer = operation.id == "stream_events" ? send_stream(request) : send(request);
        look_at(operation, login, request, answer);
        if (!by_name || answer.status != 401) break;
        bureau_.forget(login);
    }
    return answer;
}

HttpAnswer RandomCourse::send(const DrawnRequest& request) {
    try {
        if (!client_) client_.emplace(bureau_.port());
        HttpAnswer answer = client_->request(request.method, request.target, request.headers, request.body);
        if (answer.header("Connection") == "close") client_.reset();
        return answer;
    } catch (const std::runtime_error& fault) {
        client_.reset();
        return {.status = 0, .headers = {}, .body = fault.what()};
    }
}

/// A stream has no end: its head is all that is read, and of an answer that is none too.
HttpAnswer RandomCourse::send_stream(const DrawnRequest& request) {
    HttpClient client(bureau_.port());
    std::string text = request.method + " " + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
    client.send(text + "\r\n");
    HttpAnswer answer = client.receive_head();
    const bool is_stream = answer.header("Content-Type").starts_with("text/event-stream");
    if (!is_stream && request.method != "HEAD") answer.body = client.read_rest();
    return answer;
}

void RandomCourse::look_at(const Operation& operation, const std::string& login, const DrawnRequest& request,
                           const HttpAnswer& answer) {
    ++answered_[operation.id][answer.status];
    const std::string status = "answered " + std::to_string(answer.status) + ": " + shown(answer.body);
    if (answer.status == 0 || answer.status >= 500) return tell(operation, login, request, status);
    const bool readable = request.method != "HEAD" && !answer.has("Content-Encoding");
    // Another method on the same path is another operation, which this table does not look for.
    if (request.method != operation.method && answer.status < 400) return;
    if (!readable) return;
    std::string told;
    for (const std::string& fault : Contract::shared().faults_of(operation.id, answer)) told += fault + "\n";
    if (!told.empty()) return tell(operation, login, request, told + status);
    if (answer.status < 300) all_.learn(body_of(answer));
}

void RandomCourse::tell(const Operation& operation, const std::string& login, const DrawnRequest& request,
                        const std::string& what) {
    // The same fault of an operation again is no news.
    const bool is_news = told_.insert(operation.id + what.substr(0, what.find_first_of(":\n"))).second;
    if (!is_news || faults_.size() >= faults_told_max) return;
    std::string told = operation.id + " as " + login + "\n" + request.method + " " + shown(request.target) + "\n";
    for (const auto& [name, value] : request.headers) {
        told += name + ": " + (name == "Authorization" ? "…" : shown(value)) + "\n";
    }
    faults_.push_back(told + "\n" + shown(request.body) + "\n→ " + what);
}

}  // namespace shenyi::tests
