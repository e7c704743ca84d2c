"""The map of the project: `dev.py --help` has every command, and what a command is given more says what it may be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import benchmarks
import dev
import handbook
import hostile
import pytest
import release
from benchmarks import run as bench
from handbook.__main__ import MAKERS

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^    ([a-z]+) .*?\S {2,}\S.*? {2,}\S", re.MULTILINE)
"""A command, what it does, how long it takes, where it writes."""


def test_the_map_has_every_command_and_no_other() -> None:
    assert set(ROW.findall(str(dev.__doc__))) == {"command", *dev.COMMANDS}


def test_the_map_needs_no_environment(tmp_path: Path) -> None:
    lonely = tmp_path / "dev.py"
    lonely.write_bytes((ROOT / "dev.py").read_bytes())
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", str(lonely), "--help"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    assert said.strip() == str(dev.__doc__).strip()
    assert list(tmp_path.iterdir()) == [lonely]


def test_help_of_bench_has_every_measurement() -> None:
    assert set(ROW.findall(str(bench.__doc__))) == {*bench.NAMES}


def test_help_of_handbook_has_everything_that_is_made() -> None:
    assert set(re.findall(r"^    ([a-z-]+) {2,}\S", str(handbook.__doc__), re.MULTILINE)) == {
        *MAKERS
    }


@pytest.mark.parametrize("name", ["records", "distances", "accuracy", "search", "fit"])
def test_what_needs_labelled_addresses_is_skipped_without(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", name, "--eval", str(tmp_path)])
    bench.main()
    assert "skipped" in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["benchmarks", "handbook", "hostile", "release"])
def test_modules_are_nouns(folder: str) -> None:
    """A noun of the field may end so."""
    modules = {path.stem for path in (ROOT / folder).rglob("*.py")}
    assert {name for name in modules if name.endswith("ing")} <= {"scaling"}


@pytest.mark.parametrize("package", [hostile, release])
def test_the_map_of_a_folder_has_every_module(package: ModuleType) -> None:
    """Of the attack, and of the release."""
    listed = re.findall(r"^    ([a-z_, ]+?) {2,}\S", str(package.__doc__), re.MULTILINE)
    modules = {path.stem for path in (ROOT / package.__name__).glob("*.py")} - {"__init__"}
    assert sorted(name for names in listed for name in names.split(", ")) == sorted(modules)


def test_the_map_of_the_measurements_has_every_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "benchmarks").glob("*/__init__.py")}
    assert {
        name
        for name in folders
        if not re.search(rf"^    {name} |`{name}`", str(benchmarks.__doc__), re.MULTILINE)
    } == set()
