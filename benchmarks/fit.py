"""Fits the weights of the evidence: `python3 dev.py bench fit [--write]`, some minutes.

The weights start from what reason says of them (the table `CLUES` and the constants around it) and are held there by a prior;
labelled addresses of one half move them, those of the other half say whether that was good. Printed are the
fitted weights, and what they change on the half that was not fitted on. `--write` puts them into the library's tables; a
person reads the difference and keeps it or not. See docs/decisions/0008-fitted-weights.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.fitting import adopt, weights
from benchmarks.fitting.cases import Case, read
from benchmarks.fitting.descent import Descent, Fit
from benchmarks.fitting.penalty import Judgement
from benchmarks.fitting.quality import measure
from benchmarks.fitting.weights import Weight, override
from nkrisk_geo.gazetteer import Gazetteer

FITTED_ON = 0
"""The half that the weights are fitted on."""


class Half:
    """The cases of one half, and their penalties under the weights as they are."""

    def __init__(self, cases: Sequence[Case], number: int, gazetteer: Gazetteer) -> None:
        self.cases = [case for case in cases if case.half == number]
        self._gazetteer = gazetteer

    def penalties(self, numbers: np.ndarray) -> np.ndarray:
        """The penalties of the numbered cases."""
        return Judgement(self._gazetteer).penalties([self.cases[number] for number in numbers])

    def mean(self, values: Mapping[Weight, float]) -> float:
        """The mean penalty under other weights."""
        with override(values):
            whole = self.penalties(np.arange(len(self.cases))).sum()
        return float(whole / sum(case.amount for case in self.cases))

    def by_source(self, values: Mapping[Weight, float]) -> dict[str, tuple[float, float]]:
        """Amount of each source and part of the world, and its mean penalty."""
        with override(values):
            penalties = self.penalties(np.arange(len(self.cases)))
        sums: dict[str, tuple[float, float]] = {}
        for case, penalty in zip(self.cases, penalties, strict=True):
            name = f"{case.source}, {case.truth.part}"
            amount, cost = sums.get(name, (0.0, 0.0))
            sums[name] = amount + case.amount, cost + float(penalty)
        return {name: (amount, cost / amount) for name, (amount, cost) in sorted(sums.items())}


def main(labelled: Path, *, write: bool = False) -> None:
    """Fit, print, and put into the tables if wanted."""
    if not (labelled / "pool").exists():
        print(
            f"fit: skipped, there is no pool of labelled addresses in {labelled} (--eval PATH or NKRISK_EVAL)\n"
        )
        return
    gazetteer = Gazetteer.default()
    cases = read(labelled, gazetteer)
    ours, held = (Half(cases, number, gazetteer) for number in (FITTED_ON, 1 - FITTED_ON))
    print(f"## Fitted weights: {len(ours.cases):,} cases to fit on, {len(held.cases):,} held\n")
    fit = descend(ours)
    show_weights(fit, held)
    show_sources(fit, held)
    show_quality(fit, held, gazetteer)
    if write:
        moved = {
            weight: value
            for weight, value in fit.fitted.items()
            if adopt.rounded(value) != adopt.rounded(weight.value)
        }
        adopt.write(moved, fit.reasoned)
        print(f"{len(moved)} weights written; read the difference before you keep it\n")


def descend(half: Half) -> Fit:
    """The fit on one half; how it goes is told on stderr."""
    reasoned = weights.reasoned(weights.find())
    start = time.monotonic()
    descent = Descent(reasoned, half.penalties, len(half.cases))
    for cost in descent.run():
        print(f"fit: cost {cost:.2f} after {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return descent.fit


def show_weights(fit: Fit, held: Half) -> None:
    """Each weight before and after, and what the held half loses when it alone goes back to reason."""
    fitted = held.mean(fit.fitted)
    print(f"{'weight':44} {'reasoned':>9} {'fitted':>9} {'moved':>7} {'cases':>6} {'held loss if reset':>19}")
    for weight, value in fit.fitted.items():
        before = fit.reasoned[weight]
        note = "not informed"
        if fit.informed(weight):
            change = held.mean({**fit.fitted, weight: before}) - fitted if value != before else 0.0
            note = f"{1000 * change:+.3f}"
        print(
            f"{weight.name:44} {before:9.3f} {value:9.3f} {value - before:+7.3f} {fit.depending[weight]:6} {note:>19}"
        )
    print("(cases: those of the fitted half that depend on it; loss in thousandths of a nat a text)\n")


def show_sources(fit: Fit, held: Half) -> None:
    """The held half's loss by source and part of the world."""
    after = held.by_source(fit.fitted)
    print(f"{'mean loss, held half':58} {'amount':>7} {'before':>8} {'after':>8}")
    for name, (amount, cost) in held.by_source(fit.reasoned).items():
        print(f"{name:58} {amount:7.0f} {cost:8.4f} {after[name][1]:8.4f}")
    print(f"{'all':66} {held.mean(fit.reasoned):8.4f} {held.mean(fit.fitted):8.4f}\n")


def show_quality(fit: Fit, held: Half, gazetteer: Gazetteer) -> None:
    """The held half's answers before and after."""
    columns = []
    for values in (fit.reasoned, fit.fitted):
        with override(values):
            columns.append(measure(held.cases, gazetteer))
    print(f"{'answers, held half, a signature once':44} {'before':>9} {'after':>9}")
    for name, before in columns[0].items():
        after = columns[1][name]
        shown = (f"{before:9.0f} {after:9.0f}") if name == "false alarms" else f"{before:9.4f} {after:9.4f}"
        print(f"{name:44} {shown}")
    print()


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv[2:])
