"""HTTP as a client of the bureau speaks it: one connection, kept, and an answer as a value."""

import functools
import http.client
import json

ANSWER_WAIT_S = 90
BASE = "/api/v1"
OUTSIDE_THE_BASE = ("/readyz", "/healthz", "/metrics")


class Lost(Exception):
    """The connection broke before the whole answer was there: what was asked may have been done, or not."""


class NotSent(Lost):
    """Nobody took the connection: nothing was asked."""


class Answer:
    """What the server said: status, header fields by their lower-case names, body as bytes."""

    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body

    @functools.cached_property
    def json(self):
        return json.loads(self.body)

    @property
    def tag(self):
        return self.fields.get("etag", "")

    @property
    def problem(self):
        """The name of the problem that is told, `refused` or `unavailable`; empty where none is."""
        if not self.fields.get("content-type", "").startswith("application/problem+json"):
            return ""
        return self.json["type"].rsplit("/", 1)[-1]

    def rules(self):
        return frozenset(finding["rule"] for finding in self.json.get("findings", []))

    def warnings(self):
        return frozenset(finding["rule"] for finding in self.json.get("warnings", []))

    def events(self):
        return [event["id"] for event in self.json.get("events", [])]

    def told(self):
        """What must be the same when the same is asked again under the same key: all but the number of the request."""
        body = self.body
        if self.fields.get("content-type", "").endswith("json"):
            body = {name: value for name, value in self.json.items() if name != "request_id"}
        return self.status, self.tag, self.fields.get("location"), body

    def __str__(self):
        return f"{self.status} {self.body.decode(errors='replace')}"


class Client:
    """One connection to the server, made when it is needed. Not for two threads at once."""

    def __init__(self, port):
        self._port = port
        self._connection = None

    def ask(self, method, path, body=None, fields=None):
        """The whole answer; raises Lost where there is none. A body is bytes, or what becomes JSON."""
        try:
            self._send(method, path, body, fields)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as broken:
            self.close()
            raise Lost(repr(broken)) from broken
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def hang_up_after(self, method, path, body, fields):
        """Asks, and is gone before the answer comes."""
        try:
            self._send(method, path, body, fields)
        except OSError as broken:
            raise Lost(repr(broken)) from broken
        finally:
            self.close()

    def _send(self, method, path, body, fields):
        if self._connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_WAIT_S)
            try:
                connection.connect()
            except OSError as refused:
                raise NotSent(repr(refused)) from refused
            self._connection = connection
        sent = dict(fields or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        self._connection.request(method, path if path in OUTSIDE_THE_BASE else BASE + path, body, sent)

    def close(self):
        if self._connection is not None:
            self._connection.close()
        self._connection = None
