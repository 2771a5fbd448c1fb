"""An item before a meeting: interests declared, everybody heard, the chair last; then decided, or voted on; dissent
confirmed; closed."""

from tests.soak import law
from tests.soak.beliefs import Dissent
from tests.soak.bureau import HEAD, MEMBERS
from tests.soak.year import OFFICE_MEETING

# Of a thousand items.
RECUSED = 80
CHAIR_FIRST = 40
ENTERED_BY_THE_RECORDER = 300
NOT_ADOPTED = 30
REWORK = 25
DEFERRED_AT_ONCE = 20
DEFERRED_BY_DECISION = 20
AMENDED = 50
HEAD_AGAINST_THE_MAJORITY = 25
SPLIT = 30
ONE_AGAINST = 120
SECRET = 250
VOIDED = 30
UNREASONED_FIRST = 600  # of those that owe reasons
CLOSED_OVER_DISSENT = 150  # of those with a dissent
WOULD_NOT_CONFIRM = 60  # of those who dissent

WISHES = ((NOT_ADOPTED, "not_adopted"), (REWORK, "rework"), (DEFERRED_AT_ONCE, "put off"),
          (DEFERRED_BY_DECISION, "deferred"), (AMENDED, "adopted_as_amended"),
          (HEAD_AGAINST_THE_MAJORITY, "against the majority"), (SPLIT, "split"), (ONE_AGAINST, "one against"))
MOTIONS = {"rework": "rework", "deferred": "defer", "adopted_as_amended": "adopt_as_amended"}
CLOSE_REASON = {"ground": "other", "text": "双方意见已经充分说明，事项不宜再拖"}
HEAD_REASONS = "综合各方意见，从全局考虑作此决定"


class Discussion:
    """One item of a sitting meeting, as a generator of acts. Its dice are its own."""

    def __init__(self, meeting, place):
        self.meeting = meeting
        self.place = place
        self.matter = place.matter
        self.rng = meeting.bureau.chances("item", self.matter.belief.number, len(self.matter.belief.places))
        self.positions = {}

    def chance(self, in_thousand):
        return self.rng.randrange(1000) < in_thousand

    def person(self, login):
        return self.meeting.person(login)

    def act(self, login, action, body):
        return self.meeting.act(login, action, body, self.place.item)

    def refused(self, login, action, body, rules):
        self.matter.belief.attempts += 1
        return self.meeting.refused(login, action, body, rules, self.place.item)

    # ---- the way

    def steps(self):
        wish = self._wish()
        yield from self.act("recorder", "open", {})
        yield from self._declare()
        if wish == "put off":
            yield from self.act(HEAD, "defer", {"reason": "材料需要补充"})
            self._end("deferred", None)
            return
        self.positions = self._positions(wish)
        yield from self._speak()
        office = self.meeting.sitting.forum == OFFICE_MEETING
        outcome = yield from (self._decide(wish) if office else self._vote(wish))
        yield from self._confirm_dissents(outcome)
        yield from self._close(outcome)

    def _wish(self):
        dice = self.rng.randrange(1000)
        for share, wish in WISHES:
            if dice < share:
                return wish
            dice -= share
        return "adopted"

    def _taking_part(self):
        """In the room and not recused; the chair last."""
        return [login for login in self.meeting.members if self.person(login) not in self.place.recused]

    def _declare(self):
        recusable = [login for login in self.meeting.members if login in MEMBERS]
        partial = self.rng.choice(recusable) if self.chance(RECUSED) else ""
        yield from self._each_declares(self.meeting.members, partial)
        if partial:
            yield from self.act("recorder", "recuse", {"person": self.person(partial), "reason": "近亲属涉及该事项"})
            self.place.recused.append(self.person(partial))
        if self.meeting.late:
            late = self.meeting.late
            yield from self.meeting.arrive()
            yield from self._each_declares([late], "")

    def _each_declares(self, logins, partial):
        yield from self.meeting.side_by_side([self._said(login, "declare_interest", {"interest": login == partial})
                                              for login in logins])

    def _said(self, login, action, members):
        """By the member in his own log-in, or entered by the recorder."""
        by = "recorder" if self.chance(ENTERED_BY_THE_RECORDER) else login
        return self.meeting.own_act(by, action, {"person": self.person(login), **members}, self.place.item)

    def _positions(self, wish):
        people = self._taking_part()
        others = people[:-1]
        self.rng.shuffle(others)
        positions = {login: "for" for login in people}
        if wish == "not_adopted":
            positions = {login: "against" for login in people} | {HEAD: "no_comment", others[0]: "for"}
        elif wish in ("rework", "deferred"):
            positions = {login: "defer" for login in people}
            if self.chance(500):
                positions[others[0]] = "for"
        elif wish == "against the majority":
            positions |= {login: "against" for login in others[1:]}
        elif wish == "split":
            positions |= {login: "against" for login in others[:len(people) // 2]}
        elif wish == "one against":
            positions[others[0]] = "against"
        return {login: positions[login] for login in people}

    def _speak(self):
        if self.chance(CHAIR_FIRST):
            yield from self._speaks_too_soon()
        yield from self.meeting.side_by_side([self._stated(login) for login in self.positions if login != HEAD])
        yield from self.meeting.side_by_side([self._stated(HEAD)])

    def _stated(self, login):
        position = self.positions[login]
        return self._said(login, "speak", {"position": position, "text": self._words(login)})

    def _words(self, login):
        return f"{login}：对《{self.matter.belief.title}》的意见是 {self.positions[login]}。"

    def _speaks_too_soon(self):
        self.matter.belief.attempts += 1
        yield self.meeting.own_act(HEAD, "speak", {"person": self.person(HEAD), "position": "for"}, self.place.item,
                                   status=409, rules=frozenset({"R-MEET-08"}))

    # ---- the office meeting: the head decides

    def _decide(self, wish):
        outcome = wish if wish in ("not_adopted", "rework", "deferred", "adopted_as_amended") else "adopted"
        body = {"outcome": outcome}
        if outcome == "adopted_as_amended":
            body["amendments"] = [self.matter.amendment()]
        owed = {}
        rules = set()
        if law.head_owes_reasons(outcome, self.positions):
            owed["head_reasons"] = HEAD_REASONS
            rules.add("R-DEC-02")
        if outcome != "deferred" and law.are_close(self.positions):
            owed["close_reason"] = CLOSE_REASON
            rules.add("R-MEET-13")
        if owed and self.chance(UNREASONED_FIRST):
            yield from self.refused(HEAD, "decide", body, rules)
        yield from self.act(HEAD, "decide", body | owed)
        self.place.arithmetic = law.arithmetic(OFFICE_MEETING, self.positions)
        return outcome

    # ---- the Party group: the majority decides

    def _vote(self, wish):
        motion = MOTIONS.get(wish, "adopt")
        votes = self._votes(motion)
        outcome = law.ballot_outcome(motion, votes)
        if outcome is None:
            # A motion to rework or defer that is not carried leaves the item open: put to the vote as it is.
            motion, votes = "adopt", self._votes("adopt")
            outcome = law.ballot_outcome(motion, votes)
        method = "secret" if self.chance(SECRET) else self.rng.choice(["named", "hands", "voice"])
        if self.chance(VOIDED):
            yield from self._ballot(method, motion, votes)
            yield from self.act("recorder", "void_ballot", {"reason": "计票有误，重新表决"})
            self.place.ballots.append((method, "voided"))
        yield from self._ballot(method, motion, votes)
        if method == "secret":
            yield from self._count_confirmed()
        yield from self._ballot_closed(motion, votes)
        self.place.ballots.append((method, "closed"))
        self.place.arithmetic = law.arithmetic("party_group", votes)
        return outcome

    def _votes(self, motion):
        """As they spoke: on adopting; on sending back or putting off who wants that votes for it."""
        if motion in ("adopt", "adopt_as_amended"):
            cast = {"for": "for", "against": "against"}
        else:
            cast = {"defer": "for", "for": "against"}
        return {login: cast.get(position, "abstain") for login, position in self.positions.items()}

    def _ballot(self, method, motion, votes):
        moved = {"kind": motion}
        if motion == "adopt_as_amended":
            moved["amendments"] = [self.matter.amendment()]
        yield from self.act("recorder", "open_ballot", {"method": method, "motion": moved})
        if method == "secret":
            for_, against, abstain = law.counts(votes)
            self.tellers = self.rng.sample([login for login in votes if login != HEAD], 2)
            body = {"for": for_, "against": against, "abstain": abstain,
                    "tellers": [self.person(login) for login in self.tellers]}
        else:
            body = {"votes": [{"person": self.person(login), "vote": vote} for login, vote in votes.items()]}
        yield from self.act("recorder", "record_ballot", body)

    def _count_confirmed(self):
        if self.chance(CHAIR_FIRST):
            yield from self.refused("recorder", "close_ballot", {"close_reason": CLOSE_REASON}, {"R-MEET-10"})
        yield from self.meeting.side_by_side(
            [self.meeting.own_act(login, "confirm_count", {}, self.place.item) for login in self.tellers])

    def _ballot_closed(self, motion, votes):
        if motion == "defer" or not law.are_close(votes):
            yield from self.act("recorder", "close_ballot", {})
            return
        if self.chance(UNREASONED_FIRST):
            yield from self.refused("recorder", "close_ballot", {}, {"R-MEET-13"})
        yield from self.act("recorder", "close_ballot", {"close_reason": CLOSE_REASON})

    # ---- the end of it

    def _confirm_dissents(self, outcome):
        dissenters = law.dissenters(outcome, self.positions)
        if dissenters and self.chance(CLOSED_OVER_DISSENT):
            yield from self.refused("recorder", "close", self._closing(outcome, dissenters), {"R-MEET-14"})
        own = [login for login in dissenters if not self.chance(WOULD_NOT_CONFIRM)]
        if own:
            yield from self.meeting.side_by_side([self.meeting.own_act(login, "confirm_dissent", {
                "person": self.person(login), "text": self._own_words(login)}, self.place.item) for login in own])
        for login in dissenters:
            if login in own:
                self.place.dissents.append(Dissent(self.person(login), self._own_words(login)))
                continue
            witnesses = [self.person(each) for each in self.positions if each != login][:2]
            yield from self.act("recorder", "record_refusal_to_confirm",
                                {"person": self.person(login), "witnesses": witnesses})
            self.place.dissents.append(Dissent(self.person(login), self._words(login), False, tuple(witnesses)))

    def _own_words(self, login):
        return f"{login}：我不同意这一决定，理由已在会上说明。"

    def _closing(self, outcome, dissenters):
        body = {} if dissenters else {"no_dissent": True}
        if outcome in ("adopted", "adopted_as_amended"):
            section = self.matter.section
            body["executing_unit"] = section.unit
            body["responsible"] = {"overall": [self.person(HEAD)], "portfolio": [self.person(section.leader)],
                                   "unit": [self.person(section.head)]}
        return body

    def _close(self, outcome):
        yield from self.act("recorder", "close", self._closing(outcome, self.place.dissents))
        self._end("closed", outcome)

    def _end(self, state, outcome):
        """The matter hears of it the next morning."""
        self.place.state = state
        self.place.outcome = outcome
        self.matter.heard(self.place)
        self.meeting.bureau.relay.wake(self.matter.course, self.meeting.day + 1, None)
