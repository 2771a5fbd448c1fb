#include "api/render/person.hpp"

#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>

namespace shenyi::api {

using namespace workflow;
using codec::write;
namespace json = boost::json;

namespace {

std::optional<Date> last_day(const Post& post) {
    if (post.end && post.end->confirmed_by) return post.end->to;
    return std::nullopt;
}

}  // namespace

json::object render_person(const Organ& organ, const Person& person, Date today) {
    json::array posts;
    for (const Post* post : posts_of(organ, person.id, today)) posts.push_back(render_post_summary(*post));
    return {{"id", person.id.value}, {"login", person.login}, {"name", person.name}, {"posts", std::move(posts)}};
}

json::object render_post_summary(const Post& post) {
    return {{"id", post.id.value},     {"title", post.title},    {"role", write(post.role)},
            {"unit", post.unit.value}, {"from", iso(post.from)}, {"to", write(last_day(post))}};
}

json::object render_post(const Post& post) {
    json::value end;
    if (post.end) {
        end = json::object{{"to", iso(post.end->to)},
                           {"document", write(post.end->document)},
                           {"entered_by", post.end->entered_by.value},
                           {"confirmed_by", write(post.end->confirmed_by)},
                           {"reset_marked", post.end->marks.any()}};
    }
    return {{"id", post.id.value},
            {"person", post.person.value},
            {"title", post.title},
            {"role", write(post.role)},
            {"unit", post.unit.value},
            {"from", iso(post.from)},
            {"to", write(last_day(post))},
            {"document", write(post.document)},
            {"entered_by", post.entered_by.value},
            {"entered_at", rfc3339(post.entered_at)},
            {"confirmed_by", write(post.confirmed_by)},
            {"confirmed_at", write(post.confirmed_at)},
            {"reset_marked", post.marks.any()},
            {"end", std::move(end)}};
}

json::object render_delegation(const Delegation& delegation) {
    return {{"id", delegation.id.value},
            {"by", delegation.by.value},
            {"to", delegation.to.value},
            {"from", iso(delegation.from)},
            {"until", iso(delegation.until)},
            {"reason", delegation.reason},
            {"recorded_at", rfc3339(delegation.recorded_at)},
            {"reset_marked", delegation.reset_at.has_value()}};
}

json::object render_calendar(const LoadedCalendar& loaded) {
    json::array days;
    for (const CalendarDay& day : loaded.year.days) days.push_back(write(day));
    return {{"year", loaded.year.year},
            {"notices", write(loaded.year.notices)},
            {"days", std::move(days)},
            {"version", loaded.year.version},
            {"loaded_by", loaded.loaded_by.value},
            {"loaded_at", rfc3339(loaded.loaded_at)},
            {"confirmed_by", write(loaded.confirmed_by)},
            {"reset_marked", loaded.marks.any()}};
}

json::object render_named(const Organ& organ, const PersonId& person, Date day) {
    const auto posts = posts_of(organ, person, day);
    return {{"person", person.value},
            {"name", name_of(organ, person)},
            {"post", posts.empty() ? json::value() : json::value(posts.front()->title)}};
}

}  // namespace shenyi::api
