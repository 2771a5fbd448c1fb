#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Courses of a bureau as data: who does what with which body (schemas/bureau/matters.yaml, tour.yaml).
///
/// A step is an object. `course: NAME` stands for the steps of that name in `courses`, with its other members as their
/// parameters. Any other step is told apart by its player; `as`, `do`, `on`, `with` and `save` mean the same to all:
/// `do: place_on_agenda` is an action on a matter, `meeting.open` on a meeting, `item.speak` on an item; `on` names
/// which one, `save` the name of what it creates.
///
/// In values `$name` is a parameter or what was saved under that name, `{person: LOGIN}` a person, `{people: [LOGIN]}`
/// several, `{paper: FILE, change: [[FROM, TO]]}` a text of schemas/bureau/documents, with some words replaced,
/// `{text: WORDS, titled: NAME}` a short paper, and `{answers: {ITEM: REASON, all: REASON}}` the answers of a review to
/// its whole checklist.
namespace shenyi::api::demo {

struct Paper {
    std::string name;
    std::string text;
};

/// One step, its courses unfolded.
struct Step {
    boost::json::object what;
    boost::json::object parameters;
    std::string block;  ///< the matter or meeting whose course this is; names are looked for under it first
    std::string where;  ///< for faults: `matters.yaml: fund, step 3`

    /// The member as text, a parameter's where it names one; `otherwise` where it is not there.
    std::string text(std::string_view name, std::string_view otherwise = {}) const;
    std::vector<std::string> texts(std::string_view name) const;
};

/// A script that cannot be read or does not go as it says; a sentence for the operator.
struct ScriptFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Unfolds courses in the order of the file. Throws ScriptFault where a course is not there or holds itself.
std::vector<Step> unfolded(const boost::json::array& steps, const boost::json::object& courses,
                           const std::string& block, const std::string& where);

/// The tree of a YAML file. Throws ScriptFault.
boost::json::value read_script(const std::filesystem::path& file);

/// Where a script is played: whoever takes its papers and knows what a review has to answer.
class Place {
  public:
    virtual ~Place() = default;
    /// The document's id, handed in by that person.
    virtual std::string hand_in(const std::string& login, const Paper& paper) = 0;
    /// The items that the review of a matter answers now.
    virtual std::vector<std::string> checklist(const std::string& matter) = 0;
};

/// What a script's names stand for, as it goes on.
class Names {
  public:
    Names(Place& place, std::filesystem::path documents) : place_(place), documents_(std::move(documents)) {}

    /// A value with everything in it that has a name put in its place. Throws ScriptFault for an unknown name.
    boost::json::value resolved(const boost::json::value& value, const Step& step) const;
    /// What `name` stands for in this step. Throws ScriptFault where it is unknown.
    std::string value_of(const std::string& name, const Step& step) const;
    /// The name that a step saves what it created under: its `save`, or its block's name for a matter or a meeting and
    /// `BLOCK.item`, `BLOCK.advice`, `BLOCK.opinion` for what belongs to it.
    void save(const Step& step, const std::string& created);
    /// Binds an item also to the meeting it stands in.
    void save_meeting_of(const std::string& item, const std::string& meeting) { meetings_[item] = meeting; }
    std::string meeting_of(const std::string& item) const;

  private:
    const boost::json::value* find(const std::string& name, const Step& step) const;
    boost::json::value resolved_object(const boost::json::object& object, const Step& step) const;
    boost::json::value answers(const boost::json::object& reasons, const Step& step) const;
    Paper paper_of(const boost::json::object& object, const Step& step) const;

    Place& place_;
    std::filesystem::path documents_;
    std::map<std::string, boost::json::value> saved_;
    std::map<std::string, std::string> meetings_;
};

}  // namespace shenyi::api::demo
