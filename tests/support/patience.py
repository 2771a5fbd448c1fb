"""Waiting for what is to happen, never longer than it may take."""

import threading
import time

PATIENCE_S = 120
PAUSE_S = 0.02


class TooLong(Exception):
    """What was waited for did not happen in time."""


def pause(seconds=PAUSE_S):
    """Between two looks at something outside this process that tells nobody when it changes."""
    threading.Event().wait(seconds)


def until(happened, what, seconds=PATIENCE_S):
    """Waits until `happened()` is true, and gives what it gave; `what` is told where it does not come about."""
    end = time.monotonic() + seconds
    while True:
        found = happened()
        if found:
            return found
        if time.monotonic() > end:
            raise TooLong(f"waited {seconds} s in vain: {what}")
        pause()
