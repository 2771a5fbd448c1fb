"""Many people at work at once: each walks one matter after the other, and asks again where no answer came."""

import random
import threading

from tests.faults.bureau import ACTING, PASSWORD, READER, Look, call_meeting, course
from tests.support.http_client import Client, Lost, NotSent
from tests.support.patience import PATIENCE_S, TooLong, pause

WORKERS = 8
# Whoever is told to come again does so a few times a second: each person may write some twenty times in it.
COMES_AGAIN_S = 0.25
# Of so many requests one is sent by somebody who is gone before the answer comes.
HANGS_UP_ONE_IN = 12


class Over(Exception):
    """There is nothing more to do."""


class Abandoned(Exception):
    """An answer that the course cannot go on from; it is a fault, and told as one."""


class Load:
    """The workers, who stand still while they are told to. `may_lose` is whether the server may break connections."""

    def __init__(self, server, journal, seed, may_lose):
        self.server = server
        self.journal = journal
        self.may_lose = may_lose
        self.turned_away = {}
        self.tokens = {}
        self._meeting = None
        self._changed = threading.Condition()
        self._stopped = True
        self._over = False
        self._standing = 0
        self._client = Client(server.port)
        self.workers = [Worker(self, number, random.Random(f"{seed}/{number}")) for number in range(WORKERS)]

    def begin(self):
        """Logs everybody in and sends the workers to their places, where they stand."""
        for login in (*ACTING, READER):
            answer = self.log_in(login)
            if answer.status != 201:
                raise RuntimeError(f"{login} cannot log in: {answer}")
            self.tokens[login] = answer.json["token"]
        for worker in self.workers:
            worker.start()

    def log_in(self, login):
        return self._client.ask("POST", "/sessions", {"login": login, "password": PASSWORD})

    def look(self, login, path):
        """What somebody sees, over the one connection of whoever directs the load."""
        return self._client.ask("GET", path, None, {"Authorization": f"Bearer {self.tokens[login]}"})

    def ask(self, asked):
        """Asks, or asks again, over that connection."""
        return self._client.ask("POST", asked.step.path, asked.step.body, asked.fields(self.tokens[asked.step.login]))

    def call_meeting(self, day):
        """A meeting for what the workers bring to an agenda from here on."""
        asked = self.journal.new(call_meeting(day))
        answer = self.ask(asked)
        self.journal.take(asked, answer)
        self._meeting = answer.json["meeting"]["id"]
        return self._meeting

    def meeting(self):
        return self._meeting

    def go(self):
        with self._changed:
            self._stopped = False
            self._changed.notify_all()

    def stop(self):
        """Nobody sends anything once this has come back."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._standing == len(self.workers), PATIENCE_S):
                raise TooLong("somebody does not come to stand")
        self._client.close()  # whoever it spoke to may be dead

    def end(self):
        with self._changed:
            self._over = True
            self._changed.notify_all()
        for worker in self.workers:
            worker.join()
        self._client.close()

    def stand(self):
        """Where a worker waits while the load is stopped."""
        with self._changed:
            if self._stopped:
                self._standing += 1
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._over or not self._stopped)
                self._standing -= 1
            if self._over:
                raise Over

    def turned_away_by(self, asked, answer):
        """Counts a 503, and looks at it: it names its reason and when to come again."""
        with self._changed:
            self.turned_away[answer.problem] = self.turned_away.get(answer.problem, 0) + 1
        if not answer.problem or "retry-after" not in answer.fields:
            self.journal.fault(f"{asked}: a 503 that says nothing: {answer}")

    def turned_away_in_all(self):
        with self._changed:
            return sum(self.turned_away.values())

    def in_doubt(self):
        """What was sent and is not answered, while all stand."""
        pending = [worker.pending for worker in self.workers]
        return [asked for asked in pending if asked is not None and asked.answer is None and asked.doubts > 0]


class Worker(threading.Thread):
    """One client of the load, with a connection of its own."""

    def __init__(self, load, number, chance):
        super().__init__(daemon=True)
        self.pending = None
        self._load = load
        self._number = number
        self._chance = chance
        self._client = Client(load.server.port)

    def run(self):
        walked = 0
        try:
            while True:
                walked += 1
                self._walk(course(f"信访事项办理办法 {self._number}-{walked}", self._load.meeting))
        except Over:
            self._client.close()

    def _walk(self, steps):
        answer = None
        try:
            while True:
                step = steps.send(answer)
                answer = self._look(step) if isinstance(step, Look) else self._do(step)
        except (StopIteration, Abandoned):
            return

    def _look(self, look):
        fields = {"Authorization": f"Bearer {self._load.tokens[look.login]}"}
        while True:
            self._load.stand()
            try:
                answer = self._client.ask("GET", look.path, None, fields)
            except Lost as lost:
                self._lost(lost, look.path)
                continue
            if answer.status == 200:
                return answer
            if answer.status != 503:
                self._load.journal.fault(f"{look.login} GET {look.path}: {answer}")
                raise Abandoned
            pause(COMES_AGAIN_S)

    def _do(self, step):
        asked = self._load.journal.new(step)
        self.pending = asked
        while asked.answer is None:
            self._load.stand()
            if asked.answer is None:  # somebody may have asked for him while he stood
                self._try(asked)
        self.pending = None
        if asked.answer.status != step.expected:
            raise Abandoned
        return asked.answer

    def _try(self, asked):
        fields = asked.fields(self._load.tokens[asked.step.login])
        hangs_up = asked.doubts == 0 and self._chance.randrange(HANGS_UP_ONE_IN) == 0
        try:
            if hangs_up:
                asked.doubts += 1
                self._client.hang_up_after("POST", asked.step.path, asked.step.body, fields)
                return
            answer = self._client.ask("POST", asked.step.path, asked.step.body, fields)
        except NotSent as lost:
            self._lost(lost, asked)
            return
        except Lost as lost:
            asked.doubts += 1
            self._lost(lost, asked)
            return
        if answer.status != 503:
            self._load.journal.take(asked, answer)
            return
        asked.doubts += 1
        self._load.turned_away_by(asked, answer)
        pause(COMES_AGAIN_S)

    def _lost(self, lost, what):
        if not self._load.may_lose:
            self._load.journal.fault(f"{what}: the server broke the connection: {lost}")
        pause()
