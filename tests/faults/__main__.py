"""Faults: what the program does when the server dies, the database dies, disks are full, connections break and clocks
go wrong. Plays the program from outside, over HTTP, with the demo bureau.

usage: ./run faults [--rounds N] [--minutes M] [--database sqlite|postgresql] [--trial NAME] [--seed N]

Disks need root: where nobody may mount, those trials are told as not made.
"""

import argparse
import pathlib
import random
import signal
import sys
import time

from tests.faults import table
from tests.faults.disk import NotAllowed
from tests.faults.rounds import Figures, Plan
from tests.faults.trials import TRIALS, Place
from tests.support.patience import TooLong
from tests.support.program import PROGRAM, NotStarted


def made(trial, place):
    """What came of a trial, also where it broke off."""
    with place:
        try:
            return trial(place)
        except NotAllowed as why:
            figures = Figures(trial.__name__)
            figures.remarks.append(f"NOT MADE: {why}")
        except (NotStarted, TooLong) as why:
            figures = Figures(trial.__name__)
            figures.faults.append(f"broke off: {why}")
    return figures


def options():
    given = argparse.ArgumentParser(prog="./run faults", description="Faults under load, seen from outside.")
    given.add_argument("--program", type=pathlib.Path, default=PROGRAM, help="the program shenyi, of build/release")
    given.add_argument("--rounds", type=int, default=100, help="deaths of each kind (100)")
    given.add_argument("--minutes", type=float, default=60, help="of one trial, at most (60)")
    given.add_argument("--database", choices=["sqlite", "postgresql"], help="only on this one")
    given.add_argument("--trial", choices=sorted({name for _, name in TRIALS}), help="only this one")
    given.add_argument("--seed", type=int, default=random.randrange(10**6), help="of what is left to chance")
    return given.parse_args()


def main():
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"seed {asked.seed}", flush=True)
    plan = Plan(asked.rounds, asked.minutes, asked.seed)
    results = []
    for (database, name), trial in TRIALS.items():
        if asked.database not in (None, database) or asked.trial not in (None, name):
            continue
        began = time.monotonic()
        figures = made(trial, Place(asked.program.resolve(), plan))
        table.tell(database, figures, time.monotonic() - began)
        results.append((database, figures))
    table.show(results)
    return 1 if not results or any(figures.faults for _, figures in results) else 0


if __name__ == "__main__":
    sys.exit(main())
