"""The built program: the demo bureau served on a free port, fsck and rebuild of its store, and what it takes."""

import pathlib
import re
import signal
import subprocess

from tests.support.postgresql import die_with_parent

PROGRAM = pathlib.Path(__file__).parents[2] / "build" / "release" / "api" / "shenyi"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
STOP_WAIT_S = 60


class Store:
    """Where the bureau's record lies: `data` holds key and papers, `database` is the URL given to the program."""

    def __init__(self, data, database):
        self.data = data
        self.database = database

    def options(self):
        return ["--data", str(self.data), "--database", self.database]

    def run(self, command):
        """Runs `fsck` or `rebuild` to its end: exit status and what it said."""
        ended = subprocess.run([PROGRAM, command, *self.options()], capture_output=True, text=True, check=False)
        return ended.returncode, (ended.stdout + ended.stderr).strip()


class Server:
    """`shenyi demo` on a free port of 127.0.0.1, with the usual settings. Its log goes to a file in the data folder."""

    def __init__(self, store):
        self.log = store.data / "server.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([PROGRAM, "demo", "--port", "0", *store.options()], stdout=subprocess.PIPE,
                                            stderr=log, text=True, preexec_fn=die_with_parent)
        self.port = self._told_port()

    def _told_port(self):
        for line in self.process.stdout:
            found = ADDRESS.search(line)
            if found:
                return int(found.group(1))
        raise RuntimeError(f"shenyi demo does not start: {self.log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self):
        """Asks it to stop and gives its exit status: 0 where all that was begun was answered."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=STOP_WAIT_S)
        return self.process.returncode

    def pss_kib(self):
        """Its share of memory, each shared page divided by who shares it."""
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE).group(1))

    def handles(self):
        """Open files and sockets."""
        return sum(1 for _ in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir())
