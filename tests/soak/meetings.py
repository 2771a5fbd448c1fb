"""The course of a meeting: called, prepared, held with all its items, closed and signed."""

from tests.soak.beliefs import Meeting
from tests.soak.bureau import HEAD, MEMBERS, Steps
from tests.soak.client import Act
from tests.soak.items import Discussion
from tests.soak.relay import Course
from tests.soak.year import OFFICE_MEETING

# Of a thousand meetings.
TRIED_THE_DAY_BEFORE = 40
ON_LEAVE = 120
COMES_LATE = 150
INTERRUPTED = 40
SOMETHING_HEARD = 200
WOULD_NOT_SIGN = 20

PLACES = {OFFICE_MEETING: "三楼会议室", "party_group": "党员活动室"}


class MeetingSteps(Steps):
    """One meeting, as a generator of acts. Wakes the matters of its items the next morning."""

    def __init__(self, bureau, sitting):
        super().__init__(bureau, f"meeting {sitting.number:04}")
        self.sitting = sitting
        self.belief = Meeting(sitting.forum, bureau.year.held_at(sitting))
        self.members = [*MEMBERS, HEAD]  # in the room; the chair is the last to speak
        self.late = ""
        self.course = Course(self.name, self.steps())

    def path(self):
        return f"/meetings/{self.belief.id}"

    # ---- acts

    def act(self, login, action, body, item="", **expected):
        """Something that rests on the meeting as it stands."""
        return (yield from self._sent(login, action, body, item, expected))

    def refused(self, login, action, body, rules, item=""):
        return (yield from self._sent(login, action, body, item, {"status": 409, "rules": frozenset(rules)}))

    def own_act(self, login, action, body, item="", **expected):
        """An act about one person alone, which asks for no tag; not yielded, so that several go side by side."""
        place = f"{self.path()}/items/{item}/actions" if item else f"{self.path()}/actions"
        kind = f"{'item' if item else 'meeting'} {action}{', refused' if expected.get('status') == 409 else ''}"
        return Act(login, kind, "POST", f"{place}/{action}", body, self.key(), **expected)

    def side_by_side(self, acts):
        """Does all of them at once; the newest tag counts."""
        answers = yield acts
        self.tag = max((answer.tag for answer in answers), key=number_in)

    def _sent(self, login, action, body, item, expected):
        act = self.own_act(login, action, body, item, **expected)
        act.tag = self.tag
        answer = yield act
        if answer.status == 200:
            self.tag = answer.tag
        return answer

    # ---- the way

    def steps(self):
        yield self.bureau.year.called_on(self.sitting)
        yield from self._call()
        early = self.chance(TRIED_THE_DAY_BEFORE)
        yield self.sitting.day - (1 if early else 0)
        self.tag = (yield from self.look("office", self.path(), "GET meeting")).tag
        if not self._placed():
            yield from self.act("office", "cancel", {"reason": "没有议题"})
            self.belief.stage = "cancelled"
            return
        attendees = [{"person": self.person("legal"), "capacity": "reviewing_body"},
                     {"person": self.person("chief"), "capacity": "reporter"}]
        yield from self.act("office", "fix_roster", {"attendees": attendees})
        if early:
            yield from self.refused("recorder", "open", {"present": self._ids(self.members)}, {"R-MEET-17"})
            yield self.sitting.day
            self.tag = (yield from self.look("office", self.path(), "GET meeting")).tag
        yield from self._prepare()
        yield from self._sit()
        yield from self._sign()

    def _call(self):
        created = yield Act("office", "meeting create", "POST", "/meetings", {
            "forum": self.sitting.forum, "held_at": self.belief.held_at, "place": PLACES[self.sitting.forum],
            "chair": self.person(HEAD), "recorder": self.person("recorder")}, self.key(), status=201)
        self.belief.id = self.sitting.id = created.json["meeting"]["id"]
        self.belief.stage = "planned"

    def _placed(self):
        """The items that still stand, in the order of their matters."""
        return sorted((place for place in self.sitting.items if place.state == "placed"),
                      key=lambda place: place.matter.belief.number)

    def _prepare(self):
        if self.chance(SOMETHING_HEARD):
            paper = yield from self.upload("office", f"第{self.sitting.number}次会议：本月信访工作情况汇报。")
            added = yield from self.act("office", "add_item", {
                "kind": self.rng.choice(["hearing", "law_study"]), "title": "本月信访工作情况汇报",
                "presenter": self.person("chief"), "documents": [paper]})
            self.belief.heard.append([added.json["item"]["id"], "placed"])
        yield from self.act(HEAD, "freeze_agenda", {})
        yield from self.act("office", "send_materials", {})

    def _ids(self, logins):
        return [self.person(login) for login in logins]

    def _sit(self):
        if self.chance(ON_LEAVE):
            yield from self._take_leave()
        elif self.chance(COMES_LATE):
            self.late = self.rng.choice(MEMBERS)
            self.members.remove(self.late)
        yield from self.act("recorder", "open", {"present": self._ids([*self.members, "legal", "chief"])})
        for heard in self.belief.heard:
            yield from self._hear(heard)
        for place in self._placed():
            yield from Discussion(self, place).steps()
            if self.chance(INTERRUPTED):
                yield from self.act(HEAD, "adjourn", {"reason": "消防演练"})
                yield from self.act(HEAD, "resume", {})
        yield from self.act("recorder", "close", {})
        self.belief.stage = "closed"
        self.belief.present = self._ids(self.members)

    def _take_leave(self):
        away = self.rng.choice(MEMBERS)
        self.members.remove(away)
        letter = yield from self.upload(away, f"第{self.sitting.number}次会议书面意见：因公外出，赞成会议议题。")
        yield from self.act(away, "record_leave",
                            {"person": self.person(away), "reason": "因公外出", "written_opinion": letter})

    def arrive(self):
        """Who comes late takes part from now on."""
        late, self.late = self.late, ""
        yield from self.side_by_side([self.own_act("recorder", "record_attendance",
                                                   {"person": self.person(late), "event": "arrived"})])
        self.members.insert(0, late)

    def _hear(self, heard):
        """What is heard takes no ballot and no decision (R-MEET-01)."""
        item = heard[0]
        yield from self.act("recorder", "open", {}, item)
        speaker = self.rng.choice([member for member in self.members if member != HEAD])
        yield from self.side_by_side([self.own_act(speaker, "speak", {
            "person": self.person(speaker), "position": "no_comment", "text": "请各科室对照落实。"}, item)])
        yield from self.refused(HEAD, "decide", {"outcome": "adopted"}, {"R-MEET-01"}, item)
        yield from self.act("recorder", "close", {}, item)
        heard[1] = "closed"

    def _sign(self):
        signatories = ["recorder", *self.members]
        if self.chance(WOULD_NOT_SIGN):
            stubborn = self.rng.choice([member for member in self.members if member != HEAD])
            signatories.remove(stubborn)
            witnesses = self._ids(self.rng.sample([each for each in self.members if each != stubborn], 2))
            yield from self.side_by_side([self.own_act("recorder", "sign_record", {
                "refused_by": self.person(stubborn), "witnesses": witnesses})])
            self.belief.would_not_sign = [self.person(stubborn)]
        yield from self.side_by_side([self.own_act(login, "sign_record", {}) for login in signatories])
        self.belief.signed = self._ids(signatories)
        self.belief.stage = "signed"


def number_in(tag):
    """The sequence that a tag names."""
    return int(tag.strip('"'))
