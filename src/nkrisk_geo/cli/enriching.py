"""`nkrisk-geo enrich` and `nkrisk-geo inspect`."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from nkrisk_geo.cli.options import FIELDS
from nkrisk_geo.cli.progress import Bar
from nkrisk_geo.errors import InputError
from nkrisk_geo.explain import NOTICE
from nkrisk_geo.files import Summary, enrich_file

REJECTED, BELOW = 3, 4


def enrich(arguments: Namespace) -> int:
    """Enrich a file and say what became of it."""
    columns = {field: getattr(arguments, field) for field in FIELDS if getattr(arguments, field) is not None}
    if not arguments.address and not columns:
        raise InputError("enrich: name the column with the address: --address COL")
    options: dict[str, Any] = {name: getattr(arguments, name) for name in ("names", "evidence", "normalized")}
    if arguments.threshold is not None:
        options["threshold"] = arguments.threshold
    with Bar(quiet=arguments.quiet or arguments.json) as bar:
        summary = enrich_file(
            arguments.input,
            arguments.output,
            address=arguments.address,
            prefix=arguments.prefix,
            encoding=arguments.encoding,
            delimiter=arguments.delimiter,
            file_format=arguments.format,
            progress=bar.show,
            options=options,
            **columns,
        )
    if arguments.json:
        print(json.dumps(summary.to_dict(), ensure_ascii=False), file=sys.stderr)
    elif not arguments.quiet:
        print(report(summary, arguments), file=sys.stderr)
    return _code(summary, arguments)


def _code(summary: Summary, arguments: Namespace) -> int:
    if arguments.fail_under is not None and summary.resolved_share < arguments.fail_under:
        wanted = f"{arguments.fail_under:.1%}"
        print(f"nkrisk-geo: {summary.resolved_share:.1%} of the rows with text are resolved, less than {wanted}", file=sys.stderr)
        return BELOW if not (arguments.strict and summary.rejected) else REJECTED
    if arguments.strict and summary.rejected:
        print(f"nkrisk-geo: {summary.rejected:,} rows were rejected", file=sys.stderr)
        return REJECTED
    return 0


def report(summary: Summary, arguments: Namespace) -> str:
    """The summary for people."""
    noticed = summary.noticed
    speed = f"{summary.rows_out / summary.seconds:,.0f} rows/s" if summary.seconds else ""
    lines = [f"{summary.rows_in:,} rows in, {summary.rows_out:,} out, {summary.rejected:,} rejected; {summary.seconds:.1f} s, {speed}"]
    return "\n".join([*lines, NOTICE])
