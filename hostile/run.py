"""The hostile test: `python3 dev.py hostile [options]`.

Bad files, kills, tampered checkpoints, altered gazetteers, growing texts and forks are made anew, the same for the same
`--seed`; what is printed is how many were tried and what was found, and at the end each case that failed with its commands.
`--quick` takes some of each kind (about a minute); `--minutes` bounds the whole (10 by default): what is left over then is
said. `--only TOPIC` takes one topic, `--case NAME` those of a name or of a beginning of it, in processes of their own.
Exit code 1 when a fault was found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from hostile import topics  # noqa: E402
from hostile.cases import Case, Outcome  # noqa: E402
from hostile.faults import Fault  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py hostile",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="what chance begins with (1)"
    )
    parser.add_argument(
        "--minutes", type=float, help="bound of the whole (10; quick: 1.5)"
    )
    parser.add_argument("--quick", action="store_true", help="some of each kind")
    parser.add_argument(
        "--only", metavar="TOPIC", choices=topics.TOPICS, help=", ".join(topics.TOPICS)
    )
    parser.add_argument(
        "--case", metavar="NAME", help="cases of this name, or whose name begins so"
    )
    parser.add_argument("--list", action="store_true", help="name the cases, try none")
    given = parser.parse_args(arguments)
    plan = topics.Plan(given.seed, quick=given.quick, only=given.only, case=given.case)
    if given.list:
        for topic in plan.topics:
            print("\n".join(f"{topic} {case.name}" for case in plan.cases(topic)))
        return 0
    minutes = given.minutes or (1.5 if given.quick else 10)
    with tempfile.TemporaryDirectory(
        prefix="hostile-", ignore_cleanup_errors=True
    ) as folder:
        outcomes = _carried_out(plan, Path(folder), minutes * 60)
    _show_faults(outcomes, given.seed)
    totals = Counter[Fault]()
    for found in outcomes.values():
        for outcome in found:
            totals.update({finding.fault: 0 for finding in outcome.findings})
            for finding in outcome.findings:
                totals[finding.fault] += finding.count
    print("\n" + ", ".join(f"{totals[fault]:,} {fault.value}" for fault in Fault))
    return 1 if totals else 0


def _carried_out(
    plan: topics.Plan, folder: Path, seconds: float
) -> dict[str, list[Outcome]]:
    """Topic after topic, each within its share of the time that is left; prints the table."""
    deadline = time.monotonic() + seconds
    outcomes: dict[str, list[Outcome]] = {}
    print("| what | count | result |\n|---|---|---|", flush=True)
    with topics.Runners() as runners:
        for topic in plan.topics:
            cases, begun = plan.cases(topic), time.monotonic()
            share = max(5.0, deadline - begun) * plan.share(topic)
            outcomes[topic] = topics.tried_all(
                plan, topic, cases, folder, share, runners
            )
            _show_groups(topic, cases, outcomes[topic])
            print(
                f"hostile: {topic}: {time.monotonic() - begun:.0f} s",
                file=sys.stderr,
                flush=True,
            )
    return outcomes


def _show_groups(
    topic: str, cases: Sequence[Case], outcomes: Sequence[Outcome]
) -> None:
    """A line for each group of cases."""
    wanted = Counter(case.group for case in cases)
    for group, count in wanted.items():
        found = [outcome for outcome in outcomes if outcome.case.group == group]
        faults = Counter[Fault]()
        for outcome in found:
            for finding in outcome.findings:
                faults[finding.fault] += finding.count
        result = (
            ", ".join(
                f"{faults[fault]:,} {fault.value}" for fault in Fault if faults[fault]
            )
            or "held"
        )
        if not found:
            result = "not tried, time was up"
        tried = f"{len(found)}" if len(found) == count else f"{len(found)} of {count}"
        print(f"| {topic}: {group} | {tried} | {result} |", flush=True)


def _show_faults(outcomes: dict[str, list[Outcome]], seed: int) -> None:
    """Each case that failed, what was found, how it is tried alone, and what it ran."""
    for topic, found in outcomes.items():
        for outcome in found:
            if not outcome.findings:
                continue
            print(f"\n{topic} {outcome.case.name}")
            for finding in outcome.findings:
                print(f"  {finding.fault.value}: {finding.words!r}")
            print(
                f"  alone: python3 dev.py hostile --seed {seed} --only {topic} --case {outcome.case.name!r}"
            )
            for command in outcome.commands[:4]:
                print(f"  ran: {command[:200]!a}")


if __name__ == "__main__":
    sys.exit(main())
