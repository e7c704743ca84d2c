"""The options of `nkrisk-geo` and what they mean."""

from __future__ import annotations

import argparse
from typing import Any

from nkrisk_geo.cli import values
from nkrisk_geo.cli.commands import CommandParser, add_command
from nkrisk_geo.cli.input_options import (
    FIELDS,
    add_finding,
    add_language,
    add_reading,
)
from nkrisk_geo.cli.option_groups import SPELT_OUT, group_options
from nkrisk_geo.cli.review_options import add_decisions, add_review_commands
from nkrisk_geo.files.formats import WRITTEN
from nkrisk_geo.search.dialects import FORMATS

PASTED = ("csv", *FORMATS)


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
    _resolve(
        add_command(
            commands,
            "resolve",
            "resolve_command:show_answers",
            "say which place an address means, and why",
        )
    )
    _enrich(
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
    _terms(
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
        help="column with the number of a record, such as a bill of lading; found by its name by default",
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


def _terms(command: argparse.ArgumentParser) -> None:
    command.add_argument("zone", metavar="ZONE", nargs="?", help="the same as --zone")
    command.add_argument(
        "--zone",
        metavar="ZONE",
        dest="given",
        help="id of a zone, as `nkrisk-geo zones` lists them, or the six digits of a division",
    )
    command.add_argument(
        "--format",
        choices=PASTED,
        help="csv (default), or the form that another program takes; regex is one line",
    )
    command.add_argument(
        "--scripts",
        metavar="NAME,NAME",
        type=values.names,
        help="only han, latin, hangul, kana, cyrillic, digits",
    )
    command.add_argument(
        "--kinds",
        metavar="NAME,NAME",
        type=values.names,
        help="only these kinds of terms: name, short, romanized, postcode, …; all but abbreviation by default, "
        "because JL. is Jalan in Indonesia and LN a lane",
    )
    command.add_argument(
        "--min-specificity",
        metavar="SHARE",
        type=values.share,
        help="leave out words that mean a place of the zone less often than this (0.7, 70%%); by default 0 for lists, "
        "0.5 for what is pasted into other programs",
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line")


def _resolve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "texts",
        metavar="TEXT",
        nargs="*",
        help="an address, whole or in part; - reads lines of standard input",
    )
    for field in FIELDS:
        command.add_argument(
            f"--{field}",
            metavar="TEXT",
            help=f"{SPELT_OUT.get(field, field)} that belongs to the address",
        )
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    add_language(command, "the explanation")
    _answering(command)


def _enrich(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "input",
        metavar="IN",
        nargs="?",
        help="csv, tsv, jsonl, parquet, xlsx, xls (also .gz, .zst); - is standard input",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="the same kinds (not xls), geoparquet, geojson; by default a pipe, and on a terminal IN.geo.csv and its like",
    )
    command.add_argument(
        "--to",
        choices=WRITTEN,
        help="kind of the output, if the end of its name does not say it",
    )
    add_finding(command)
    command.add_argument(
        "--normalized", action="store_true", help="add normalized addresses"
    )
    command.add_argument(
        "--excel",
        action="store_true",
        help="write csv that Excel opens safely: UTF-8 with a byte-order mark, no cell is a formula",
    )
    command.add_argument(
        "--resume",
        action="store_true",
        help="go on where an interrupted run of the same command stopped",
    )
    command.add_argument(
        "--force",
        action="store_true",
        help="replace an output that is there",
    )
    command.add_argument(
        "--limit", metavar="N", type=values.row, help="only the first so many rows"
    )
    command.add_argument(
        "--sample",
        metavar="N",
        type=values.row,
        help="only so many rows, spread over all, the same each time",
    )
    command.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be done, and write nothing",
    )
    command.add_argument(
        "--strict",
        action="store_true",
        help="exit 3 when a row had to be rejected, or a sheet was not read",
    )
    command.add_argument(
        "--fail-under",
        metavar="SHARE",
        type=values.share,
        help="exit 4 when fewer of the rows with text are resolved (0.9, 90%%)",
    )
    command.add_argument(
        "--workers",
        metavar="N",
        type=values.workers,
        default=1,
        help="processes (default 1)",
    )
    command.add_argument(
        "--threads",
        metavar="N",
        type=values.workers,
        help="threads of each process (default: one for each core; 1 with workers)",
    )
    add_decisions(command)
    command.add_argument(
        "--quiet", action="store_true", help="no progress and no summary"
    )
    command.add_argument(
        "--json",
        action="store_true",
        help="the summary as one JSON object on standard error",
    )
    add_reading(command)
    _answering(command)
    command.usage = "nkrisk-geo enrich IN [-o OUT] [options]"
    command.epilog = "example: nkrisk-geo enrich shipments.csv -o shipments.xlsx"
    group_options(command)


def _answering(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--names",
        choices=["en", "zh"],
        default="en",
        help="language of place names (default en)",
    )
    command.add_argument(
        "--evidence",
        choices=["text", "json"],
        default="text",
        help="form of the reasons (default text)",
    )
    command.add_argument(
        "--datum",
        choices=["wgs84", "gcj02", "bd09"],
        default="wgs84",
        help="datum of latitude and longitude (default wgs84)",
    )
    command.add_argument("--zones", metavar="TOML", help="file with your own zones")
    command.add_argument(
        "--threshold",
        type=float,
        metavar="P",
        help="how probable a place must be to be the answer (default 0.8)",
    )
