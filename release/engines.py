"""The tests of Spark and of polygons, whose packages (half a gigabyte, and Java 17 or later) nobody needs for the others.

    python3 dev.py engines [--write] [options of pytest]

The environment is `.venv-engines`, with the versions of requirements/engines.lock. Where a test is skipped, the command fails:
it is there for these tests.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from xml.etree import ElementTree

import dev

from release.environments import Environment, builders, locked

TESTS = (
    "tests/tables/test_spark.py",
    "tests/tables/test_spark_workers.py",
    "tests/geography/test_polygons.py",
    "tests/geography/test_exact_polygons.py",
    "tests/geography/test_points.py",
    "tests/geography/test_regions.py",
    "tests/gazetteer/test_own_zones.py",
)
WITHOUT_POLYGONS = 1
"""Tests of what is answered without polygons; they skip here, and run in all other environments."""


def skipped(report: str) -> int:
    """How many tests a report of pytest says were skipped."""
    root = ElementTree.parse(report).getroot()
    return sum(int(suite.get("skipped", 0)) for suite in root.iter("testsuite"))


def main(arguments: Sequence[str]) -> int:
    """Makes the environment if need be, runs the tests, and says if some did not run."""
    parser = argparse.ArgumentParser(
        prog="dev.py engines",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the versions into the list of tested ones",
    )
    options, pytest = parser.parse_known_args(arguments)
    environment = Environment(
        "engines", (*builders(), locked("engines")), cost="two minutes and 1.5 GB"
    )
    environment.prepare()
    report = str(environment.folder / "report.xml")
    code = environment.run("-m", "pytest", f"--junit-xml={report}", *TESTS, *pytest)
    if code:
        return code
    if skipped(report) > WITHOUT_POLYGONS:
        dev.say(
            "tests were skipped that this environment is made for; is there a Java of 17 or later?"
        )
        return 1
    return environment.run("-m", "handbook.tested_versions") if options.write else 0
