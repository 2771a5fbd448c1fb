#include "storage/definitions/packs.hpp"

#include "storage/definitions/file_hash.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/dates.hpp"

#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace shenyi::storage::definitions {
namespace {

using workflow::PolicyPack;

enum class MeetingOrder { office_meeting_first, party_group_first };
BOOST_DESCRIBE_ENUM(MeetingOrder, office_meeting_first, party_group_first)

/// The least and the most that a number may be, each with the law whose bound it is; without one it only keeps nonsense
/// out.
struct Bounds {
    int least;
    int most;
    std::string_view least_source;
    std::string_view most_source;
};

constexpr std::string_view order_713 = "《重大行政决策程序暂行条例》第二十六条";
constexpr std::string_view notice_115 = "国办发〔2018〕115号第（五）点；山东省政府令第353号第三十四条";
constexpr std::string_view sd353_fix = "山东省政府令第353号第三十一条";
constexpr std::string_view own_control = "the engine's own control, R-MEET-04";
constexpr std::string_view sd353_adviser = "山东省政府令第353号第二十七条";

std::string laxer(const std::string& bound, std::string_view source) {
    return "must be " + bound + (source.empty() ? "" : ": laxer than " + std::string{source});
}

/// Takes the keys out of the file one by one.
class PackReading {
  public:
    explicit PackReading(const YamlFile& file) : file_(file), members_(file.tree.if_object()) {
        if (members_ == nullptr) add("", "expected an object");
    }

    template <class T>
    std::optional<T> value(std::string_view key) {
        known_.insert(key);
        const auto* found = members_ == nullptr ? nullptr : members_->if_contains(key);
        const workflow::codec::At root;
        const workflow::codec::At here{root, key};
        workflow::codec::Faults read_faults;
        T out{};
        if (members_ != nullptr && found == nullptr) {
            add_fault(read_faults, here, workflow::codec::FaultCode::missing);
        } else if (found != nullptr) {
            workflow::codec::read(*found, out, here, read_faults);
        }
        for (const auto& fault : read_faults) faults.push_back(fault_of(file_, fault));
        if (found == nullptr || !read_faults.empty()) return std::nullopt;
        return out;
    }

    template <class T>
    void take(std::string_view key, T& into) {
        if (auto found = value<T>(key)) into = std::move(*found);
    }

    void take(std::string_view key, int& into, const Bounds& bounds) {
        const auto found = value<int>(key);
        if (!found) return;
        into = *found;
        if (into < bounds.least) refuse(key, laxer("at least " + std::to_string(bounds.least), bounds.least_source));
        if (into > bounds.most) refuse(key, laxer("at most " + std::to_string(bounds.most), bounds.most_source));
    }

    void refuse(std::string_view key, std::string what) { add("/" + std::string{key}, std::move(what)); }

    void refuse_others() {
        if (members_ == nullptr) return;
        for (const auto& member : *members_) {
            const std::string_view name{member.key().data(), member.key().size()};
            if (!known_.contains(name)) refuse(name, "unknown member");
        }
    }

    FileFaults faults;

  private:
    void add(std::string pointer, std::string what) {
        faults.push_back(file_.fault(std::move(pointer), std::move(what)));
    }

    const YamlFile& file_;
    const boost::json::object* members_;
    std::set<std::string_view> known_;
};

/// Stricter means a later floor and an earlier ceiling.
void take_review(PackReading& reading, PolicyPack& pack) {
    reading.take("md.review_floor_wd", pack.md_review_floor_wd, {7, 60, order_713, {}});
    reading.take("nd.review_floor_wd", pack.nd_review_floor_wd, {5, 15, notice_115, {}});
    reading.take("nd.review_ceiling_wd", pack.nd_review_ceiling_wd, {5, 15, {}, notice_115});
    reading.take("nd.material_fix_wd", pack.nd_material_fix_wd, {1, 3, {}, sd353_fix});
    reading.take("nd.adviser_every", pack.nd_adviser_every);
    if (!pack.nd_adviser_every) reading.refuse("nd.adviser_every", laxer("true", sd353_adviser));
    if (pack.nd_review_floor_wd > pack.nd_review_ceiling_wd) {
        reading.refuse("nd.review_ceiling_wd", "must be at least nd.review_floor_wd");
    }
    reading.take("exploratory.enabled", pack.exploratory_enabled);
    reading.take("adviser_drafter_separation", pack.adviser_drafter_separation);
    reading.take("opinion.max_age_days", pack.opinion_max_age_days, {1, 3650, {}, {}});
    reading.take("endorsement.before", pack.endorsement_before);
}

void take_meetings(PackReading& reading, PolicyPack& pack) {
    reading.take("office_meeting.quorum", pack.office_meeting_quorum);
    reading.take("quorum.half_inclusive", pack.quorum_half_inclusive);
    reading.take("quorum.recused_present", pack.quorum_recused_present);
    reading.take("roster.due_share", pack.due_share);
    reading.take("roster.due_min", pack.due_min, {3, 30, own_control, {}});
    reading.take("remote_attendance", pack.remote_attendance);
    reading.take("late_material_days", pack.late_material_days, {0, 30, {}, {}});
    reading.take("meeting.close_margin", pack.close_margin, {0, 10, {}, {}});
    const auto order = reading.value<MeetingOrder>("bureau.meeting_order");
    if (order) pack.office_meeting_first = *order == MeetingOrder::office_meeting_first;
}

/// `10-01`; 29 February is no day of every year.
void take_reminder(PackReading& reading, PolicyPack& pack) {
    constexpr std::string_view key = "calendar.remind_from";
    const auto text = reading.value<std::string>(key);
    if (!text) return;
    const auto day = text->size() == 5 ? workflow::parse_date("2001-" + *text) : std::nullopt;
    if (!day) return reading.refuse(key, "expected a month and a day of every year, as 10-01");
    pack.remind_from_month = static_cast<int>(static_cast<unsigned>(day->month()));
    pack.remind_from_day = static_cast<int>(static_cast<unsigned>(day->day()));
}

std::string hash_of_values(const PolicyPack& pack) {
    auto values = workflow::codec::write(pack);
    values.get_object().erase("hash");
    return hash_of(values);
}

}  // namespace

tl::expected<PolicyPack, FileFaults> read_pack(const std::filesystem::path& file) {
    const auto yaml = read_yaml(file);
    if (!yaml) return tl::unexpected(yaml.error());
    PolicyPack pack;
    PackReading reading{*yaml};
    reading.take("name", pack.name);
    if (pack.name + ".yaml" != yaml->name) reading.refuse("name", "is not the name of the file");
    take_review(reading, pack);
    take_meetings(reading, pack);
    take_reminder(reading, pack);
    reading.refuse_others();
    if (!reading.faults.empty()) return tl::unexpected(std::move(reading.faults));
    pack.hash = hash_of_values(pack);
    return pack;
}

}  // namespace shenyi::storage::definitions
