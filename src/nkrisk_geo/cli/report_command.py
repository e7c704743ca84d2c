"""`nkrisk-geo report`: a page about an enriched file."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from pathlib import Path, PurePath

from nkrisk_geo.cli.enrich_command import reading_of
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.replacement import write_whole
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.report import gather, page

_PAGES = (".html", ".htm", ".xhtml")


def report(arguments: Namespace) -> int:
    """Gather what the file holds, and write the page."""
    _check_kind(arguments.output)
    check_output(arguments.output, arguments.input)
    gathered = gather(
        arguments.input,
        address=arguments.address,
        prefix=arguments.prefix,
        known_by=arguments.id,
        reading=reading_of(arguments),
    )
    content = page(
        gathered,
        title=arguments.title,
        lang=arguments.lang,
        command=_command(arguments),
    )
    if arguments.output == "-":
        sys.stdout.write(content)
        return 0
    # A title may have bytes that are no text.
    written = content.encode(errors="replace")
    write_whole(arguments.output, written)
    tell(
        f"{arguments.output}: {gathered.rows:,} rows, {len(written) / 1000:,.0f} KB",
        NOTICE,
    )
    return 0


def _command(arguments: Namespace) -> str:
    """The command that makes this page of this file, without the folders it was made in."""
    told = ["nkrisk-geo", "report", Path(arguments.input).name]
    for name in ("prefix", "id", "title"):
        value = getattr(arguments, name)
        told += [] if value is None else [f"--{name}", value]
    told += ["--address", *arguments.address] if arguments.address else []
    if arguments.lang != "en":
        told += ["--lang", arguments.lang]
    return shlex.join(told)


def _check_kind(output: str) -> None:
    """A page is HTML, whatever its name says.

    Raises:
        InputError: the name says something else.
    """
    suffix = PurePath(output).suffix.lower()
    if output != "-" and suffix and suffix not in _PAGES:
        raise InputError(
            f"{output}: a report is a page of HTML; write "
            f"{PurePath(output).with_suffix('.html')}, which a browser prints as PDF"
        )
