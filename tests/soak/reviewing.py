"""The part of a matter's course between the section and the reviewing body."""

from tests.soak.texts import name_of_clause
from tests.soak.year import FLOORS

# Of a thousand reviews.
TAKEN_BACK = 30
RETURNED = 90
CONCLUDED_UNADVISED = 40
SECOND_ADVISER_ASKED = 60
# Of a thousand first reviews: the rest are lawful.
FOUND_UNLAWFUL = 110
TO_BE_AMENDED = 140
# Of a thousand found unlawful.
ADVISER_FOUND_IT_TOO = 300
PLACED_THOUGH_UNLAWFUL = 500
GIVEN_UP = 200
EXPLAINED_AWAY = 150
# Of a thousand to be amended.
NOTHING_ADOPTED = 300
UNREASONED = 100

BASIS = [{"title": "信访工作条例", "article": "第二十二条、第三十四条", "version_date": "2022-05-01"}]
POINTS = [2, 4]  # clauses that a review finds fault with


class Reviewing:
    """Sending, returning, advising, concluding and answering. For MatterSteps."""

    def reviewed_until_cleared(self):
        """From `drafting` until a clearance stands; False where the section gives up."""
        while True:
            yield from self._sent_and_accepted()
            yield from self._advised()
            conclusion = self._conclusion()
            if conclusion == "unlawful" and self.chance(ADVISER_FOUND_IT_TOO):
                yield from self._opine(self.adviser, "unlawful")
            else:
                yield from self._opine(self.adviser, "lawful")
            yield from self._concluded(conclusion)
            if conclusion == "lawful":
                return True
            if conclusion == "should_amend":
                yield from self._answered()
                return True
            if not (yield from self._after_unlawful()):
                return False

    def _conclusion(self):
        if self.belief.version() > 1:
            return "lawful"
        dice = self.rng.randrange(1000)
        if dice < FOUND_UNLAWFUL:
            return "unlawful"
        return "should_amend" if dice < FOUND_UNLAWFUL + TO_BE_AMENDED else "lawful"

    def _sent_and_accepted(self):
        yield from self._send()
        if self.chance(TAKEN_BACK):
            yield from self.act(self.section.head, "withdraw_request", {"reason": "材料有误"}, "drafting")
            yield self.day + 1
            yield from self._send()
        if self.chance(RETURNED):
            yield from self.act(self.reviewer, "return_for_completion",
                                {"ground": "incomplete", "missing": ["资金来源的书面意见"]}, "returned")
            yield self.day + 1
            yield from self._send()
        yield from self.act(self.reviewer, "accept_for_review", {}, "under_review")
        self.floor_day = self.day + FLOORS[self.belief.kind]

    def _send(self):
        head = self.section.head
        letter = yield from self.upload(head, f"法制科：现将《{self.belief.title}》第{self.belief.version()}稿送上，请予审查。")
        yield from self.act(head, "request_review", {
            "draft": self.belief.version(), "legal_basis": BASIS,
            "materials": [{"kind": "application", "document": letter}],
            "procedures_done": "已公开征求意见三十日并征求有关科室意见"}, "submitted_for_review")

    def _advised(self):
        yield from self.act(self.reviewer, "ask_adviser", {"adviser": self.person(self.adviser)})
        self.second_asked = self.chance(SECOND_ADVISER_ASKED)
        if self.second_asked:
            yield from self.act(self.reviewer, "ask_adviser", {"adviser": self.person(self.other_adviser)})
        if self.chance(CONCLUDED_UNADVISED):
            # Who found an earlier version unlawful is heard first.
            unheard = any(kind == "adviser" and conclusion == "unlawful" and standing
                          for kind, _, conclusion, standing in self.belief.opinions.values())
            yield from self.refused(self.reviewer, "issue_legality_opinion", (yield from self._opinion("lawful", [])),
                                    {"R-REV-08"} | ({"R-GATE-05"} if unheard else set()))
        yield self.day + 1

    def _opine(self, adviser, conclusion, stage="", warned=()):
        """An adviser's opinion on the newest version; gives its id."""
        version = self.belief.version()
        points = [] if conclusion == "lawful" else [{"clause": name_of_clause(POINTS[0]), "text": "限制权利没有依据"}]
        answer = yield from self.act(adviser, "give_adviser_opinion", {
            "draft": version, "conclusion": conclusion, "reasons": "经核对上位法规定", "points": points,
            "declares_no_interest": True}, stage, warned)
        opinion = answer.json["matter"]["opinions"][-1]["id"]
        self.belief.opinions[opinion] = ["adviser", version, conclusion, True]
        return opinion

    def _opinion(self, conclusion, advice):
        """The body of a legality opinion; the checklist is read first, as the reviewer does."""
        matter = (yield from self.look(self.reviewer, self.path(), "GET matter")).json
        faults = conclusion != "lawful"
        points = [{"clause": name_of_clause(clause), "text": "应当与上位法一致", "proposed": "依照上位法规定执行。"}
                  for clause in POINTS] if faults else []
        answers = [{"item": each["item"], "reason": "经逐条核对",
                    "finding": "not_met" if faults and each["item"] == "content" else "met"}
                   for each in matter["checklist"]]
        return {"draft": self.belief.version(), "conclusion": conclusion, "facts": "收到送审稿及材料，经审查。",
                "answers": answers, "reasons": "依照上位法规定审查。", "adviser_opinions": advice, "points": points}

    def _concluded(self, conclusion):
        version = self.belief.version()
        advice = [opinion for opinion, (kind, draft, _, _) in self.belief.opinions.items()
                  if kind == "adviser" and draft == version]
        body = yield from self._opinion(conclusion, advice)
        answer = yield from self.act(self.reviewer, "issue_legality_opinion", body, "reviewed")
        legality = [each for each in answer.json["matter"]["opinions"] if each["kind"] == "legality"]
        self.opinion = legality[-1]["id"]
        self.belief.opinions[self.opinion] = ["legality", version, conclusion, True]
        if conclusion == "lawful":
            self.belief.clearance = (version, "opinion", True)

    def confirm(self, kind, stage):
        """The reviewer's word on a change; the clearance goes over to it."""
        version = self.belief.version()
        yield from self.act(self.reviewer, "confirm_change", {"draft": version, "kind": kind}, stage)
        self.belief.clearance = (version, "confirmed", True)

    # ---- what the section does with an opinion

    def _answered(self):
        """Answers a `should_amend`, carries out what it adopts, and has it confirmed."""
        clerk = self.section.clerk
        adopts = not self.chance(NOTHING_ADOPTED)
        declined = {"disposition": "not", "reason": "现行规定已有安排", "basis": "信访工作条例第十七条"}
        points = [{"point": 1, **({"disposition": "adopted"} if adopts else declined)}, {"point": 2, **declined}]
        if self.chance(UNREASONED):
            bare = [points[0], {"point": 2, "disposition": "not"}]
            yield from self.refused(clerk, "respond_to_opinion", {"opinion": self.opinion, "points": bare},
                                    {"R-REV-09"})
        yield from self.act(clerk, "respond_to_opinion", {"opinion": self.opinion, "points": points})
        if not adopts:
            self.belief.clearance = (self.belief.version(), "responded", True)
            return
        carried_out = self.text.reworded(POINTS[0], f"依照上位法规定执行（第{self.belief.version() + 1}稿）。")
        yield from self.submit_changed(carried_out, "conforming", "reviewed")
        yield from self.confirm("conforming", "reviewed")

    def _after_unlawful(self):
        """True where a changed text was filed; False where the section withdraws the matter."""
        version = self.belief.version()
        meeting = self.bureau.year.next_called("office_meeting", self.day, self.floor_day)
        if meeting and self.chance(PLACED_THOUGH_UNLAWFUL):
            adviser_too = any(kind == "adviser" and draft == version and conclusion == "unlawful"
                              for kind, draft, conclusion, _ in self.belief.opinions.values())
            yield from self.refused("office", "place_on_agenda", {"meeting": meeting.id, "draft": version},
                                    {"R-GATE-02"} | ({"R-GATE-05"} if adviser_too else set()))
        if self.chance(EXPLAINED_AWAY):
            points = [{"point": 1, "disposition": "not", "reason": "确有需要", "basis": "信访工作条例第十七条"}]
            yield from self.refused(self.section.clerk, "respond_to_opinion",
                                    {"opinion": self.opinion, "points": points}, {"R-GATE-02"})
        yield self.day + 1
        if self.chance(GIVEN_UP):
            yield from self.withdraw()
            return False
        changed = self.text.reworded(POINTS[0], "依照上位法规定的期限办理。").reworded(POINTS[1], "依照上位法规定的程序办理。")
        yield from self.submit_changed(changed, "substantive", "drafting")
        return True
