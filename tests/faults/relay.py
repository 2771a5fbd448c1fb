"""Stands between the program and PostgreSQL, and breaks a connection when a commit is done and nobody knows it yet."""

import random
import socket
import threading

CUT_ONE_IN = 6
COMMITTED = b"COMMIT\0"
HEAD = 5  # a message's type and its length, which counts itself but not the type
# Without encryption the first byte that PostgreSQL sends is a message's.
PLAIN = "?sslmode=disable&gssencmode=disable"


class Relay:
    """Passes everything on, both ways. While it cuts, some commits are carried out and their answers swallowed, with
    the connection."""

    def __init__(self, cluster, seed):
        self.cuts = False
        self.cut = 0
        self._cluster = cluster
        self._chance = random.Random(seed)
        self._door = socket.create_server(("127.0.0.1", 0))
        port = self._door.getsockname()[1]
        self.url = cluster.url.replace(f":{cluster.port}/", f":{port}/") + PLAIN
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self):
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._cluster.port))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
            threading.Thread(target=self._pass_back, args=(server, client), daemon=True).start()

    def _pass_on(self, client, server):
        try:
            while piece := client.recv(65536):
                server.sendall(piece)
        except OSError:
            pass  # the other direction has ended
        close(client, server)

    def _pass_back(self, server, client):
        """Message by message, so that a commit's answer is known before it is passed."""
        held = b""
        try:
            while piece := server.recv(65536):
                held += piece
                whole, commits = whole_messages(held)
                if commits and self.cuts and self._chance.randrange(CUT_ONE_IN) == 0:
                    self.cut += 1
                    break
                client.sendall(held[:whole])
                held = held[whole:]
        except OSError:
            pass  # the other direction has ended
        close(server, client)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._door.close()


def whole_messages(held):
    """Of how many bytes the messages are that are whole, and whether one of them says that a commit is done."""
    at = 0
    commits = False
    while at + HEAD <= len(held):
        size = 1 + int.from_bytes(held[at + 1:at + HEAD], "big")
        if at + size > len(held):
            break
        commits = commits or (held[at:at + 1] == b"C" and held[at + HEAD:at + size] == COMMITTED)
        at += size
    return at, commits


def close(*ends):
    """Both ends at once, also for whoever waits at one of them."""
    for end in ends:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # closed by the other direction
        end.close()
