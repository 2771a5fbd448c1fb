"""The bureau's year: its working days by the notice, which meetings are held when, and what goes on which agenda."""

import datetime
import json
import pathlib

NOTICE = pathlib.Path(__file__).parents[2] / "schemas" / "calendars" / "2026.json"
FIRST_DAY = datetime.date(2026, 3, 2)  # on which a demo's clock begins
LAST_DAY = datetime.date(2026, 12, 24)  # what is counted beyond it needs the notice of the next year (R-CAL-04)

OFFICE_MEETING = "office_meeting"
PARTY_GROUP = "party_group"
HOURS = {OFFICE_MEETING: "09:00:00", PARTY_GROUP: "14:30:00"}
# Of a hundred meetings: every matter goes before the office meeting, fewer than half also before the Party group.
OFFICE_MEETINGS_IN_100 = 68
ITEMS_MAX = 10
FIRST_MEETING = 11  # the first working day by which something can have been reviewed for its seven days
CALLED_BEFORE = 14  # working days

# Working days from acceptance to the first day of a meeting: after the seventh, and the fifth, has ended.
FLOORS = {"major_decision": 8, "normative_document": 6}  # R-REV-03, R-REV-04


def working_days():
    """All of them from the first day to the last, make-up days among them (R-CAL-01)."""
    named = {day["date"]: day["off"] for day in json.loads(NOTICE.read_text(encoding="utf-8"))["days"]}
    days = []
    day = FIRST_DAY
    while day <= LAST_DAY:
        weekend = day.weekday() >= 5
        if not named.get(day.isoformat(), weekend):
            days.append(day)
        day += datetime.timedelta(days=1)
    return days


class Sitting:
    """A meeting of the plan: when it is held, and what is to be placed on its agenda."""

    def __init__(self, number, forum, day):
        self.number = number
        self.forum = forum
        self.day = day
        self.id = ""  # once it is called
        self.taken = 0
        self.items = []  # in the order in which they were placed

    def has_room(self):
        return self.taken < ITEMS_MAX


class Year:
    """The plan. All that is asked of it is asked between two days, so that it depends on the seed alone."""

    def __init__(self, meetings):
        self.days = working_days()
        office = meetings * OFFICE_MEETINGS_IN_100 // 100
        self.sittings = [*self._spread(OFFICE_MEETING, office), *self._spread(PARTY_GROUP, meetings - office)]
        self.sittings.sort(key=lambda sitting: (sitting.day, sitting.forum))
        for number, sitting in enumerate(self.sittings, 1):
            sitting.number = number

    def _spread(self, forum, count):
        left = len(self.days) - FIRST_MEETING
        return [Sitting(0, forum, FIRST_MEETING + each * left // count) for each in range(count)]

    def at(self, day, hour):
        """An instant of a working day in the bureau's zone."""
        return f"{self.days[day].isoformat()}T{hour}+08:00"

    def held_at(self, sitting):
        return self.at(sitting.day, HOURS[sitting.forum])

    def called_on(self, sitting):
        return max(0, sitting.day - CALLED_BEFORE)

    def next_called(self, forum, today, after):
        """The first meeting after that day that was called before today; None where there is none."""
        return next((sitting for sitting in self.sittings
                     if sitting.forum == forum and sitting.day > after and self.is_called(sitting, today)), None)

    def is_called(self, sitting, today):
        return self.called_on(sitting) < today and bool(sitting.id)

    def seat(self, forum, earliest):
        """A free place on the first agenda from that day on; None where the year has none left."""
        for sitting in self.sittings:
            if sitting.forum == forum and sitting.day >= earliest and sitting.has_room():
                sitting.taken += 1
                return sitting
        return None
