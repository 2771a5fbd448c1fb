"""What must be true of the record, whatever happened: each answer is given again, and each effect is there once."""

import urllib.parse

from tests.faults.bureau import READER
from tests.support.http_client import BASE


class Checks:
    """Compares what the server answered with what it now answers and shows. Nobody writes meanwhile."""

    def __init__(self, load, journal):
        self._load = load
        self._journal = journal
        self.asked_again = 0
        self.lost = 0
        self.doubled = 0

    def ask_again(self, answered):
        """The same keys again: the same answers."""
        for asked in answered:
            again = self._load.ask(asked)
            self.asked_again += 1
            if again.told() != asked.answer.told():
                self._journal.fault(f"{asked} was answered {asked.answer} and is now answered {again}")

    def settle(self, asked):
        """Asks again for whoever has no answer; tells whether it had been done before, by the state of the record."""
        before = self._traces(asked)
        answer = self._load.ask(asked)
        self._journal.take(asked, answer)
        return self._traces(asked) == before

    def _traces(self, asked):
        """How much of the kind is on record."""
        if asked.is_upload:
            return self._load.look(asked.step.login, f"/documents/{asked.document}").status
        if asked.step.path == "/matters":
            title = asked.step.body["title"]
            return [each["title"] for each in self._all("/matters", q=title)].count(title)
        return len(self._history(asked.step.path.split("/")[2]))

    def on_record(self, answered):
        """Each effect of these answers once, and on the streams that they bear on nothing else."""
        matters = {}
        for asked in answered:
            if asked.is_upload:
                if asked.answer.status == 201:
                    self._document(asked)
            elif matter := matter_of(asked):
                matters.setdefault(matter, [])
        for asked in self._journal.answered:
            if matter_of(asked) in matters:
                matters[matter_of(asked)].append(asked)
        for matter, all_asked in matters.items():
            self._matter(matter, all_asked)

    def _document(self, asked):
        answer = self._load.look(asked.step.login, f"/documents/{asked.answer.json['id']}")
        if answer.status != 200 or answer.body != asked.step.body:
            self._missing(f"{asked} was answered {asked.answer}, and the document is answered {answer.status}")

    def _matter(self, matter, all_asked):
        history = self._history(matter)
        stream = f"matter/{matter}"
        recorded = [(each["stream_seq"], each["id"]) for each in history if each["stream"] == stream]
        answered = [(event["stream_seq"], event["id"]) for asked in all_asked if asked.answer.status < 300
                    for event in asked.answer.json["events"] if event["stream"] == stream]
        self._compare(matter, sorted(answered), recorded)
        refused = [asked.key for asked in all_asked if asked.answer.status in (403, 409)]
        attempts = [each["id"] for each in history if each["stream"] == f"attempt/{matter}"]
        if len(attempts) < len(refused):
            self._missing(f"{matter}: {refused} were refused, on record is {attempts}")
        elif len(attempts) > len(refused):
            self._twice(f"{matter}: {refused} were refused, on record is {attempts}")

    def _compare(self, matter, answered, recorded):
        if [seq for seq, _ in recorded] != list(range(1, len(recorded) + 1)):
            self._journal.fault(f"{matter}: the sequence has gaps: {recorded}")
        if missing := set(answered) - set(recorded):
            self._missing(f"{matter}: answered and not on record: {missing}")
        if unasked := set(recorded) - set(answered):
            self._twice(f"{matter}: on record and never answered: {unasked}")

    def meeting(self, meeting):
        """Each matter that was answered to be on the meeting's agenda stands there once, and no other."""
        answer = self._load.look("office", f"/meetings/{meeting}")
        on_agenda = sorted(item["matter"] for item in answer.json["items"]) if answer.status == 200 else []
        placed = sorted(matter_of(asked) for asked in self._journal.answered
                        if asked.step.path.endswith("/place_on_agenda") and asked.answer.status == 200
                        and asked.step.body["meeting"] == meeting)
        if set(placed) - set(on_agenda):
            self._missing(f"{meeting}: {placed} were placed, on the agenda stand {on_agenda}")
        elif placed != on_agenda:
            self._twice(f"{meeting}: {placed} were placed, on the agenda stand {on_agenda}")

    def titles(self):
        """Every matter that was answered to be made is in the list once."""
        listed = [each["title"] for each in self._all("/matters")]
        for asked in self._journal.answered:
            if asked.step.path != "/matters" or asked.answer.status != 201:
                continue
            count = listed.count(asked.step.body["title"])
            if count == 0:
                self._missing(f"{asked} was answered, and the matter is in no list")
            elif count > 1:
                self._twice(f"{asked} was answered once, and the matter is listed {count} times")

    def _history(self, matter):
        return self._all(f"/matters/{matter}/history")

    def _all(self, path, **query):
        """Every page of a list, as somebody sees it who sees all."""
        found = []
        query["limit"] = 200
        while True:
            answer = self._load.look(READER, f"{path}?{urllib.parse.urlencode(query)}")
            if answer.status != 200:
                self._journal.fault(f"GET {path}: {answer}")
                return found
            page = answer.json
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]

    def _missing(self, what):
        self.lost += 1
        self._journal.fault("LOST: " + what)

    def _twice(self, what):
        self.doubled += 1
        self._journal.fault("DOUBLED: " + what)


def matter_of(asked):
    """The matter that a request is about; of the one that makes it, once it is answered. Nothing where it is none's."""
    if asked.step.path == "/matters":
        return asked.answer.fields["location"].removeprefix(f"{BASE}/matters/") if asked.answer.status == 201 else None
    return asked.step.path.split("/")[2] if asked.step.path.startswith("/matters/") else None
