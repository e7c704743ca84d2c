"""The groups in which the options of a command are shown, in its help and on its page.

And what its fields are called there. An option is named here by where its value goes. One that
is in no group stands under "options"; a test holds that the long commands have none such but
`--help`.
"""

from __future__ import annotations

import argparse

from nkrisk_geo.model.fields import BESIDE, POINT

GROUPS = {
    "input": (
        "input", "config", "format", "encoding", "delimiter", "row_end", "columns",
        "sheet", "header_row", "skip_rows", "limit", "sample",
    ),
    "columns": ("address", *BESIDE, *POINT, "party", "datum"),
    "answers": ("threshold", "zones", "names", "evidence", "normalized", "decisions"),
    "output": ("output", "to", "prefix", "excel", "force"),
    "running": (
        "rows", "dry_run", "resume", "workers", "threads", "strict", "fail_under", "quiet", "json",
    ),
}  # fmt: skip
"""Titles, in the order in which a job is thought of, and what is under each."""

SPELT_OUT = {
    "phone": "telephone number",
    "company": "name of the firm",
    "registration": "registration number",
    "port": "port of loading",
    "lat": "latitude",
    "lng": "longitude",
}
"""Fields whose short names do not say what they hold."""


def group_options(command: argparse.ArgumentParser) -> None:
    """Put what a command has into the groups; one that would be empty is left out.

    It is done when all options are there, so that functions which add some to several
    commands need not know of groups.
    """
    for title, names in GROUPS.items():
        found = [action for action in command._actions if action.dest in names]
        if not found:
            continue

        group = command.add_argument_group(title)
        for action in found:
            for other in (command._positionals, command._optionals):
                if action in other._group_actions:
                    other._group_actions.remove(action)
            group._group_actions.append(action)
