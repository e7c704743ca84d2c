"""The engine weighs records as the reference does, which says in plain Python what is meant.

`NKRISK_GEO_SIGNATURES` says how many signatures of each kind are compared; 100,000 take some minutes.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests import codes, reference, signatures, voices, weights
from tests.asked import items, records
from tests.reference import Reference

from nkrisk_geo.engine.batch_decisions import decide_batch
from nkrisk_geo.engine.engine import Engine, Meaning
from nkrisk_geo.engine.signature import Signature
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.resolver.resolution import get_resolver

GAZETTEER = Gazetteer.default()
COUNT = int(os.environ.get("NKRISK_GEO_SIGNATURES", "6100"))
ALONE, SAMPLED = 250, 1000
EXACT = 1e-9
THRESHOLDS = (0.5, 0.6, 0.8, 0.9, 0.99, 1.0)
MODULES = (codes, weights, voices, reference)
ARRAYS = (
    "engine", "native", "gazetteer.compiler", "gazetteer.unit_geography", "gazetteer.unit_tree", "gazetteer.vocabulary",
    "gazetteer.zone_membership",
)  # fmt: skip
"""Modules that the reference must not rest on."""


def engine() -> Engine:
    """The engine."""
    return get_resolver().engine


def differs(one: Meaning, other: Meaning) -> bool:
    """Do two mean something else?"""
    zones = [abs(left - right) for left, right in zip(one.zones, other.zones, strict=True)]
    off = (
        away(one.direct, other.direct),
        away(one.total, other.total),
        abs(one.nothing - other.nothing),
        *zones,
    )
    return max(off) > EXACT or one.settled != other.settled


def away(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """How far probabilities of units are from others."""
    return max(
        (abs(one.get(unit, 0.0) - other.get(unit, 0.0)) for unit in {*one, *other}),
        default=0.0,
    )


def expected(model: Reference, signature: Signature, threshold: float) -> Meaning:
    """What the reference says that a signature means."""
    found = model.settle(signature, threshold)
    return Meaning(
        {**found.direct},
        {**found.holds},
        found.nothing,
        [*model.zones(found).values()],
        found.settled,
    )


@pytest.mark.parametrize("kind", signatures.KINDS)
def test_signatures_mean_what_the_reference_says(kind: str) -> None:
    random, model = Random(kind), Reference(GAZETTEER)
    every = signatures.KINDS[kind](COUNT)
    wrong, sums = [], [0.0] * len(GAZETTEER.zones)
    for signature in every:
        threshold = random.choice(THRESHOLDS)
        found = engine().meaning(items(signature), threshold)
        sums = [*map(max, sums, found.zones)]
        if differs(found, expected(model, signature, threshold)):
            wrong.append((signature, threshold))
    assert not wrong, f"{len(wrong)} of {len(every)}: {wrong[:3]}"
    assert len(every) >= min(COUNT, 1800)
    assert min(sums) > 0.1  # each zone was met


def test_a_signature_is_decided_alone_as_among_others() -> None:
    """To the last bit, whatever was decided before, in whatever order."""
    every = [each for make in signatures.KINDS.values() for each in make(ALONE)[:ALONE]]
    together = decide_batch(engine(), records(every), 0.8)
    for at in Random(0).sample(range(len(every)), len(every)):
        assert engine().decide(items(every[at]), 0.8) == together.one(at), every[at]


# --- the reference itself ----------------------------------------------------------------------------------------------


GUARDS = {"LEAST_MASS", "LEAST_PRIOR", "EXACT"}
"""Numbers that keep a logarithm finite where a gazetteer has a unit without prior weight (this one has none), and that of
the last bits."""
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


@cache
def sample() -> list[tuple[Signature, Meaning]]:
    """Signatures of each kind, mixed, and what they mean."""
    every = [each for make in signatures.KINDS.values() for each in make(SAMPLED)]
    found = [(signature, engine().meaning(items(signature), 0.5)) for signature in every]
    Random(0).shuffle(found)
    return found


@pytest.mark.parametrize(
    ("module", "name"),
    [pytest.param(*each, id=each[1]) for each in stated() if each[1] not in GUARDS],
)
def test_each_number_makes_a_difference(
    module: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared touches every rule: with another number some signature means something else."""
    for each in MODULES:
        if name in vars(each):
            monkeypatch.setattr(each, name, 1.5 * getattr(module, name))
    model = Reference(GAZETTEER)
    assert any(differs(found, expected(model, signature, 0.5)) for signature, found in sample())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_reference_is_short_and_knows_no_arrays(module: Any) -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {
                node.module or "",
                *(f"{node.module}.{each.name}" for each in node.names),
            }
    assert found.isdisjoint({"numpy", *(f"nkrisk_geo.{name}" for name in ARRAYS)})
    assert len(source.splitlines()) < 300
