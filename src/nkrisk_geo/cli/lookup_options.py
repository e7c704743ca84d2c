"""The options of `resolve` and `search-terms`, which read no file."""

from __future__ import annotations

import argparse

from nkrisk_geo.cli import values
from nkrisk_geo.cli.answer_options import add_answering, add_language
from nkrisk_geo.cli.input_options import FIELDS
from nkrisk_geo.cli.option_groups import SPELT_OUT
from nkrisk_geo.search.dialects import FORMATS

PASTED = ("csv", *FORMATS)


def add_resolve(command: argparse.ArgumentParser) -> None:
    """All that `resolve` takes."""
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
    add_answering(command)


def add_terms(command: argparse.ArgumentParser) -> None:
    """All that `search-terms` takes."""
    # Typed without a name by hand, and with one in scripts.
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
        help="only these kinds of terms: name, short, romanized, postcode, …; all but "
        "abbreviation by default, "
        "because JL. is Jalan in Indonesia and LN a lane",
    )
    command.add_argument(
        "--min-specificity",
        metavar="SHARE",
        type=values.share,
        help="leave out words that mean a place of the zone less often than this (0.7, "
        "70%%); by default 0 for lists, "
        "0.5 for what is pasted into other programs",
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line")
