"""Options of what reads a file: which columns are read, and how the file is."""

from __future__ import annotations

import argparse

from nkrisk_geo.cli import values
from nkrisk_geo.files.formats import READ
from nkrisk_geo.model.fields import BESIDE, POINT
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
        command.add_argument(f"--{field}", metavar="COL", help=f"column with the {field}")
    command.add_argument(
        "--party",
        choices=PARTIES,
        action="append",
        default=[],
        help="party whose columns are found by name; several give shipper_geo_, consignee_geo_, …",
    )
    command.add_argument(
        "--prefix", default="geo_", help="put before the names of the new columns (default geo_)"
    )


def add_reading(command: argparse.ArgumentParser) -> None:
    """How the file is to be read."""
    command.add_argument("--encoding", metavar="NAME", help="of the input; detected by default")
    command.add_argument(
        "--delimiter",
        metavar="TEXT",
        type=values.delimiter,
        help="of the input; detected by default",
    )
    command.add_argument(
        "--row-end",
        metavar="TEXT",
        help="what ends a row of the input where a line does not, as #@#@#",
    )
    command.add_argument(
        "--columns",
        metavar="NAME,NAME",
        type=values.names,
        help="of an input whose first row does not name them",
    )
    command.add_argument(
        "--sheet",
        metavar="NAME",
        help="of a workbook; all for every one; by default those with the columns of the first",
    )
    command.add_argument(
        "--header-row",
        metavar="N",
        type=values.row,
        help="row that names the columns, as inspect numbers them; found by default",
    )
    command.add_argument(
        "--skip-rows",
        metavar="N",
        type=values.row,
        default=0,
        help="rows at the beginning that are not looked at",
    )
    command.add_argument(
        "--format",
        choices=READ,
        help="of pipes and of files whose suffix does not say (default csv)",
    )
