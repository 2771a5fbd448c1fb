#include "storage/definitions/bureau.hpp"
#include "tests/api/sight_course.hpp"
#include "tests/api/sight_matrix.hpp"
#include "tests/api/stream_client.hpp"
#include "tests/support/bureau.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/served_app.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using namespace workflow;

/// The course on a serving store, and readers who ask it over HTTP.
class Serving : public CourseDoor {
  public:
    explicit Serving(storage::Engine engine)
        : database_(fresh_database(engine)), served_(demo_settings(database_)), app_(served_.app()) {
        if (!app_.found()) throw std::runtime_error("not founded");
        served_.serve();
        client_ = std::make_unique<HttpClient>(served_.port());
    }

    std::string act(const std::string& login, Command command, bool tried) override {
        command.actor = person(login);
        command.subject.organ = app_.organ;
        command.documents = documents_;
        const std::string action = command.action;
        const auto outcome = app_.engine->submit({.command = std::move(command), .address = "127.0.0.1"});
        if (!outcome) throw std::runtime_error("the store: " + outcome.error().detail);
        if (outcome->kind == storage::Outcome::Kind::accepted) return outcome->created;
        if (!tried) throw std::runtime_error(login + " " + action + ":" + text_of(outcome->refusal));
        return {};
    }
    DocumentId document(const std::string& login, const std::string& text) override {
        auto upload = app_.documents->begin(app_.organ, person(login), "paper.txt", "text/plain", app_.clock->now());
        if (!upload->write(text)) throw std::runtime_error("the document is too large");
        documents_.push_back(upload->finish().value().id);
        return documents_.back();
    }
    void move_clock(Instant instant) override {
        if (!app_.clock->move_to(instant)) throw std::runtime_error("the clock goes back");
    }
    World world(const MatterId& matter) override {
        return app_.engine->read({.organ = app_.organ, .matter = matter}, person("inspector")).value().world;
    }
    PersonId person(const std::string& login) const override { return storage::definitions::founding_person(login); }

    HttpAnswer get(const std::string& login, const std::string& path) {
        return client_->request("GET", "/api/v1" + path, {{"Authorization", "Bearer " + token(login)}});
    }
    bool shows(const std::string& login, const std::string& path) {
        const int status = get(login, path).status;
        if (status != 200 && status != 404) throw std::runtime_error(path + " answers " + std::to_string(status));
        return status == 200;
    }
    /// Also that the list and the single resource say the same.
    bool shows_in_list(const std::string& login, const std::string& list, const std::string& id) {
        if (id.empty()) return false;
        const json::value body = json::parse(get(login, list).body);
        const json::array& items = body.at("items").as_array();
        const bool listed =
            std::ranges::any_of(items, [&](const json::value& each) { return each.at("id").as_string() == id; });
        EXPECT_EQ(listed, shows(login, list + "/" + id)) << login << " " << list;
        return listed;
    }

    /// What a reader hears of a stream who comes back with the first of its events, up to `last`.
    std::vector<Heard> heard(const std::string& login, const std::string& stream, const std::string& first,
                             const std::string& last) {
        auto all = StreamClient(HttpClient(served_.port()), token(login), first).until(last);
        std::erase_if(all, [&](const Heard& each) { return each.data.at("stream") != json::value(stream); });
        return all;
    }
    std::vector<storage::StoredEvent> events(const std::string& stream) {
        return app_.engine->events(app_.organ, {stream}).value();
    }

  private:
    const std::string& token(const std::string& login) {
        std::string& kept = tokens_[login];
        if (kept.empty()) {
            // Longer than the course.
            constexpr auto lifetime = std::chrono::hours(24 * 60);
            kept = app_.accounts->open_session(app_.organ, person(login), app_.clock->now(), lifetime).value();
        }
        return kept;
    }

    TestDatabase database_;
    ServedApp served_;
    api::App& app_;
    std::unique_ptr<HttpClient> client_;
    std::map<std::string, std::string> tokens_;
    std::vector<DocumentId> documents_;
};

/// What one reader is shown of each resource of the matrix.
class Shown {
  public:
    Shown(Serving& serving, const SightCourse& course, std::string login)
        : serving_(serving), course_(course), login_(std::move(login)), path_("/matters/" + course.matter.value) {
        const HttpAnswer answer = serving_.get(login_, path_);
        if (answer.status == 200) matter_ = json::parse(answer.body).as_object();
        const HttpAnswer meeting = serving_.get(login_, "/meetings/" + course.meeting.value);
        if (meeting.status == 200) meeting_ = json::parse(meeting.body).as_object();
    }

    bool shows(const std::string& resource) {
        if (resource == "matter") return serving_.shows_in_list(login_, "/matters", course_.matter.value);
        if (resource == "gate") return serving_.shows(login_, path_ + "/gate");
        if (resource == "text") return serving_.shows(login_, path_ + "/drafts/1") && paper(course_.text);
        if (resource == "note") return paper(course_.note);
        if (resource == "material") return paper(course_.material);
        if (resource == "study") return paper(course_.study);
        if (resource == "reply") return paper(course_.reply);
        if (resource == "adviser_opinion") return opinion("adviser");
        if (resource == "legality_opinion") return opinion("legality");
        if (resource == "places") return filled("agenda_items");
        if (resource == "decision") return filled("decisions");
        if (resource == "publication") return filled("publications");
        if (resource == "history") return serving_.shows(login_, path_ + "/history");
        if (resource == "attempts") return attempts_of_others();
        if (resource == "meeting") return serving_.shows_in_list(login_, "/meetings", course_.meeting.value);
        if (resource == "party_meeting") {
            return serving_.shows_in_list(login_, "/meetings", course_.party_meeting.value);
        }
        if (resource == "record") return meeting_.contains("quorum");
        if (resource == "meeting_paper") return paper(course_.meeting_paper);
        throw std::invalid_argument("no resource: " + resource);
    }

  private:
    bool paper(const DocumentId& document) {
        return !document.value.empty() && serving_.shows(login_, "/documents/" + document.value);
    }
    bool filled(std::string_view member) const { return !matter_.empty() && !matter_.at(member).as_array().empty(); }
    bool opinion(std::string_view kind) const {
        if (matter_.empty()) return false;
        const json::array& all = matter_.at("opinions").as_array();
        return std::ranges::any_of(all, [&](const json::value& each) { return each.at("kind").as_string() == kind; });
    }
    bool attempts_of_others() {
        const HttpAnswer answer = serving_.get(login_, path_ + "/history");
        return answer.status == 200 && answer.body.find(R"("entry":"attempt")") != std::string::npos;
    }

    Serving& serving_;
    const SightCourse& course_;
    const std::string login_;
    const std::string path_;
    json::object matter_;
    json::object meeting_;
};

class SightOverHttp : public OnBothDatabases {};

TEST_P(SightOverHttp, shows_lists_and_downloads_what_the_table_says_and_nothing_else) {
    Serving serving(GetParam());
    SightCourse course(serving);
    for (const std::string& moment : SightCourse::moments()) {
        course.play(moment);
        for (const SightRow& row : sight_matrix()) {
            Shown shown(serving, course, row.who);
            for (const auto& [resource, from] : row.from) {
                EXPECT_EQ(shown.shows(resource), row.seen(resource, moment))
                    << row.relation << " (" << row.who << "), " << resource << ", at " << moment;
            }
        }
    }
}

/// He learns neither when nor how often a matter changed that was not there for him yet; whoever saw it hears all.
TEST_P(SightOverHttp, tells_a_stranger_of_no_change_before_the_publication) {
    Serving serving(GetParam());
    SightCourse course(serving);
    for (const std::string& moment : SightCourse::moments()) course.play(moment);
    const std::string stream = stream_of(course.matter).name;
    const auto events = serving.events(stream);
    const auto published = std::ranges::find(events, "text.published",
                                             [](const storage::StoredEvent& event) { return event.reference.type; });
    ASSERT_NE(published, events.end());
    const auto from_then_on = static_cast<std::size_t>(events.end() - published);
    ASSERT_GT(events.size(), from_then_on + 10U);

    const std::string& first = events.front().reference.id;
    const std::string& last = events.back().reference.id;
    const auto by_stranger = serving.heard("assessor", stream, first, last);
    ASSERT_EQ(by_stranger.size(), from_then_on);
    EXPECT_EQ(by_stranger.front().id, published->reference.id);
    EXPECT_EQ(by_stranger.front().data.at("type"), "matter.changed");
    EXPECT_EQ(serving.heard("director", stream, first, last).size(), events.size() - 1);
}

ON_BOTH_DATABASES(SightOverHttp);

}  // namespace
}  // namespace shenyi::tests
