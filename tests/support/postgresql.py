"""A PostgreSQL 15 of one's own for a program that is not a C++ test: as tests/support/postgresql.cpp does for those."""

import os
import pathlib
import signal
import socket
import subprocess

from tests.support.patience import TooLong, until
from tests.support.processes import account, ends_with_this, give

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
# It waits for the disk, as a bureau's does.
SETTINGS = ("listen_addresses=127.0.0.1", "max_connections=60", "wal_level=minimal", "max_wal_senders=0", "jit=off",
            "log_checkpoints=off", "deadlock_timeout=100ms")
STATE_LINE = 7  # of postmaster.pid, counted from 0; the first line is the process


def free_port():
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A server and its files, with an empty database `shenyi`: started, killed and started again; it ends with the
    `with` block, and its folder is left. What it has of tables lies in `data` of the folder, which may be there before
    (a small disk), its log of changes in `wal`."""

    def __init__(self, folder, settings=()):
        self.port = None
        self._folder = folder
        self._data = folder / "data"
        self._log = folder / "log"
        self._settings = [word for setting in (*SETTINGS, *settings) for word in ("-c", setting)]
        self._before = ends_with_this("QUIT", account())
        self._process = None

    @property
    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/shenyi"

    def __enter__(self):
        try:
            self._make()
        except BaseException:
            self.end(signal.SIGQUIT)
            raise
        return self

    def __exit__(self, *_):
        self.end(signal.SIGQUIT)

    def _make(self):
        self._folder.mkdir(exist_ok=True)
        for place in (self._folder, self._data):
            if place.exists():
                give(place, account())
        self._run("initdb", "-D", self._data, "-X", self._folder / "wal", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        self.start()
        self._run("createdb", *self._reached(), "shenyi")

    def start(self):
        """Runs, once it did on the port that it had. What a killed one left running is waited for, since the files
        cannot be shared with it."""
        try:
            until(self._started, "PostgreSQL to start")
        except TooLong as long:
            raise TooLong(f"{long}; {self._log.read_text(errors='replace')[-2000:]}") from long

    def _started(self):
        port = self.port or free_port()  # which somebody else may take first
        words = [*self._before, PROGRAMS / "postgres", "-D", self._data, "-k", self._folder, "-p", str(port)]
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(words + self._settings, cwd=self._folder, stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=log)
        until(lambda: self._process.poll() is not None or self._ready(), "PostgreSQL to be ready or to end")
        if self._process.poll() is not None:
            return False
        self.port = port
        return True

    def _ready(self):
        """By its own file and not by its port, where somebody else may answer."""
        try:
            told = (self._data / "postmaster.pid").read_text(encoding="utf-8").split("\n")
        except OSError:
            return False  # not written yet
        return told[0] == str(self._process.pid) and [each.strip() for each in told[STATE_LINE:]][:1] == ["ready"]

    def end(self, how):
        """SIGINT is the fast shutdown, SIGQUIT the immediate one, SIGKILL a crash; waits for the first process."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
        self._process = None

    def runs(self):
        return self._process is not None

    def kill_a_backend(self):
        """Kills one process that serves a connection of the program: the server takes all others down and recovers."""
        def killed():
            pid = self._run("psql", *self._reached(), "-d", "shenyi", "-Atqc", "select pid from pg_stat_activity "
                            "where application_name = 'shenyi' order by random() limit 1").strip()
            try:
                os.kill(int(pid), signal.SIGKILL)
                return True
            except (ValueError, ProcessLookupError):
                return False  # none is there, or it ended by itself meanwhile

        until(killed, "a connection of the program")

    def _reached(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]

    def _run(self, program, *words):
        done = subprocess.run([*self._before, PROGRAMS / program, *words], cwd=self._folder, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr}")
        return done.stdout
