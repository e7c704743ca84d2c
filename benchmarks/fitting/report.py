"""The tables that the fit prints. What is held was judged by the fit on the other half."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.fitting.descent import Fit
from benchmarks.fitting.halves import Half
from benchmarks.fitting.quality import Answers, answer, measure
from benchmarks.fitting.weights import Weight, override
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

Values = Mapping[Weight, float]
Held = Sequence[tuple[Fit, Half]]
"""Each fit with the half that it has not seen."""


def show_weights(held: Held, adopted: Values) -> None:
    """Each weight by reason, by the halves, as adopted, and what the held halves lose when it alone goes back."""
    fits = [fit for fit, _ in held]
    full = [half.mean(fit.fitted) for fit, half in held]
    head = ("reasoned", "half 0", "half 1", "adopted", "moved", "cases", "if reset")
    print(f"{'weight':42}" + "".join(f"{name:>9}" for name in head))
    for weight, value in adopted.items():
        reasoned = fits[0].reasoned[weight]
        numbers = (reasoned, *(fit.fitted[weight] for fit in fits), value)
        cells = "".join(f"{number:9.3g}" for number in numbers)
        moved = f"{value - reasoned:+9.2g}" if value != reasoned else f"{'-':>9}"
        cases = sum(fit.depending[weight] for fit in fits)
        print(f"{weight.name:42}{cells}{moved}{cases:9}{_reset(weight, held, full):>9}")
    print(
        "(cases that depend on the weight; if reset: what the loss of a held text grows by, in thousandths, when the\n"
        "weight goes back to reason in the fit of the other half; 'few': too few cases, reason stays)\n"
    )


def _reset(weight: Weight, held: Held, full: Sequence[float]) -> str:
    """Growth of the held halves' mean loss when a weight goes back to reason."""
    if not any(fit.informed(weight) for fit, _ in held):
        return "few"
    growth = 0.0
    for (fit, half), mean in zip(held, full, strict=True):
        if fit.fitted[weight] != fit.reasoned[weight]:
            growth += half.mean({**fit.fitted, weight: fit.reasoned[weight]}) - mean
    return f"{1000 * growth / len(held):+.3f}"


def show_sources(held: Held, adopted: Values) -> None:
    """The mean loss by source and part of the world."""
    before = _joined(half.by_source(fit.reasoned) for fit, half in held)
    columns = [before, _joined(half.by_source(fit.fitted) for fit, half in held)]
    columns.append(_joined(half.by_source(adopted) for _, half in held))
    print(f"{'mean loss':52}{'amount':>8}{'reasoned':>10}{'held':>10}{'adopted':>10}")
    for name in (*sorted(before), "all"):
        sums = [_total(column) if name == "all" else column[name] for column in columns]
        print(
            f"{name:52}{sums[0][0]:8.0f}"
            + "".join(f"{cost / amount:10.4f}" for amount, cost in sums)
        )
    print()


def _joined(
    parts: Iterable[Mapping[str, tuple[float, float]]],
) -> dict[str, tuple[float, float]]:
    """The sums of both halves."""
    joined: dict[str, tuple[float, float]] = {}
    for part in parts:
        for name, (amount, cost) in part.items():
            before = joined.get(name, (0.0, 0.0))
            joined[name] = before[0] + amount, before[1] + cost
    return joined


def _total(sums: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    return sum(amount for amount, _ in sums.values()), sum(
        cost for _, cost in sums.values()
    )


def show_quality(held: Held, adopted: Values, gazetteer: Gazetteer) -> None:
    """The answers by reason, by the fit on the other half, and as adopted."""
    settings = (
        [fit.reasoned for fit, _ in held],
        [fit.fitted for fit, _ in held],
        [adopted for _ in held],
    )
    columns = []
    for setting in settings:
        answers: Answers = []
        for values, (_, half) in zip(setting, held, strict=True):
            with override(values):
                answers += answer(half.cases, gazetteer)
        columns.append(measure(answers, gazetteer))
    print(
        f"{'answers, each signature once':52}{'reasoned':>10}{'held':>10}{'adopted':>10}"
    )
    for name in columns[0]:
        digits = 0 if name == "false alarms" else 4
        print(
            f"{name:52}" + "".join(f"{column[name]:10.{digits}f}" for column in columns)
        )
    print("(held: by the fit that has not seen the text)\n")
