"""Hands courses from person to person: who does the next act finds it in his queue, the answer goes back to the course.

A course is a generator. It yields an Act, or a list of acts that are done side by side, and is sent the answer or the
list of answers; it yields a day (a number) to sleep until the morning of that day, or PARKED to sleep until somebody
wakes it. Only one thread at a time is in a course.
"""

import queue
import threading

from tests.soak.client import Surprise

PARKED = object()


class Course:
    """A generator on its way, with what wakes it."""

    def __init__(self, name, steps):
        self.name = name
        self.steps = steps
        self.lost = False  # an answer surprised it, or the course itself is at fault


class Relay:
    """Queues by person, courses asleep, and the barrier at the end of a day."""

    def __init__(self, logins):
        self.queues = {login: queue.SimpleQueue() for login in logins}
        self.surprises = []
        self.faults = []  # of the courses themselves: (course, exception)
        self.day = 0
        self._asleep = {}  # day → [(course, what it is sent)]
        self._under_way = 0
        self._lock = threading.Lock()
        self._quiet = threading.Condition(self._lock)

    # ---- for who plans the day

    def begin(self, course):
        self._advance(course, None)

    def wake(self, course, day, value):
        """Wakes a parked course in the morning of that day."""
        with self._lock:
            self._asleep.setdefault(day, []).append((course, value))

    def play(self, day):
        """Wakes who sleeps until this day, and waits until all that follows from it today is done."""
        self.day = day
        for course, value in sorted(self._asleep.pop(day, []), key=lambda each: each[0].name):
            self._advance(course, value)
        with self._quiet:
            self._quiet.wait_for(lambda: self._under_way == 0)

    def stop(self, clients):
        """Ends the clients' threads, each after what it does."""
        for client in clients:
            self.queues[client.login].put(None)

    # ---- for the clients' threads

    def serve(self, client):
        """Does what lies in the person's queue until there is no more."""
        while (task := self.queues[client.login].get()) is not None:
            course, act, place, group = task
            try:
                group.answers[place] = client.do(act, self.day)
            except Surprise as surprise:
                self._lose(course, surprise.told(), self.surprises)
            except Exception as fault:  # no answer, or none that can be read: the barrier must not wait for ever
                self._lose(course, {"what": repr(fault), "request": f"{act.method} {act.path}"}, self.surprises)
            if group.one_less(self._lock):
                if not course.lost:
                    self._advance(course, group.result())
            self._done()

    # ---- the course's next step

    def _advance(self, course, value):
        try:
            step = course.steps.send(value)
        except StopIteration:
            return
        except Exception as fault:  # the course, not the program, is wrong: told and kept apart from surprises
            self._lose(course, repr(fault), self.faults)
            return
        if step is PARKED:
            return
        if isinstance(step, int):
            self.wake(course, step, None)
            return
        self._hand_on(course, step)

    def _hand_on(self, course, step):
        acts = step if isinstance(step, list) else [step]
        group = Group(len(acts), single=step is not acts)
        with self._lock:
            self._under_way += len(acts)
        for place, act in enumerate(acts):
            self.queues[act.login].put((course, act, place, group))

    def _lose(self, course, what, where):
        course.lost = True
        with self._lock:
            where.append({"course": course.name, "day": self.day, "fault": what})

    def _done(self):
        with self._quiet:
            self._under_way -= 1
            if self._under_way == 0:
                self._quiet.notify_all()


class Group:
    """Acts done side by side, and their answers in order."""

    def __init__(self, size, single):
        self.answers = [None] * size
        self.left = size
        self.single = single

    def one_less(self, lock):
        """True for the last one."""
        with lock:
            self.left -= 1
            return self.left == 0

    def result(self):
        return self.answers[0] if self.single else self.answers
