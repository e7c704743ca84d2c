"""The engine weighs records as the reference does, which says in plain Python what is meant.

`NKRISK_GEO_SIGNATURES` says how many signatures of each kind are compared; 100,000 take some minutes.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from tests import codes, reference, signatures, voices
from tests.reference import Reference

from nkrisk_geo import candidates, settling, zoning
from nkrisk_geo.atlas import Atlas
from nkrisk_geo.bearings import Bearings
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.hearing import Listener
from nkrisk_geo.settling import Settler
from nkrisk_geo.signature import Signature
from nkrisk_geo.zoning import Zoning

GAZETTEER = Gazetteer.default()
ATLAS = Atlas(GAZETTEER)
BEARINGS = Bearings(GAZETTEER, ATLAS)
COUNT = int(os.environ.get("NKRISK_GEO_SIGNATURES", "6100"))
ALONE, SAMPLED = 250, 1000
EXACT = 1e-9
BATCHES = (1, 7, 300, 2000)
THRESHOLDS = (0.5, 0.6, 0.8, 0.9, 0.99)
MODULES = (codes, voices, reference)
ARRAYS = "arrays atlas bearings candidates evidence hearing items memberships native ragged settling verdict zoning"
"""Modules that the reference must not rest on."""


@pytest.fixture(autouse=True)
def _unrounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zones as they are before an answer rounds them."""
    monkeypatch.setattr(zoning, "rounded", lambda numbers, digits: numbers)


def engine() -> Settler:
    """The engine before it has heard anything."""
    return Settler(GAZETTEER, ATLAS, Listener(GAZETTEER, ATLAS))


class Meaning(NamedTuple):
    """What a record means: probabilities of each candidate, of no place, in each unit, in each zone; what is settled on."""

    direct: Mapping[int, float]
    nothing: float
    holds: Mapping[int, float]
    zones: Sequence[float]
    settled: int

    def differs(self, other: Meaning) -> bool:
        """Does another mean something else?"""
        zones = [abs(one - two) for one, two in zip(self.zones, other.zones, strict=True)]
        off = (
            away(self.direct, other.direct),
            away(self.holds, other.holds),
            abs(self.nothing - other.nothing),
            *zones,
        )
        return max(off) > EXACT or self.settled != other.settled


def away(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """How far probabilities of units are from others."""
    return max((abs(one.get(unit, 0.0) - other.get(unit, 0.0)) for unit in {*one, *other}), default=0.0)


def meanings(weighed: Settler, batch: Sequence[Signature], threshold: float) -> list[Meaning]:
    """What the engine says that signatures mean."""
    meant = weighed.settle(batch, threshold)
    direct, total, nothing = meant.weighed
    lies = (
        Zoning(BEARINGS, GAZETTEER.judgement["candidate of a distance"])
        .lie(direct, len(batch), threshold)
        .odds.tolist()
    )
    columns = zip(nothing.tolist(), lies, meant.settled.tolist(), strict=True)
    return [
        Meaning(direct.of(at), chance, total.of(at), zones, settled)
        for at, (chance, zones, settled) in enumerate(columns)
    ]


def expected(model: Reference, signature: Signature, threshold: float) -> Meaning:
    """What the reference says that a signature means."""
    found = model.settle(signature, threshold)
    return Meaning(found.direct, found.nothing, found.holds, [*model.zones(found).values()], found.settled)


def batched(every: Sequence[Signature], random: Random) -> Iterator[list[Signature]]:
    """Signatures in batches of several sizes."""
    rest = iter(every)
    while batch := [*islice(rest, random.choice(BATCHES))]:
        yield batch


@pytest.mark.parametrize("kind", signatures.KINDS)
def test_signatures_mean_what_the_reference_says(kind: str) -> None:
    random, weighed, model = Random(kind), engine(), Reference(GAZETTEER)
    every = signatures.KINDS[kind](COUNT)
    wrong, sums = [], [0.0] * len(BEARINGS.zones)
    for batch in batched(every, random):
        threshold = random.choice(THRESHOLDS)
        for signature, found in zip(batch, meanings(weighed, batch, threshold), strict=True):
            sums = [*map(max, sums, found.zones)]
            if found.differs(expected(model, signature, threshold)):
                wrong.append((signature, threshold))
    assert not wrong, f"{len(wrong)} of {len(every)}: {wrong[:3]}"
    assert len(every) >= min(COUNT, 1800)
    assert min(sums) > 0.1  # each zone was met


def test_a_signature_means_alone_what_it_means_among_others() -> None:
    """To the last bit, whatever was heard before, in whatever order."""
    every = [each for make in signatures.KINDS.values() for each in make(ALONE)[:ALONE]]
    together, other = meanings(engine(), every, 0.8), engine()
    for at in Random(0).sample(range(len(every)), len(every)):
        assert meanings(other, [every[at]], 0.8) == [together[at]], every[at]


# --- the reference itself ----------------------------------------------------------------------------------------------


GUARDS = {"LEAST_MASS", "LEAST_PRIOR"}
"""Numbers that keep a logarithm finite where a gazetteer has a unit without prior weight. This one has none."""
NO_JUDGEMENT = {"NONE", "CHINA"}


def numbers(module: Any) -> dict[str, float]:
    """The numbers of judgement in a module, by their names."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and name not in NO_JUDGEMENT and isinstance(value, (int, float))
    }


def stated() -> list[tuple[Any, str]]:
    """The numbers that the reference states, each where it is stated."""
    known = dict[str, Any]()
    for module in MODULES:
        for name in numbers(module):
            known.setdefault(name, module)
    return [(module, name) for name, module in known.items()]


@pytest.mark.parametrize(("engine_module", "name"), [(candidates, "LEAST_MASS"), (settling, "EVEN")])
def test_numbers_of_the_reference_are_those_of_the_engine(engine_module: Any, name: str) -> None:
    """Those that are no judgement, which the table has for both."""
    assert getattr(engine_module, name) == getattr(reference, name)


@cache
def sample() -> list[tuple[Signature, Meaning]]:
    """Signatures of each kind, mixed, and what they mean."""
    every = [each for make in signatures.KINDS.values() for each in make(SAMPLED)]
    found = [*zip(every, meanings(engine(), every, 0.5), strict=True)]
    Random(0).shuffle(found)
    return found


@pytest.mark.parametrize(
    ("module", "name"), [pytest.param(*each, id=each[1]) for each in stated() if each[1] not in GUARDS]
)
def test_each_number_makes_a_difference(module: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared touches every rule: with another number some signature means something else."""
    for each in MODULES:
        if name in vars(each):
            monkeypatch.setattr(each, name, 1.5 * getattr(module, name))
    model = Reference(GAZETTEER)
    assert any(found.differs(expected(model, signature, 0.5)) for signature, found in sample())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_reference_is_short_and_knows_no_arrays(module: Any) -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{each.name}" for each in node.names)}
    assert found.isdisjoint({"numpy", *(f"nkrisk_geo.{name}" for name in ARRAYS.split())})
    assert len(source.splitlines()) < 300
