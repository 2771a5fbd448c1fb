"""What all courses of one run share: people, plan, seed, relay; and how an act is written down."""

import random
import threading

from tests.soak.client import Act

MEMBERS = ["deputy1", "deputy2", "deputy3", "member4"]
HEAD = "director"  # chairs both forums


class Section:
    """Who brings matters in: its unit, its clerk, its head and the leader of its portfolio."""

    def __init__(self, unit, clerk, head, leader):
        self.unit = unit
        self.clerk = clerk
        self.head = head
        self.leader = leader


SECTIONS = [Section("unit_letters", "drafter", "chief", "deputy1"),
            Section("unit_visits", "visits", "visits_chief", "deputy2")]


class Bureau:
    """Shared by all courses. `people` maps log-ins to ids of persons."""

    def __init__(self, seed, year, relay, people):
        self.seed = seed
        self.year = year
        self.relay = relay
        self.people = people
        self._wishes = []
        self._lock = threading.Lock()

    def chances(self, *of_what):
        """Dice of its own for each thing, so that nothing depends on who is served first."""
        return random.Random("/".join(str(each) for each in (self.seed, *of_what)))

    def wish(self, course, forum, earliest):
        """A matter's wish for a place on an agenda; granted in the morning of the next day."""
        with self._lock:
            self._wishes.append((course, forum, earliest))

    def give_back(self, sitting):
        """A place on an agenda that was lost before the meeting; free for the wishes of the next morning."""
        with self._lock:
            sitting.taken -= 1

    def grant_wishes(self, day):
        """Gives the places in the order of the matters, and wakes who waits for them."""
        wishes, self._wishes = sorted(self._wishes, key=lambda wish: wish[0].name), []
        for course, forum, earliest in wishes:
            self.relay.wake(course, day, self.year.seat(forum, earliest))


class Steps:
    """What courses of matters and of meetings have in common: keys, tags, uploads."""

    def __init__(self, bureau, name):
        self.bureau = bureau
        self.name = name
        self.rng = bureau.chances(name)
        self.tag = ""
        self._acts = 0

    @property
    def day(self):
        return self.bureau.relay.day

    def chance(self, in_thousand):
        return self.rng.randrange(1000) < in_thousand

    def key(self):
        """For Idempotency-Key: every act has its own."""
        self._acts += 1
        return f"{self.bureau.seed}/{self.name}/{self._acts}"

    def person(self, login):
        return self.bureau.people[login]

    def upload(self, login, text):
        """Uploads a paper and gives its id."""
        data = text if isinstance(text, bytes) else text.encode()
        answer = yield Act(login, "upload", "POST", "/documents", data, status=201)
        return answer.json["id"]

    def look(self, login, path, kind):
        """Reads something as that person."""
        return (yield Act(login, kind, "GET", path))
