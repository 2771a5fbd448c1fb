"""A clock that goes wrong, as far as the demo's clock lets it be done from outside: its file while the server is down,
and forward over HTTP."""

from tests.faults.bureau import PASSWORD, Step
from tests.faults.journal import Journal

HOUR_MS = 3_600_000


class Clerk:
    """Somebody who proposes matters, and holds each answer in hand."""

    def __init__(self, server, journal):
        self._server = server
        self._journal = journal
        self._client = server.client()
        self._token = ""

    def ask(self, path, body):
        return self._client.ask("POST", path, body, {"Authorization": f"Bearer {self._token}"})

    def log_in(self):
        answer = self._client.ask("POST", "/sessions", {"login": "drafter", "password": PASSWORD})
        if answer.status == 201:
            self._token = answer.json["token"]
        return answer

    def act(self, asked):
        self._client.close()  # the server may be another one than before
        return self._client.ask("POST", asked.step.path, asked.step.body, asked.fields(self._token))

    def proposal(self):
        return self._journal.new(Step("drafter", "/matters", {
            "kind": "major_decision", "title": "时钟", "undertaking_unit": "unit_letters",
            "proposal": {"source": "department"}}, expected=201))

    def objection(self, proposed):
        """On the matter that was proposed, whose record is younger than a clock that was set back."""
        path = f"/matters/{proposed.json['matter']['id']}/actions/note_objection"
        return self._journal.new(Step("drafter", path, {"text": "意见"}, tag=proposed.fields["etag"]))


def clock_is_wrong(server, figures):
    """An hour back behind what is recorded, then right again; and over HTTP only ever forward."""
    journal = Journal()
    clock = server.data / "demo-clock"

    def must(what, answer, status, problem=""):
        if (answer.status, answer.problem) != (status, problem):
            journal.fault(f"{what}: {answer}")

    def set_to(offset_ms):
        server.kill()
        clock.write_text(f"{offset_ms}\n")
        server.start()

    server.start()
    clerk = Clerk(server, journal)
    must("log in", clerk.log_in(), 201)
    must("forward", clerk.ask("/demo/clock", {"advance_working_days": 1}), 200)
    must("log in on the next day", clerk.log_in(), 201)
    must("back over HTTP", clerk.ask("/demo/clock", {"now": "2026-03-02T09:00:00+08:00"}), 422, "validation")
    proposal = clerk.proposal()
    proposed = clerk.act(proposal)
    must("propose", proposed, 201)
    objection = clerk.objection(proposed)
    right = int(clock.read_text())

    set_to(right - HOUR_MS)
    must("object while the clock is behind", clerk.act(objection), 503, "clock_behind")
    if clerk.act(proposal).told() != proposed.told():
        journal.fault("while the clock is behind a known key does not get its answer")
    must("log in while the clock is behind", clerk.log_in(), 201)
    examined = server.run("fsck")
    if examined.returncode != 0:
        journal.fault(f"fsck: {examined.stdout}")

    set_to(right)
    must("object once the clock is right", clerk.act(objection), 200)
    if clerk.act(proposal).told() != proposed.told():
        journal.fault("a known key does not get its answer")
    server.stop()
    figures.rounds = 1
    figures.faults = journal.faults
    return figures
