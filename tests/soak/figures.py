"""What a run came to, as numbers: counts of the record, speed by kind of request, memory and handles over the year."""

import collections
import hashlib
import statistics

# Between a third of the year and its end. Streams of matters and meetings stay in memory, those of 80,000 events
# (storage/engine.hpp, cached_events): about what a bureau's year has, so that they are still coming in.
PSS_A_STREAM_KIB = 16
PSS_ELSE_KIB = 6 * 1024  # pools of the allocator, page caches of connections that were not used before
HANDLES_ALLOWED = 2


class Samples:
    """Memory and open handles, taken in the evening of each day."""

    def __init__(self):
        self.rows = []  # (day, PSS in KiB, handles, streams that have come to be)

    def take(self, day, server, streams):
        self.rows.append((day, server.pss_kib(), server.handles(), streams))

    def judged(self):
        """A third into the year against its end: memory as medians over a tenth of it, handles by the most that were
        open before and after, since a connection that was idle is closed and comes back."""
        tenth = max(1, len(self.rows) // 10)
        third = len(self.rows) // 3
        early, late = self.rows[third:third + tenth], self.rows[-tenth:]

        def median(rows, column):
            return int(statistics.median(row[column] for row in rows))

        streams = median(late, 3) - median(early, 3)
        pss_allowed = streams * PSS_A_STREAM_KIB + PSS_ELSE_KIB
        grown = median(late, 1) - median(early, 1)
        handles_before = max(row[2] for row in self.rows[:third + tenth])
        handles_after = max(row[2] for row in self.rows[third:])
        return {
            "pss_kib": {"first": self.rows[0][1], "after_a_third": median(early, 1), "end": median(late, 1),
                        "most": max(row[1] for row in self.rows), "grown": grown, "allowed": pss_allowed,
                        "allowance": f"{PSS_A_STREAM_KIB} KiB for each of {streams} streams that came into the cache "
                                     f"(bound 20,000), and {PSS_ELSE_KIB} KiB"},
            "handles": {"first": self.rows[0][2], "most_in_first_third": handles_before, "end": self.rows[-1][2],
                        "most_afterwards": handles_after, "allowed": HANDLES_ALLOWED},
            "flat": grown <= pss_allowed and handles_after - handles_before <= HANDLES_ALLOWED,
        }


def quantile(ordered, share):
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def speed(latencies):
    """{kind: {count, p50_ms, p99_ms}}."""
    found = {}
    for kind, seconds in sorted(latencies.items()):
        ordered = sorted(seconds)
        found[kind] = {"count": len(ordered), "p50_ms": round(quantile(ordered, 0.5) * 1000, 2),
                       "p99_ms": round(quantile(ordered, 0.99) * 1000, 2)}
    return found


def gathered(clients):
    """Latencies of all clients by kind."""
    latencies = collections.defaultdict(list)
    for client in clients:
        for kind, seconds in client.latencies.items():
            latencies[kind] += seconds
    return latencies


GROUPS = {"matter": "act on a matter", "meeting": "act on a meeting", "item": "act on an item", "GET": "read"}


def grouped(latencies):
    """The same by the first word of the kind, with refusals apart."""
    groups = collections.defaultdict(list)
    for kind, seconds in latencies.items():
        refused = kind.endswith((", refused", ", not his role"))
        groups["refused act" if refused else GROUPS.get(kind.split()[0], kind)] += seconds
    return groups


def counted(words):
    """{word: how often}, the most frequent first."""
    return dict(collections.Counter(words).most_common())


def record(matters, meetings):
    """What the year left: matters by stage, meetings, items, ballots, decisions, dissents."""
    places = [place for steps in matters for place in steps.belief.places]
    return {
        "matters": len(matters),
        "matters_by_stage": counted(steps.belief.stage or "not begun" for steps in matters),
        "versions": sum(steps.belief.version() for steps in matters),
        "opinions": counted(f"{what[0]} {what[2]}" for steps in matters for what in steps.belief.opinions.values()),
        "opinions_withdrawn": sum(not what[3] for steps in matters for what in steps.belief.opinions.values()),
        "meetings": counted(f"{steps.belief.forum} {steps.belief.stage}" for steps in meetings if steps.belief.id),
        "items": counted(place.outcome or place.state for place in places),
        "ballots": counted(" ".join(ballot) for place in places for ballot in place.ballots),
        "recusals": sum(len(place.recused) for place in places),
        "dissents": sum(len(place.dissents) for place in places),
        "publications": sum(len(steps.belief.publications) for steps in matters),
    }


def course_of_decisions(matters):
    """A digest of what was decided of every matter, free of ids: the same for the same seed, whoever was served first
    and whatever the database."""
    lines = []
    for steps in matters:
        belief = steps.belief
        numbers = {sitting.id: sitting.number for sitting in steps.bureau.year.sittings}
        places = [(numbers[place.meeting], place.draft, place.state, place.outcome, place.arithmetic, place.ballots,
                   [(each.person, each.confirmed) for each in place.dissents]) for place in belief.places]
        changes = [change for change, _ in belief.drafts]
        lines.append(repr((belief.number, belief.kind, belief.title, belief.stage, changes,
                           list(belief.opinions.values()), belief.clearance, places, belief.publications,
                           belief.attempts)))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
