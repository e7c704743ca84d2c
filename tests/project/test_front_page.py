"""Whatever a user is given by a public function can be named by the user: its class is on the front page."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nkrisk_geo

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Z]\w+")


def public() -> dict[str, Any]:
    """What the front page has, by name."""
    return {name: getattr(nkrisk_geo, name) for name in nkrisk_geo.__all__}


def documented() -> dict[str, list[str]]:
    """Members that the reference names, by class."""
    page = (ROOT / "docs" / "reference.md").read_text("utf8")
    found = re.findall(
        r"^::: nkrisk_geo\.(\w+)\n    options:\n      members: \[(.*)\]$",
        page,
        re.MULTILINE,
    )
    return {name: members.split(", ") for name, members in found}


def given(name: str, thing: Any) -> Iterator[tuple[Any, str]]:
    """The annotations of what a public thing gives, each with whose namespace it is written in."""
    if not isinstance(thing, type):
        if callable(thing):
            yield thing, str(inspect.signature(thing).return_annotation)
        return
    if dataclasses.is_dataclass(thing):
        yield from ((thing, str(each.type)) for each in dataclasses.fields(thing))
    for member in documented().get(name, vars(thing)):
        value = inspect.getattr_static(thing, member)
        function = getattr(value, "__func__", getattr(value, "fget", getattr(value, "func", value)))
        if not member.startswith("_") and inspect.isfunction(function):
            yield function, str(inspect.signature(function).return_annotation)


def ours(owner: Any, annotation: str) -> set[str]:
    """Names of classes of this package in an annotation, as the module has them where it is written."""
    module = sys.modules[owner.__module__]
    named = {word: _meant(module, word) for word in NAME.findall(annotation)}
    return {
        word
        for word, meant in named.items()
        if isinstance(meant, type) and meant.__module__.startswith("nkrisk_geo")
    }


def _meant(module: Any, word: str) -> Any:
    """What a word of an annotation means in a module, also where it is imported for type checkers only."""
    if hasattr(module, word):
        return getattr(module, word)
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and word in {alias.name for alias in node.names}:
            return getattr(importlib.import_module(str(node.module)), word)
    return None


def test_every_class_that_results_are_made_of_is_on_the_front_page() -> None:
    met = {
        (name, word)
        for name, thing in public().items()
        for owner, annotation in given(name, thing)
        for word in ours(owner, annotation)
    }
    assert {
        ("Resolution", "PointStatus"),
        ("load_zones", "Zone"),
        ("explore", "Page"),
    } <= met
    assert {
        ("Gazetteer", "Crossing"),
        ("Gazetteer", "Gazetteer"),
        ("suggest", "Suggestion"),
    } <= met
    assert sorted((name, word) for name, word in met if word not in nkrisk_geo.__all__) == []


def test_the_front_page_says_each_name_the_same_for_programs_and_type_checkers() -> None:
    tree = ast.parse(inspect.getsource(nkrisk_geo))
    checked = {
        alias.name: str(node.module).removeprefix("nkrisk_geo.")
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert checked == nkrisk_geo._HOME
    assert {*checked} == {*nkrisk_geo.__all__}


def test_the_typed_example_has_every_public_name_and_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for package in ("matplotlib", "polars"):
        pytest.importorskip(package)
    source = (ROOT / "examples" / "typed.py").read_text("utf8")
    nodes = [*ast.walk(ast.parse(source))]
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {node.id for node in nodes if isinstance(node, ast.Name)}
    assert {*nkrisk_geo.__all__} - used == set()
    runpy.run_path(str(ROOT / "examples" / "typed.py"), run_name="__main__")
    assert "Langtou" in capsys.readouterr().out
