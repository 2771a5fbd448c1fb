"""What came of it, for people."""

FAULTS_SHOWN = 10


def tell(database, figures, seconds):
    """One trial, when it is over, with its faults."""
    print(f"{database}: {figures.name}: {'ok' if not figures.faults else 'FAULTS'} ({seconds:.0f} s)", flush=True)
    for fault in figures.faults[:FAULTS_SHOWN]:
        print(f"  {fault}", flush=True)
    if len(figures.faults) > FAULTS_SHOWN:
        print(f"  and {len(figures.faults) - FAULTS_SHOWN} more", flush=True)


def show(results):
    """All trials as a table."""
    heads = ("database", "trial", "rounds", "answered", "refused", "in doubt", "at a death: done", "not done",
             "asked again", "lost", "doubled", "faults")
    rows = [heads]
    for database, each in results:
        rows.append((database, each.name, each.rounds, each.answered, each.refused, each.in_doubt, each.had_been_done,
                     each.not_been_done, each.asked_again, each.lost, each.doubled, len(each.faults)))
    widths = [max(len(str(row[at])) for row in rows) for at in range(len(heads))]
    print()
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())
    for database, each in results:
        for remark in each.remarks:
            print(f"{database}: {each.name}: {remark}")
