"""Fits the weights of the evidence: `python3 dev.py bench fit [--write]`, some ten minutes.

The weights start from what reason says of them (`gazetteer/facts/judgement.csv`) and are held there by a prior.
Labelled addresses fall into two halves; the weights are fitted on each, and each fit is judged on the half that it has not
seen. Adopted is what both halves ask for: the mean of their moves where they agree on the direction, and reason where
not. `--write` puts that into the table; a person reads the difference, builds the gazetteer, and keeps it or not. See
docs/decisions/0008-fitted-weights.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.fitting import adoption, report, weights
from benchmarks.fitting.cases import read
from benchmarks.fitting.descent import Descent, Fit
from benchmarks.fitting.halves import Half
from benchmarks.fitting.weights import Weight
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

SLIGHT = 0.15
"""A move of less, in standard deviations of the prior, is none: reason was right."""


def main(labelled: Path, *, write: bool = False) -> None:
    """Fit, print, and put into the tables if wanted."""
    if not (labelled / "pool").exists():
        print(
            f"fit: skipped, there is no pool of labelled addresses in {labelled} (--eval PATH or NKRISK_EVAL)\n"
        )
        return
    gazetteer = Gazetteer.default()
    cases = read(labelled, gazetteer)
    halves = [
        Half([case for case in cases if case.half == number], gazetteer)
        for number in (0, 1)
    ]
    print(
        f"## Fitted weights: halves of {len(halves[0].cases):,} and {len(halves[1].cases):,} cases\n"
    )
    reasoned = weights.reasoned(weights.find())
    fits = [fit(half, reasoned) for half in halves]
    adopted = agreed(fits)
    held = list(zip(fits, reversed(halves), strict=True))
    report.show_weights(held, adopted)
    report.show_sources(held, adopted)
    report.show_quality(held, adopted, gazetteer)
    if write:
        changed = {
            weight: value for weight, value in adopted.items() if value != weight.value
        }
        adoption.write(changed, reasoned)
        print(
            f"{len(changed)} weights written; read the difference before you keep it\n"
        )


def fit(half: Half, reasoned: Mapping[Weight, float]) -> Fit:
    """The fit on one half; how it goes is told on stderr."""
    start = time.monotonic()
    descent = Descent(reasoned, half.penalties, len(half.cases))
    for cost in descent.run():
        print(
            f"fit: cost {cost:.2f} after {time.monotonic() - start:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    return descent.fit


def agreed(fits: Sequence[Fit]) -> dict[Weight, float]:
    """What all fits ask for, rounded; reason where they disagree on the direction or hardly move."""
    adopted = {}
    for weight, reasoned in fits[0].reasoned.items():
        at, scale = weight.scale.position(reasoned), weight.scale
        moves = [scale.position(fit.fitted[weight]) - at for fit in fits]
        mean = sum(moves) / len(moves)
        disagree = min(moves) < 0.0 < max(moves) or not all(moves)
        slight = abs(mean) < SLIGHT * scale.sd
        adopted[weight] = (
            reasoned if disagree or slight else scale.rounded(scale.value(at + mean))
        )
    return adopted


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv[2:])
