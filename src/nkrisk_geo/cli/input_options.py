"""Options of what reads a file: which columns are read, and how the file is."""

from __future__ import annotations

import argparse

from nkrisk_geo.cli import values
from nkrisk_geo.cli.option_groups import SPELT_OUT
from nkrisk_geo.files.formats import READ
from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.model.wording import LANGUAGES
from nkrisk_geo.text.heading_words import PARTIES

FIELDS = (*BESIDE, *POINT)


def add_finding(command: argparse.ArgumentParser) -> None:
    """Which columns are read."""
    command.add_argument(
        "--config",
        metavar="TOML",
        help="file with options for sources; by default nkrisk-geo.toml of the working folder, if it is there",
    )
    command.add_argument(
        "--address",
        metavar="COL",
        nargs="+",
        action="extend",
        default=[],
        help="column with the address, several are joined; by default columns are found by their names",
    )
    for field in FIELDS:
        command.add_argument(
            f"--{field}",
            metavar="COL",
            help=f"column with the {SPELT_OUT.get(field, field)}",
        )
    command.add_argument(
        "--party",
        choices=PARTIES,
        action="append",
        default=[],
        help="party whose columns are found by name; several give shipper_geo_, consignee_geo_, …",
    )
    command.add_argument(
        "--prefix",
        default="geo_",
        help="put before the names of the new columns (default geo_)",
    )


def add_language(command: argparse.ArgumentParser, what: str) -> None:
    """Which language people are spoken to in."""
    command.add_argument(
        "--lang",
        choices=LANGUAGES,
        default="en",
        help=f"language of {what} (default en)",
    )


def add_reading(command: argparse.ArgumentParser) -> None:
    """How the file is to be read."""
    command.add_argument(
        "--encoding", metavar="NAME", help="encoding; detected by default"
    )
    command.add_argument(
        "--delimiter",
        metavar="TEXT",
        type=values.delimiter,
        help="what separates the cells; detected by default",
    )
    command.add_argument(
        "--row-end",
        metavar="TEXT",
        help="what ends a row, if it is not the end of the line, as #@#@#",
    )
    command.add_argument(
        "--columns",
        metavar="NAME,NAME",
        type=values.names,
        help="names of the columns, if no row of the file names them",
    )
    command.add_argument(
        "--sheet",
        metavar="NAME",
        help="sheet of a workbook, or all; by default the sheets with the columns of the first",
    )
    command.add_argument(
        "--header-row",
        metavar="N",
        type=values.row,
        help="number of the row that names the columns, as inspect shows it; found by default",
    )
    command.add_argument(
        "--skip-rows",
        metavar="N",
        type=values.row,
        default=0,
        help="number of rows at the beginning to leave out",
    )
    command.add_argument(
        "--format",
        choices=READ,
        help="kind of the input, if the end of its name does not say it (default csv)",
    )
