"""What the driver believes against what the server shows, of every matter and every meeting."""

import concurrent.futures
import datetime

from tests.soak.bureau import HEAD, MEMBERS
from tests.soak.client import Act, Client, Surprise

READER = "inspector"  # sees everything of the organ, attempts included
READERS = 8


def compare(port, day, bureau, matters, meetings):
    """Reads everything through the API and gives the differences, each a sentence, and how many answers were read."""
    shares = [[] for _ in range(READERS)]
    for number, each in enumerate([*matters, *meetings]):
        shares[number % READERS].append(each)

    def read(share):
        client = Client(READER, port)
        found = []
        for steps in share:
            look = of_matter if steps in matters_read else of_meeting
            try:
                found += look(client, day, bureau, steps)
            except Surprise as surprise:
                found.append(f"{steps.name}: {surprise}")
        client.close()
        return found, sum(len(seconds) for seconds in client.latencies.values())

    matters_read = set(matters)
    with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
        results = list(pool.map(read, shares))
    return [line for found, _ in results for line in found], sum(count for _, count in results)


def asked(client, day, path, kind):
    return client.do(Act(READER, kind, "GET", path), day).json


def differing(name, believed, shown):
    """A sentence for each member that is not the same."""
    return [f"{name}: {member} is {shown[member]!r}, believed {believed[member]!r}"
            for member in believed if shown[member] != believed[member]]


def of_matter(client, day, bureau, steps):
    belief = steps.belief
    matter = asked(client, day, f"/matters/{belief.id}", "GET matter")
    trace = asked(client, day, f"/matters/{belief.id}/responsibility", "GET responsibility")
    believed = {
        "kind": belief.kind, "title": belief.title, "unit": belief.unit, "stage": belief.stage, "route": steps.route(),
        "drafts": belief.drafts,
        "opinions": sorted([opinion, *what] for opinion, what in belief.opinions.items()),
        "clearance": belief.clearance,
        "places": sorted((place.meeting, place.item, place.forum, place.draft, place.state, place.outcome)
                         for place in belief.places),
        "publications": belief.publications,
        "decisions": sorted((place.item, place.outcome, place.draft) for place in belief.places if place.outcome),
        "dissents": sorted((place.item, dissent.person, dissent.text, dissent.confirmed)
                           for place in belief.places for dissent in place.dissents),
        "attempts": belief.attempts,
    }
    shown = {
        "kind": matter["kind"], "title": matter["title"], "unit": matter["undertaking_unit"],
        "stage": matter["stage"], "route": matter["route"],
        "drafts": [(draft["change"], draft["digest"]) for draft in matter["drafts"]],
        "opinions": sorted([each["id"], each["kind"], each["draft"], each["conclusion"], each["standing"]]
                           for each in matter["opinions"]),
        "clearance": clearance_of(matter),
        "places": sorted((place["meeting"], place["item"], place["forum"], place["draft"], place["state"],
                          place["outcome"]) for place in matter["agenda_items"]),
        "publications": [(each["draft"], each["channel"]) for each in matter["publications"]],
        "decisions": sorted((each["item"], each["outcome"], each["draft"]) for each in trace["decisions"]),
        "dissents": sorted((each["item"], each["person"], each["text"], each["confirmed"])
                           for each in trace["dissents"]),
        "attempts": trace["attempt_count"],
    }
    return differing(steps.name, believed, shown)


def clearance_of(matter):
    clearance = matter["clearance"]
    return clearance and (clearance["draft"], clearance["ground"], clearance["standing"])


def of_meeting(client, day, bureau, steps):
    belief = steps.belief
    if not belief.id:
        return []
    meeting = asked(client, day, f"/meetings/{belief.id}", "GET meeting")
    items = {item["id"]: item for item in meeting["items"]}
    believed = {
        "forum": belief.forum, "stage": belief.stage, "held_at": belief.held_at,
        "present": sorted(belief.present),
        "signed": sorted(belief.signed), "would not sign": belief.would_not_sign,
        "items": sorted([*(place.item for place in steps.sitting.items), *(heard[0] for heard in belief.heard)]),
        "heard": [state for _, state in belief.heard],
    }
    shown = {
        "forum": meeting["forum"], "stage": meeting["stage"], "held_at": belief.held_at if same_instant(
            meeting["held_at"], belief.held_at) else meeting["held_at"],
        "present": sorted(set(meeting["present"]) & {bureau.people[login] for login in [*MEMBERS, HEAD]}),
        "signed": sorted(each["person"] for each in meeting["signatures"] if each["state"] == "signed"),
        "would not sign": [each["person"] for each in meeting["signatures"] if each["state"] == "refused"],
        "items": sorted(items),
        "heard": [items[heard[0]]["state"] for heard in belief.heard if heard[0] in items],
    }
    found = differing(steps.name, believed, shown)
    for place in steps.sitting.items:
        if place.item in items:
            found += of_item(steps.name, place, items[place.item])
    return found


def of_item(name, place, item):
    believed = {
        "matter": place.matter.belief.id, "draft": place.draft, "state": place.state, "outcome": place.outcome,
        "arithmetic": place.arithmetic, "recused": place.recused,
        "ballots": place.ballots,
        "dissent": sorted((each.person, each.text, each.confirmed, each.witnesses) for each in place.dissents),
    }
    shown = {
        "matter": item["matter"], "draft": item["draft"], "state": item["state"], "outcome": item["outcome"],
        "arithmetic": item["arithmetic"], "recused": item["recused"],
        "ballots": [(ballot["method"], ballot["state"]) for ballot in item["ballots"]],
        "dissent": sorted((each["person"], each["text"], each["confirmed"], tuple(each["witnesses"]))
                          for each in item["dissent"]),
    }
    return differing(f"{name}, item of {place.matter.name}", believed, shown)


def same_instant(shown, believed):
    return datetime.datetime.fromisoformat(shown) == datetime.datetime.fromisoformat(believed)
