"""The program `shenyi` as an operator starts it: a process that serves a demo bureau, and its other commands."""

import os
import pathlib
import re
import signal
import subprocess

from tests.support.http_client import Client
from tests.support.patience import PATIENCE_S, TooLong, until
from tests.support.processes import ends_with_this

PROGRAM = pathlib.Path(__file__).parents[2] / "build" / "release" / "api" / "shenyi"
ADDRESS = re.compile(rb"http://127\.0\.0\.1:(\d+)")
COMMAND_WAIT_S = 600  # for the tables of a bureau's year


class NotStarted(Exception):
    """The program ended before it served."""


class Server:
    """One store and the process that serves it, with the usual settings but `options`, which may be killed and started
    again. `data` holds key and papers, `database` is the URL given to the program; `account` is whose process it is,
    where it is not this one's."""

    def __init__(self, program, data, database, options=(), account=None):
        self.data = data
        self.database = database
        self.port = 0
        self.log = data.parent / f"{data.name}.stderr"
        self._program = [*ends_with_this("KILL", account), str(program)]
        self._places = ["--data", str(data), "--database", database]
        self._options = list(options)
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    def start(self):
        """Serves from here on, at first on a free port, then on the one that it had before."""
        self.data.mkdir(exist_ok=True)
        words = [*self._program, "demo", "--port", str(self.port), *self._places, *self._options]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                             env=surroundings())
        for line in self._process.stdout:
            if told := ADDRESS.search(line):
                self.port = int(told.group(1))
                return
        self._process.wait()
        raise NotStarted(self.last_words())

    def kill(self):
        """As a power cut of the process: nothing of it runs on."""
        self._end(signal.SIGKILL)

    def stop(self):
        """As an operator stops it; the status with which it ended, 0 where all that was begun was answered."""
        return self._end(signal.SIGTERM)

    def _end(self, how):
        if self._process is None:
            return 0
        self._process.send_signal(how)
        self._process.stdout.close()
        status = self._process.wait(PATIENCE_S)
        self._process = None
        return status

    def run(self, command, *options):
        """Another command on the same store, to its end."""
        return subprocess.run([*self._program, command, *self._places, *options], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env=surroundings(), timeout=COMMAND_WAIT_S, check=False)

    def client(self):
        return Client(self.port)

    def readiness(self):
        """The answer of /readyz, from a connection of its own."""
        client = self.client()
        try:
            return client.ask("GET", "/readyz")
        finally:
            client.close()

    def wait_ready(self):
        self.wait_says("")

    def wait_says(self, problem):
        """Until /readyz names this problem; where it is empty, none."""
        try:
            until(lambda: self.readiness().problem == problem, f"the server to be ready, or to say {problem}")
        except TooLong as long:
            raise TooLong(f"{long}; it says {self.readiness()}; {self.last_words()}") from long

    def last_words(self):
        return self.log.read_text(errors="replace")[-2000:]

    def pss_kib(self):
        """Its share of memory, each shared page divided by who shares it."""
        rollup = pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE).group(1))

    def handles(self):
        """Open files and sockets."""
        return sum(1 for _ in pathlib.Path(f"/proc/{self.pid}/fd").iterdir())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


def surroundings():
    """The variables of this process without those that the program would take for options."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SHENYI_")}
