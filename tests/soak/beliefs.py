"""What the driver believes of each matter and meeting: put down from what it did and from the law, never from what the
server shows. Only names come from there: ids, digests and tags."""

import dataclasses


@dataclasses.dataclass
class Dissent:
    """Spoken against what was decided: the author's own text, or two witnesses of his refusal to confirm one."""

    person: str
    text: str
    confirmed: bool = True
    witnesses: tuple = ()


@dataclasses.dataclass
class Place:
    """An item to be decided, on the agenda of a meeting."""

    matter: object
    meeting: str
    item: str
    forum: str
    draft: int
    state: str = "placed"
    outcome: str | None = None
    arithmetic: dict | None = None
    recused: list = dataclasses.field(default_factory=list)
    dissents: list = dataclasses.field(default_factory=list)
    ballots: list = dataclasses.field(default_factory=list)  # (method, state)


@dataclasses.dataclass
class Matter:
    """A matter of the year."""

    number: int
    kind: str
    title: str
    unit: str
    id: str = ""
    stage: str = ""
    drafts: list = dataclasses.field(default_factory=list)  # (class of the change, digest)
    opinions: dict = dataclasses.field(default_factory=dict)  # id → [kind, draft, conclusion, standing]
    clearance: tuple | None = None  # (draft, ground, standing)
    places: list = dataclasses.field(default_factory=list)
    publications: list = dataclasses.field(default_factory=list)  # (draft, channel)
    attempts: int = 0  # refused ones that bear on it

    def version(self):
        return len(self.drafts)

    def clearance_falls(self):
        if self.clearance:
            self.clearance = (*self.clearance[:2], False)


@dataclasses.dataclass
class Meeting:
    """A meeting of the year."""

    forum: str
    held_at: str
    id: str = ""
    stage: str = ""
    present: list = dataclasses.field(default_factory=list)
    heard: list = dataclasses.field(default_factory=list)  # [item, state] of those without a decision
    signed: list = dataclasses.field(default_factory=list)
    would_not_sign: list = dataclasses.field(default_factory=list)
