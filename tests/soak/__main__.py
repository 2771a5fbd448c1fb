"""./run soak: plays a bureau's year against the built program, and looks whether all of it holds.

Exit status 0: every answer was what the law gives, memory and handles stayed flat, the record is clean, its tables are
the same after they were filled anew, and after a restart the server shows of everything what was done to it.
"""

import argparse
import collections
import contextlib
import json
import pathlib
import signal
import sys
import tempfile
import threading
import time

from tests.soak import comparison, figures, summary
from tests.soak.bureau import HEAD, MEMBERS, Bureau
from tests.soak.client import Act, Client
from tests.soak.matters import MatterSteps
from tests.soak.meetings import MeetingSteps
from tests.soak.relay import Relay
from tests.soak.year import Year
from tests.support import tables
from tests.support.postgresql import Cluster
from tests.support.program import PROGRAM, Server

MORNING = "08:30:00"
# How many of a hundred clients a person has; everybody has one at least.
CLIENTS_IN_100 = {"drafter": 13, "visits": 13, "chief": 5, "visits_chief": 5, HEAD: 10, **{each: 4 for each in MEMBERS},
                  "office": 10, "recorder": 10, "legal": 6, "legal2": 6, "adviser": 3, "adviser2": 3}
CLOCK_KEEPER = "sysadmin"
# No new matter in the last part of the year: what is begun should come to its end.
BEGUN_UNTIL = 0.86
FAULTS_SHOWN = 20
STOPPED = 143  # what a shell says of a program that SIGTERM ended


def options():
    parser = argparse.ArgumentParser(prog="./run soak", description=__doc__.split("\n")[0])
    parser.add_argument("--program", type=pathlib.Path, default=PROGRAM, help="the program shenyi, of build/release")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--matters", type=int, default=2000)
    parser.add_argument("--meetings", type=int, default=300)
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="where the summary goes as JSON")
    given = parser.parse_args()
    if given.clients < len(CLIENTS_IN_100):
        parser.error(f"--clients: at least {len(CLIENTS_IN_100)}, one for each person")
    if given.matters < 1 or given.meetings < 2:
        parser.error("--matters, --meetings: at least 1 and 2")
    return given


@contextlib.contextmanager
def server_of(given):
    """The server of a store in a temporary folder on the disk, with a PostgreSQL of its own where one is asked for."""
    with contextlib.ExitStack() as held:
        folder = pathlib.Path(held.enter_context(tempfile.TemporaryDirectory(prefix="shenyi-soak-")))
        folder.chmod(0o755)  # PostgreSQL passes through it, as somebody else
        database = f"sqlite:{folder / 'data' / 'shenyi.db'}"
        if given.database == "postgresql":
            database = held.enter_context(Cluster(folder / "postgresql", ["shared_buffers=256MB"])).url
        yield held.enter_context(Server(given.program.resolve(), folder / "data", database))


def logins_of(count):
    """As many log-ins as there are clients, by their shares."""
    logins = list(CLIENTS_IN_100)
    have = collections.Counter(logins)
    while len(logins) < count:
        login = max(CLIENTS_IN_100, key=lambda each: CLIENTS_IN_100[each] / have[each])
        have[login] += 1
        logins.append(login)
    return logins


class Run:
    """One year against one server."""

    def __init__(self, given, server):
        self.server = server
        self.year = Year(given.meetings)
        self.clients = [Client(login, server.port) for login in logins_of(given.clients)]
        self.keeper = Client(CLOCK_KEEPER, server.port)
        self.relay = Relay(set(CLIENTS_IN_100))
        for client in self.clients:
            client.log_in(0)
        self.bureau = Bureau(given.seed, self.year, self.relay,
                             {client.login: client.person for client in self.clients})
        begun = int(len(self.year.days) * BEGUN_UNTIL)
        self.matters = [MatterSteps(self.bureau, number + 1, number * begun // given.matters)
                        for number in range(given.matters)]
        self.meetings = [MeetingSteps(self.bureau, sitting) for sitting in self.year.sittings]
        self.samples = figures.Samples()
        self.seconds = 0.0

    def play(self):
        threads = [threading.Thread(target=self.relay.serve, args=(client,), daemon=True) for client in self.clients]
        for thread in threads:
            thread.start()
        begun = time.monotonic()
        for steps in [*self.meetings, *self.matters]:
            self.relay.begin(steps.course)
        for day in range(len(self.year.days)):
            self._begin_day(day)
            self.relay.play(day)
            self.samples.take(day, self.server, sum(1 for steps in [*self.matters, *self.meetings] if steps.belief.id))
            self._tell_month(day, time.monotonic() - begun)
            if len(self.relay.surprises) + len(self.relay.faults) > FAULTS_SHOWN:
                break
        self.seconds = time.monotonic() - begun
        self.relay.stop(self.clients)
        for thread in threads:
            thread.join()
        for client in [*self.clients, self.keeper]:
            client.close()

    def _tell_month(self, day, seconds):
        """Says at the end of each month how far it has come."""
        days = self.year.days
        if day + 1 < len(days) and days[day + 1].month == days[day].month:
            return
        requests = sum(sum(client.statuses.values()) for client in self.clients)
        unexpected = len(self.relay.surprises) + len(self.relay.faults)
        print(f"{days[day]:%Y-%m}: {requests} requests in {seconds:.0f} s, {unexpected} surprises", file=sys.stderr,
              flush=True)

    def _begin_day(self, day):
        self.bureau.grant_wishes(day)
        if day == 0:
            return
        now = self.year.at(day, MORNING)
        self.keeper.do(Act(CLOCK_KEEPER, "set the clock", "POST", "/demo/clock", {"now": now}), day - 1)


def after_the_year(run):
    """Stopped, examined, filled anew, examined again, started again and compared."""
    server = run.server

    def said(command):
        """Exit status and words."""
        ended = server.run(command)
        return ended.returncode, (ended.stdout + ended.stderr).strip()

    found = {"stopped": server.stop()}
    found["fsck"] = said("fsck")
    before = tables.contents(server.database)
    found["rebuild"] = said("rebuild")
    found["tables"] = len(before)
    found["rows"] = sum(rows for rows, _ in before.values())
    found["tables_changed"] = tables.differences(before, tables.contents(server.database))
    found["fsck_after"] = said("fsck")
    server.start()
    found["differences"], found["answers_compared"] = comparison.compare(
        server.port, len(run.year.days), run.bureau,
        [steps for steps in run.matters if steps.belief.id and not steps.course.lost],
        [steps for steps in run.meetings if steps.belief.id and not steps.course.lost])
    found["pss_kib_after_comparison"] = server.pss_kib()
    found["stopped_again"] = server.stop()
    return found


def main():
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # so that server and folder go too
    with server_of(given) as server:
        server.start()
        run = Run(given, server)
        run.play()
        found = after_the_year(run)
    told = summary.of(given, run, found)
    if given.json:
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(summary.table(told))
    return 0 if told["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
