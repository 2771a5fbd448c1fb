"""The course of a matter: what its section, the reviewer, the advisers and the office do with it, right and wrong."""

from tests.soak.beliefs import Matter
from tests.soak.bureau import HEAD, SECTIONS, Steps
from tests.soak.client import Act
from tests.soak.placing import Placing
from tests.soak.relay import Course
from tests.soak.reviewing import Reviewing
from tests.soak.texts import Text, name_of_clause

KINDS = ["major_decision", "normative_document"]
MAJOR_IN_1000 = 450
ROUTES = {"major_decision": ["office_meeting", "party_group"], "normative_document": ["office_meeting"]}
AMENDED_CLAUSE = 2

# Of a thousand matters.
WITHDRAWN_BEFORE_OPENING = 15
CONSULTED = 150
OBJECTED = 25
PLACED_UNREVIEWED = 60
PUBLISHED_UNDECIDED = 15
PUBLISHED_BETWEEN_FORUMS = 40
PUBLISHED_WRONG_VERSION = 150  # of those with more than one
SECOND_CHANNEL = 300
LOOKED_AT = 150  # of the acts

# What a text that nobody has reviewed lacks before any meeting: a clearance, an adviser's opinion, a meeting file.
UNREVIEWED = {"R-GATE-01", "R-GATE-06", "R-GATE-08"}


class MatterSteps(Steps, Reviewing, Placing):
    """One matter from its proposal to its end, as a generator of acts."""

    def __init__(self, bureau, number, first_day):
        super().__init__(bureau, f"matter {number:05}")
        self.first_day = first_day
        kind = KINDS[0] if self.chance(MAJOR_IN_1000) else KINDS[1]
        self.section = self.rng.choice(SECTIONS)
        self.text = Text.written(self.rng, kind, number)
        self.belief = Matter(number, kind, self.text.title, self.section.unit)
        self.reviewer = self.rng.choice(["legal", "legal2"])
        self.adviser, self.other_adviser = self.rng.sample(["adviser", "adviser2"], 2)
        self.adopted = {}  # forum → the version that it settled
        self.floor_day = 0
        self.course = Course(self.name, self.steps())

    def path(self):
        return f"/matters/{self.belief.id}"

    def route(self):
        return ROUTES[self.belief.kind]

    def awaited_forum(self):
        """The first forum that has not adopted the newest text; None where all have."""
        return next((forum for forum in self.route() if self.adopted.get(forum) != self.belief.version()), None)

    # ---- acts

    def act(self, login, action, body, stage="", warned=()):
        """Does something that the law allows; `stage` is where the matter stands then."""
        yield from self._fresh_tag(login)
        answer = yield Act(login, f"matter {action}", "POST", f"{self.path()}/actions/{action}", body, self.key(),
                           self.tag, warned=frozenset(warned), stage=stage or self.belief.stage)
        self.tag = answer.tag
        self.belief.stage = stage or self.belief.stage
        return answer

    def refused(self, login, action, body, rules):
        """Tries something that the law refuses, under exactly these rules."""
        yield from self._fresh_tag(login)
        yield Act(login, f"matter {action}, refused", "POST", f"{self.path()}/actions/{action}", body, self.key(),
                  self.tag, status=409, rules=frozenset(rules))
        self.belief.attempts += 1

    def not_his_role(self, login, action, body):
        yield from self._fresh_tag(login)
        yield Act(login, f"matter {action}, not his role", "POST", f"{self.path()}/actions/{action}", body, self.key(),
                  self.tag, status=403)
        self.belief.attempts += 1

    def _fresh_tag(self, login):
        """Looks at the matter where a meeting has moved it since; now and then all the same."""
        if not self.tag:
            self.tag = (yield Act(login, "GET matter", "GET", self.path())).tag
        elif self.chance(LOOKED_AT):
            yield self._idle_look(login)

    def _idle_look(self, login):
        looks = [(self.path(), "GET matter"), (f"{self.path()}/actions", "GET matter actions"),
                 ("/tasks?box=todo", "GET tasks"), ("/matters?limit=20", "GET matters")]
        if login in (self.section.clerk, self.section.head, self.reviewer, HEAD):
            looks.append((f"{self.path()}/history", "GET matter history"))
        path, kind = self.rng.choice(looks)
        return Act(login, kind, "GET", path)

    # ---- the way

    def steps(self):
        yield self.first_day
        yield from self._propose()
        if self.chance(WITHDRAWN_BEFORE_OPENING):
            yield from self.withdraw()
            return
        yield from self.act(HEAD, "open", {"lead_unit": self.section.unit}, "opened")
        yield from self.submit(self.text)
        yield from self._before_the_review()
        if not (yield from self.reviewed_until_cleared()):
            return
        while self.awaited_forum():
            if not (yield from self._before_a_forum()):
                return
        yield from self._publish()

    def _propose(self):
        clerk = self.section.clerk
        created = yield Act(clerk, "matter create", "POST", "/matters", {
            "kind": self.belief.kind, "title": self.belief.title, "undertaking_unit": self.section.unit,
            "summary": self.text.clauses[0],
            "proposal": {"source": self.rng.choice(["leader", "department", "lower_government", "deputy", "citizen"])},
        }, self.key(), status=201, stage="proposed")
        self.belief.id = created.json["matter"]["id"]
        self.belief.stage = "proposed"
        self.tag = created.tag
        study = yield from self.upload(clerk, f"{self.belief.title}：必要性和可行性研究报告。")
        yield from self.act(clerk, "record_study", {"document": study})

    def withdraw(self):
        yield from self.act(self.section.head, "withdraw", {"reason": "情况变化，另行提出"}, "withdrawn")

    def papers(self, text, note):
        """The documents of a version, uploaded by the clerk."""
        clerk = self.section.clerk
        wanted = [("draft", text.bytes()), ("drafting_note", f"关于{text.title}的说明：{note}"),
                  ("comments", f"{text.title}：征求意见及采纳情况。")]
        if self.belief.kind == "normative_document":
            wanted.append(("pre_assessment", f"{text.title}：制定前评估报告。"))
        documents = []
        for role, content in wanted:
            document = yield from self.upload(clerk, content)
            documents.append({"document": document, "role": role})
        return documents

    def submit(self, text):
        """A version that keeps no opinion."""
        yield from self._file("submit_draft", text, {}, "substantive", "drafting")

    def submit_changed(self, text, change, stage, warned=()):
        yield from self._file("submit_changed_draft", text, {"change": change, "from": self.belief.version()}, change,
                              stage, warned)

    def _file(self, action, text, members, change, stage, warned=()):
        clerk = self.section.clerk
        if change != "clerical":  # which leaves every other paper as it is
            self.note = f"第{self.belief.version() + 1}稿"
        documents = yield from self.papers(text, self.note)
        body = {"documents": documents, "drafters": [self.person(clerk)], **members}
        answer = yield from self.act(clerk, action, body, stage, warned)
        self.belief.drafts.append((change, answer.json["matter"]["drafts"][-1]["digest"]))
        self.belief.clearance_falls()
        self.text = text

    def _before_the_review(self):
        if self.chance(PLACED_UNREVIEWED):
            # Whose roster is not fixed: a reviewer who is to attend would be named besides (R-GATE-03).
            meeting = self.bureau.year.next_called("office_meeting", self.day, self.day + 1)
            if meeting:
                yield from self.refused("office", "place_on_agenda", {"meeting": meeting.id, "draft": 1}, UNREVIEWED)
        if self.chance(PUBLISHED_UNDECIDED):
            yield from self.refused("office", "publish", {"draft": 1, "channel": "区政府网站"}, {"R-MEET-01", "R-DEC-08"})
        if self.chance(CONSULTED):
            other = next(section for section in SECTIONS if section is not self.section)
            yield from self.act(self.section.clerk, "record_consultation", {
                "unit": other.unit, "reply": "agree",
                "document": (yield from self.upload(self.section.clerk, f"关于{self.belief.title}的复函：同意。"))})
        if self.chance(OBJECTED):
            noted = yield from self.act(self.section.clerk, "note_objection", {"text": "期限过紧，难以完成调研"})
            yield from self.act(HEAD, "answer_objection",
                                {"objection": noted.events()[0], "text": "已经延长一周"})
        yield self.day + 1

    # ---- before the forums

    def _before_a_forum(self):
        """Once through a forum; False where the matter goes no further."""
        heard = yield from self.placed_and_heard(self.awaited_forum())
        if heard in (None, "withdrawn", "not_adopted"):
            return False
        if heard == "adopted_as_amended":
            yield from self._carry_out_the_amendment()
        if heard in ("rework", "anew"):
            if heard == "rework":
                yield from self.submit(self.text.reworded(4, f"按照会议意见重新起草（第{self.belief.version() + 1}稿）。"))
            return (yield from self.reviewed_until_cleared())
        if heard == "adopted" and self.awaited_forum() == "party_group" and self.chance(PUBLISHED_BETWEEN_FORUMS):
            yield from self.refused("office", "publish", {"draft": self.belief.version(), "channel": "区政府网站"},
                                    {"R-DEC-08"})
        return True

    def amended_words(self):
        return f"办理期限为{60 + self.belief.version()}日。"

    def amendment(self):
        """How a meeting rewords a clause of the newest version."""
        return {"clause": name_of_clause(AMENDED_CLAUSE), "text": self.amended_words()}

    def _carry_out_the_amendment(self):
        forum = self.belief.places[-1].forum
        text = self.text.reworded(AMENDED_CLAUSE, self.amended_words())
        yield from self.submit_changed(text, "conforming", "reviewed")
        self.adopted[forum] = self.belief.version()
        stage = "reviewed" if self.awaited_forum() else "decided"
        yield from self.confirm("conforming", stage)

    def heard(self, place):
        """What a closed or deferred item makes of the matter."""
        self.tag = ""
        if place.outcome == "adopted":
            self.adopted[place.forum] = place.draft
        stages = {"adopted": "reviewed" if self.awaited_forum() else "decided", "adopted_as_amended": "reviewed",
                  "not_adopted": "rejected", "rework": "rework", "deferred": "deferred", None: "deferred"}
        self.belief.stage = stages[place.outcome]

    def _publish(self):
        yield self.day + self.rng.randrange(3) + 1
        version = self.belief.version()
        if version > 1 and self.chance(PUBLISHED_WRONG_VERSION):
            yield from self.refused("office", "publish", {"draft": version - 1, "channel": "区政府网站"}, {"R-DEC-08"})
        channels = ["区政府网站", "区信访局公众号"] if self.chance(SECOND_CHANNEL) else ["区政府网站"]
        for channel in channels:
            yield from self.act("office", "publish", {"draft": version, "channel": channel}, "issued")
            self.belief.publications.append((version, channel))
