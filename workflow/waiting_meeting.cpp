#include "workflow/context.hpp"
#include "workflow/daily.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/tally.hpp"
#include "workflow/waiting.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::workflow {

namespace {

/// Gathers what a meeting waits for.
class Table {
  public:
    Table(const World& world, const Meeting& meeting) : world_(world), meeting_(meeting) {}

    std::vector<Awaited> take() { return std::move(all_); }
    const Meeting& meeting() const { return meeting_; }

    void office(std::string action, Instant since, std::optional<Date> due = {}) {
        add(Target::meeting, std::move(action), {}, {.role = Role::office_clerk, .unit = {}, .persons = {}}, since,
            due);
    }
    void person(std::string action, Role role, const PersonId& whom, Instant since, std::optional<Date> due = {}) {
        add(Target::meeting, std::move(action), {}, {.role = role, .unit = {}, .persons = {whom}}, since, due);
    }
    void on(const Item& item, std::string action, Role role, const PersonId& whom, Instant since) {
        add(Target::item, std::move(action), &item, {.role = role, .unit = {}, .persons = {whom}}, since, {});
    }

    Context at(const Item& item) {
        command_ = {.target = Target::item,
                    .action = {},
                    .subject = {.organ = meeting_.organ, .meeting = meeting_.id, .item = item.id}};
        return context_of(world_, command_);
    }
    const PolicyPack pack() {
        World then = world_;  // the pack of the day on which it was called, whatever day is asked
        then.today = date_of(meeting_.called_at);
        const Command command{
            .target = Target::meeting, .action = {}, .subject = {.organ = meeting_.organ, .meeting = meeting_.id}};
        return context_of(then, command).pack;
    }

  private:
    void add(Target target, std::string action, const Item* item, Addressee of, Instant since,
             std::optional<Date> due) {
        Awaited one{.target = target, .action = std::move(action), .of = std::move(of), .since = since, .due = due};
        if (item) {
            one.item = item->id;
            one.draft = item->version;
        }
        all_.push_back(std::move(one));
    }

    const World& world_;
    const Meeting& meeting_;
    Command command_;
    std::vector<Awaited> all_;
};

void before_the_sitting(Table& table) {
    const Meeting& meeting = table.meeting();
    const Date day = date_of(meeting.held_at);
    if (!meeting.roster) table.office("fix_roster", meeting.called_at, day);
    if (meeting.stage == MeetingStage::planned)
        table.person("freeze_agenda", Role::chair, meeting.chair, meeting.called_at, day);
    if (meeting.stage == MeetingStage::agenda_frozen)
        table.office("send_materials", meeting.agenda_frozen_at.value_or(meeting.called_at),
                     plus_days(day, -table.pack().late_material_days));
    if (meeting.stage == MeetingStage::convened && meeting.roster)
        table.person("open", Role::recorder, meeting.recorder, meeting.materials_sent_at.value_or(meeting.called_at),
                     day);
}

bool knows(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

void ballot(Table& table, const Item& item, const Ballot& ballot) {
    const PersonId& recorder = table.meeting().recorder;
    if (!ballot.recorded()) return table.on(item, "record_ballot", Role::recorder, recorder, ballot.opened_at);
    const std::vector<PersonId> tellers = ballot.count ? ballot.count->tellers : std::vector<PersonId>{};
    bool confirmed = true;
    for (const PersonId& teller : tellers) {
        if (knows(ballot.confirmed_by, teller)) continue;
        table.on(item, "confirm_count", Role::teller, teller, ballot.opened_at);
        confirmed = false;
    }
    if (confirmed) table.on(item, "close_ballot", Role::recorder, recorder, ballot.opened_at);
}

void dissents(Table& table, const Item& item, Instant since) {
    for (const PersonId& person : rules::still_to_confirm(item)) {
        if (!table.meeting().has_signed(person)) table.on(item, "confirm_dissent", Role::member, person, since);
    }
}

/// Who still has to declare whether he has an interest (R-MEET-06); true if nobody.
bool declarations(Table& table, const Item& item, Instant since) {
    bool all = true;
    for (const PersonId& person : table.meeting().present) {
        if (!table.meeting().is_due(person) || item.declarations.contains(person) || item.recused.contains(person))
            continue;
        table.on(item, "declare_interest", Role::member, person, since);
        all = false;
    }
    return all;
}

/// Who may take the floor now: the chair and the leader are asked only after all others (R-MEET-08). True if everybody
/// has spoken.
bool statements(Table& table, const Item& item, Instant since) {
    const Context at = table.at(item);
    const std::vector<PersonId> owing = rules::still_to_speak(at, nullptr);
    for (const PersonId& person : owing) {
        const std::vector<PersonId> before = rules::still_to_speak(at, &person);
        if (before.empty()) table.on(item, "speak", Role::member, person, since);
    }
    return owing.empty();
}

/// The head who takes part in the item decides in the office meeting; the recorder puts it to the vote in the Party
/// group.
void decision(Table& table, const Item& item, Instant since) {
    if (table.meeting().forum == Forum::party_group)
        return table.on(item, "open_ballot", Role::recorder, table.meeting().recorder, since);
    for (const PersonId& leader : rules::leaders_present(table.at(item)))
        table.on(item, "decide", Role::director, leader, since);
}

void open_item(Table& table, const Item& item) {
    const Instant since = item.opened_at.value_or(item.placed_at);
    if (item.kind != ItemKind::decision || rules::outcome_reached(item)) {
        dissents(table, item, since);
        return table.on(item, "close", Role::recorder, table.meeting().recorder, since);
    }
    if (!rules::is_chaired(table.meeting(), item)) return table.office("replace_chair", since);
    if (const Ballot* open = item.open_ballot()) return ballot(table, item, *open);
    if (!declarations(table, item, since)) return;
    if (statements(table, item, since)) decision(table, item, since);
}

void sitting(Table& table) {
    const Meeting& meeting = table.meeting();
    const Instant since = meeting.opened_at.value_or(meeting.called_at);
    for (const Item& item : meeting.items) {
        if (item.state == ItemState::open) return open_item(table, item);
    }
    for (const Item& item : meeting.items) {
        if (item.state != ItemState::placed) continue;
        // Nothing is heard without a chair in the room who takes part in it (R-MEET-18).
        if (!rules::is_chaired(meeting, item)) return table.office("replace_chair", since);
        return table.on(item, "open", Role::recorder, meeting.recorder, since);
    }
    table.person("close", Role::recorder, meeting.recorder, since);
}

void after_the_sitting(Table& table) {
    const Meeting& meeting = table.meeting();
    const Instant since = meeting.closed_at.value_or(meeting.called_at);
    for (const Item& item : meeting.items) {
        if (item.state == ItemState::closed) dissents(table, item, since);
    }
    for (const PersonId& person : meeting.still_to_sign()) {
        const Role role = person == meeting.chair      ? Role::chair
                          : person == meeting.recorder ? Role::recorder
                                                       : Role::member;
        table.person("sign_record", role, person, since);
    }
}

/// A sheet that the recorder entered is not yet the word of another on a record from paper (R-MEET-17).
void beside_the_sheet(Table& table) {
    const Meeting& meeting = table.meeting();
    const Instant since = meeting.last_event_at.value_or(meeting.called_at);
    for (const PersonId& person : meeting.may_sign_beside_the_sheet()) {
        table.person("sign_record", person == meeting.chair ? Role::chair : Role::member, person, since);
    }
}

}  // namespace

std::vector<Awaited> awaited(const World& world, const Meeting& meeting) {
    Table table(world, meeting);
    switch (meeting.stage) {
        case MeetingStage::planned:
        case MeetingStage::agenda_frozen:
        case MeetingStage::convened:
            before_the_sitting(table);
            break;
        case MeetingStage::sitting:
            sitting(table);
            break;
        case MeetingStage::adjourned:
            table.person("resume", Role::chair, meeting.chair, meeting.last_event_at.value_or(meeting.called_at));
            break;
        case MeetingStage::closed:
            after_the_sitting(table);
            break;
        case MeetingStage::signed_:
            beside_the_sheet(table);
            break;
        case MeetingStage::cancelled:
            break;
    }
    return table.take();
}

std::vector<Awaited> awaited(const World& world, const Organ& organ) {
    std::vector<Awaited> all;
    const auto add = [&](std::string action, int year, Role role, Instant since) {
        all.push_back({.target = Target::organ,
                       .action = std::move(action),
                       .of = {.role = role, .unit = {}, .persons = {}},
                       .since = since,
                       .year = year});
    };
    for (const LoadedCalendar& loaded : organ.loaded_calendars) {
        const bool newest = std::ranges::none_of(organ.loaded_calendars, [&](const LoadedCalendar& other) {
            return other.year.year == loaded.year.year && &other > &loaded;
        });
        if (!newest || loaded.confirmed_by) continue;
        add("confirm_calendar", loaded.year.year, Role::office_clerk, loaded.loaded_at);
    }
    if (!organ.last_daily_job) return all;
    for (const int year : years_without_calendar(world, *organ.last_daily_job)) {
        const bool loaded = std::ranges::any_of(organ.loaded_calendars, [&](const LoadedCalendar& one) {
            return one.year.year == year && !one.year.notices.empty();
        });
        if (!loaded) add("load_calendar", year, Role::system_admin, start_of(*organ.last_daily_job));
    }
    return all;
}

}  // namespace shenyi::workflow
