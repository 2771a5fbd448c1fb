"""One client: a thread's keep-alive connection, logged in as a person, that asks and checks what it is told."""

import collections
import dataclasses
import threading
import time

from tests.support import http_client

PASSWORD = "demo"
REPEATED_EVERY = 50  # of a client's commands, as after a lost answer: the same answer must come again
IDLE_S = 60  # then the client closes first, as the usual proxies do; the server waits for 75
# Password hashes are taken two at a time and 32 wait; who came then would be told to come back (503).
LOG_INS_AT_ONCE = threading.Semaphore(16)


@dataclasses.dataclass(slots=True)
class Act:
    """A request by a person, and what the law says must come of it."""

    login: str
    kind: str  # for the figures: "matter submit_draft", "item speak", "GET matter"
    method: str
    path: str
    body: object = None  # bytes, or what becomes JSON
    key: str = ""
    tag: str = ""
    status: int = 200
    rules: frozenset = frozenset()  # of a refusal: exactly these
    warned: frozenset = frozenset()  # of an acceptance: among its warnings
    stage: str = ""  # of the matter afterwards, where it is known


class Surprise(Exception):
    """An answer that the law does not give."""

    def __init__(self, act, answer, what):
        super().__init__(what)
        self.act = act
        self.answer = answer

    def told(self):
        body = self.act.body if not isinstance(self.act.body, bytes) else f"{len(self.act.body)} bytes"
        return {
            "what": str(self),
            "request": {"as": self.act.login, "method": self.act.method, "path": self.act.path, "body": body,
                        "if_match": self.act.tag},
            "expected": {"status": self.act.status, "rules": sorted(self.act.rules), "warned": sorted(self.act.warned),
                         "stage": self.act.stage},
            "answer": {"status": self.answer.status, "body": self.answer.body.decode(errors="replace")[:4000]},
        }


class Client:
    """Not to be used by two threads at once. Logs in anew each working day, as sessions ask for it."""

    def __init__(self, login, port):
        self.login = login
        self.person = ""
        self.day = None
        self.latencies = collections.defaultdict(list)  # kind → seconds
        self.refusals = collections.Counter()  # rule → how often
        self.statuses = collections.Counter()
        self.repeated = 0
        self._commands = 0
        self._token = ""
        self._used = 0.0
        self._connection = http_client.Client(port)

    def close(self):
        self._connection.close()

    def log_in(self, day):
        act = Act(self.login, "log in", "POST", "/sessions", {"login": self.login, "password": PASSWORD}, status=201)
        self._token = ""
        with LOG_INS_AT_ONCE:
            answer = self._asked(act)
        if answer.status != 201:
            raise Surprise(act, answer, "the log-in was not taken")
        self._token = answer.json["token"]
        self.person = answer.json["person"]["id"]
        self.day = day

    def do(self, act, day):
        """Sends the request and checks its answer. Raises Surprise where the law says otherwise."""
        if self.day != day:
            self.log_in(day)
        answer = self._asked(act)
        self._check(act, answer)
        if act.key:
            self._commands += 1
            if self._commands % REPEATED_EVERY == 0:
                self._check_same(act, answer, self._asked(act))
        return answer

    def _fields(self, act):
        fields = {}
        if isinstance(act.body, bytes):
            fields["Content-Type"] = "text/plain; charset=utf-8"
        if act.key:
            fields["Idempotency-Key"] = act.key
        if act.tag:
            fields["If-Match"] = act.tag
        if self._token:
            fields["Authorization"] = f"Bearer {self._token}"
        return fields

    def _asked(self, act):
        begun = time.perf_counter()
        if begun - self._used > IDLE_S:
            self._connection.close()
        answer = self._connection.ask(act.method, act.path, act.body, self._fields(act))
        self._used = time.perf_counter()
        self.latencies[act.kind].append(self._used - begun)
        self.statuses[answer.status] += 1
        return answer

    def _check(self, act, answer):
        if answer.status != act.status:
            raise Surprise(act, answer, f"status {answer.status} instead of {act.status}")
        if act.status == 409:
            self.refusals.update(answer.rules())
            if answer.rules() != act.rules:
                raise Surprise(act, answer, f"refused by {sorted(answer.rules())} instead of {sorted(act.rules)}")
        if act.warned and not act.warned <= answer.warnings():
            raise Surprise(act, answer, f"warned of {sorted(answer.warnings())}, not of {sorted(act.warned)}")
        if act.stage and answer.json["matter"]["stage"] != act.stage:
            raise Surprise(act, answer, f"the matter is {answer.json['matter']['stage']} instead of {act.stage}")

    def _check_same(self, act, first, second):
        self.repeated += 1
        same = first.status == second.status and first.events() == second.events() and first.rules() == second.rules()
        if not same:
            raise Surprise(act, second, "the same key was answered otherwise")
