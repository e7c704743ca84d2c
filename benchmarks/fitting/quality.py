"""What answers are worth: right, wrong and none, false alarms, calibration. Measured on cases, through the `Resolver`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from benchmarks.fitting.cases import Case
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.resolver.resolver import Resolver

LEVELS = ("province", "prefecture", "county")
BINS = 10

Measures = dict[str, float]
Pairs = list[tuple[float, bool]]
Answers = list[tuple[Case, Resolution]]


def answer(cases: Iterable[Case], gazetteer: Gazetteer) -> Answers:
    """What the library answers as its weights are now."""
    resolver = Resolver(gazetteer)
    return [
        (
            case,
            resolver.resolution(
                resolver.decide(resolver.engine.packer.items(case.signature))
            ),
        )
        for case in cases
    ]


def measure(answers: Answers, gazetteer: Gazetteer) -> Measures:
    """The measures of some answers, each case once."""
    found = _levels(answers, gazetteer)
    found["false alarms"] = sum(
        _is_false_alarm(case, answer) for case, answer in answers
    )
    named = [(case, answer) for case, answer in answers if case.truth.named]
    found |= _calibration(
        "Liaoning or Jilin",
        [(_p(a), case.truth.part == "north-east") for case, a in named],
    )
    found |= _calibration("the code given", list(_confidences(answers, gazetteer)))
    return found


def _levels(answers: Answers, gazetteer: Gazetteer) -> Measures:
    """Shares right and wrong at each level, in Liaoning and Jilin."""
    tally: Counter[tuple[str, str]] = Counter()
    for case, answer in answers:
        if case.truth.part == "north-east" and case.truth.named:
            script = (
                "zh"
                if any(
                    isinstance(i, str) and i.endswith(":han") for i in case.signature
                )
                else "latin"
            )
            for level, units in zip(LEVELS, case.truth.levels, strict=False):
                unit = getattr(answer, level)
                verdict = (
                    "none"
                    if unit is None
                    else "right"
                    if gazetteer.number[unit.code] in units
                    else "wrong"
                )
                tally[f"{script} {level}", verdict] += 1
    rows = Counter(level for level, _ in tally.elements())
    return {
        f"{level} {verdict}": tally[level, verdict] / rows[level]
        for level in rows
        for verdict in ("right", "wrong")
    }


def _is_false_alarm(case: Case, answer: Resolution) -> bool:
    """Was a place elsewhere put into Liaoning or Jilin?"""
    given = answer.province.code if answer.province else None
    return case.truth.part != "north-east" and given in ("210000", "220000")


def _p(answer: Resolution) -> float:
    """Probability of Liaoning or Jilin."""
    odds = dict(answer.zone_probabilities)
    return min(1.0, odds.get("liaoning", 0.0) + odds.get("jilin", 0.0))


def _confidences(
    answers: Answers, gazetteer: Gazetteer
) -> Iterator[tuple[float, bool]]:
    """The confidence of each answer in Liaoning or Jilin, and whether it is right, where the label reaches as far."""
    for case, answer in answers:
        given = [
            unit for unit in (answer.province, answer.prefecture, answer.county) if unit
        ]
        if (
            case.truth.part == "north-east"
            and answer.confidence is not None
            and 0 < len(given) <= len(case.truth.levels)
        ):
            right = (
                gazetteer.number[given[-1].code] in case.truth.levels[len(given) - 1]
            )
            yield answer.confidence, right


def _calibration(name: str, pairs: Pairs) -> Measures:
    """ECE over ten bins and the Brier score."""
    bins: dict[int, Pairs] = {}
    for probability, truth in pairs:
        bins.setdefault(min(BINS - 1, int(probability * BINS)), []).append(
            (probability, truth)
        )
    gaps = (
        abs(sum(p for p, _ in inside) - sum(y for _, y in inside))
        for inside in bins.values()
    )
    brier = sum((probability - truth) ** 2 for probability, truth in pairs)
    rows = max(1, len(pairs))
    return {f"{name}: ECE": sum(gaps) / rows, f"{name}: Brier": brier / rows}
