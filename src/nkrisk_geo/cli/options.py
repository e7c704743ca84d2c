"""The options of `nkrisk-geo` and what they mean."""

from __future__ import annotations

import argparse
from typing import Any

from nkrisk_geo.cli import values
from nkrisk_geo.cli.answer_options import add_language
from nkrisk_geo.cli.commands import CommandParser, add_command
from nkrisk_geo.cli.enrich_options import add_enrich
from nkrisk_geo.cli.input_options import add_finding, add_reading
from nkrisk_geo.cli.lookup_options import add_resolve, add_terms
from nkrisk_geo.cli.option_groups import group_options
from nkrisk_geo.cli.review_options import add_review_commands


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command has its function as `run`."""
    top = CommandParser(
        prog="nkrisk-geo",
        description="Place, certainty, zone and distance to the China-DPRK border for addresses.",
        epilog="A zone is geography, never evidence about a person or a firm.",
    )
    top.add_argument("--version", action="store_true", help="show the version and exit")
    top.add_argument(
        "--verbose",
        action="store_true",
        help="with --version: also the versions of the libraries that it was tested with",
    )
    commands = top.add_subparsers(metavar="COMMAND")
    add_resolve(
        add_command(
            commands,
            "resolve",
            "resolve_command:show_answers",
            "say which place an address means, and why",
        )
    )
    add_enrich(
        add_command(
            commands,
            "enrich",
            "enrich_command:enrich",
            "add place, zones and distance to each row of a file",
        )
    )
    _inspect(commands)
    _report(commands)
    add_review_commands(commands)
    for name, what in (
        ("zones", "list the zones"),
        ("crossings", "list the ports of entry to the DPRK"),
    ):
        listing = add_command(commands, name, f"list_commands:{name}", what)
        listing.add_argument(
            "--json", action="store_true", help="one JSON object a line"
        )
    add_terms(
        add_command(
            commands,
            "search-terms",
            "search_command:terms",
            "list the words that find records of a zone in a database",
        )
    )
    _gazetteer(commands)
    return top


def _inspect(commands: Any) -> None:
    inspect = add_command(
        commands,
        "inspect",
        "inspect_command:inspect",
        "show how a file would be read, and what to type",
    )
    inspect.add_argument(
        "input", metavar="FILE", help="file to look at; - is standard input"
    )
    inspect.add_argument(
        "--rows",
        metavar="N",
        type=values.rows,
        default=20,
        help="rows to show (default 20)",
    )
    add_finding(inspect)
    add_reading(inspect)
    group_options(inspect)


def _report(commands: Any) -> None:
    report = add_command(
        commands,
        "report",
        "report_command:report",
        "make a page about a file that enrich wrote",
    )
    report.add_argument(
        "input", metavar="FILE", help="file that `nkrisk-geo enrich` wrote"
    )
    report.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="report.html",
        help="the page (default report.html)",
    )
    report.add_argument(
        "--address",
        metavar="COL",
        nargs="+",
        action="extend",
        default=[],
        help="column with the address; found by default",
    )
    report.add_argument(
        "--prefix",
        help="what the names of the new columns begin with; found by default",
    )
    report.add_argument(
        "--id",
        metavar="COL",
        help="column with the number of a record, such as a bill of lading; found by "
        "its name by default",
    )
    report.add_argument("--title", help="title of the page")
    add_language(report, "the page")
    add_reading(report)


def _gazetteer(commands: Any) -> None:
    gazetteer = add_command(
        commands,
        "gazetteer",
        "list_commands:gazetteer",
        "show or check the packaged data",
    )
    gazetteer.add_argument(
        "what",
        nargs="?",
        choices=["info"],
        default="info",
        help="version and number of entries",
    )
    gazetteer.add_argument(
        "--verify",
        action="store_true",
        help="check the packaged files and all they refer to; exit 1 if damaged",
    )
    gazetteer.add_argument(
        "--files", action="store_true", help="its files: bytes, sections, checksums"
    )
    gazetteer.add_argument("--json", action="store_true", help="as one JSON object")
