"""Where firms are, fitted: the numbers of `gazetteer/facts/settlement.csv`, by `python3 dev.py bench distances --fit`.

Three choices, each a logit over what there is to choose from: the township of its county that an address names, the county of
its province, and the county that registered a firm whose address names its prefecture and no county. Fitted on the half of the
register that no table of distances is measured on, judged on the other. The features come from packages that
`gazetteer/fetch` reads, so this needs the network or what was fetched before.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import ROOT
from benchmarks.corpus.labelled import Labelled, Row, label
from benchmarks.distances.coverage import HELD_OUT, answers, half_of, in_townships
from benchmarks.report.sheet import Sheet

sys.path.insert(0, str(ROOT / "gazetteer"))

from fetch import settlement

OURS = ("21", "22")
RIDGE = 1.0
"""Holds a feature that few rows tell of near 0."""
STEPS = 50
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Chosen = Sequence[tuple[str, str]]
"""(id of a row, code of what it chose)."""


@dataclass(frozen=True)
class Choice:
    """What there is to choose from.

    Attributes:
        codes: the alternatives.
        names: of the features.
        features: a row for each alternative.
        group: the number of the set that each belongs to.
    """

    codes: Sequence[str]
    names: Sequence[str]
    features: Floats
    group: Ints

    def rows(self, chosen: Chosen, half: int) -> Ints:
        """The numbers of what the rows of a half chose."""
        at = {code: number for number, code in enumerate(self.codes)}
        return np.array(
            [at[code] for id_, code in chosen if code in at and half_of(id_) == half],
            np.int64,
        )

    def chances(self, exponents: Floats) -> Floats:
        """The probability of each alternative in its set."""
        weight = np.exp(self.features @ exponents)
        share: Floats = weight / np.bincount(self.group, weight)[self.group]
        return share

    def fitted(self, rows: Ints) -> Floats:
        """The exponents under which the rows are likeliest, by Newton's steps."""
        exponents = np.zeros(len(self.names))
        times = np.bincount(self.group[rows], minlength=self.group.max() + 1)[
            self.group
        ]
        for _ in range(STEPS):
            share = self.chances(exponents)
            mean = np.stack(
                [np.bincount(self.group, share * column) for column in self.features.T],
                axis=1,
            )
            apart = self.features - mean[self.group]
            slope = apart[rows].sum(axis=0) - RIDGE * exponents
            bend = (apart * (times * share)[:, None]).T @ apart + RIDGE * np.eye(
                len(exponents)
            )
            step = np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
            exponents = exponents + step
            if np.abs(step).max() < 1e-8:
                break
        return exponents


def main(folder: Labelled) -> None:
    """Fit the three choices and print them beside what stands in the table."""
    if not folder.register_path.exists():
        print(f"fit: skipped, there is no {folder.register_path}")
        return
    register = folder.register()
    towns, counties = tables()
    named = [
        (row["id"], answer["township_code"]) for row, answer in in_townships(register)
    ]
    labelled = [(row["id"], str(label(row).get("county_adcode"))) for row in register]
    choices = {
        "township": (of_townships(towns, counties), named),
        "county": (of_counties(towns, counties, lambda code: code[:2]), labelled),
        "unnamed": (
            of_counties(towns, counties, lambda code: code[:4]),
            unnamed(register),
        ),
    }
    lines = [
        line
        for name, (choice, chosen) in choices.items()
        for line in report(name, choice, chosen)
    ]
    heads = (
        "rows",
        "fitted on one half",
        "on the other",
        "in the table",
        "log likelihood of the other half",
        "of even odds",
    )
    print(Sheet("choice", heads, lines).text())


def report(name: str, choice: Choice, chosen: Chosen) -> list[list[str]]:
    """A row for each feature."""
    first, held = (choice.rows(chosen, half) for half in (1 - HELD_OUT, HELD_OUT))
    fits, used = (
        [choice.fitted(rows) for rows in (first, held)],
        settlement.exponents(name),
    )
    table = np.array([used[feature] for feature in choice.names])
    told = [
        f"{np.log(choice.chances(each)[held]).mean():.3f}"
        for each in (table, np.zeros(len(table)))
    ]
    return [
        [
            f"{name}: {feature}",
            f"{len(first):,}",
            *(f"{fit[at]:.2f}" for fit in fits),
            f"{table[at]:.2f}",
            *told,
        ]
        for at, feature in enumerate(choice.names)
    ]


def tables() -> tuple[Mapping[str, list[Row]], Mapping[str, Row]]:
    """The townships of each county, and the counties of Liaoning and Jilin by code."""
    counties = {
        row["code"]: row for row in _read("divisions") if row["code"].startswith(OURS)
    }
    towns: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _read("townships"):
        if row["status"] == "active":
            towns[row["county"]].append(row)
    return towns, counties


def _read(name: str) -> list[Row]:
    with (ROOT / "gazetteer" / "cc-by" / f"{name}.csv").open(
        encoding="utf8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def of_townships(towns: Mapping[str, list[Row]], counties: Mapping[str, Row]) -> Choice:
    """Townships within their counties."""
    every = [town for code in sorted(towns) for town in towns[code]]
    features = [
        settlement.of_township(town, counties[town["county"]]) for town in every
    ]
    return _choice(
        [town["code"] for town in every], features, [town["county"] for town in every]
    )


def of_counties(
    towns: Mapping[str, list[Row]],
    counties: Mapping[str, Row],
    around: Callable[[str], str],
) -> Choice:
    """Counties within what is around them."""
    codes = sorted(towns)
    features = [settlement.of_county(counties[code], towns[code]) for code in codes]
    return _choice(codes, features, [around(code) for code in codes])


def _choice(
    codes: Sequence[str], features: Sequence[Mapping[str, float]], groups: Sequence[str]
) -> Choice:
    names = [*features[0]]
    _, group = np.unique(groups, return_inverse=True)
    return Choice(
        codes,
        names,
        np.array([[each[name] for name in names] for each in features]),
        group,
    )


def unnamed(register: Sequence[Row]) -> Chosen:
    """The firms whose addresses end at the prefecture, by the county that registered them, in today's codes."""
    said = answers([row["text"] for row in register])
    today = successors()
    chosen = []
    for row, answer in zip(register, said, strict=True):
        code = str(row["extra"].get("uscc_region") or "")
        code = today.get(code, code)
        if answer["level"] == "prefecture" and code[:4] == answer["adcode"][:4]:
            chosen.append((row["id"], code))
    return chosen


def successors() -> dict[str, str]:
    """Retired codes and what became of each, where it became one thing."""
    rows = _read("history")
    return {
        row["code"]: row["successor"] for row in rows if ";" not in row["successor"]
    }
