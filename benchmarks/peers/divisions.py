"""From the names that another program finds to a six-digit adcode, by the official names of `divisions.csv`."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks import ROOT

DIVISIONS = ROOT / "gazetteer" / "cc-by" / "divisions.csv"
GENERIC = re.compile(
    r"[ ,](province|city|prefecture|county|district|sheng|shi|xian|qu)$"
)


class Join:
    """The divisions of China by name."""

    def __init__(self, divisions: Path = DIVISIONS) -> None:
        with divisions.open(encoding="utf-8", newline="") as file:
            self._units = {row["code"]: row for row in csv.DictReader(file)}
        self._named = defaultdict[str, set[str]](set)
        for code, row in self._units.items():
            for column in ("name_zh", "short_zh", "name_en"):
                self._named[fold(row[column])].add(code)

    def adcode(self, names: Sequence[str]) -> str | None:
        """The code of the finest name that leads to one unit, all coarser names being those of units around it.

        >>> Join().adcode(["辽宁省", "丹东市", "振兴区"]), Join().adcode(["辽宁省", "铁西区"])
        ('210603', '210000')

        Args:
            names: province, prefecture, county; empty where the program found none.
        """
        folded = [fold(name) for name in names if fold(name) in self._named]
        while folded:
            *coarser, finest = folded
            fitting = [
                code for code in self._named[finest] if self._is_within(code, coarser)
            ]
            if len(fitting) == 1:
                return fitting[0]
            folded.pop()
        return None

    def _is_within(self, code: str, coarser: Sequence[str]) -> bool:
        around = {code}
        while (code := self._units[code]["parent"]) in self._units:
            around.add(code)
        return all(self._named[name] & around for name in coarser)


def fold(name: str) -> str:
    """A name without case and without a romanized generic."""
    return GENERIC.sub("", name.strip().lower())
