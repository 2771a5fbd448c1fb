"""A disk of a few megabytes that can be filled and emptied: a file system in memory, which only root may mount."""

import errno
import subprocess

BALLAST = "ballast"
PIECE = 64 * 1024


class NotAllowed(Exception):
    """This machine lets nobody mount."""


class SmallDisk:
    """Mounted on a folder as long as it is held."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        self._megabytes = megabytes
        self._ballast = folder / BALLAST

    def fill(self):
        """No byte more can be written, until `free`."""
        with open(self._ballast, "ab", buffering=0) as ballast:
            for piece in (PIECE, 4096):
                try:
                    while ballast.write(b"\0" * piece) > 0:
                        continue
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise

    def free(self):
        self._ballast.unlink()

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self._megabytes}m", "shenyi-faults",
                                  str(self.folder)], capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            raise NotAllowed(mounted.stderr.strip())
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
