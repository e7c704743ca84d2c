"""The options of `enrich`."""

from __future__ import annotations

import argparse

from nkrisk_geo.cli import values
from nkrisk_geo.cli.answer_options import add_answering
from nkrisk_geo.cli.input_options import add_finding, add_reading
from nkrisk_geo.cli.option_groups import group_options
from nkrisk_geo.cli.review_options import add_decisions
from nkrisk_geo.files.formats import WRITTEN


def add_enrich(command: argparse.ArgumentParser) -> None:
    """All that `enrich` takes."""
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
        help="the same kinds (not xls), geoparquet, geojson; by default a pipe, and on "
        "a terminal IN.geo.csv and its like",
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
        help="write csv that Excel opens safely: UTF-8 with a byte-order mark, no cell "
        "is a formula",
    )
    _add_running(command)
    _add_ends(command)
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
    add_answering(command)
    # Written out, for the options alone would take a screen.
    command.usage = "nkrisk-geo enrich IN [-o OUT] [options]"
    command.epilog = "example: nkrisk-geo enrich shipments.csv -o shipments.xlsx"
    group_options(command)


def _add_running(command: argparse.ArgumentParser) -> None:
    """Which rows are read, and what becomes of an output that is there."""
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


def _add_ends(command: argparse.ArgumentParser) -> None:
    """When the command ends with a code of its own."""
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
