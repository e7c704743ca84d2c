"""`nkrisk-geo packet`: all about one row, on one page."""

from __future__ import annotations

from argparse import Namespace

from nkrisk_geo.cli.review_command import check_suffix, read_where
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.replacement import write_whole
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.report.packet import make_packet, write_json
from nkrisk_geo.report.packet_page import write_packet_page


def packet(arguments: Namespace) -> int:
    """Gather what is known of the row, and write the page."""
    suffix = check_suffix(arguments.output, (".html", ".json"))
    check_output(arguments.output, arguments.input)
    where, language = read_where(arguments), arguments.lang
    found = make_packet(arguments.input, arguments.row, where, language=language)
    content = write_json(found) if suffix == ".json" else write_packet_page(found)
    write_whole(arguments.output, content.encode(errors="replace"))
    tell(f"{arguments.output}: row {arguments.row:,} of {found.file.name}", NOTICE)
    return 0
