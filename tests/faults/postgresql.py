"""A PostgreSQL 15 of its own in a folder, on a free port: started, killed and started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess

from patience import until

PROGRAMS = "/usr/lib/postgresql/15/bin/"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}


def free_port():
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def account():
    """Whom the server runs as, by name: PostgreSQL refuses root. Nothing where this process is fit for it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("running as root, and there is neither a user postgres nor a user nobody")


def acting_as(name):
    """The words before a command that make it somebody else's, and end it with this process."""
    if name is None:
        return ["setpriv", "--pdeathsig", "QUIT"]
    user = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig", "QUIT"]


class Cluster:
    """The server's files and its process. What it has of tables lies in `data` of its folder, its log of changes in
    `wal`."""

    name = "postgresql"

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/shenyi"
        self.messages = folder / "messages"
        self._data = folder / "data"
        self._wal = folder / "wal"
        self._folder = folder
        self._as = acting_as(account())
        self._process = None

    def make(self):
        """Makes its files, and in it the database. `data` may be a folder that is there."""
        self._folder.mkdir(exist_ok=True)
        if account() is not None:
            for place in (self._folder, self._data):
                if place.exists():
                    shutil.chown(place, account(), pwd.getpwnam(account()).pw_gid)
        self._run("initdb", "-D", self._data, "-X", self._wal, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-instructions")
        self.start()
        self._run("createdb", *self._reached(), "shenyi")
        return self

    def start(self):
        """Runs again; what a killed one left running is waited for, since the files cannot be shared with it."""
        until(self._started, f"PostgreSQL to start, see {self.messages}")

    def _started(self):
        words = [*self._as, PROGRAMS + "postgres", "-D", str(self._data), "-k", str(self._folder), "-p", str(self.port)]
        for setting, value in SETTINGS.items():
            words += ["-c", f"{setting}={value}"]
        with open(self.messages, "ab") as messages:
            self._process = subprocess.Popen(words, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=messages,
                                             stderr=messages)
        until(lambda: self._process.poll() is not None or self.answers(), "PostgreSQL to be ready or to end")
        return self._process.poll() is None

    def answers(self):
        asked = [PROGRAMS + "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def end(self, how):
        """Sends the signal to the server's first process and waits for its end."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
        self._process = None

    def runs(self):
        return self._process is not None

    def kill_a_backend(self):
        """Kills one process that serves a connection of the program: the server takes all others down and recovers."""
        pid = self.asked("select pid from pg_stat_activity where application_name = 'shenyi' order by random() limit 1")
        os.kill(int(pid), signal.SIGKILL)

    def asked(self, statement):
        return self._run("psql", *self._reached(), "-d", "shenyi", "-Atqc", statement).strip()

    def tables(self):
        """What stands in every table of the program, in an order that depends on nothing else."""
        dumped = self._run("pg_dump", *self._reached(), "--data-only", "--inserts", "--schema=shenyi", "shenyi")
        rows = {}
        for row in dumped.split("\nINSERT INTO ")[1:]:
            rows.setdefault(row.split(" ", 1)[0], []).append(row.split("\n\n", 1)[0])
        return {table: sorted(found) for table, found in rows.items()}

    def _reached(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]

    def _run(self, program, *words):
        done = subprocess.run([*self._as, PROGRAMS + program, *map(str, words)], cwd=self._folder, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr}")
        return done.stdout

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGQUIT)
