"""Before a release: does the tag name the version that the code, the citation and the changelog have?

    python3 dev.py tag [TAG]

Without TAG it is the one of the workflow's run (`GITHUB_REF_NAME`), else the one that git has for this commit.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
from collections.abc import Sequence

import dev

WHERE = {
    "src/nkrisk_geo/model/version.py": r'^__version__ = "(.+)"$',
    "CITATION.cff": r"^version: (.+)$",
    "CHANGELOG.md": r"^## (.+?)(?: \(.*\))?$",
}
"""Files, and how the version stands in them first."""


def versions() -> dict[str, str]:
    """The version as each file has it, by file."""
    found = {}
    for name, pattern in WHERE.items():
        match = re.search(
            pattern, (dev.ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        found[name] = match[1] if match else "no version"
    return found


def tag_of_this_commit() -> str:
    """The tag of the run, or of the commit; empty where there is none."""
    named = os.environ.get("GITHUB_REF_NAME")
    if named:
        return named
    git = ["git", "describe", "--exact-match", "--tags"]
    return subprocess.run(
        git, cwd=dev.ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def complaints(tag: str) -> list[str]:
    """What does not fit, a line each."""
    if not tag:
        return ["this commit has no tag"]
    return [
        f"{name} says {version}, the tag is {tag}"
        for name, version in versions().items()
        if tag != f"v{version}"
    ]


def main(arguments: Sequence[str]) -> int:
    """Says what does not fit; 0 where all fits."""
    parser = argparse.ArgumentParser(
        prog="dev.py tag",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tag", nargs="?", default=tag_of_this_commit(), metavar="TAG")
    found = complaints(parser.parse_args(arguments).tag)
    for complaint in found:
        dev.say(complaint)
    return 1 if found else 0
