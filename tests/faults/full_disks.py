"""Disks that are full for a while: of the database, of the documents, of the log."""

import re

from tests.faults.bureau import PASSWORD, READER
from tests.faults.rounds import ANSWERS, Rounds
from tests.support.patience import until

TURNED_AWAY = 20
# A disk gives whole blocks: so many lines fill the one that the log has begun.
DAYS = 90
DAY_BEGUN = "the day has begun"
STAMP = r"\d{4}-\d\d-\d\dT[\d:.]+Z"
LINE = rf"{STAMP} info ({DAY_BEGUN}|request id=(?!.*{STAMP}).* address=\S+)"


def disk_is_full(name, server, disk, plan):
    """In each round the disk fills up under the load and has room again later. Meanwhile whoever writes is told to come
    again, and everything can be read."""
    server.start()
    trial = Rounds(name, server, plan, may_lose=False)
    for _ in trial.numbers():
        trial.work_until_the_moment()
        disk.fill()
        many = trial.load.turned_away_in_all() + TURNED_AWAY
        until(lambda many=many: trial.load.turned_away_in_all() > many or trial.journal.faults,
              "writers to be turned away")
        server.wait_says("not_writable")
        if trial.load.look(READER, "/matters").status != 200:
            trial.journal.fault("with a full disk nothing can be read")
        disk.free()
        trial.work_on(min(ANSWERS))
        server.wait_ready()
        trial.load.stop()
        trial.examine()
        trial.compare()
    if other := set(trial.load.turned_away) - {"not_writable"}:
        trial.journal.fault(f"with a full disk writers are told {other}")
    return trial.end()


def documents_are_full(server, disk, plan):
    """The same on the disk of the documents; and nothing half is left on it."""
    figures = disk_is_full("disk of the documents full", server, disk, plan)
    half = [str(file) for file in (disk.folder / "incoming").iterdir()]
    if half:
        figures.faults.append(f"left half: {half}")
    return figures


def log_is_full(server, disk, figures):
    """The log's disk is full and has room again: the server serves as if nothing were, tells on standard error why its
    file gets nothing, and then logs again, behind the half line at which the room ended. Each day that begins is a
    line, as is each request."""

    def begin_a_day():
        client = server.client()  # sessions end with the day
        token = client.ask("POST", "/sessions", {"login": READER, "password": PASSWORD}).json["token"]
        moved = client.ask("POST", "/demo/clock", {"advance_working_days": 1}, {"Authorization": f"Bearer {token}"})
        client.close()
        if moved.status != 200:
            figures.faults.append(f"the clock is not moved: {moved}")

    def lines():
        return [line for file in disk.folder.glob("shenyi_*.log") for line in file.read_text().splitlines()]

    server.start()
    begin_a_day()
    disk.fill()
    begun = 0
    while "LOG ERROR" not in server.log.read_text() and begun < DAYS:
        begin_a_day()
        begun += 1
    if begun == DAYS:
        figures.faults.append("nothing is told of a log that is full")
    if server.readiness().status != 200:
        figures.faults.append(f"for want of a log it is not ready: {server.readiness()}")
    kept = len(lines())
    disk.free()
    for _ in range(2):
        begin_a_day()
    until(lambda: len(lines()) > kept, "a line in the log once there is room")
    figures.rounds = 1
    told = server.log.read_text().count(DAY_BEGUN)
    days = sum(DAY_BEGUN in line for line in lines())
    broken = [line for line in lines() if not re.fullmatch(LINE, line)]
    figures.remarks.append(f"standard error tells of {told} days, the file of {days}; begun twice: {broken}")
    if len(broken) > 1:
        figures.faults.append(f"more than one line of the log is broken: {broken}")
    if server.stop() != 0:
        figures.faults.append(f"the server did not end well: {server.last_words()}")
    return figures
