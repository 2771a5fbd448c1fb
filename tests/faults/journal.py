"""What was asked of the server and what it answered: what somebody would hold in hand who has to be believed."""

import hashlib
import threading


EXPECTED_PROBLEMS = ("", "refused", "forbidden")


class Asked:
    """One state-changing request with its key. Whoever has no answer yet asks again with the same key and body."""

    def __init__(self, key, step):
        self.key = key
        self.step = step
        self.answer = None
        self.doubts = 0  # how often it was sent and no answer came, or one that says that none is known

    @property
    def is_upload(self):
        return isinstance(self.step.body, bytes)

    @property
    def document(self):
        """The id that its content has as a document."""
        return "sha256:" + hashlib.sha256(self.step.body).hexdigest()

    def fields(self, token):
        fields = {"Authorization": f"Bearer {token}"}
        if self.is_upload:
            return fields | {"Content-Type": "text/plain; charset=utf-8",
                             "Content-Disposition": 'attachment; filename="paper.txt"'}
        fields["Idempotency-Key"] = self.key
        return fields | ({"If-Match": self.step.tag} if self.step.tag else {})

    def __str__(self):
        return f"{self.key} {self.step.login} POST {self.step.path}"


class Journal:
    """Every request of a run in the order of its answer, and every fault that was seen. For many threads."""

    def __init__(self):
        self._changed = threading.Condition()
        self._asked = 0
        self.answered = []
        self.faults = []

    def new(self, step):
        with self._changed:
            self._asked += 1
            return Asked(f"fault-{self._asked}", step)

    def take(self, asked, answer):
        """The answer that counts from here on."""
        with self._changed:
            asked.answer = answer
            self.answered.append(asked)
            self._changed.notify_all()
        if answer.status != asked.step.expected or answer.problem not in EXPECTED_PROBLEMS:
            self.fault(f"{asked}: {asked.step.expected} was expected, not {answer}")

    def fault(self, what):
        with self._changed:
            self.faults.append(what)
            self._changed.notify_all()

    def wait_for(self, number, seconds):
        """Waits until so many were answered in all, or something went wrong; false where the time ran out."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.answered) >= number or self.faults, seconds)
