"""A PostgreSQL 15 of one's own for a program that is not a C++ test: as tests/support/postgresql.cpp does for those."""

import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
TRIES_TO_START = 5  # somebody else may take the free port first
READY = "database system is ready to accept connections"
SETTINGS = [
    "fsync=on", "full_page_writes=on", "shared_buffers=256MB", "listen_addresses=127.0.0.1", "max_connections=60",
    "wal_level=minimal", "max_wal_senders=0", "jit=off", "log_checkpoints=off", "log_min_messages=log",
    "logging_collector=off", "deadlock_timeout=100ms",
]
PR_SET_PDEATHSIG = 1


def account():
    """Whom the server runs as, for subprocess: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError("running as root, and there is neither a user postgres nor a user nobody")


def free_port():
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent():
    """For preexec_fn: the child is told to stop when this process is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class Cluster:
    """A server in a temporary folder that waits for the disk as a bureau's does; it goes with the `with` block."""

    def __init__(self, settings=()):
        self.settings = [*SETTINGS, *settings]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="shenyi-postgresql-"))
        self.log = self.folder / "log"
        self.process = None
        self.port = None

    def __enter__(self):
        try:
            who = account()
            if who:
                os.chown(self.folder, who["user"], who["group"])
            self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync", "--no-instructions")
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts the server; after a stop on the port that it had."""
        for _ in range(TRIES_TO_START):
            if self._started(self.port or free_port()):
                return
        raise RuntimeError(f"PostgreSQL does not start in {self.folder}: {self.log.read_text()[-2000:]}")

    def stop(self, how=signal.SIGINT):
        """SIGINT is the fast shutdown, SIGQUIT the immediate one, SIGKILL a crash."""
        self.process.send_signal(how)
        self.process.wait()
        self.process.stderr.close()
        self.process = None

    def create(self, database):
        """Makes an empty database and gives its URL."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-T", "template0", "-E",
                  "UTF8", database)
        return self.url(database)

    def url(self, database):
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _started(self, port):
        command = [PROGRAMS / "postgres", "-D", self.folder / "data", "-k", self.folder, "-p", str(port)]
        for setting in self.settings:
            command += ["-c", setting]
        with open(self.log, "a", encoding="utf-8") as kept:
            process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                       text=True, preexec_fn=die_with_parent, **account())
            for line in process.stderr:
                kept.write(line)
                if READY in line:
                    self.process, self.port = process, port
                    return True
        process.wait()
        process.stderr.close()
        return False

    def _run(self, program, *arguments):
        subprocess.run([PROGRAMS / program, *arguments], cwd=self.folder, check=True, capture_output=True, **account())
