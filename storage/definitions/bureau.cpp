#include "storage/definitions/bureau.hpp"

#include "storage/definitions/procedures.hpp"
#include "storage/definitions/rules.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/organ.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace shenyi::storage::definitions {
namespace {

using workflow::Date;

struct UnitInFile {
    std::string id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(UnitInFile, (), (id, name))

struct PostInFile {
    workflow::Role role;
    std::string title;
    std::string unit;
};
BOOST_DESCRIBE_STRUCT(PostInFile, (), (role, title, unit))

struct PersonInFile {
    std::string login;
    std::string name;
    std::vector<PostInFile> posts;
};
BOOST_DESCRIBE_STRUCT(PersonInFile, (), (login, name, posts))

struct EngagementInFile {
    std::string person;
    Date from;
    Date until;
    std::string field;
    std::vector<std::string> conflicts;
};
BOOST_DESCRIBE_STRUCT(EngagementInFile, (), (person, from, until, field, conflicts))

struct RosterInFile {
    workflow::Forum forum;
    std::vector<std::string> members;
};
BOOST_DESCRIBE_STRUCT(RosterInFile, (), (forum, members))

struct CompetenceInFile {
    workflow::MatterKind kind;
    std::optional<std::string> issuer;  ///< empty: the bureau itself
    std::string body;
};
BOOST_DESCRIBE_STRUCT(CompetenceInFile, (), (kind, issuer, body))

struct BureauFile {
    std::string id;
    std::string name;
    std::string own_issuer;
    Date founded;
    std::vector<UnitInFile> units;
    std::vector<PersonInFile> people;
    std::vector<EngagementInFile> engagements;
    std::vector<RosterInFile> rosters;
    std::vector<CompetenceInFile> competences;
    std::map<std::string, Binding> binding;
    std::vector<std::string> procedures;
    std::string pack;
};
BOOST_DESCRIBE_STRUCT(BureauFile, (),
                      (id, name, own_issuer, founded, units, people, engagements, rosters, competences, binding,
                       procedures, pack))

/// What the types alone do not say.
class BureauCheck {
  public:
    BureauCheck(const YamlFile& file, const BureauFile& bureau, const workflow::Definitions& definitions)
        : file_(file), bureau_(bureau), definitions_(definitions) {}

    FileFaults faults() {
        if (!bureau_.id.starts_with("org_")) add("/id", "does not begin with org_");
        check_units();
        check_people();
        check_engagements();
        check_rosters();
        for (std::size_t i = 0; i < bureau_.competences.size(); ++i) {
            check_unit(bureau_.competences[i].body, "/competences/" + std::to_string(i) + "/body");
        }
        check_rules();
        return std::move(faults_);
    }

  private:
    void add(std::string pointer, std::string what) {
        faults_.push_back(file_.fault(std::move(pointer), std::move(what)));
    }

    void check_unit(const std::string& unit, std::string pointer) {
        if (!units_.contains(unit)) add(std::move(pointer), unit + " is no unit of this file");
    }

    void check_person(const std::string& login, std::string pointer) {
        if (!logins_.contains(login)) add(std::move(pointer), login + " is no log-in of this file");
    }

    void check_units() {
        for (std::size_t i = 0; i < bureau_.units.size(); ++i) {
            const std::string& id = bureau_.units[i].id;
            if (!units_.insert(id).second) add("/units/" + std::to_string(i) + "/id", id + " stands twice");
        }
    }

    void check_people() {
        for (std::size_t i = 0; i < bureau_.people.size(); ++i) {
            const PersonInFile& person = bureau_.people[i];
            const std::string at = "/people/" + std::to_string(i);
            if (person.login.empty() || !logins_.insert(person.login).second) {
                add(at + "/login", "is empty or stands twice");
            }
            check_posts(person, at + "/posts");
        }
    }

    void check_posts(const PersonInFile& person, const std::string& at) {
        for (std::size_t i = 0; i < person.posts.size(); ++i) {
            check_unit(person.posts[i].unit, at + "/" + std::to_string(i) + "/unit");
            if (workflow::is_administrator(person.posts[i].role) && person.posts.size() > 1) {
                add(at + "/" + std::to_string(i) + "/role", "of an administrator beside another post (R-ACC-08)");
            }
        }
    }

    void check_engagements() {
        for (std::size_t i = 0; i < bureau_.engagements.size(); ++i) {
            const EngagementInFile& engagement = bureau_.engagements[i];
            const std::string at = "/engagements/" + std::to_string(i);
            check_person(engagement.person, at + "/person");
            if (engagement.until < engagement.from) add(at + "/until", "is before its beginning");
        }
    }

    void check_rosters() {
        for (std::size_t i = 0; i < bureau_.rosters.size(); ++i) {
            const std::string at = "/rosters/" + std::to_string(i) + "/members";
            const auto& members = bureau_.rosters[i].members;
            if (members.empty()) add(at, "names nobody");
            std::set<std::string_view> seen;
            for (std::size_t k = 0; k < members.size(); ++k) {
                check_person(members[k], at + "/" + std::to_string(k));
                if (!seen.insert(members[k]).second) add(at + "/" + std::to_string(k), "stands twice");
                check_seat(members[k], bureau_.rosters[i].forum, at + "/" + std::to_string(k));
            }
        }
    }

    /// Who sits in a forum holds a post by which he does (R-MEET-04): without one he would never be due.
    void check_seat(const std::string& login, workflow::Forum forum, std::string pointer) {
        const auto person = std::ranges::find(bureau_.people, login, &PersonInFile::login);
        if (person == bureau_.people.end()) return;
        const bool sits = std::ranges::any_of(
            person->posts, [&](const PostInFile& post) { return workflow::seats(post.role, forum); });
        if (!sits) add(std::move(pointer), login + " holds no post that gives a seat in this forum (R-MEET-04)");
    }

    void check_rules() {
        for (std::size_t i = 0; i < bureau_.procedures.size(); ++i) {
            const auto* procedure = procedure_named(definitions_, bureau_.procedures[i]);
            if (procedure == nullptr || !procedure->kind) {
                add("/procedures/" + std::to_string(i), "is no procedure of a kind of matter that was read");
            }
        }
        if (pack_named(definitions_, bureau_.pack) == nullptr) add("/pack", "is no pack that was read");
    }

    const YamlFile& file_;
    const BureauFile& bureau_;
    const workflow::Definitions& definitions_;
    std::set<std::string, std::less<>> units_;
    std::set<std::string, std::less<>> logins_;
    FileFaults faults_;
};

/// The events of a file without fault.
class Founding {
  public:
    explicit Founding(const BureauFile& file) : file_(file) {}

    std::vector<workflow::OrganEvent> events(const workflow::Calendar& calendars,
                                             const workflow::Definitions& definitions) {
        add_organ();
        for (const PersonInFile& person : file_.people) add_person(person);
        add_bodies();
        for (const auto& [number, year] : calendars.years) add(workflow::CalendarLoaded{year, true});
        for (const std::string& name : file_.procedures) {
            add(workflow::ProcedureAdopted{name, procedure_named(definitions, name)->hash, file_.founded});
        }
        add(workflow::PackAdopted{file_.pack, pack_named(definitions, file_.pack)->hash, file_.founded});
        return std::move(events_);
    }

  private:
    void add(workflow::OrganEvent event) { events_.push_back(std::move(event)); }

    void add_organ() {
        workflow::OrganFounded founded{.name = file_.name, .own_issuer = file_.own_issuer, .binding = {}};
        for (const auto& [law, binding] : file_.binding) {
            founded.binding.push_back(
                {.law = law, .binding = std::string(workflow::codec::name_of_enumerator(binding))});
        }
        add(std::move(founded));
        for (const UnitInFile& unit : file_.units) add(workflow::UnitFormed{{unit.id}, unit.name});
    }

    void add_person(const PersonInFile& person) {
        const workflow::PersonId id = founding_person(person.login);
        add(workflow::PersonRegistered{id, person.login, person.name});
        for (std::size_t i = 0; i < person.posts.size(); ++i) {
            const PostInFile& post = person.posts[i];
            add(workflow::PostEntered{.post = {"pst_" + person.login + "_" + std::to_string(i + 1)},
                                      .person = id,
                                      .role = post.role,
                                      .title = post.title,
                                      .unit = {post.unit},
                                      .from = file_.founded,
                                      .document = std::nullopt,
                                      .founding = true});
        }
    }

    void add_bodies() {
        for (const EngagementInFile& each : file_.engagements) {
            add(workflow::AdviserEngaged{founding_person(each.person), each.from, each.until, each.field,
                                         each.conflicts});
        }
        for (const RosterInFile& roster : file_.rosters) {
            workflow::RosterSet set{.forum = roster.forum, .from = file_.founded, .members = {}};
            for (const std::string& login : roster.members) set.members.push_back(founding_person(login));
            add(std::move(set));
        }
        for (const CompetenceInFile& each : file_.competences) {
            add(workflow::CompetenceFixed{each.kind, each.issuer.value_or(file_.own_issuer), {each.body}});
        }
    }

    const BureauFile& file_;
    std::vector<workflow::OrganEvent> events_;
};

}  // namespace

workflow::PersonId founding_person(std::string_view login) {
    return {"per_" + std::string{login}};
}

tl::expected<Bureau, FileFaults> read_bureau(const std::filesystem::path& file, const workflow::Calendar& calendars,
                                             const workflow::Definitions& definitions) {
    const auto yaml = read_yaml(file);
    if (!yaml) return tl::unexpected(yaml.error());
    const auto read = read_as<BureauFile>(*yaml);
    if (!read) return tl::unexpected(read.error());
    if (auto faults = BureauCheck{*yaml, *read, definitions}.faults(); !faults.empty()) {
        return tl::unexpected(std::move(faults));
    }
    return Bureau{.id = {read->id}, .events = Founding{*read}.events(calendars, definitions)};
}

}  // namespace shenyi::storage::definitions
