"""What is required, what is locked, what was tested with: they agree."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from release import floors, materials, sizes, tag
from release.environments import ROOT, builders
from release.locks import HEAD, Lock, locks
from release.requirements import about, name_of, runtime, tools_of_tests

LOCKS = {lock.name: lock for lock in locks()}
PINNED = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)
PROJECT = about()["project"]


def pins(lock: Lock) -> dict[str, set[str]]:
    """The versions that a lock has of each package; several where they depend on the Python."""
    found: dict[str, set[str]] = {}
    for name, version, _ in PINNED.findall(lock.path.read_text("utf-8")):
        found.setdefault(name_of(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS.values(), ids=list(LOCKS))
def test_a_lock_has_hashes_and_names_no_index(lock: Lock) -> None:
    text = lock.path.read_text("utf-8")
    assert text.startswith(HEAD)
    assert "://" not in text
    assert "index" not in text
    for block in re.split(r"\n(?=\S)", text.removeprefix(HEAD).strip()):
        assert PINNED.match(block + "\n"), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def test_every_lock_is_written_by_the_command() -> None:
    assert {path.stem for path in (ROOT / "requirements").iterdir()} == {*LOCKS}


@pytest.mark.parametrize("extra", ["dev", "tests", None])
def test_the_lock_of_the_checks_is_what_pyproject_allows(extra: str | None) -> None:
    known = pins(LOCKS["dev"])
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    for requirement in map(Requirement, wanted):
        if name_of(requirement.name) != "nkrisk-geo":
            versions = known[name_of(requirement.name)]
            assert all(version in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize("name", [name for name in LOCKS if name != "dev"])
def test_locks_agree(name: str) -> None:
    known = pins(LOCKS["dev"])
    for package, versions in pins(LOCKS[name]).items():
        assert versions <= known.get(package, versions), package


def test_what_builds_the_wheel_is_a_range_that_was_tried() -> None:
    for requirement in map(Requirement, about()["build-system"]["requires"]):
        assert any(each.operator == "<" for each in requirement.specifier), requirement
        assert pins(LOCKS["build"])[name_of(requirement.name)]
    assert builders()[0][-1] == "requirements/build.lock"


def test_every_requirement_has_a_floor() -> None:
    for requirement in runtime():
        exact = floors.floor_of(requirement)
        [floor] = re.findall(r"==([\w.]+)", exact)
        assert floor in Requirement(requirement).specifier


@pytest.mark.parametrize("requirement", ["numpy", "numpy<3", "numpy==1.26"])
def test_a_requirement_without_a_floor_is_refused(requirement: str) -> None:
    with pytest.raises(ValueError, match="has no floor"):
        floors.floor_of(requirement)


def test_the_oldest_environment_has_the_floors_and_the_tools() -> None:
    *_, step = floors.environment("python3.10").steps
    assert {*map(floors.floor_of, runtime())} <= {*step}
    assert {name_of(each) for each in tools_of_tests()} <= {name_of(each) for each in step}


def test_leaflet_is_in_the_bill_and_what_only_builds_is_not() -> None:
    names = materials.installed_names()
    assert {"nkrisk-geo", "pyarrow", "xlsxwriter"} <= names
    assert not {"hatchling", "pytest"} & names
    bill = {
        "components": [
            {"bom-ref": "a", "name": "PyArrow"},
            {"bom-ref": "b", "name": "hatchling"},
        ],
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b"}],
    }
    made = materials.only_of_the_library(bill, names)
    assert [each["name"] for each in made["components"]] == ["PyArrow", "leaflet"]
    assert made["dependencies"] == [{"ref": "a", "dependsOn": []}]


def test_the_table_of_sizes_has_the_library_and_every_extra() -> None:
    page = sizes.PAGE.read_text("utf-8")
    for extra in PROJECT["optional-dependencies"]:
        assert (f"| `{extra}` |" in page) == (extra not in ("all", "dev", "tests")), (
            f"{extra}: python3 dev.py sizes --docs measures anew"
        )


def test_a_tag_is_held_to_code_and_papers() -> None:
    assert tag.complaints("") == ["this commit has no tag"]
    assert len(tag.complaints("v99")) == len(tag.WHERE)
    version = tag.versions()["CITATION.cff"]
    assert not [each for each in tag.complaints(f"v{version}") if "CHANGELOG" not in each]
