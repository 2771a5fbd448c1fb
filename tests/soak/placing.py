"""The part of a matter's course on agendas: a place is wished for, granted, and sometimes lost before the meeting."""

from tests.soak.beliefs import Place
from tests.soak.bureau import HEAD
from tests.soak.relay import PARKED
from tests.soak.year import OFFICE_MEETING, PARTY_GROUP

# Of a thousand placings.
PLACED_TOO_SOON = 40
PLACED_IN_WRONG_ORDER = 40  # of major decisions
PLACED_BY_THE_HEAD = 15
OPINION_WITHDRAWN = 30
SECOND_ADVISER_ADVERSE = 500  # where one was asked
SLIP_PUT_RIGHT = 25
WITHDRAWN = 20
TAKEN_OFF = 15

# Working days from the wish to the meeting at least: granted, placed and perhaps lost again before it is prepared.
PLACED_BEFORE = 4

FLOOR_RULE = {"major_decision": "R-REV-03", "normative_document": "R-REV-04"}


class Placing:
    """From `reviewed` or `deferred` to what a meeting made of it. For MatterSteps."""

    def placed_and_heard(self, forum):
        """The outcome of an item (`deferred` also where it was put off), or what came of the matter before: `again` it
        waits for a place, `anew` it needs another review, `withdrawn`; None where the year has no place left."""
        yield from self._placed_wrongly(forum)
        self.bureau.wish(self.course, forum, max(self.floor_day, self.day + PLACED_BEFORE))
        sitting = yield PARKED
        if not sitting:
            return None
        if not self.bureau.year.is_called(sitting, self.day):
            yield self.bureau.year.called_on(sitting) + 1
        placed = yield from self.act("office", "place_on_agenda",
                                     {"meeting": sitting.id, "draft": self.belief.version()}, "on_agenda")
        place = Place(self, sitting.id, placed.json["item"]["id"], forum, self.belief.version())
        self.belief.places.append(place)
        sitting.items.append(place)
        disturbance = self._disturbance()
        if disturbance:
            yield self.day + 1
            came_of_it = yield from disturbance(place)
            self.bureau.give_back(sitting)
            return came_of_it
        yield PARKED
        return place.outcome or "deferred"

    def _placed_wrongly(self, forum):
        year = self.bureau.year
        body = {"draft": self.belief.version()}
        soon = year.next_called(forum, self.day, self.day)
        if soon and soon.day < self.floor_day and self.chance(PLACED_TOO_SOON):
            yield from self.refused("office", "place_on_agenda", {"meeting": soon.id, **body},
                                    {FLOOR_RULE[self.belief.kind]})
        later = year.next_called(PARTY_GROUP, self.day, self.floor_day)
        if forum == OFFICE_MEETING and later and self.chance(PLACED_IN_WRONG_ORDER):
            # A normative document does not go before the Party group at all; both are the rule of the proper forum.
            yield from self.refused("office", "place_on_agenda", {"meeting": later.id, **body}, {"R-MEET-02"})
        if soon and self.chance(PLACED_BY_THE_HEAD):
            yield from self.not_his_role(HEAD, "place_on_agenda", {"meeting": soon.id, **body})

    # ---- what happens while it stands on the agenda

    def _disturbance(self):
        """What takes the item off again, if anything; drawn in any case, so that the dice do not depend on it."""
        dice = self.rng.randrange(1000)
        for share, what in ((OPINION_WITHDRAWN, self._opinion_withdrawn), (SLIP_PUT_RIGHT, self._slip_put_right),
                            (WITHDRAWN, self._withdrawn), (TAKEN_OFF, self._taken_off)):
            if dice < share:
                return what
            dice -= share
        adverse = self.second_asked and self.chance(SECOND_ADVISER_ADVERSE)
        return self._adviser_adverse if adverse else None

    def _opinion_withdrawn(self, place):
        """The reviewer takes his favourable opinion back; the text is changed and reviewed anew."""
        yield from self.act(self.reviewer, "withdraw_legality_opinion",
                            {"opinion": self.opinion, "reasons": "发现依据已经修改"}, "reviewed", {"R-GATE-09"})
        self.belief.opinions[self.opinion][3] = False
        self.belief.clearance_falls()
        place.state = "removed"
        # Where the version only continued the one that was reviewed, its opinion is another version's besides.
        own = any(kind == "legality" and draft == place.draft for kind, draft, _, _ in self.belief.opinions.values())
        yield from self.refused("office", "place_on_agenda", {"meeting": place.meeting, "draft": place.draft},
                                {"R-GATE-01"} if own else {"R-GATE-01", "R-GATE-04"})
        yield self.day + 1
        yield from self.submit_changed(self.text.reworded(5, f"按照修改后的依据办理（第{place.draft + 1}稿）。"), "substantive",
                                       "drafting")
        return "anew"

    def _adviser_adverse(self, place):
        """The second adviser asked finds it unlawful after all; in the end he takes that back in writing."""
        self.second_asked = False
        opinion = yield from self._opine(self.other_adviser, "unlawful", "reviewed", {"R-GATE-09"})
        place.state = "removed"
        yield from self.refused("office", "place_on_agenda", {"meeting": place.meeting, "draft": place.draft},
                                {"R-GATE-05"})
        yield self.day + 1
        yield from self.act(self.other_adviser, "withdraw_adviser_opinion",
                            {"opinion": opinion, "reasons": "经会商，依据充分"})
        self.belief.opinions[opinion][3] = False
        return "again"

    def _slip_put_right(self, place):
        """A clerical version takes the item off too, until the reviewer has seen it."""
        text = self.text.without_comma()
        if text.clauses == self.text.clauses:
            return (yield from self._taken_off(place))
        yield from self.submit_changed(text, "clerical", "reviewed", {"R-GATE-09"})
        place.state = "removed"
        yield from self.confirm("clerical", "reviewed")
        return "again"

    def _withdrawn(self, place):
        yield from self.withdraw()
        place.state = "removed"
        return "withdrawn"

    def _taken_off(self, place):
        yield from self.act("office", "remove_from_agenda", {"meeting": place.meeting, "reason": "会议时间不够"}, "reviewed")
        place.state = "removed"
        return "again"
