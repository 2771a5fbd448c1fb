"""A run's summary: as a value for JSON, and as a table for people."""

import collections

from tests.soak import figures

SHOWN = 20  # surprises and differences that the table prints


def of(given, run, found):
    """Everything that was counted and looked at, and whether it holds."""
    latencies = figures.gathered(run.clients)
    requests = sum(len(seconds) for seconds in latencies.values())
    statuses = sum((client.statuses for client in run.clients), collections.Counter())
    memory = run.samples.judged()
    told = {
        "database": given.database, "seed": given.seed, "clients": len(run.clients),
        "days": [day.isoformat() for day in (run.year.days[0], run.year.days[-1])],
        "working_days": len(run.samples.rows), "seconds": round(run.seconds, 1),
        "settings": "all as usual; nothing is lifted of the write limit (1,200 at once, then 20 a second for each "
                    "person, by the bureau's clock)",
        "record": figures.record(run.matters, run.meetings),
        "course_of_decisions": figures.course_of_decisions(run.matters),
        "refusals_by_rule": dict(sum((client.refusals for client in run.clients), collections.Counter()).most_common()),
        "requests": requests, "requests_per_second": round(requests / run.seconds, 1),
        "repeated_with_same_key": sum(client.repeated for client in run.clients),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "speed": figures.speed(figures.grouped(latencies)), "speed_by_act": figures.speed(latencies),
        "memory": memory, "samples": run.samples.rows,
        "surprises": run.relay.surprises, "faults_of_the_driver": run.relay.faults,
        **found,
    }
    told["holds"] = all(right for _, right in verdicts(told))
    return told


def verdicts(told):
    """What is asked of a run, and whether it is so."""
    return [
        ("every answer was what the law gives", not told["surprises"] and not told["faults_of_the_driver"]),
        ("no answer 5xx", not any(status.startswith("5") for status in told["statuses"])),
        ("memory and handles flat", told["memory"]["flat"]),
        ("stopped with all answered", told["stopped"] == 0 and told["stopped_again"] == 0),
        ("fsck clean", told["fsck"][0] == 0),
        ("rebuild: every table the same", told["rebuild"][0] == 0 and not told["tables_changed"]),
        ("fsck clean after rebuild", told["fsck_after"][0] == 0),
        ("all compared after a restart, no difference", not told["differences"] and told["answers_compared"] > 0),
    ]


def table(told):
    lines = [f"A bureau's year, {told['days'][0]} to {told['days'][1]}: {told['working_days']} working days, "
             f"{told['clients']} clients, {told['database']}, seed {told['seed']}", f"settings: {told['settings']}", ""]
    record = told["record"]
    for name, value in record.items():
        shown = ", ".join(f"{each} {count}" for each, count in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name.replace('_', ' '):22}{shown}")
    lines.append(f"{'refusals by rule':22}" + ", ".join(f"{rule} {n}" for rule, n in told["refusals_by_rule"].items()))
    lines.append(f"{'answers by status':22}" + ", ".join(f"{status} {n}" for status, n in told["statuses"].items()))
    lines.append(f"{'course of decisions':22}{told['course_of_decisions']}")
    lines += ["", f"{told['requests']} requests in {told['seconds']} s: {told['requests_per_second']} a second; "
                  f"{told['repeated_with_same_key']} commands sent twice with the same key, answered the same", "",
              f"{'request':22}{'count':>9}{'p50 ms':>10}{'p99 ms':>10}"]
    lines += [f"{kind:22}{each['count']:>9}{each['p50_ms']:>10}{each['p99_ms']:>10}"
              for kind, each in told["speed"].items()]
    pss, handles = told["memory"]["pss_kib"], told["memory"]["handles"]
    lines += ["", f"{'':22}{'first day':>10}{'a third':>10}{'end':>10}{'most':>10}{'grown':>10}{'allowed':>10}",
              f"{'PSS KiB':22}{pss['first']:>10}{pss['after_a_third']:>10}{pss['end']:>10}{pss['most']:>10}"
              f"{pss['grown']:>10}{pss['allowed']:>10}",
              f"{'open handles':22}{handles['first']:>10}{handles['most_in_first_third']:>10}{handles['end']:>10}"
              f"{handles['most_afterwards']:>10}{handles['most_afterwards'] - handles['most_in_first_third']:>10}"
              f"{handles['allowed']:>10}",
              f"allowed: {pss['allowance']}", "",
              f"fsck: {told['fsck'][1]}", f"rebuild: {told['rebuild'][1]}",
              f"tables: {told['tables']}, {told['rows']} rows, changed by rebuild: "
              f"{', '.join(told['tables_changed']) or 'none'}",
              f"fsck after rebuild: {told['fsck_after'][1]}",
              f"compared after a restart: {told['answers_compared']} answers, {len(told['differences'])} differences",
              ""]
    lines += [f"surprise: {each}" for each in [*told["surprises"], *told["faults_of_the_driver"]][:SHOWN]]
    lines += [f"difference: {each}" for each in told["differences"][:SHOWN]]
    lines += [f"{'holds' if right else 'DOES NOT HOLD'}: {what}" for what, right in verdicts(told)]
    return "\n".join(lines)
