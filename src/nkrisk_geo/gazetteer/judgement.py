"""Judgement: every weight, prior and threshold, by its name in `gazetteer/facts/judgement.csv`.

The table is the one place where such a number stands, with its unit and its reason, and it is
compiled into the gazetteer. Code asks the gazetteer that it answers with, so no answer mixes
the judgement of two. Here are only the names that code reads, each with its unit: a row that
nothing reads and a name without a row are errors when the gazetteer is built or loaded.

>>> judged = Judgement({"kind of name: full": 0.0, "kind of name: former": -0.8, "loud": 4.0})
>>> judged.group("kind of name")
{'full': 0.0, 'former': -0.8}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nkrisk_geo.model.errors import GazetteerError

UNITS: Mapping[str, tuple[float, float]] = {
    "weight": (-50.0, 50.0),
    "share": (1e-12, 0.999),
    "factor": (0.01, 100.0),
    "count": (1, 1_000_000),
    "km": (0.001, 25_000.0),
    "degrees": (0.001, 10.0),
}
"""Between which numbers values of each unit lie; a weight is a natural logarithm of likelihoods."""

CLUES = (
    "name with its generic", "name", "name before other words", "name at the head",
    "head of a company name", "inside a company or building name", "seat of a branch",
    "road name", "village", "street in a town", "local name", "main street", "part of a word",
    "misspelt name", "port name", "institution name", "zone name", "country",
    "country at the end", "postcode", "adcode", "division code or postcode", "telephone area",
    "port of loading", "calling code", "name said twice", "registration", "coordinates",
    "region code", "field",
)  # fmt: skip
"""The rules by which something found in a record says where it is.

What a clue weighs, the row `clue: …`, is the natural logarithm of how
much likelier the words are if the place is meant than if they stand
there by chance. None is about a person, a language or an ethnicity.
"""

_ABROAD = ("city", "town abroad", "village abroad", "hamlet abroad")
_GROUPS: Mapping[str, tuple[str, Iterable[str]]] = {
    "clue": ("weight", CLUES),
    "kind of name": (
        "weight",
        (
            "full", "short", "romanized", "foreign", "former", "abbreviation", "code",
            "generated", "misspelt", "township", "seat", "township short", "renamed", *_ABROAD,
        ),
    ),
    "usual share abroad": ("share", _ABROAD),
    "least share abroad": ("share", _ABROAD[:-1]),
    "renamed township": ("weight", ("镇 to 街道", "乡 to 街道", "乡 to 镇", "otherwise")),
    "bare name": (
        "weight",
        ("county", "district", "area", "crossing", "zone of a township", "short"),
    ),
    "bare township": (
        "weight",
        ("no syllable", "one syllable", "two syllables", "three syllables"),
    ),
    "prior": ("share", ("China", "China alone", "no place")),
    "postcode in China": ("share", ("11", "12", "13")),
    "Korean name": (
        "share",
        ("안동", "안산", "진안", "통화", "진흥", "영구", "백성", "집안", "안도", "관전"),
    ),
    "search term": (
        "share",
        (
            "township", "seat", "township short", *_ABROAD, "former", "renamed",
            "generated", "misspelt",
        ),
    ),
}  # fmt: skip
"""Names of several rows of one kind (`clue: postcode`): the
unit of all, and what stands behind the colon."""
_SINGLE: Mapping[str, Iterable[str]] = {
    "weight": (
        "loudest village", "Korea is the North", "contradicting generic",
        "southern main street", "county under its former prefecture",
        "one Korea beside the other", "Korea almost as loud", "loud", "plain-spoken",
    ),
    "share": (
        "threshold", "rarity from", "name out of use", "least prior under a point",
        "negligible candidate", "kept when following", "kept when yielding", "rival",
        "candidate shown", "candidate of a distance", "no place likelier",
        "mass: area of its county", "mass: crossing of its county", "mass: place of the DPRK",
        "mass: territory", "zone: guessed share", "point: beside another outline",
        "point: farther town, by distance",
    ),
    "km": (
        "point: beyond a town's radius", "point: slack of outlines", "point: beside the line",
        "point: finest", "point: farther town", "radius of a crossing", "radius of an airport",
        "crossing at the line",
    ),
    "degrees": ("point: near an outline", "point: nearest city of a province"),
    "factor": ("rarity", "mass: abroad", "mass: evenness"),
    "count": (
        "letters of a short name", "townships of a county", "names of two chains",
        "mass: seat in townships", "mass: records of every country", "mass: doubt",
        "mass: enough records",
    ),
}  # fmt: skip
"""Other names, by unit. `mass: …`, with which the prior weights of places are
worked out, and what crossings and airports are, is read by the build alone."""
NAMES: Mapping[str, str] = {
    **{
        f"{group}: {name}": unit
        for group, (unit, names) in _GROUPS.items()
        for name in names
    },
    **{name: unit for unit, names in _SINGLE.items() for name in names},
}
"""Every name that code reads, with its unit."""


class Judgement(dict[str, float]):
    """The values of one gazetteer by name."""

    @classmethod
    def from_columns(cls, section: Mapping[str, Any]) -> Judgement:
        """From the columns of a compiled table.

        Raises:
            GazetteerError: it has other names than those that this version reads.
        """
        found = cls(zip(section["name"], section["value"], strict=True))
        if found.keys() != NAMES.keys():
            strange = min(found.keys() ^ NAMES.keys())
            told = f"judgement: {strange[:60]!r} is missing, or nothing reads it"
            raise GazetteerError(f"{told}; build the gazetteer anew")
        return found

    def group(self, name: str) -> dict[str, float]:
        """The rows of one kind, by what stands behind the colon."""
        head = f"{name}: "
        return {
            each.removeprefix(head): value
            for each, value in self.items()
            if each.startswith(head)
        }

    def clue(self, rule: str) -> float:
        """The weight of a clue."""
        return self[f"clue: {rule}"]


def faults(
    names: Iterable[str],
    units: Iterable[str],
    values: Iterable[float],
) -> list[str]:
    """What is wrong with a table.

    That can be names that nothing reads, that are there twice or missing, wrong units, wild values.
    """
    found, seen = [], set()
    for name, unit, value in zip(names, units, values, strict=True):
        if name not in NAMES:
            found.append(f"{name[:60]!r} is a name that nothing reads")
        elif name in seen:
            found.append(f"{name!r} is there twice")
        elif unit != NAMES[name]:
            told = f"{unit[:60]!r}, expected {NAMES[name]!r}"
            found.append(f"{name!r} has the unit {told}")
        else:
            found += _wild(name, unit, value)
        seen.add(name)
    return found + [f"{name!r} is missing" for name in NAMES if name not in seen]


def _wild(name: str, unit: str, value: float) -> list[str]:
    """What is wrong with a value that is outside the bounds of its unit."""
    low, high = UNITS[unit]
    if low <= value <= high:
        return []
    return [f"{name!r} is {value!r}, expected a {unit} from {low:g} to {high:g}"]
