"""Rounds of a load at whose height something dies: the server, or the database under it."""

import random
import signal
import sys
import time

from tests.faults.bureau import ACTING
from tests.faults.checks import Checks
from tests.faults.journal import Journal
from tests.faults.load import Load
from tests.support import tables
from tests.support.patience import PATIENCE_S, pause

# Answers between one death and the next, and how long after the last of them it comes, at most.
ANSWERS = range(30, 90)
MOMENT_S = 0.02
REBUILDS_ONE_IN = 10
# Of former rounds so many answers are asked for again in each.
FORMER = 20
MEETINGS_DAY = "2026-04-20"


PROGRESS_ONE_IN = 10
FEWER = 20
LOG_INS = 5


class Plan:
    """How many rounds, for how long at most, and what is left to chance."""

    def __init__(self, rounds, minutes, seed):
        self.rounds = rounds
        self.minutes = minutes
        self.seed = seed

    def shorter(self):
        """For a trial that is about no death."""
        return Plan(max(1, self.rounds // FEWER), self.minutes, self.seed)


class Figures:
    """What one trial came to."""

    def __init__(self, name):
        self.name = name
        self.rounds = 0
        self.answered = 0
        self.refused = 0  # of those answered
        self.in_doubt = 0  # of those answered: at first no answer came, or one that says that none is known
        self.had_been_done = 0  # of those in doubt when all stood still
        self.not_been_done = 0
        self.asked_again = 0
        self.lost = 0
        self.doubled = 0
        self.remarks = []
        self.faults = []


class Rounds:
    """A load on one server, and what is compared after each of its deaths."""

    def __init__(self, name, server, plan, may_lose):
        self.figures = Figures(name)
        self.journal = Journal()
        self.chance = random.Random(plan.seed)
        self.server = server
        self.load = Load(server, self.journal, plan.seed, may_lose)
        self._plan = plan
        self.checks = Checks(self.load, self.journal)
        self._before = 0
        self._meeting = None

    def numbers(self):
        """The rounds, one after the other, as long as there is time and no fault was seen."""
        self.load.begin()
        end = time.monotonic() + 60 * self._plan.minutes
        for number in range(1, self._plan.rounds + 1):
            if self.journal.faults or time.monotonic() > end:
                return
            yield number

    def work_until_the_moment(self):
        """The load goes on from a meeting of its own until enough was answered and the moment has come."""
        self._before = len(self.journal.answered)
        self._meeting = self.load.call_meeting(MEETINGS_DAY)
        self.load.go()
        self.work_on(self.chance.choice(ANSWERS))
        pause(self.chance.uniform(0, MOMENT_S))

    def work_on(self, answers):
        """So many answers more."""
        if not self.journal.wait_for(len(self.journal.answered) + answers, PATIENCE_S):
            self.journal.fault(f"no {answers} answers within {PATIENCE_S} s; {self.server.last_words()}")

    def log_in(self):
        """Everybody of the load, often: whoever does may be told to come again."""
        for login in ACTING * LOG_INS:
            answer = self.load.log_in(login)
            if answer.status not in (201, 503):
                self.journal.fault(f"{login} logs in: {answer}")

    def compare(self):
        """All stand, and the server serves: whoever is in doubt asks again, and so does everybody else."""
        for asked in self.load.in_doubt():
            if self.checks.settle(asked):
                self.figures.had_been_done += 1
            else:
                self.figures.not_been_done += 1
        answered = self.journal.answered[self._before:]
        former = self.journal.answered[:self._before]
        answered += self.chance.sample(former, min(FORMER, len(former)))
        self.checks.ask_again(answered)
        self.checks.on_record(answered)
        self.checks.meeting(self._meeting)
        self.figures.rounds += 1
        if self.figures.rounds % PROGRESS_ONE_IN == 0:
            print(f"  {self.figures.name}: {self.figures.rounds} rounds", file=sys.stderr, flush=True)

    def examine(self):
        """`fsck` finds nothing."""
        examined = self.server.run("fsck")
        if examined.returncode != 0:
            self.journal.fault(f"fsck: {examined.stdout}{examined.stderr}")

    def rebuild(self):
        """The tables that follow from the record are made anew, and are what they were. The server is down."""
        before = tables.contents(self.server.database)
        rebuilt = self.server.run("rebuild")
        if rebuilt.returncode != 0:
            self.journal.fault(f"rebuild: {rebuilt.stdout}{rebuilt.stderr}")
        if different := tables.differences(before, tables.contents(self.server.database)):
            self.journal.fault(f"rebuild changed {', '.join(different)}")

    def end(self):
        """The last look at everything, and an end as an operator makes it."""
        self.checks.titles()
        self.load.end()
        status = self.server.stop()
        if status != 0:
            self.journal.fault(f"the server ended with {status}: {self.server.last_words()}")
        self.examine()
        self.rebuild()
        figures = self.figures
        figures.answered = len(self.journal.answered)
        figures.refused = sum(asked.answer.status in (403, 409) for asked in self.journal.answered)
        figures.in_doubt = sum(asked.doubts > 0 for asked in self.journal.answered)
        figures.asked_again = self.checks.asked_again
        figures.lost = self.checks.lost
        figures.doubled = self.checks.doubled
        figures.faults = self.journal.faults
        if self.load.turned_away:
            told = ", ".join(f"{count} {name}" for name, count in sorted(self.load.turned_away.items()))
            figures.remarks.append(f"503 meanwhile: {told}")
        return figures


def server_is_killed(server, plan):
    """The server dies by SIGKILL at the height of each round; what it left is examined before it starts again."""
    server.start()
    trial = Rounds("the server is killed", server, plan, may_lose=True)
    for number in trial.numbers():
        trial.work_until_the_moment()
        server.kill()
        trial.load.stop()
        trial.examine()
        if number % REBUILDS_ONE_IN == 0:
            trial.rebuild()
        server.start()
        trial.compare()
    return trial.end()


def postgresql_dies(server, cluster, plan):
    """PostgreSQL is killed, loses a process, is stopped in two manners, in turn, and starts again; the server, which
    runs on, must come back by itself."""
    server.start()
    trial = Rounds("PostgreSQL dies or is stopped", server, plan, may_lose=False)
    ways = [lambda: cluster.end(signal.SIGKILL), cluster.kill_a_backend, lambda: cluster.end(signal.SIGINT),
            lambda: cluster.end(signal.SIGQUIT)]
    for number in trial.numbers():
        trial.work_until_the_moment()
        ways[number % len(ways)]()
        if not cluster.runs():
            server.wait_says("database_away")
            cluster.start()
        trial.work_on(min(ANSWERS))
        server.wait_ready()
        trial.load.stop()
        trial.examine()
        trial.compare()
    return trial.end()


def connections_break(server, relay, plan):
    """Between the server and PostgreSQL connections break when a commit is done and its answer is under way: nobody at
    the server may notice, and nothing may be done twice. People log in meanwhile."""
    server.start()
    trial = Rounds("connection lost after a commit", server, plan, may_lose=False)
    for _ in trial.numbers():
        relay.cuts = True
        trial.work_until_the_moment()
        trial.log_in()
        relay.cuts = False
        trial.load.stop()
        server.wait_ready()
        trial.examine()
        trial.compare()
    trial.figures.remarks.append(f"{relay.cut} connections cut")
    return trial.end()
