"""A wheel is looked at closely, before anybody installs it: a good one passes, and each thing that may be wrong is told."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import tomli
from build_engine import TARGETS, chosen
from packaging.requirements import Requirement
from release.checkout import MASKS, ROOT, CommandError, Copy, Source, output
from release.index_page import FENCED, standing_alone
from release.installations import floors
from release.interpreters import described
from release.machines import Way, way_to
from release.source_contents import SourceArchive, complaints_of_source
from release.wheel_contents import (
    LICENCES,
    MOST_BYTES,
    NEVER_MISSING,
    Wheel,
    _hashed,
    complaints,
    strange_paths,
)

TARGET, VERSION = "linux-x86_64", "9.9.9"
NAME = f"nkrisk_geo-{VERSION}-py3-none-{TARGETS[TARGET].wheel}.whl"
ABOUT = f"nkrisk_geo-{VERSION}.dist-info"
README = (ROOT / "README.md").read_text(encoding="utf-8")
Check = Callable[..., list[str]]
"""Writes a wheel with some files altered (None: left out), and says what is wrong with it."""


@pytest.fixture(scope="module")
def source() -> Source:
    """As git would say it, of a smaller package."""
    names = ("__init__.py", *NEVER_MISSING)
    return Source(tuple(f"src/nkrisk_geo/{name}" for name in names), 1_700_000_000)


@pytest.fixture(scope="module")
def members(source: Source) -> dict[str, bytes]:
    """The files of a good wheel, but for RECORD."""
    head = [
        "Metadata-Version: 2.4", "Name: nkrisk-geo", f"Version: {VERSION}", "License-Expression: MIT",
        *(f"License-File: {name}" for name in LICENCES), "Description-Content-Type: text/markdown",
    ]  # fmt: skip
    tags = [f"Tag: py3-none-{each}" for each in TARGETS[TARGET].wheel.split(".")]
    return {
        **{name.removeprefix("src/"): (ROOT / name).read_bytes() for name in source.files},
        f"nkrisk_geo/{TARGETS[TARGET].library}": b"\x7fELF",
        f"{ABOUT}/METADATA": "\n".join([*head, "", standing_alone(README)]).encode(),
        f"{ABOUT}/WHEEL": "\n".join(["Root-Is-Purelib: false", *tags, ""]).encode(),
        f"{ABOUT}/entry_points.txt": b"",
        **{f"{ABOUT}/licenses/{name}": (ROOT / name).read_bytes() for name in LICENCES},
    }


def record(members: Mapping[str, bytes]) -> bytes:
    rows = [f"{name},{_hashed(content)},{len(content)}" for name, content in members.items()]
    return "\n".join([*rows, f"{ABOUT}/RECORD,,", ""]).encode()


def written(path: Path, members: Mapping[str, bytes], mode: int = 0o644) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, content)
    return path


@pytest.fixture
def checked(tmp_path: Path, source: Source, members: dict[str, bytes]) -> Check:
    def check(
        altered: Mapping[str, bytes | None], name: str = NAME, *, listed: bool = True
    ) -> list[str]:
        changed = {**members, **altered}
        files = {path: content for path, content in changed.items() if content is not None}
        files[f"{ABOUT}/RECORD"] = record(files if listed else members)
        return [*complaints(Wheel.read(written(tmp_path / name, files), source), TARGET, VERSION)]

    return check


def test_a_good_wheel_passes(checked: Check) -> None:
    assert checked({}) == []


@pytest.mark.parametrize(
    ("altered", "words"),
    [
        ({"tests/test_release.py": b""}, "tests/test_release.py does not belong there"),
        (
            {"nkrisk_geo/libengine.dll": b"MZ"},
            "nkrisk_geo/libengine.dll does not belong there",
        ),
        ({"nkrisk_geo/libengine.so": None}, "nkrisk_geo/libengine.so is missing"),
        ({"nkrisk_geo/py.typed": None}, "nkrisk_geo/py.typed is missing"),
        ({"nkrisk_geo/data/facts.gaz": None}, "nkrisk_geo/data/facts.gaz is missing"),
        (
            {"nkrisk_geo/data/facts.gaz": b""},
            "nkrisk_geo/data/facts.gaz is not as it is in the source",
        ),
        ({f"{ABOUT}/licenses/LICENSE": None}, f"{ABOUT}/licenses/LICENSE is missing"),
        (
            {f"{ABOUT}/licenses/LICENSE": b"none"},
            "the licence LICENSE is not the one of the source",
        ),
        (
            {f"{ABOUT}/WHEEL": b"Root-Is-Purelib: true\nTag: py3-none-any\n"},
            "WHEEL has the tags",
        ),
        ({f"{ABOUT}/WHEEL": b"Root-Is-Purelib: true\n"}, "nothing in it is compiled"),
        ({f"{ABOUT}/METADATA": b"Name: other\nVersion: 1\n"}, "METADATA is of other 1"),
        (
            {f"{ABOUT}/METADATA": b"Name: other\nVersion: 1\n"},
            "METADATA names the licences []",
        ),
        (
            {f"{ABOUT}/METADATA": b"Name: other\n\n[a](docs/a.md)"},
            "not the README as it stands alone",
        ),
    ],
)
def test_what_is_wrong_in_a_wheel_is_told(
    checked: Check, altered: dict[str, bytes | None], words: str
) -> None:
    assert words in "\n".join(checked(altered))


@pytest.mark.parametrize(
    ("altered", "words"),
    [
        (
            {"nkrisk_geo/libengine.so": b"\x7fELG"},
            "nkrisk_geo/libengine.so is another one in RECORD",
        ),
        (
            {"nkrisk_geo/more.py": b""},
            "nkrisk_geo/more.py is not listed once in RECORD",
        ),
        (
            {"nkrisk_geo/py.typed": None},
            "nkrisk_geo/py.typed is listed in RECORD and not there",
        ),
    ],
)
def test_a_wrong_list_of_files_is_told(
    checked: Check, altered: dict[str, bytes | None], words: str
) -> None:
    assert words in "\n".join(checked(altered, listed=False))


@pytest.mark.parametrize(
    "name",
    [
        NAME.replace("manylinux_2_17_x86_64.", ""),
        NAME.replace("x86_64", "aarch64"),
        NAME.replace("py3-none", "cp311-abi3"),
        NAME.replace("9.9.9", "9.9.8"),
        "nkrisk_geo.whl",
    ],
)
def test_a_wrong_name_is_told(checked: Check, name: str) -> None:
    assert re.search("it is named|is no name of a wheel", "\n".join(checked({}, name)))


def test_a_large_wheel_and_strange_permissions_are_told(
    tmp_path: Path, source: Source, members: dict[str, bytes]
) -> None:
    files = {**members, "nkrisk_geo/large": os.urandom(MOST_BYTES)}
    wheel = Wheel.read(written(tmp_path / NAME, files, mode=0o600), source)
    said = "\n".join(complaints(wheel, TARGET, VERSION))
    assert f"{MOST_BYTES:,} are the most" in said
    assert "permissions 0o600" in said


def test_a_folder_of_this_machine_is_told() -> None:
    folder = Path("/home/somebody/nkrisk")
    bare, wide = str(folder).encode(), str(folder).encode("utf-16-le")
    assert [*strange_paths({"a": b"..." + bare + b"/x.c"}, [folder])] != []
    assert [*strange_paths({"a": wide}, [folder])] != []
    assert [*strange_paths({"a": b"/home/somebody/else /"}, [folder, Path("/")])] == []


def test_the_source_may_hold_nothing_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / f"nkrisk_geo-{VERSION}.tar.gz"
    of = Source(("LICENSE", "dev.py", "src/nkrisk_geo/py.typed", ".ci/run"), 1_700_000_000)
    with tarfile.open(path, "w:gz") as archive:
        for name in ("LICENSE", "dev.py", "notes.txt"):
            content = (ROOT / name).read_bytes() if name != "notes.txt" else b""
            entry = tarfile.TarInfo(f"nkrisk_geo-{VERSION}/{name}")
            entry.size, entry.mtime, entry.uname, entry.mode = (
                len(content),
                5,
                "somebody",
                0o600,
            )
            archive.addfile(entry, io.BytesIO(content))
    assert [*complaints_of_source(SourceArchive.read(path), of, VERSION)] == [
        "src/nkrisk_geo/py.typed is missing",
        "notes.txt does not belong there",
        "a file in it has an owner",
        "a file in it has another time than the commit",
        "a file in it has the permissions of the machine",
    ]


def test_the_readme_stands_alone() -> None:
    shown = standing_alone(README)
    outside = "".join(FENCED.split(shown)[::2])
    assert re.findall(r"\]\((?!https://)", outside) == []
    assert "![" not in outside
    assert FENCED.findall(shown) == FENCED.findall(README)
    assert len(shown) > 0.9 * len(README)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [zones](docs/zones.md), then", "see zones, then"),
        ("![a map](docs/img/a.svg)\n\nText", "Text"),
        (
            "[out](https://example.org/a) and [down](#here)",
            "[out](https://example.org/a) and [down](#here)",
        ),
        ("```python\nrows[0](a)\n```\n[b](c)", "```python\nrows[0](a)\n```\nb"),
    ],
)
def test_links_to_files_are_text(text: str, shown: str) -> None:
    assert standing_alone(text) == shown


def test_every_requirement_has_a_floor() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        required = [*map(Requirement, tomli.load(file)["project"]["dependencies"])]
    oldest = {Requirement(line).name: line for line in floors()}
    assert {*oldest} == {each.name for each in required}
    for each in required:
        [exact] = Requirement(oldest[each.name]).specifier
        assert exact.operator == "=="
        assert each.specifier.contains(exact.version)


def test_a_python_says_what_it_is(tmp_path: Path) -> None:
    found = described(sys.executable)
    assert found is not None
    assert (found.minor, found.version) == (sys.version_info[1], sys.version.split()[0])
    assert described(str(tmp_path / "python3.99")) is None
    assert described(str(ROOT / "LICENSE")) is None


@pytest.mark.parametrize("target", TARGETS)
def test_what_cannot_be_run_here_says_why(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    way = way_to(target)
    if target == chosen():
        assert way == Way()
    elif not target.endswith("-x86_64") or target.startswith(
        "macos"
    ):  # those need neither qemu nor wine
        assert re.search("runs it|would run it|knows how only", way.missing)


def test_a_failed_command_is_told_with_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such"):
        output(["no such program"], tmp_path)
    with pytest.raises(CommandError, match=r"exit code [1-9](.|\n)*nothing_of_the_sort"):
        Copy(tmp_path / "copy", Source(("LICENSE",), 5), 0).python("-c", "nothing_of_the_sort")


@pytest.mark.parametrize("number", [0, 1])
def test_a_copy_has_its_own_circumstances(tmp_path: Path, number: int) -> None:
    of = Source(("LICENSE", "src/nkrisk_geo/py.typed"), 1_700_000_000)
    copy = Copy(tmp_path / "copy", of, number)
    assert (copy.folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    says = "import os; print(*map(os.environ.get, ['SOURCE_DATE_EPOCH', 'TZ', 'CC']))"
    assert copy.python("-c", says).split() == [
        "1700000000",
        ["UTC", "Asia/Shanghai"][number],
        "None",
    ]
    if os.name == "posix":
        assert (copy.folder / "LICENSE").stat().st_mode & 0o777 == 0o666 & ~MASKS[number]
