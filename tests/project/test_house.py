"""The plan of the house: `docs/architecture.md` names every module, no class has another's name, tests have the same rooms."""

import ast
import importlib
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import nkrisk_geo

PACKAGE = Path(nkrisk_geo.__file__).parent
TESTS = Path(__file__).parents[1]
PLAN = (TESTS.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
DOORS = {"pandas", "polars", "duckdb", "spark", "sklearn"}
"""Public modules of one import each."""
FOLDERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())
MOST_FOLDERS = 14
ROOM = re.compile(r"^\*\*(\w+)\*\*: (.*?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
"""What the plan says of a folder."""
ROOMS = dict(ROOM.findall(PLAN))


def test_the_folders_are_few_and_on_the_plan() -> None:
    assert len(FOLDERS) <= MOST_FOLDERS
    assert set(ROOMS) == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_is_on_the_plan_and_no_other(folder: str) -> None:
    there = {path.stem for path in (PACKAGE / folder).rglob("*.py") if path.stem != "__init__"}
    there |= {path.parent.name for path in (PACKAGE / folder).glob("*/__init__.py")}
    named = set(re.findall(r"`([a-z_]+)`", ROOMS[folder]))
    assert there - named == set()
    public = {*nkrisk_geo.__all__, *dir(nkrisk_geo)}
    assert named - there - public - {"parse"} == set()


def test_nothing_stands_beside_the_folders() -> None:
    beside = {path.stem for path in PACKAGE.glob("*.py")}
    assert beside == {"__init__", "__main__"} | DOORS


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_door_is_one_import(door: str) -> None:
    opening, first, *rest = ast.parse((PACKAGE / f"{door}.py").read_text(encoding="utf-8")).body
    assert isinstance(opening, ast.Expr)
    assert isinstance(first, ast.ImportFrom)
    assert first.module == f"nkrisk_geo.tables.{door}"
    assert [type(node) for node in rest] == [ast.Assign]


def test_the_tests_lie_in_folders_of_the_same_names() -> None:
    rooms = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    assert rooms == {*FOLDERS, "project"}


def imported(path: Path, modules: set[str]) -> set[str]:
    """The modules that a file imports anywhere in it, for types too; faces of folders left out."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found & modules


def test_no_modules_stand_in_a_circle() -> None:
    paths = [path for path in PACKAGE.rglob("*.py") if path.stem != "__init__"]
    named = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in paths
    }
    graph = {name: imported(path, {*named} - {name}) for name, path in named.items()}
    assert sum(map(len, graph.values())) > len(graph)
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them


def test_each_folder_says_what_lives_there() -> None:
    for folder in FOLDERS:
        text = (PACKAGE / folder / "__init__.py").read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(text))
        assert said, folder


def test_no_class_has_the_name_of_another() -> None:
    names = Counter(
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_public_names_are_what_they_are_once_every_module_is_loaded() -> None:
    before = {name: getattr(nkrisk_geo, name) for name in nkrisk_geo.__all__}
    for path in PACKAGE.rglob("*.py"):
        if path.stem not in DOORS | {"__main__", "figure"}:
            module = path.relative_to(PACKAGE.parent).with_suffix("").parts
            importlib.import_module(".".join(module).removesuffix(".__init__"))
    assert {name: getattr(nkrisk_geo, name) for name in nkrisk_geo.__all__} == before
    assert nkrisk_geo.resolve("DANDONG CITY LIAONING").place is not None
