"""The list of libraries that a version was tested with, made from the environment.

    python -m handbook.tested_versions          writes src/nkrisk_geo/tested_with.txt

To be run before a release, where the tests have passed. What is not installed here keeps the version that it had.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from nkrisk_geo.cli.versions import installed, tested_with

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "src" / "nkrisk_geo" / "tested_with.txt"


def libraries() -> list[str]:
    """What the library needs and may use, beside what the build needs."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    optional = about["project"]["optional-dependencies"]
    every = [*about["project"]["dependencies"], *about["build-system"]["requires"]]
    every += [
        each for extra, needed in optional.items() if extra not in ("all", "dev") for each in needed
    ]
    return sorted({re.split(r"[^\w.-]", each)[0] for each in every}, key=str.lower)


def main() -> None:
    """Writes the list."""
    before = tested_with() if LIST.exists() else {}
    here = {name: installed(name) for name in libraries()}
    lines = [
        f"{name} {before.get(name, '-') if version == '-' else version}\n"
        for name, version in here.items()
    ]
    LIST.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
