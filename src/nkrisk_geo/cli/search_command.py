"""`nkrisk-geo search-terms`: what to look for in a database that knows no gazetteer."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import SearchTerm
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.search.dialects import FORMATS

TRUSTED = 0.5
"""Least specificity of what goes into a query unless the command says another; a list shows all."""


def terms(arguments: Namespace) -> int:
    """Print the search terms of a zone."""
    from nkrisk_geo.search.terms import search_terms

    zone = arguments.given or arguments.zone
    # Named in both ways, and not alike.
    is_torn = arguments.given and arguments.zone not in (None, arguments.given)
    if zone is None or is_torn:
        raise InputError(
            "search-terms takes one zone, as --zone yanbian (`nkrisk-geo zones` lists them)"
        )
    if arguments.json and arguments.format not in (None, "csv"):
        raise InputError(f"give either --json or --format {arguments.format}, not both")
    is_list = arguments.json or arguments.format in (None, "csv")
    least = arguments.min_specificity
    # People see in a list what a word is worth; a query that is pasted shows nothing.
    if least is None:
        least = 0.0 if is_list else TRUSTED
    found = search_terms(
        zone,
        scripts=arguments.scripts,
        kinds=arguments.kinds,
        min_specificity=least,
    )
    if arguments.json:
        for term in found:
            print(json.dumps(asdict(term), ensure_ascii=False))
    elif is_list:
        _write_csv(found)
    else:
        print(FORMATS[arguments.format](zone, found))
    return 0


def _write_csv(found: Sequence[SearchTerm]) -> None:
    """A row for each term, with the name of its place."""
    gazetteer = Gazetteer.default()
    rows = csv.writer(sys.stdout, lineterminator="\n")
    header = "text kind script unit place specificity false_friends"
    rows.writerow(header.split())
    for term in found:
        place = gazetteer.names_en[gazetteer.number[term.unit]]
        friends = "; ".join(term.false_friends)
        rows.writerow(
            (
                term.text,
                term.kind,
                term.script,
                term.unit,
                place,
                term.specificity,
                friends,
            )
        )
