"""What every table of a store holds, as a count and a digest that does not depend on the order of rows."""

import hashlib
import re
import sqlite3
import subprocess

from tests.support.postgresql import PROGRAMS

COPIED = re.compile(r"^COPY (\S+) ")


def contents(database):
    """{table: (rows, SHA-256 of the sorted rows)} of a database that nobody writes to."""
    rows = of_sqlite(database.removeprefix("sqlite:")) if database.startswith("sqlite:") else of_postgresql(database)
    return {table: (len(lines), hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest())
            for table, lines in rows.items()}


def of_sqlite(file):
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: [repr(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}
    connection.close()
    return rows


def of_postgresql(url):
    """pg_dump writes a row a line, line breaks in texts escaped."""
    dumped = subprocess.run([PROGRAMS / "pg_dump", "--data-only", url], capture_output=True, text=True, check=True)
    rows = {}
    table = None
    for line in dumped.stdout.split("\n"):
        begun = COPIED.match(line)
        if begun:
            table = begun.group(1)
            rows[table] = []
        elif line == "\\.":
            table = None
        elif table:
            rows[table].append(line)
    return rows


def differences(before, after):
    """The tables whose content is not the same."""
    return sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
