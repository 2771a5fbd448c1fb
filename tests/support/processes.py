"""Processes that the tests start: whom they run as, and that they end with the one that started them."""

import os
import pwd


def account():
    """Who runs what root may not, or for whom alone a folder can be read-only. Nothing where this process is not
    root's."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("running as root, and there is neither a user postgres nor a user nobody")


def give(folder, account):
    """Makes the folder that account's."""
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)


def ends_with_this(signal, account=None):
    """The words before a command by which it is sent the signal of this name once the thread that started it is gone,
    and by which it is somebody else's. Words, since code of Python's between fork and exec may wait for ever for what
    another thread held."""
    words = ["setpriv", "--pdeathsig", signal]
    if account is not None:
        words += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return words
