"""The arithmetic of a meeting as the law puts it, reckoned here anew: what the server must come to."""

DUE = 5


def counts(positions):
    """(for, against, abstain) of positions or votes."""
    said = list(positions.values())
    return said.count("for"), said.count("against"), len(said) - said.count("for") - said.count("against")


def are_close(positions):
    """R-MEET-13: both sides have somebody, and they differ by one at most."""
    for_, against, _ = counts(positions)
    return for_ > 0 and against > 0 and abs(for_ - against) <= 1


def head_owes_reasons(outcome, positions):
    """R-DEC-02: the head decides otherwise than the majority of those present and not recused."""
    for_, against, _ = counts(positions)
    majority_for = 2 * for_ > len(positions)
    if outcome in ("adopted", "adopted_as_amended"):
        return not majority_for
    if outcome == "not_adopted":
        return not 2 * against > len(positions)
    return majority_for


def ballot_outcome(motion, positions):
    """R-MEET-11: more than half of the members due; None where a motion to rework or defer fails."""
    carried = 2 * counts(positions)[0] > DUE
    carried_as = {"adopt": "adopted", "adopt_as_amended": "adopted_as_amended", "rework": "rework", "defer": "deferred"}
    if carried:
        return carried_as[motion]
    return "not_adopted" if motion in ("adopt", "adopt_as_amended") else None


def dissenters(outcome, positions):
    """R-MEET-14: who spoke against what was decided."""
    overruled = "against" if outcome in ("adopted", "adopted_as_amended") else "for"
    return [person for person, position in positions.items() if position == overruled]


def arithmetic(forum, positions):
    for_, against, abstain = counts(positions)
    needed = len(positions) // 2 + 1 if forum == "office_meeting" else DUE // 2 + 1
    return {"due": DUE, "present": len(positions), "for": for_, "against": against, "abstain": abstain,
            "needed": needed}
