#pragma once

#include "api/demo/script.hpp"
#include "api/demo/tour_page.hpp"
#include "api/demo/visitors.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api::demo {

/// Walks the main path of a demo bureau over HTTP before a reader's eyes (schemas/bureau/tour.yaml).
///
/// Steps beside those of script.hpp: `part` and `say` are captions, each `{zh, en}`; `clock: NAME` moves the clock to
/// that meeting's time, `clock: N` N working days on; `look: gate|history|meeting|responsibility` shows a page. An
/// action names what is to become of it: `refused: [RULE]` (409 under these rules), `forbidden: [ROLE]` (403, and who
/// may), `hidden: true` (404), nothing: it succeeds. `quiet: true` tells it in one line. `{day: N, at: "09:00"}` is a
/// time on the first weekday N days from now.
class Tour : private Place {
  public:
    /// `next_part` is called before each part but the first: it may wait for the reader.
    Tour(Visitors& visitors, TourPage& page, const std::filesystem::path& documents, std::function<void()> next_part);

    /// What did not go as told, a sentence each; empty where all did. Throws ScriptFault where it cannot go on.
    std::vector<std::string> walk(const boost::json::value& script);

  private:
    void step(const Step& step);
    void act(const Step& step);
    void check(const Step& step, const http::ClientAnswer& answer, const boost::json::object& body);
    void keep(const Step& step, const boost::json::object& body);
    /// The matter's newest opinion of a kind: the answer to the act names none.
    void save_opinion(const Step& step, std::string_view kind);
    void tell(const Step& step, const http::ClientAnswer& answer, const boost::json::object& body);
    void look(const Step& step);
    void move_clock(const Step& step);
    boost::json::value with_times(const boost::json::value& value);

    std::string hand_in(const std::string& login, const Paper& paper) override;
    std::vector<std::string> checklist(const std::string& matter) override;

    Visitors& visitors_;
    TourPage& page_;
    Names names_;
    std::function<void()> next_part_;
    int parts_ = 0;
    std::vector<std::string> faults_;
};

}  // namespace shenyi::api::demo
