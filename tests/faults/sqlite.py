"""The embedded database, looked at from outside."""

import sqlite3


class SqliteFile:
    """A database that lies in a file."""

    name = "sqlite"

    def __init__(self, file):
        self.file = file
        self.url = f"sqlite:{file}"

    def tables(self):
        """What stands in every table, in an order that depends on nothing else. Nobody serves the file meanwhile."""
        connection = sqlite3.connect(self.file)
        try:
            names = connection.execute("select name from sqlite_master where type = 'table' order by name")
            return {name: sorted(map(repr, connection.execute(f'select * from "{name}"'))) for (name,) in names}
        finally:
            connection.close()
