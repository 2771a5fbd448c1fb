"""The program `shenyi` as an operator starts it: a process that serves a demo bureau, and its other commands."""

import os
import signal
import subprocess

from client import Client
from patience import PATIENCE_S, TooLong, until

ADDRESS = "http://127.0.0.1:"


class NotStarted(Exception):
    """The program ended before it served."""


class Server:
    """One store and the process that serves it, which may be killed and started again. `wrapped` are words that stand
    before the program's own, to start it as somebody else."""

    def __init__(self, program, data, database, options=(), wrapped=(), signals_as_usual=True):
        self.data = data
        self.database = database
        self.port = 0
        self.log = data.parent / f"{data.name}.stderr"
        self._program = [*wrapped, "setpriv", "--pdeathsig", "KILL", str(program)]
        self._places = ["--data", str(data), "--database", database.url]
        self._options = list(options)
        self._signals_as_usual = signals_as_usual
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    def start(self):
        """Serves from here on, on the port that it had before."""
        self.data.mkdir(exist_ok=True)
        words = [*self._program, "demo", "--port", str(self.port), *self._places, *self._options]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                             env=surroundings(), restore_signals=self._signals_as_usual)
        for line in self._process.stdout:
            said = line.decode(errors="replace")
            if ADDRESS in said:
                self.port = int(said.split(ADDRESS)[1].split()[0].rstrip("/"))
                return self
        self._process.wait()
        raise NotStarted(self.last_words())

    def kill(self):
        """As a power cut of the process: nothing of it runs on."""
        self._end(signal.SIGKILL)

    def stop(self):
        """As an operator stops it; the status with which it ended."""
        return self._end(signal.SIGTERM)

    def _end(self, how):
        if self._process is None:
            return 0
        self._process.send_signal(how)
        self._process.stdout.close()
        status = self._process.wait(PATIENCE_S)
        self._process = None
        return status

    def lives(self):
        return self._process is not None and self._process.poll() is None

    def run(self, command, *options):
        """Another command on the same store, to its end."""
        return subprocess.run([*self._program, command, *self._places, *options], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env=surroundings(), timeout=PATIENCE_S, check=False)

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

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


def surroundings():
    """The variables of this process without those that the program would take for options."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SHENYI_")}
