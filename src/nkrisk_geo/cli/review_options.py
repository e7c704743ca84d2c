"""The options of `review` and `packet`, and that of `enrich` with which decisions come back."""

from __future__ import annotations

import argparse
from typing import Any

from nkrisk_geo.cli import values
from nkrisk_geo.cli.answer_options import add_language
from nkrisk_geo.cli.commands import add_command
from nkrisk_geo.cli.input_options import add_reading
from nkrisk_geo.model.fields import BESIDE, POINT


def add_review_commands(commands: Any) -> None:
    """`review` and `packet`, with how their input is read."""
    add_reading(add_review(commands))
    add_reading(add_packet(commands))


def add_review(commands: Any) -> argparse.ArgumentParser:
    """`review`, but for how the input is read."""
    command = add_command(
        commands,
        "review",
        "review_command:review",
        "a sheet of addresses to decide about",
    )
    _enriched(command)
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="review.xlsx",
        help="the sheet: .xlsx, .csv or .html (default review.xlsx)",
    )
    command.add_argument(
        "--zone",
        metavar="ZONE",
        action="append",
        default=[],
        help="only rows that lie surely or possibly in it, as `nkrisk-geo zones` lists "
        "them; may be given several times",
    )
    command.add_argument(
        "--all", action="store_true", help="all rows, also those that lie in no zone"
    )
    command.add_argument("--title", help="of the sheet")
    add_language(command, "the sheet; `enrich --decisions` reads each")
    return command


def add_packet(commands: Any) -> argparse.ArgumentParser:
    """`packet`, but for how the input is read."""
    command = add_command(
        commands,
        "packet",
        "packet_command:packet",
        "all about one row, on one page to keep",
    )
    _enriched(command)
    command.add_argument(
        "--row",
        metavar="N",
        type=values.row,
        required=True,
        help="number of the row, the first one below the heading being 1; a review tells it",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="packet.html",
        help="the page, .html or .json (default packet.html)",
    )
    add_language(command, "the page; JSON is English")
    return command


def add_decisions(command: argparse.ArgumentParser) -> None:
    """What `enrich` takes back."""
    command.add_argument(
        "--decisions",
        metavar="SHEET",
        action="append",
        default=[],
        help="sheet of `nkrisk-geo review` that was filled in; what was decided of an "
        "address is put beside its answer; "
        "may be given several times",
    )


def _enriched(command: argparse.ArgumentParser) -> None:
    """An enriched file, and where it does not say so itself, which columns were read."""
    command.add_argument(
        "input", metavar="FILE", help="file that `nkrisk-geo enrich` wrote"
    )
    command.add_argument(
        "--address",
        metavar="COL",
        nargs="+",
        action="extend",
        default=[],
        help="column with the address, as it was named to enrich; found by default",
    )
    for field in (*BESIDE, *POINT):
        command.add_argument(
            f"--{field}", metavar="COL", help=f"column with the {field}, likewise"
        )
    command.add_argument(
        "--prefix", help="of the columns of the answer; found by default"
    )
