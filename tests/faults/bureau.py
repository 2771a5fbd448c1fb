"""What people of the demo bureau do with one matter, from its proposal to a meeting's agenda, as steps."""

PASSWORD = "demo"
ACTING = ("drafter", "chief", "director", "legal", "adviser", "office")
READER = "inspector"
TEXT = "text/plain; charset=utf-8"


def person(login):
    """The id of somebody of the founding."""
    return f"per_{login}"


class Step:
    """One state-changing request: who, what, and the status that it must have; `tag` is the `If-Match`."""

    def __init__(self, login, path, body, expected=200, tag=None):
        self.login = login
        self.path = path
        self.body = body
        self.expected = expected
        self.tag = tag


class Upload(Step):
    """A document. It is named by its content, so that it needs no key: asked for twice, it is there once."""

    def __init__(self, login, text):
        super().__init__(login, "/documents", text.encode(), expected=201)


class Look:
    """A request that changes nothing."""

    def __init__(self, login, path):
        self.login = login
        self.path = path


def call_meeting(day):
    """The office calls an office meeting for a day, with nothing on its agenda yet."""
    return Step("office", "/meetings", {"forum": "office_meeting", "held_at": f"{day}T09:00:00+08:00",
                                        "place": "三楼会议室", "chair": person("director"),
                                        "recorder": person("recorder")}, expected=201)


def course(title, meeting):
    """A generator of steps that takes the answer to each. Two of them are refused and leave an attempt on record; the
    last one writes into two streams, the matter's and the meeting's. `meeting` gives the id of the one that is on."""
    answer = yield Step("drafter", "/matters", {"kind": "major_decision", "title": title,
                                                "undertaking_unit": "unit_letters",
                                                "proposal": {"source": "department"}}, expected=201)
    matter = f"/matters/{answer.json['matter']['id']}"

    def act(login, action, body, expected=200):
        return Step(login, f"{matter}/actions/{action}", body, expected, tag)

    def paper(name):
        return f"{name}\n{title}\n"

    tag = answer.fields["etag"]
    study = yield Upload("drafter", paper("必要性和可行性研究报告"))
    answer = yield act("drafter", "record_study", {"document": study.json["id"]})
    tag = answer.fields["etag"]
    answer = yield act("director", "open", {"lead_unit": "unit_letters"})
    tag = answer.fields["etag"]
    documents = []
    for role, name in (("draft", "第一条 目的。"), ("drafting_note", "起草说明"), ("pre_assessment", "制定前评估报告")):
        uploaded = yield Upload("drafter", paper(name))
        documents.append({"document": uploaded.json["id"], "role": role})
    answer = yield act("drafter", "submit_draft", {"documents": documents, "drafters": [person("drafter")]})
    tag = answer.fields["etag"]
    yield act("office", "place_on_agenda", {"meeting": meeting(), "draft": 1}, expected=409)
    yield act("director", "place_on_agenda", {"meeting": meeting(), "draft": 1}, expected=403)
    materials = []
    for kind in ("draft", "legal_basis", "procedures_statement"):
        uploaded = yield Upload("chief", paper(kind))
        materials.append({"kind": kind, "document": uploaded.json["id"]})
    answer = yield act("chief", "request_review", {
        "draft": 1, "materials": materials, "procedures_done": "已征求有关科室意见",
        "legal_basis": [{"title": "信访工作条例", "article": "第一条", "version_date": "2022-02-25"}]})
    tag = answer.fields["etag"]
    answer = yield act("legal", "accept_for_review", {})
    tag = answer.fields["etag"]
    answer = yield act("legal", "ask_adviser", {"adviser": person("adviser")})
    tag = answer.fields["etag"]
    answer = yield act("adviser", "give_adviser_opinion", {
        "draft": 1, "conclusion": "lawful", "reasons": "未见违法", "points": [], "declares_no_interest": True})
    tag = answer.fields["etag"]
    seen = (yield Look("legal", matter)).json
    answer = yield act("legal", "issue_legality_opinion", {
        "draft": 1, "conclusion": "lawful", "facts": "收到送审稿及材料，经审查", "reasons": "符合上位法规定", "points": [],
        "answers": [{"item": each["item"], "finding": "met", "reason": "符合规定"} for each in seen["checklist"]],
        "adviser_opinions": [each["id"] for each in seen["opinions"]]})
    tag = answer.fields["etag"]
    yield act("office", "place_on_agenda", {"meeting": meeting(), "draft": 1})
