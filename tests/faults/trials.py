"""Every trial, and the place that it is made in: a folder with a store, a database and disks of its own."""

import contextlib
import pathlib
import tempfile

from tests.faults.disk import SmallDisk
from tests.faults.full_disks import disk_is_full, documents_are_full, log_is_full
from tests.faults.relay import Relay
from tests.faults.rounds import Figures, connections_break, postgresql_dies, server_is_killed
from tests.faults.wrong_clocks import clock_is_wrong
from tests.faults.wrong_starts import folder_is_read_only, second_server
from tests.support.postgresql import Cluster
from tests.support.processes import account, give
from tests.support.program import Server

# A disk of 128 megabytes holds it.
SMALL = ("shared_buffers=32MB", "min_wal_size=32MB", "max_wal_size=64MB")


class Place:
    """What is begun here ends with it."""

    def __init__(self, program, plan):
        self.plan = plan
        self.folder = None
        self._program = program
        self._held = contextlib.ExitStack()

    @property
    def data(self):
        return self.folder / "data"

    def file(self):
        return f"sqlite:{self.data / 'shenyi.db'}"

    def cluster(self):
        return self._held.enter_context(Cluster(self.folder / "postgresql", SMALL))

    def relay(self):
        return self._held.enter_context(Relay(self.cluster(), self.plan.seed))

    def disk(self, name, megabytes):
        return self._held.enter_context(SmallDisk(self.folder / name, megabytes))

    def server(self, database, **given):
        return self._held.enter_context(Server(self._program, self.data, database, **given))

    def __enter__(self):
        folder = self._held.enter_context(tempfile.TemporaryDirectory(prefix="shenyi-faults-"))
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o755)  # PostgreSQL passes through it, as somebody else
        return self

    def __exit__(self, *raised):
        return self._held.__exit__(*raised)


def killed_on_sqlite(place):
    return server_is_killed(place.server(place.file()), place.plan)


def killed_on_postgresql(place):
    return server_is_killed(place.server(place.cluster().url), place.plan)


def postgresql_down(place):
    cluster = place.cluster()
    return postgresql_dies(place.server(cluster.url), cluster, place.plan)


def connection_lost(place):
    relay = place.relay()
    return connections_break(place.server(relay.url), relay, place.plan.shorter())


def full_sqlite(place):
    disk = place.disk("disk", 64)
    server = place.server(f"sqlite:{disk.folder / 'shenyi.db'}")
    return disk_is_full("disk of the database full", server, disk, place.plan.shorter())


def full_postgresql(place):
    """The disk of its tables. Where it cannot write its log of changes it ends, as in another trial."""
    disk = place.disk("postgresql/data", 128)
    return disk_is_full("disk of the database full", place.server(place.cluster().url), disk, place.plan.shorter())


def full_documents(place):
    disk = place.disk("data/documents", 64)
    return documents_are_full(place.server(place.file()), disk, place.plan.shorter())


def full_log(place):
    disk = place.disk("log", 1)
    server = place.server(place.file(), options=["--log", str(disk.folder)])
    return log_is_full(server, disk, Figures("disk of the log full"))


def wrong_clock(place):
    return clock_is_wrong(place.server(place.file()), Figures("clock behind, and right again"))


def two_servers(place):
    return second_server(place.server(place.file()), Figures("second server on one file"))


def read_only(place):
    """Whoever is not root, for whom alone a folder can be read-only, starts the program."""
    place.data.mkdir()
    give(place.data, account())
    server = place.server(place.file(), account=account())
    return folder_is_read_only(server, place.data, Figures("read-only folder"))


TRIALS = {
    ("sqlite", "kill"): killed_on_sqlite,
    ("postgresql", "kill"): killed_on_postgresql,
    ("postgresql", "database"): postgresql_down,
    ("postgresql", "connection"): connection_lost,
    ("sqlite", "disk"): full_sqlite,
    ("postgresql", "disk"): full_postgresql,
    ("sqlite", "documents"): full_documents,
    ("sqlite", "log"): full_log,
    ("sqlite", "clock"): wrong_clock,
    ("sqlite", "second"): two_servers,
    ("sqlite", "read-only"): read_only,
}
