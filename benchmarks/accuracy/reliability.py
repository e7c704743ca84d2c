"""What the stated probabilities are worth: ten bins, ECE and Brier score.

A probability is reliable when of all the answers that state 0.9, nine in ten are right. Five statements are looked at:

* *place decided*: `geo_confidence`, and whether the place is right at its own level;
* *Liaoning or Jilin*: `geo_p_liaoning` + `geo_p_jilin`, and whether the label is there;
* *province*, *prefecture*, *county*: the probabilities of `resolve(text).candidates` added up by the unit around each
  at that level; the largest sum, and whether that unit is right. This asks the probabilities themselves, whatever was
  decided. A coarser candidate (the prefecture alone) counts for no county.

ECE is the mean distance of stated from observed over the bins, weighted by their rows; the Brier score the mean square
of probability minus outcome, to be compared with p(1-p) of always stating the base rate p.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.corpus.labelled import LEVELS, Row, cut, is_ours, names_a_place, truth
from nkrisk_geo import Resolution, resolve

BINS = 10
CURVES = ("place decided", "Liaoning or Jilin", *LEVELS)
Pair = tuple[float, bool]
"""A stated probability, and whether it came true."""


def curves(
    rows: Sequence[Row],
    predictions: Sequence[Row],
    elsewhere: Sequence[tuple[Row, Row]] = (),
) -> Row:
    """Bins and scores of each statement.

    Args:
        rows: labelled rows; those whose text names no place are left out.
        predictions: our answers to them.
        elsewhere: more rows with their answers, for the probability of Liaoning or Jilin alone.
    """
    asked = [
        (row, said)
        for row, said in zip(rows, predictions, strict=True)
        if names_a_place(row)
    ]
    pairs: dict[str, list[Pair]] = {name: [] for name in CURVES}
    pairs["Liaoning or Jilin"] = [
        zone_pair(row, said) for row, said in (*asked, *elsewhere)
    ]
    for row, said in asked:
        pairs["place decided"] += decided_pair(row, said)
        for level, pair in level_pairs(row, resolve(row["text"])):
            pairs[level].append(pair)
    return {name: summary(found) for name, found in pairs.items()}


def zone_pair(row: Row, said: Row) -> Pair:
    """The probability of Liaoning or Jilin; no answer states none of it."""
    stated = (said["geo_p_liaoning"] or 0.0) + (said["geo_p_jilin"] or 0.0)
    return min(1.0, stated), is_ours(row)


def decided_pair(row: Row, said: Row) -> Iterator[Pair]:
    """The confidence in a decided place of Liaoning or Jilin's rows, if the label reaches its level."""
    code = said["geo_adcode"]
    if code and is_ours(row):
        level = next(level for level in reversed(LEVELS) if cut(code, level))
        if right := truth(row, level):
            yield said["geo_confidence"], cut(code, level) in right


def level_pairs(row: Row, answer: Resolution) -> Iterator[tuple[str, Pair]]:
    """For each level that the label reaches: the probability of the best unit there."""
    for level in LEVELS:
        right, masses = truth(row, level), defaultdict[str, float](float)
        for candidate in answer.candidates:
            if unit := cut(candidate.unit.adcode, level):
                masses[unit] += candidate.probability
        if right and masses:
            best = max(masses, key=lambda unit: masses[unit])
            yield level, (min(1.0, masses[best]), best in right)


def summary(pairs: Sequence[Pair]) -> Row:
    """Rows, ECE, Brier score, and the bins that are not empty."""
    binned = defaultdict[int, list[Pair]](list)
    for pair in pairs:
        binned[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    bins = [bin_of(binned[number]) for number in sorted(binned)]
    count = max(len(pairs), 1)
    base = sum(came for _, came in pairs) / count
    return {
        "rows": len(pairs),
        "ece": sum(
            each["rows"] * abs(each["stated"] - each["observed"]) for each in bins
        )
        / count,
        "brier": sum((stated - came) ** 2 for stated, came in pairs) / count,
        "brier_of_base_rate": base * (1 - base),
        "bins": bins,
    }


def bin_of(pairs: Sequence[Pair]) -> Row:
    """Rows, mean stated probability and observed share of a bin."""
    count = len(pairs)
    return {
        "rows": count,
        "stated": sum(stated for stated, _ in pairs) / count,
        "observed": sum(came for _, came in pairs) / count,
    }
