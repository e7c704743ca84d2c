"""One target of a release: its wheel built in both copies of the source, looked at, and its library run where that can be."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

import nkrisk_geo
from release import artefacts
from release.checkout import ROOT, CommandError, Copy
from release.machines import Questions, way_to
from release.source_contents import SourceArchive, complaints_of_source
from release.symbols import complaints_of_library
from release.wheel_contents import Wheel, complaints, library_of, strange_paths

T = TypeVar("T")


class Row(NamedTuple):
    """A line of the table of a release.

    Attributes:
        name: the target, or what else is built.
        complaints: what is wrong, line by line.
        artefact: the file that was built.
        twice: is it the same of both copies?
        run: `yes`, or why not.
    """

    name: str
    complaints: tuple[str, ...]
    artefact: Path | None = None
    twice: bool = False
    run: str = ""


def row_of_target(copies: Sequence[Copy], target: str, questions: Questions) -> Row:
    """Build and check the wheel for a target."""
    try:
        built = of_both(copies, lambda copy: artefacts.build_wheel(copy, target))
        wheel = Wheel.read(built[0], copies[0].source)
    except (CommandError, zipfile.BadZipFile) as error:
        return Row(target, (str(error),))
    library, twice = library_of(wheel, target), _are_equal(built)
    wrong = [
        *complaints(wheel, target, nkrisk_geo.__version__),
        *complaints_of_library(target, library),
        *strange_paths(wheel.members, _folders(copies)),
        *_of_twice(twice),
    ]
    way = way_to(target)
    said = "" if way.missing else questions.complaint(target, library)
    wrong += [f"run: {said}"] if said else []
    return Row(
        target,
        tuple(wrong),
        built[0],
        twice,
        way.missing or ("failed" if said else "yes"),
    )


def row_of_source(copies: Sequence[Copy]) -> Row:
    """Build and check the source distribution."""
    try:
        built = of_both(copies, artefacts.build_source)
        archive = SourceArchive.read(built[0])
    except CommandError as error:
        return Row("source", (str(error),))
    twice = _are_equal(built)
    wrong = [
        *complaints_of_source(archive, copies[0].source, nkrisk_geo.__version__),
        *strange_paths(archive.members, _folders(copies)),
        *_of_twice(twice),
    ]
    return Row("source", tuple(wrong), built[0], twice)


def row_of_gazetteer(copies: Sequence[Copy]) -> Row:
    """Build the gazetteer anew, and compare both with each other and with what is packaged."""
    try:
        made = of_both(copies, artefacts.build_gazetteer)
    except CommandError as error:
        return Row("gazetteer", (str(error),))
    packaged = {
        path.name: path.read_bytes()
        for path in (ROOT / artefacts.DATA).iterdir()
        if path.is_file()
    }
    twice = made[0] == made[1]
    wrong = [
        f"{name} is not the packaged one"
        for name in artefacts.differences(made[0], packaged)
    ]
    return Row("gazetteer", (*wrong, *_of_twice(twice)), None, twice)


def of_both(copies: Sequence[Copy], build: Callable[[Copy], T]) -> list[T]:
    """What is built in both copies, at one time."""
    with ThreadPoolExecutor(len(copies)) as threads:
        return list(threads.map(build, copies))


def _are_equal(built: Sequence[Path]) -> bool:
    first, second = built
    return first.name == second.name and first.read_bytes() == second.read_bytes()


def _of_twice(twice: bool) -> Iterator[str]:
    if not twice:
        yield "it is not the same when it is made again, in another folder"


def _folders(copies: Sequence[Copy]) -> list[Path]:
    """Of this machine: none of them may be told."""
    prefixes = [Path(sys.prefix), Path(sys.base_prefix)]
    return [*(copy.folder for copy in copies), ROOT, *prefixes]
